//! The words that a rubric knows, and which of them a learner's word is: the same stem, a prefix, or a typo.

use std::sync::{Arc, Mutex, PoisonError};

use super::common_words::COMMON;
use super::english;
use super::hashing::{FastMap, FastSet};
use super::spelling::singular;
use super::text::Token;

/// A word of the rubric, by number.
pub(super) type Lex = u16;

/// All words of a rubric.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon {
    by_stem: FastMap<String, Lex>,
    by_form: FastMap<String, Lex>,
    /// Subjects' names, in the singular: the verb "refer" is no "reference", though their stems are the same.
    by_noun: FastMap<String, Lex>,
    /// By their first three letters; a shorter prefix is refused by `pattern`.
    prefixes: FastMap<String, Vec<(String, Lex)>>,
    /// By their length: only those nearly as long as a word can be meant by it.
    typo_targets: Vec<Vec<Target>>,
    /// Names of subjects: a typo that may have meant one of them did.
    names: FastSet<Lex>,
    /// Never taken for a typo of something else.
    protected: FastSet<String>,
    count: Lex,
    met: Met,
}

/// Words of answers that were looked up before: people use the same ones, and comparing spellings is dear.
#[derive(Debug, Default)]
struct Met(Mutex<FastMap<String, Arc<[Lex]>>>);

impl Met {
    /// Forgets everything beyond this many words, so that no text can make it grow.
    const MOST: usize = 8_000;

    fn get_or_find(&self, word: &str, find: impl FnOnce() -> Arc<[Lex]>) -> Arc<[Lex]> {
        let mut met = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = met.get(word) {
            return Arc::clone(known);
        }
        let found = find();
        if met.len() >= Self::MOST {
            met.clear();
        }
        met.insert(word.to_owned(), Arc::clone(&found));
        found
    }
}

impl Clone for Met {
    /// A copy of a lexicon may learn more words, so it starts anew.
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// A word that a typo may have meant.
#[derive(Debug, Clone)]
struct Target {
    form: String,
    /// One bit per letter: words whose letters differ too much need no closer look.
    mask: u32,
    lex: Lex,
}

impl Lexicon {
    /// A lexicon that leaves common English and the words given here alone.
    pub(super) fn new(protected: impl Iterator<Item = String>) -> Self {
        let common = COMMON.iter().flat_map(|line| line.split(' '));
        Self {
            protected: common.chain(english::structure_words()).map(str::to_owned).chain(protected).collect(),
            ..Self::default()
        }
    }

    fn number(&mut self) -> Lex {
        self.count = self.count.saturating_add(1);
        self.count
    }

    /// The number of a word known by its stem; typos of it are tolerated.
    pub(super) fn add(&mut self, token: &Token) -> Lex {
        if let Some(&lex) = self.by_stem.get(&*token.stem) {
            self.add_target(&token.text, lex);
            return lex;
        }
        let lex = self.number();
        self.by_stem.insert(token.stem.as_str().to_owned(), lex);
        self.add_target(&token.text, lex);
        self.add_target(&token.stem, lex);
        lex
    }

    /// The number of a word of a subject's name: singular or plural, typos tolerated, and no verb of the same stem.
    pub(super) fn add_noun(&mut self, token: &Token) -> Lex {
        let noun = singular(&token.text);
        if let Some(&lex) = self.by_noun.get(noun) {
            return lex;
        }
        let lex = self.number();
        self.by_noun.insert(noun.to_owned(), lex);
        self.add_target(noun, lex);
        // "poitners" is nearer to this than to the singular.
        self.add_target(&format!("{noun}s"), lex);
        lex
    }

    /// Says that a word alone is a subject's name.
    pub(super) fn is_name(&mut self, lex: Lex) {
        self.names.insert(lex);
    }

    fn add_target(&mut self, form: &str, lex: Lex) {
        // Bytes are letters here: only ASCII words are targets of typos.
        if !form.is_ascii() || !(SHORTEST_WITH_TYPO..=LONGEST_WITH_TYPO).contains(&form.len()) {
            return;
        }
        self.typo_targets.resize_with(LONGEST_WITH_TYPO + 1, Vec::new);
        if let Some(alike) = self.typo_targets.get_mut(form.len())
            && !alike.iter().any(|known| known.lex == lex && known.form == form)
        {
            alike.push(Target { mask: mask(form), form: form.to_owned(), lex });
        }
    }

    /// The number of a word that must stand there exactly so.
    pub(super) fn add_form(&mut self, form: &str) -> Lex {
        if let Some(&lex) = self.by_form.get(form) {
            return lex;
        }
        let lex = self.number();
        self.by_form.insert(form.to_owned(), lex);
        lex
    }

    /// The number of "whatever begins with these letters".
    pub(super) fn add_prefix(&mut self, prefix: &str) -> Lex {
        let known = self.prefixes.get(head(prefix)).into_iter().flatten().find(|(known, _)| known == prefix);
        if let Some((_, lex)) = known {
            return *lex;
        }
        let lex = self.number();
        self.prefixes.entry(head(prefix).to_owned()).or_default().push((prefix.to_owned(), lex));
        if prefix.len() >= SHORTEST_PREFIX_WITH_TYPO {
            self.add_target(prefix, lex);
        }
        lex
    }

