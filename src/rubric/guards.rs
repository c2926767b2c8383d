//! What is no answer, whatever words are in it: copied, stuffed, shuffled, evasive, or in another language.

use std::collections::HashSet;

use super::Context;
use super::clause::Passage;
use super::english;
use super::layout::Style;
use super::matching::Word;
use super::spelling::Stems;
use super::text::tokens;

/// Something about the answer as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// Nothing to read.
    Empty,
    /// Code or signs without words.
    NoWords,
    /// Fewer words than any statement has.
    TooShort,
    /// In another language; its name if it could be told.
    Foreign(Option<&'static str>),
    /// The question again.
    EchoesQuestion,
    /// The model answer or a hint again.
    Copied,
    /// Words in a row, no statement.
    Stuffed,
    /// Words in no order.
    Shuffled,
    /// Talks to the grader.
    AddressesGrader,
    /// Says that the writer doesn't know.
    DoesNotKnow,
}

impl Guard {
    /// Whether it rules out a pass and a doubt alike.
    pub(super) fn decides(self) -> bool {
        !matches!(self, Self::DoesNotKnow)
    }
}

/// Fewer words can't say something about two things ("Pointers may lead nowhere; references never do" has seven).
const FEWEST_WORDS: usize = 4;
/// An answer needs so many words of its own beside those of the question.
const FEWEST_OWN_WORDS: usize = 3;
/// Share of four-word runs that the model answer or a hint may have in common with an answer.
const MOST_COPIED: f64 = 0.6;
/// Below this share of little words, a text of some length is a list.
const FEWEST_LITTLE_WORDS: f64 = 0.16;

/// The guards that apply, most telling first.
pub(super) fn guards(answer: &str, passages: &[Passage], context: &Context<'_>, stems: &Stems) -> Vec<Guard> {
    if answer
        .chars()
        .all(|c| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}'))
    {
        return vec![Guard::Empty];
    }
    let words: Vec<&Word> =
        passages.iter().flat_map(|passage| &passage.words).filter(|word| word.token.is_word()).collect();
    if words.is_empty() {
        return vec![Guard::NoWords];
    }
    if let Some(language) = foreign(&words) {
        return vec![Guard::Foreign(language)];
    }
    let mut out = Vec::new();
    if words.len() < FEWEST_WORDS {
        out.push(Guard::TooShort);
    }
    let asked: HashSet<String> = tokens(context.question, 0..context.question.len(), stems)
        .into_iter()
        .map(|token| token.stem)
        .collect();
    let own: HashSet<&str> = words
        .iter()
        .filter(|word| !word.function && !asked.contains(&word.token.stem))
        .map(|word| word.token.stem.as_str())
        .collect();
    if own.len() < FEWEST_OWN_WORDS && !short_contrast(&words, own.len()) {
        out.push(Guard::EchoesQuestion);
    }
    let sources = context.model_answer.into_iter().chain(context.hints.iter().map(String::as_str));
    if sources.into_iter().any(|source| copied(answer, source)) {
        out.push(Guard::Copied);
    }
    if stuffed(passages) {
        out.push(Guard::Stuffed);
    }
    if shuffled(passages) {
        out.push(Guard::Shuffled);
    }
    let anywhere = |phrases: &english::Phrases| {
        passages.iter().any(|passage| phrases.stand_in(&passage.words, &(0..passage.words.len())))
    };
    if anywhere(&english::ADDRESSES_GRADER) {
        out.push(Guard::AddressesGrader);
    }
    if anywhere(&english::UNKNOWING) {
        out.push(Guard::DoesNotKnow);
    }
    out
}

/// "ptr can be empty, ref can't": few words of its own, but a statement and its denial.
fn short_contrast(words: &[&Word], own: usize) -> bool {
    own >= 1
        && words.iter().any(|word| word.negator)
        && words.iter().filter(|word| word.function).count() >= 2
}

