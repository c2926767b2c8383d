//! A tree whose children know their parent without owning it.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

struct Node {
    name: String,
    parent: RefCell<Weak<Node>>,
    children: RefCell<Vec<Rc<Node>>>,
}

fn node(name: &str) -> Rc<Node> {
    Rc::new(Node { name: name.into(), parent: RefCell::default(), children: RefCell::default() })
}

fn adopt(parent: &Rc<Node>, child: Rc<Node>) {
    *child.parent.borrow_mut() = Rc::downgrade(parent);
    parent.children.borrow_mut().push(child);
}

fn main() {
    let root = node("root");
    adopt(&root, node("left"));
    adopt(&root, node("right"));
    let left = root.children.borrow()[0].clone();
    let parent = left.parent.borrow().upgrade().map(|parent| parent.name.clone());
    drop(root);
    println!("{parent:?} {}", left.parent.borrow().upgrade().is_none());
    let me = Rc::new_cyclic(|me: &Weak<Node>| Node {
        name: "me".into(),
        parent: RefCell::new(me.clone()),
        children: RefCell::default(),
    });
    println!("{}", me.name);
}
