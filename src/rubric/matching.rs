//! Finds a rubric's patterns and names in a run of tokens.

use std::ops::Range;
use std::sync::Arc;

use super::lexicon::Lex;
use super::lexset::LexSet;
use super::pattern::{Node, Part, Pattern, Seq};
use super::text::{Kind, Token};

/// A token together with what the rubric and the language know about it.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) token: Token,
    pub(super) lexes: Arc<[Lex]>,
    /// Carries structure, not subject matter.
    pub(super) function: bool,
    pub(super) negator: bool,
    /// Part of a phrase that only looks like a subject.
    pub(super) no_subject: bool,
}

impl Word {
    /// Whether it is one of some words.
    fn is_any(&self, set: &LexSet) -> bool {
        self.lexes.iter().any(|lex| set.contains(*lex))
    }
}

/// The text of the word at `at`; none where there is no word.
pub(super) fn text_at(words: &[Word], at: usize) -> &str {
    words.get(at).map_or("", |word| word.token.text.as_str())
}

/// Where a sequence may end: a few places, kept without allocating, since this is the innermost loop.
#[derive(Debug, Default)]
struct Ends {
    places: [usize; Self::MOST],
    count: usize,
}

impl Ends {
    /// A sequence can end in more places only when it has several gaps; the first ones are enough then.
    const MOST: usize = 8;

    fn add(&mut self, at: usize) {
        if self.count < Self::MOST && !self.iter().any(|known| known == at) {
            self.places[self.count] = at;
            self.count += 1;
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        self.places.iter().copied().take(self.count)
    }
}

/// `...` reaches over this many words.
pub(super) const LONGEST_GAP: usize = 6;
/// Between the words of a plain sequence, so many little words may stand.
const LITTLE_WORDS: usize = 2;
/// The parts of `a & b` may be this far apart.
const NEAR: usize = 10;

/// Where a pattern was found: one range of words per part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    parts: Vec<Range<usize>>,
    whole: Range<usize>,
}

impl Found {
    /// From the first word to the last.
    pub(super) fn whole(&self) -> Range<usize> {
        self.whole.clone()
    }

    /// Whether the pattern itself asks for the word, rather than stepping over it.
    pub(super) fn asks_for(&self, pattern: &Pattern, words: &[Word], at: usize) -> bool {
        self.parts.iter().any(|part| part.contains(&at))
            && words.get(at).is_some_and(|word| word.is_any(&pattern.lexes))
    }
}

/// The words of the rubric that stand in a range, for [`find_at`].
pub(super) fn present(words: &[Word], range: &Range<usize>) -> LexSet {
    words.get(range.clone()).unwrap_or_default().iter().flat_map(|word| word.lexes.iter().copied()).collect()
}

/// Where the pattern matches with its first part beginning at `at`, in a range with the words `present`.
pub(super) fn find_at(
    pattern: &Pattern,
    words: &[Word],
    range: &Range<usize>,
    present: &LexSet,
    at: usize,
) -> Option<Found> {
    let (first, others) = pattern.parts.split_first()?;
    if pattern.needs.iter().any(|needed| !needed.meets(present)) {
        return None;
    }
    let end = part_end(first, words, range, at)?;
    let mut parts = Vec::with_capacity(pattern.parts.len());
    parts.push(at..end);
    for part in others {
        let near = nearest(part, words, range, &parts)?;
        parts.push(near);
    }
    let start = parts.iter().map(|part| part.start).min().unwrap_or(at);
    let whole = start..parts.iter().map(|part| part.end).max().unwrap_or(end);
    Some(Found { parts, whole })
}

/// Whether the pattern matches anywhere in `range`.
pub(super) fn anywhere(pattern: &Pattern, words: &[Word], range: &Range<usize>, present: &LexSet) -> bool {
    pattern.needs.iter().all(|needed| needed.meets(present))
        && range.clone().any(|at| find_at(pattern, words, range, present, at).is_some())
}

/// Where a part that begins at `at` ends; the shortest of several ways.
fn part_end(part: &Part, words: &[Word], range: &Range<usize>, at: usize) -> Option<usize> {
    let word = words.get(at).filter(|_| range.contains(&at))?;
    if !word.is_any(&part.firsts) {
        return None;
    }
    let mut ends = Ends::default();
    ends_of(&part.seq, words, range.end, at, true, &mut ends);
    ends.iter().filter(|end| *end > at).min()
}

