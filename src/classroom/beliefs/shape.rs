//! The shape of a file: its code without layout, comments, tests, and the names that its author has chosen.

use std::collections::HashMap;

use crate::judged::items::items;
use crate::judged::tokens::{Tree, read};

/// The shape of a text; `None` where it cannot be cut into tokens. Two files of one shape are the same program in other
/// words: each variable has another name, and always that.
pub(super) fn shape(text: &str) -> Option<String> {
    let trees = read(text)?;
    let (mut words, mut names) = (Vec::new(), HashMap::new());
    for item in items(&trees).1.iter().filter(|item| !item.is_for_tests()) {
        for attribute in item.attributes.iter().filter(|attribute| attribute.name != "doc") {
            words.push(format!("#{}", attribute.name));
            collect(&attribute.rest, &mut words, &mut names);
        }
        collect(item.trees, &mut words, &mut names);
    }
    Some(words.join(" "))
}

fn collect(trees: &[Tree], words: &mut Vec<String>, names: &mut HashMap<String, usize>) {
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            Tree::Ident(text, _) if is_variable(trees, at) => {
                let next = names.len();
                words.push(format!("${}", names.entry(text.clone()).or_insert(next)));
            }
            Tree::Ident(text, _) | Tree::Lifetime(text, _) | Tree::Literal(text, _) => {
                words.push(text.clone());
            }
            Tree::Punct(text, _) => words.push((*text).to_owned()),
            Tree::Group(group) => {
                words.push(group.open.to_string());
                collect(&group.trees, words, names);
                words.push("end".into());
            }
        }
    }
}

/// Whether a word is the name of a variable, or may be: neither called, nor a method or a field, a type, a part of a path,
/// a keyword.
fn is_variable(trees: &[Tree], at: usize) -> bool {
    #[rustfmt::skip]
    const OTHERS: [&str; 54] = [
        "as", "async", "await", "bool", "break", "char", "const", "continue", "crate", "dyn", "else",
        "enum", "extern", "f32", "f64", "false", "fn", "for", "i128", "i16", "i32", "i64", "i8", "if",
        "impl", "in", "isize", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self",
        "static", "str", "struct", "super", "trait", "true", "type", "u128", "u16", "u32", "u64", "u8",
        "unsafe", "use", "usize", "where", "while",
    ];
    let Some(word) = trees[at].ident() else { return false };
    let before = at.checked_sub(1).map(|before| &trees[before]);
    let after = trees.get(at + 1);
    let is_part = |tree: Option<&Tree>| tree.is_some_and(|tree| tree.is_punct("::") || tree.is_punct("!"));
    !OTHERS.contains(&word)
        && word.starts_with(|first: char| first.is_lowercase() || first == '_')
        && !is_part(before)
        && !is_part(after)
        && !before.is_some_and(|tree| tree.is_punct("."))
        && after.is_none_or(|tree| tree.group('(').is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_layout_are_anybodys_choice_and_nothing_else_is() {
        let one = "fn f(n: u32) -> u32 { let more = n + 1; more.max(n) } // a comment";
        assert_eq!(shape(one), shape("fn f(k: u32) -> u32 {\n    let less = k + 1;\n    less.max(k)\n}"));
        for other in [
            "fn f(n: u32) -> u32 { let more = n + 2; more.max(n) }",
            "fn f(n: u32) -> u32 { let more = n + 1; n.max(more) }",
            "fn f(n: u32) -> u32 { let more = n + 1; more.min(n) }",
            "fn f(n: u64) -> u32 { let more = n + 1; more.max(n) }",
        ] {
            assert_ne!(shape(one), shape(other), "{other}");
        }
    }
}