/// The language of a text that isn't English. `Some(None)`: it isn't, and which can't be told.
fn foreign(words: &[&Word]) -> Option<Option<&'static str>> {
    let letters = || words.iter().flat_map(|word| word.token.text.chars()).filter(|c| c.is_alphabetic());
    let other_script = letters().filter(|c| !('a'..='\u{24f}').contains(c)).count();
    if other_script * 2 > letters().count() {
        return Some(None);
    }
    let english = words.iter().filter(|word| word.function || word.negator).count();
    let best = english::FOREIGN
        .iter()
        .map(|(language, list)| {
            (words.iter().filter(|word| list.contains(&word.token.text.as_str())).count(), *language)
        })
        .max_by_key(|(count, _)| *count)?;
    (best.0 >= 3 && best.0 > english).then_some(Some(best.1))
}

/// A bare list of words: hardly a little word in it, and no list marks or "word: …" to make it terse notes.
fn stuffed(passages: &[Passage]) -> bool {
    let prose: Vec<&Passage> = passages.iter().filter(|passage| passage.style == Style::Prose).collect();
    prose.iter().any(|passage| {
        let words: Vec<&Word> = passage.words.iter().filter(|word| word.token.is_word()).collect();
        let little = words.iter().filter(|word| word.function || word.negator).count();
        // Notes say of what they speak before each colon or dash.
        let notes = passage.pieces.iter().filter(|piece| piece.named).count() >= 1
            && (passage
                .words
                .iter()
                .filter(|word| matches!(word.token.text.as_str(), ":" | "=" | "-" | "—" | "–" | "→"))
                .count()
                >= 1);
        let all_at_once = passage.pieces.iter().any(|piece| piece.topic == super::clause::Topic::All);
        #[expect(clippy::cast_precision_loss, reason = "a count of words is small")]
        let share = little as f64 / words.len().max(1) as f64;
        words.len() >= 8 && share < FEWEST_LITTLE_WORDS && (!notes || all_at_once)
    })
}

/// Shuffled words put "the" before "is" and end in "of the"; writers, learners of English too, hardly ever do.
fn shuffled(passages: &[Passage]) -> bool {
    /// One slip in so many words is forgiven.
    const WORDS_PER_SLIP: usize = 14;
    let (mut slips, mut count) = (0, 0);
    for passage in passages.iter().filter(|passage| matches!(passage.style, Style::Prose | Style::List)) {
        let words: Vec<&Word> = passage.words.iter().collect();
        count += words.iter().filter(|word| word.token.is_word()).count();
        for pair in words.windows(2) {
            let [one, next] = pair else { continue };
            if english::DETERMINERS.contains(&one.token.text.as_str())
                && english::NOT_AFTER_DETERMINER.contains(&next.token.text.as_str())
            {
                slips += 1;
            }
        }
        let last = words.iter().rev().find(|word| word.token.is_word());
        slips += usize::from(last.is_some_and(|word| {
            matches!(
                word.token.text.as_str(),
                "the" | "a" | "an" | "and" | "or" | "of" | "is" | "its" | "their"
            )
        }));
    }
    slips >= 2 && slips * WORDS_PER_SLIP > count
}

/// Whether an answer repeats a text that the learner was shown.
fn copied(answer: &str, source: &str) -> bool {
    let (mine, theirs) = (runs(answer), runs(source));
    mine.len() >= 3 && !theirs.is_empty() && share(&mine, &theirs) >= MOST_COPIED
}

/// See [`super::likeness`].
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (runs(one), runs(other));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    if one.len() <= other.len() { share(&one, &other) } else { share(&other, &one) }
}

fn share(of: &HashSet<u64>, among: &HashSet<u64>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a count of words is small")]
    let share = of.intersection(among).count() as f64 / of.len().max(1) as f64;
    share
}

/// All runs of four words, in lower case, as hashes: two texts' runs are only ever compared with each other.
fn runs(text: &str) -> HashSet<u64> {
    const RUN: usize = 4;
    const MOST: usize = 4_000;
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(MOST);
    let words: Vec<u64> = words
        .map(|word| {
            word.chars().flat_map(char::to_lowercase).fold(FNV_BASIS, |hash, c| fnv(hash, u64::from(c)))
        })
        .collect();
    words
        .windows(RUN.min(words.len().max(1)))
        .map(|run| run.iter().fold(FNV_BASIS, |hash, word| fnv(hash, *word)))
        .collect()
}

/// The constants and the step of the FNV-1a hash (Fowler, Noll, Vo).
const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(hash: u64, next: u64) -> u64 {
    (hash ^ next).wrapping_mul(0x0000_0100_0000_01b3)
}
