//! A set of a rubric's words, one bit each: asking whether a word is in it is the innermost step of matching.

use super::lexicon::Lex;

/// A set of word numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LexSet {
    bits: Vec<u64>,
    /// The same, folded: sets whose folds have nothing in common have no word in common, which one step tells.
    fold: u128,
}

impl LexSet {
    const BITS: usize = u64::BITS as usize;

    pub(super) fn insert(&mut self, lex: Lex) {
        let at = usize::from(lex) / Self::BITS;
        if self.bits.len() <= at {
            self.bits.resize(at + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(at) {
            *bits |= 1 << (usize::from(lex) % Self::BITS);
        }
        self.fold |= 1 << (u32::from(lex) % u128::BITS);
    }

    pub(super) fn contains(&self, lex: Lex) -> bool {
        self.bits
            .get(usize::from(lex) / Self::BITS)
            .is_some_and(|bits| bits & (1 << (usize::from(lex) % Self::BITS)) != 0)
    }

    /// Whether the two have a word in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.fold & other.fold != 0 && self.bits.iter().zip(&other.bits).any(|(one, other)| one & other != 0)
    }

    /// A digest of it: two sets whose digests have no bit in common have no word in common.
    pub(super) fn fold(&self) -> u128 {
        self.fold
    }

    /// Takes in all words of another set.
    pub(super) fn extend(&mut self, other: &Self) {
        if self.bits.len() < other.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        self.bits.iter_mut().zip(&other.bits).for_each(|(one, other)| *one |= other);
        self.fold |= other.fold;
    }

    /// All words in it, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Lex> {
        (0..=Lex::MAX).take(self.bits.len() * Self::BITS).filter(|lex| self.contains(*lex))
    }
}

impl FromIterator<Lex> for LexSet {
    fn from_iter<I: IntoIterator<Item = Lex>>(lexes: I) -> Self {
        let mut set = Self::default();
        lexes.into_iter().for_each(|lex| set.insert(lex));
        set
    }
}
