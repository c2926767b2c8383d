//! Where a statement holds: "in Rust", "in Python", "Python's lists".

use super::compile::Compiled;
use super::english;
use super::matching::{Word, name_at, text_at};

/// "In Rust", "in Python": where a statement holds.
#[derive(Debug)]
pub(super) struct Place {
    /// Where it begins.
    pub(super) at: usize,
    pub(super) abroad: bool,
    /// It may hold for a whole sentence: "in Python". "Python's lists" speaks of these alone.
    pub(super) wide: bool,
}

pub(super) fn places(rubric: &Compiled, words: &[Word]) -> Vec<Place> {
    let preposition = |word: &Word| matches!(word.token.text.as_str(), "in" | "with" | "from" | "for");
    let named = |names, at: usize| name_at(names, words, at).is_some();
    let subject = |at: usize| rubric.subjects.iter().any(|subject| named(&subject.names, at));
    let text = |at: usize| text_at(words, at);
    (0..words.len())
        .filter_map(|at| {
            let wide = words.get(at).is_some_and(preposition);
            let name = at + usize::from(wide);
            let here = named(&rubric.here, name);
            if !here && !named(&rubric.abroad, name) {
                return None;
            }
            // "It is a list, like in Python": said of here as well.
            let likened = at.checked_sub(1).is_some_and(|before| matches!(text(before), "like" | "as"));
            if wide && likened {
                return None;
            }
            // "Python's lists", "what Python calls a list".
            let called = matches!(text(name + 1), "calls" | "call");
            let stands = wide || subject(name + 1) || called && (name + 2..name + 4).any(subject);
            stands.then_some(Place { at, abroad: !here, wide })
        })
        .collect()
}

/// The comma or conjunction right before a place: what follows it is said of that place alone.
pub(super) fn border_before(words: &[Word], at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    let word = words.get(before)?;
    (word.token.is_break() || english::COORDINATORS.contains(&word.token.text.as_str())).then_some(before)
}