    /// The words of the rubric that this word of an answer may be. Exact ones first; a typo only when nothing else fits.
    pub(super) fn look_up(&self, token: &Token) -> Arc<[Lex]> {
        self.met.get_or_find(&token.text, || self.find(token).into())
    }

    fn find(&self, token: &Token) -> Vec<Lex> {
        let by_form = self.by_form.get(&*token.text);
        let by_stem = self.by_stem.get(&*token.stem);
        let by_noun = self.by_noun.get(singular(&token.text));
        let mut found: Vec<Lex> = [by_form, by_stem, by_noun].into_iter().flatten().copied().collect();
        // "referance" has the stem of "refer", "refernce" begins like `refer*`, and both mean "reference": neither a stem
        // nor a prefix alone shows that a word is well spelt.
        let mut spelt = by_form.is_some()
            || by_noun.is_some()
            || by_stem.is_some() && token.text.strip_prefix(token.stem.as_str()).is_none_or(is_ending);
        let prefixes = self.prefixes.get(head(&token.text)).into_iter().flatten();
        for (prefix, lex) in prefixes {
            if let Some(rest) = token.text.strip_prefix(prefix.as_str()) {
                found.push(*lex);
                spelt |= is_ending(rest) || rest == "d" && prefix.ends_with('e');
            }
        }
        if !spelt && token.is_word() && !self.protected.contains(&*token.text) {
            let mut meant = self.meant(&token.text);
            if meant.is_empty() && token.stem != token.text && !self.protected.contains(&*token.stem) {
                meant = self.meant(&token.stem);
            }
            // Of a word that is known by its stem nothing but a subject's name may have been meant.
            found.extend(meant.into_iter().filter(|lex| by_stem.is_none() || self.names.contains(lex)));
        }
        found
    }

    /// The words of the rubric that a mistyped one may have meant: those that are nearest.
    fn meant(&self, form: &str) -> Vec<Lex> {
        let allowed = allowed_edits(form.len());
        if allowed == 0 || form.len() > LONGEST_WITH_TYPO || !form.bytes().all(|c| c.is_ascii_lowercase()) {
            return Vec::new();
        }
        let mask = mask(form);
        let mut best: (usize, Vec<Lex>) = (usize::MAX, Vec::new());
        let near = self.typo_targets.iter().take(form.len() + 3).skip(form.len() - allowed);
        for target in near.flatten() {
            // The shorter of the two words decides how much is forgiven.
            let name = form.len() >= SHORT_NAME
                && target.form.len() > SHORT_NAME
                && self.names.contains(&target.lex);
            let allowed = if name { 2 } else { allowed.min(allowed_edits(target.form.len())) };
            let far = target.form.len().abs_diff(form.len()) > allowed;
            if far || (target.mask ^ mask).count_ones() as usize > 2 * allowed {
                continue;
            }
            // First letters are seldom wrong, and short words differ by little else.
            if form.len() < 6 && target.form.bytes().next() != form.bytes().next() {
                continue;
            }
            let edits = strsim::osa_distance(&target.form, form);
            if edits > allowed {
                continue;
            }
            if edits < best.0 {
                best = (edits, Vec::new());
            }
            if edits == best.0 && !best.1.contains(&target.lex) {
                best.1.push(target.lex);
            }
        }
        if best.1.iter().any(|lex| self.names.contains(lex)) {
            best.1.retain(|lex| self.names.contains(lex));
        }
        best.1
    }
}

/// The regular endings, behind a stem or a prefix.
fn is_ending(rest: &str) -> bool {
    matches!(rest, "" | "s" | "e" | "es" | "ed" | "ing" | "er" | "ly" | "ion" | "able" | "ation" | "ment")
}

/// The first three letters.
fn head(word: &str) -> &str {
    word.char_indices().nth(3).map_or(word, |(end, _)| word.get(..end).unwrap_or(word))
}

/// Below this many letters a typo is a different word.
const SHORTEST_WITH_TYPO: usize = 4;
/// The beginnings of words are less telling than words.
const SHORTEST_PREFIX_WITH_TYPO: usize = 6;
const LONGEST_WITH_TYPO: usize = 24;
/// A subject's name longer than this may have two typos ("piontr"): an answer uses it again and again.
const SHORT_NAME: usize = 6;

/// One edit (a swap of neighbours is one) from 4 letters, two from 8: Moodle's pmatch uses nearly the same steps.
fn allowed_edits(letters: usize) -> usize {
    match letters {
        0..SHORTEST_WITH_TYPO => 0,
        SHORTEST_WITH_TYPO..8 => 1,
        _ => 2,
    }
}

fn mask(form: &str) -> u32 {
    form.bytes().fold(0, |mask, c| {
        let bit = if c.is_ascii_lowercase() { u32::from(c) - u32::from(b'a') } else { 31 };
        mask | (1 << bit)
    })
}
