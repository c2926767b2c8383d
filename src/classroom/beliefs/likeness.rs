//! How alike two changes of a starter are. Names and numbers that a learner has chosen do not count: what is compared is
//! the shape of what was added and of what was taken away.

use std::collections::HashSet;

use crate::judged::items::items;
use crate::judged::tokens::{Tree, read};

/// What of a file is another than in its starter.
pub struct Change {
    /// The file without layout, comments and tests.
    pub text: String,
    /// The pieces of three tokens that only the file has, and those that only the starter has, with whose they are.
    pieces: HashSet<(bool, [String; 3])>,
}

impl Change {
    /// How `text` differs from the starter; `None` where it cannot be cut into tokens.
    pub fn of(starter: &str, text: &str) -> Option<Self> {
        let (starter, mine) = (words(&read(starter)?), words(&read(text)?));
        let known: HashSet<&str> = starter.iter().map(|word| word.text.as_str()).collect();
        let (before, after) = (pieces(&starter, &known), pieces(&mine, &known));
        let added = after.difference(&before).map(|piece| (true, piece.clone()));
        let removed = before.difference(&after).map(|piece| (false, piece.clone()));
        let pieces = added.chain(removed).collect();
        let text: Vec<&str> = mine.iter().map(|word| word.text.as_str()).collect();
        Some(Self { text: text.join(" "), pieces })
    }

    /// Whether nothing was changed.
    pub fn is_none(&self) -> bool {
        self.pieces.is_empty()
    }
}

/// From 0 to 1: which part of what either of them changes both of them change.
pub fn likeness(one: &Change, other: &Change) -> f64 {
    let both = one.pieces.intersection(&other.pieces).count();
    let all = one.pieces.len() + other.pieces.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}

/// A token.
struct Word {
    text: String,
    /// What stands for it where the starter does not have it: names of variables and literals are anybody's choice.
    shape: Option<&'static str>,
}

/// The tokens of a file, without its tests.
fn words(trees: &[Tree]) -> Vec<Word> {
    let mut words = Vec::new();
    for item in items(trees).1.iter().filter(|item| !item.is_for_tests()) {
        item.attributes.iter().filter(|attribute| attribute.name != "doc").for_each(|attribute| {
            words.push(Word { text: format!("#{}", attribute.name), shape: None });
            collect(&attribute.rest, &mut words);
        });
        collect(item.trees, &mut words);
    }
    words
}

fn collect(trees: &[Tree], words: &mut Vec<Word>) {
    for (at, tree) in trees.iter().enumerate() {
        let mut add = |text: &str, shape| words.push(Word { text: text.to_owned(), shape });
        match tree {
            Tree::Ident(text, _) => add(text, is_own_name(trees, at).then_some("name")),
            Tree::Lifetime(text, _) => add(text, (text != "'static").then_some("'a")),
            Tree::Literal(text, _) => add(text, Some("literal")),
            Tree::Punct(text, _) => add(text, None),
            Tree::Group(group) => {
                add(&group.open.to_string(), None);
                collect(&group.trees, words);
                words.push(Word { text: "end".into(), shape: None });
            }
        }
    }
}

/// Whether a word is the name of a variable: neither called, nor a method or field, a type, a part of a path, a keyword.
fn is_own_name(trees: &[Tree], at: usize) -> bool {
    const KEYWORDS: [&str; 30] = [
        "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "false", "fn",
        "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return",
        "self", "static", "true", "unsafe", "while",
    ];
    let Some(word) = trees[at].ident() else { return false };
    let before = at.checked_sub(1).map(|before| &trees[before]);
    let after = trees.get(at + 1);
    let is_part = |tree: Option<&Tree>| tree.is_some_and(|tree| tree.is_punct("::") || tree.is_punct("!"));
    !KEYWORDS.contains(&word)
        && word.starts_with(|first: char| first.is_lowercase() || first == '_')
        && !is_part(before)
        && !is_part(after)
        && !before.is_some_and(|tree| tree.is_punct(".") || tree.is_punct("<"))
        && !after.is_some_and(|tree| tree.group('(').is_some())
        && !PRIMITIVES.contains(&word)
}

/// Types that are written like variables.
const PRIMITIVES: [&str; 17] = [
    "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64",
    "bool", "char", "str",
];

fn pieces(words: &[Word], known: &HashSet<&str>) -> HashSet<[String; 3]> {
    let shape = |word: &Word| match word.shape {
        Some(shape) if !known.contains(word.text.as_str()) => shape.to_owned(),
        _ => word.text.clone(),
    };
    let shapes: Vec<String> = words.iter().map(shape).collect();
    shapes.windows(3).map(|three| [three[0].clone(), three[1].clone(), three[2].clone()]).collect()
}
