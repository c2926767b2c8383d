//! Changes to a source text that keep its lines where they are.

use std::ops::Range;

use super::tokens::{Tree, shebang};

/// Changes to a text that keep every line, and every column but those behind an insertion.
pub(super) struct Edits<'a> {
    source: &'a str,
    changes: Vec<(Range<usize>, String)>,
}

impl<'a> Edits<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let mut edits = Self { source, changes: Vec::new() };
        // Then the compiler sees what was cut into tokens, wherever it would look for such a line.
        edits.blank(&shebang(source));
        edits
    }

    /// Puts a space in place of every character, and keeps line ends.
    pub(super) fn blank(&mut self, range: &Range<usize>) {
        self.changes.push((range.clone(), blanked(&self.source[range.clone()])));
    }

    /// Puts another text in its place, which must be on one line.
    pub(super) fn replace(&mut self, range: &Range<usize>, text: &str) {
        self.changes.push((range.clone(), text.to_owned()));
    }

    pub(super) fn insert(&mut self, at: usize, text: String) {
        self.changes.push((at..at, text));
    }

    /// Gives `main` another name wherever the word stands as a name.
    pub(super) fn rename_main(&mut self, trees: &[Tree], stand_in: &str) {
        let mut after_hash = false;
        for tree in trees {
            match tree {
                Tree::Ident(text, range) if text == "main" && range.len() == 4 => {
                    self.changes.push((range.clone(), stand_in.to_owned()));
                }
                // Attributes name things of other crates.
                Tree::Group(group) if !(after_hash && group.open == '[') => {
                    self.rename_main(&group.trees, stand_in);
                }
                _ => {}
            }
            after_hash = tree.is_punct("#") || (after_hash && tree.is_punct("!"));
        }
    }

    pub(super) fn apply(mut self) -> String {
        self.changes.sort_by_key(|(range, _)| (range.start, range.end));
        let mut text = String::with_capacity(self.source.len() + 512);
        let mut done = 0;
        for (range, replacement) in &self.changes {
            // What lies inside something blanked is gone with it.
            if range.start < done {
                continue;
            }
            text.push_str(&self.source[done..range.start]);
            text.push_str(replacement);
            done = range.end;
        }
        text.push_str(&self.source[done..]);
        text
    }
}

/// A space in place of every character but line ends.
pub(super) fn blanked(text: &str) -> String {
    text.chars().map(|character| if matches!(character, '\n' | '\r') { character } else { ' ' }).collect()
}
