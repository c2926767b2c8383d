//! Nodes in one vector that know each other by number.

#[derive(Default)]
struct Tree {
    nodes: Vec<(String, Vec<usize>)>,
}

impl Tree {
    fn add(&mut self, name: &str, parent: Option<usize>) -> usize {
        self.nodes.push((name.into(), Vec::new()));
        let id = self.nodes.len() - 1;
        if let Some(parent) = parent {
            self.nodes[parent].1.push(id);
        }
        id
    }

    fn depth(&self, id: usize) -> usize {
        1 + self.nodes[id].1.iter().map(|child| self.depth(*child)).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_as_deep_as_its_longest_way() {
        let mut tree = Tree::default();
        let root = tree.add("root", None);
        let child = tree.add("child", Some(root));
        tree.add("other", Some(root));
        tree.add("grandchild", Some(child));
        let got: usize = tree.depth(root);
        assert_eq!(got, 3);
    }
}

fn main() {}
