//! Where the compiler looks for modules that are files of their own.

/// A place in the tree of modules.
#[derive(Debug)]
pub(super) struct Place {
    /// The folder that modules named here stand in, with forward slashes.
    folder: String,
    /// The folder that `#[path]` starts from.
    named_from: String,
}

impl Place {
    /// The top of the file at this path, which is the crate's root.
    pub(super) fn of(file: &str) -> Self {
        let folder = folder(file);
        Self { named_from: folder.clone(), folder }
    }

    /// Inside of a module in braces.
    pub(super) fn inside(&self, module: &str) -> Self {
        let folder = format!("{}{module}/", self.folder);
        Self { named_from: folder.clone(), folder }
    }

    /// The top of a module that was found in this file.
    pub(super) fn of_file(&self, module: &str, file: &str) -> Self {
        let named_from = folder(file);
        let is_usual = self.candidates(module, None).first().is_some_and(|usual| usual == file);
        let folder = if is_usual { format!("{}{module}/", self.folder) } else { named_from.clone() };
        Self { folder, named_from }
    }

    /// The files that a module may be, by its name or by what `#[path]` says.
    pub(super) fn candidates(&self, module: &str, named: Option<&str>) -> Vec<String> {
        match named {
            Some(named) => vec![normal(&format!("{}{named}", self.named_from))],
            None => {
                vec![format!("{}{module}.rs", self.folder), format!("{}{module}/mod.rs", self.folder)]
            }
        }
    }
}

fn folder(file: &str) -> String {
    file.rfind('/').map_or_else(String::new, |end| file[..=end].to_owned())
}

/// The path without `.` and `..`.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_looked_for_where_the_compiler_looks() {
        let top = Place::of("exercises/01/a.rs");
        assert_eq!(top.candidates("b", None), ["exercises/01/b.rs", "exercises/01/b/mod.rs"]);
        assert_eq!(top.candidates("b", Some("../x/c.rs")), ["exercises/x/c.rs"]);
        assert_eq!(top.inside("m").candidates("b", None)[0], "exercises/01/m/b.rs");
        assert_eq!(top.of_file("b", "exercises/01/b.rs").candidates("c", None)[0], "exercises/01/b/c.rs");
        assert_eq!(top.of_file("b", "exercises/01/b/mod.rs").candidates("c", None)[0], "exercises/01/b/c.rs");
        assert_eq!(top.of_file("b", "exercises/x/c.rs").candidates("d", None)[0], "exercises/x/d.rs");
    }
}