/// The match of a part that is nearest to the others and doesn't overlap them.
fn nearest(
    part: &Part,
    words: &[Word],
    range: &Range<usize>,
    others: &[Range<usize>],
) -> Option<Range<usize>> {
    let start = others.iter().map(|other| other.start).min()?;
    let end = others.iter().map(|other| other.end).max()?;
    let from = start.saturating_sub(NEAR + 4).max(range.start);
    let to = (end + NEAR).min(range.end);
    let mut best: Option<(usize, Range<usize>)> = None;
    for at in from..to {
        let Some(stop) = part_end(part, words, range, at) else {
            continue;
        };
        if others.iter().any(|other| at < other.end && other.start < stop) {
            continue;
        }
        let distance = if at >= end { at - end } else { start.saturating_sub(stop) };
        if distance <= NEAR && best.as_ref().is_none_or(|(least, _)| distance < *least) {
            best = Some((distance, at..stop));
        }
    }
    best.map(|(_, found)| found)
}

/// All places where a sequence that begins at `at` can end. `first`: nothing may be stepped over before it.
fn ends_of(seq: &[Node], words: &[Word], limit: usize, at: usize, first: bool, out: &mut Ends) {
    let Some((node, rest)) = seq.split_first() else {
        out.add(at);
        return;
    };
    match node {
        Node::Gap => {
            for skip in 0..=LONGEST_GAP {
                // Beyond a comma or a "because" something else is spoken of.
                let divides = |word: &Word| word.token.is_break() || word.token.is("because");
                if at + skip >= limit || words.get(at + skip).is_some_and(divides) {
                    break;
                }
                ends_of(rest, words, limit, at + skip, true, out);
            }
        }
        Node::Maybe(inner) => {
            for end in starts_then_ends(inner, words, limit, at, first).iter() {
                ends_of(rest, words, limit, end, false, out);
            }
            ends_of(rest, words, limit, at, first, out);
        }
        Node::Word(lex) => {
            for start in starts(words, limit, at, first) {
                if words.get(start).is_some_and(|word| word.lexes.contains(lex)) {
                    ends_of(rest, words, limit, start + 1, false, out);
                }
            }
        }
        Node::Any(choice) => {
            for start in starts(words, limit, at, first) {
                let Some(word) = words.get(start) else { continue };
                if word.is_any(&choice.single) {
                    ends_of(rest, words, limit, start + 1, false, out);
                }
                if !word.is_any(&choice.begins) {
                    continue;
                }
                for one in choice.longer.iter().filter(|one| word.is_any(&one.firsts)) {
                    for end in starts_then_ends(&one.seq, words, limit, start, true).iter() {
                        ends_of(rest, words, limit, end, false, out);
                    }
                }
            }
            for one in &choice.empty {
                for end in starts_then_ends(&one.seq, words, limit, at, first).iter() {
                    ends_of(rest, words, limit, end, false, out);
                }
            }
        }
    }
}

fn starts_then_ends(seq: &Seq, words: &[Word], limit: usize, at: usize, first: bool) -> Ends {
    let mut ends = Ends::default();
    ends_of(seq, words, limit, at, first, &mut ends);
    ends
}

/// Where the next word of a sequence may stand: here, or after a few little words.
fn starts(words: &[Word], limit: usize, at: usize, first: bool) -> std::ops::RangeInclusive<usize> {
    let steppable = |at: usize| {
        words.get(at).is_some_and(|word| {
            (word.function && !word.negator && !word.token.is("because"))
                || matches!(word.token.kind, Kind::Soft | Kind::Sign)
        })
    };
    let mut last = at;
    while !first && last - at < LITTLE_WORDS && last + 1 < limit && steppable(last) {
        last += 1;
    }
    if at < limit { at..=last } else { at + 1..=at }
}

/// Names, each a run of words, the longest first.
#[derive(Debug, Clone)]
pub(super) struct Names {
    list: Vec<Vec<Lex>>,
    firsts: LexSet,
}

impl Names {
    pub(super) fn new(mut list: Vec<Vec<Lex>>) -> Self {
        list.retain(|name| !name.is_empty());
        // "call stack" must be tried before "stack".
        list.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let firsts = list.iter().filter_map(|name| name.first().copied()).collect();
        Self { list, firsts }
    }

    /// The names of one word.
    pub(super) fn single(&self) -> impl Iterator<Item = Lex> {
        self.list.iter().filter(|name| name.len() == 1).flatten().copied()
    }
}

/// How many words the longest of some names has that stands at `at`.
pub(super) fn name_at(names: &Names, words: &[Word], at: usize) -> Option<usize> {
    words.get(at).filter(|word| word.is_any(&names.firsts))?;
    names.list.iter().find_map(|name| {
        let here = words.get(at..at + name.len())?;
        here.iter().zip(name).all(|(word, lex)| word.lexes.contains(lex)).then_some(name.len())
    })
}
