//! From a place in a text to its line, without counting from the beginning each time.

use toml::Spanned;

use crate::kit::Idea;

/// Where the lines of a text end.
pub(super) struct Lines {
    ends: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        Self { ends: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    /// The one-based line of a byte.
    pub(super) fn line(&self, at: usize) -> u32 {
        u32::try_from(self.ends.partition_point(|end| *end < at) + 1).unwrap_or(u32::MAX)
    }

    /// The entries of `introduces` or `needs`.
    pub(super) fn ideas(&self, names: Vec<Spanned<String>>) -> Vec<Idea> {
        let idea =
            |name: Spanned<String>| Idea { line: self.line(name.span().start), name: name.into_inner() };
        names.into_iter().map(idea).collect()
    }
}
