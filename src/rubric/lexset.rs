//! A set of a rubric's words, one bit each: asking whether a word is in it is the innermost step of matching.

use super::lexicon::Lex;

/// A set of word numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LexSet(Vec<u64>);

impl LexSet {
    const BITS: usize = u64::BITS as usize;

    pub(super) fn insert(&mut self, lex: Lex) {
        let at = usize::from(lex) / Self::BITS;
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(at) {
            *bits |= 1 << (usize::from(lex) % Self::BITS);
        }
    }

    pub(super) fn contains(&self, lex: Lex) -> bool {
        self.0
            .get(usize::from(lex) / Self::BITS)
            .is_some_and(|bits| bits & (1 << (usize::from(lex) % Self::BITS)) != 0)
    }

    /// Whether the two have a word in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one & other != 0)
    }

    /// Takes in all words of another set.
    pub(super) fn extend(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one |= other);
    }

    /// All words in it, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Lex> {
        (0..=Lex::MAX).take(self.0.len() * Self::BITS).filter(|lex| self.contains(*lex))
    }
}

impl FromIterator<Lex> for LexSet {
    fn from_iter<I: IntoIterator<Item = Lex>>(lexes: I) -> Self {
        let mut set = Self::default();
        lexes.into_iter().for_each(|lex| set.insert(lex));
        set
    }
}
