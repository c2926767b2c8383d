//! Which claims an answer makes, of which subject, and whether each is right.
//!
//! A concept is a property that is true of one subject. Said of it, it counts; said of the other, it contradicts; denied
//! of its own, it contradicts; denied of the other, it counts for the other. A rubric may weaken each of these.

use std::collections::HashMap;
use std::ops::Range;

use super::clause::{Passage, Piece, Topic, passages};
use super::compile::{ClaimKind, Compiled};
use super::english;
use super::layout::sentences;
use super::matching::{Found, anywhere, find_at};
use super::mentions::Role;
use super::polarity;
use super::schema::Reading;
use super::spelling::Stems;

/// A claim found in an answer.
#[derive(Debug, Clone)]
pub(super) struct Sighting {
    pub(super) claim: usize,
    pub(super) topic: Topic,
    pub(super) denied: bool,
    /// Found by a pattern that is too loose to be held against anyone.
    pub(super) loose: bool,
    /// Bytes of the answer: the words that made the match.
    pub(super) span: Range<usize>,
    /// Bytes of the answer: the whole piece, for quoting.
    pub(super) piece: Range<usize>,
}

/// What a claim is worth, once its subject and polarity are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// Counts for these points.
    Right(u32),
    /// True, and worth nothing.
    Neutral,
    /// Would be wrong, had it been said in so many words; many of these make an answer doubtful.
    Loose,
    /// Perhaps wrong.
    Doubtful,
    /// Wrong: of the wrong subject.
    Swapped,
    /// Wrong: true and denied.
    Denied,
    /// Wrong of anything.
    False,
}

/// A claim with its worth.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    pub(super) claim: usize,
    /// The concept's id, or its opposite's where it was denied of the other subject.
    pub(super) id: String,
    pub(super) subject: Option<usize>,
    pub(super) value: Value,
    pub(super) span: Range<usize>,
    pub(super) piece: Range<usize>,
}

/// The answer's sentences in pieces, and the claims in them.
pub(super) fn read(rubric: &Compiled, answer: &str, stems: &Stems) -> (Vec<Passage>, Vec<Sighting>) {
    let passages = passages(rubric, sentences(answer, stems));
    let mut all: Vec<Sighting> = Vec::new();
    let mut last: Vec<Sighting> = Vec::new();
    for passage in &passages {
        for piece in &passage.pieces {
            if piece.corrects {
                retract(&mut all, &last);
            }
            if piece.reported {
                last.clear();
                continue;
            }
            let mut here = sightings(rubric, passage, piece);
            if here.is_empty() {
                here = repeated(passage, piece, &last);
            }
            all.extend(here.iter().cloned());
            if !here.is_empty() {
                last = here;
            }
        }
    }
    (passages, all)
}

/// The claims that a short text makes, whatever their subject; for checking follow-up questions.
pub(super) fn claims_in(rubric: &Compiled, text: &str, stems: &Stems) -> Vec<usize> {
    read(rubric, text, stems).1.into_iter().map(|sighting| sighting.claim).collect()
}

/// "… no wait": the claims of the piece before are taken back.
fn retract(all: &mut Vec<Sighting>, last: &[Sighting]) {
    all.retain(|sighting| !last.iter().any(|old| old.span == sighting.span && old.claim == sighting.claim));
}

fn sightings(rubric: &Compiled, passage: &Passage, piece: &Piece) -> Vec<Sighting> {
    /// More sightings of one claim in one piece say nothing new.
    const ENOUGH: usize = 6;
    let words = &passage.words;
    let mut out: Vec<(Found, Sighting)> = Vec::new();
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for at in piece.range.clone() {
        for lex in words.get(at).map(|word| word.lexes.as_slice()).unwrap_or_default() {
            for &(claim, pattern) in
                rubric.by_first.get(usize::from(*lex)).map(Vec::as_slice).unwrap_or_default()
            {
                let Some(entry) = rubric
                    .claims
                    .get(claim)
                    .filter(|_| counts.get(&claim).is_none_or(|count| *count < ENOUGH))
                else {
                    continue;
                };
                let Some(found) =
                    entry.patterns.get(pattern).and_then(|pattern| find_at(pattern, words, &piece.range, at))
                else {
                    continue;
                };
                let denied = polarity::denied(words, &piece.range, &found);
                let loose = pattern >= entry.loose_from;
                if entry.unless.iter().any(|pattern| anywhere(pattern, words, &(0..words.len()))) {
                    continue;
                }
                let sighting = Sighting {
                    claim,
                    topic: piece.topic,
                    denied,
                    loose,
                    span: bytes(passage, &found.whole()),
                    piece: bytes(passage, &piece.range),
                };
                out.push((found, sighting));
                *counts.entry(claim).or_default() += 1;
            }
        }
    }
    let mut out = settle(out);
    if let Some(other) = piece.unlike {
        // "Unlike the heap, it is …" says it of one and denies it of the other.
        let implied: Vec<Sighting> = out
            .iter()
            .filter(|s| s.topic != Topic::One(other))
            .map(|s| Sighting { topic: Topic::One(other), denied: !s.denied, ..s.clone() })
            .collect();
        out.extend(implied);
    }
    out
}

/// Of several matches of one claim in a piece, one for each polarity: the strict before the loose, the first before
/// later ones. A match inside a longer one of the other polarity ("any order" in "not in any order") is none.
fn settle(found: Vec<(Found, Sighting)>) -> Vec<Sighting> {
    let inside = |one: &(Found, Sighting)| {
        found.iter().any(|other| {
            let (small, large) = (one.0.whole(), other.0.whole());
            other.1.claim == one.1.claim
                && other.1.denied != one.1.denied
                && large.start <= small.start
                && small.end <= large.end
                && large.len() > small.len()
        })
    };
    let mut out: Vec<Sighting> = Vec::new();
    for one in found.iter().filter(|one| !inside(one)) {
        match out.iter_mut().find(|known| known.claim == one.1.claim && known.denied == one.1.denied) {
            Some(known) if known.loose && !one.1.loose => *known = one.1.clone(),
            Some(_) => {}
            None => out.push(one.1.clone()),
        }
    }
    out
}

/// "The heap isn't.", "References never do.", "…, and pointers too": what was said before, said or denied of this one.
fn repeated(passage: &Passage, piece: &Piece, last: &[Sighting]) -> Vec<Sighting> {
    /// "Pointers don't promise that": one word of its own is still no claim of its own.
    const OWN_WORDS: usize = 1;
    if !piece.named || last.is_empty() {
        return Vec::new();
    }
    let named: Vec<&Range<usize>> = passage.mentions.iter().map(|mention| &mention.range).collect();
    let words = || piece.range.clone().filter_map(|at| passage.words.get(at).map(|word| (at, word)));
    let own = words()
        .filter(|(at, word)| {
            word.token.is_word()
                && !word.function
                && !word.negator
                && !named.iter().any(|range| range.contains(at))
        })
        .count();
    let reverse = words().any(|(_, word)| {
        matches!(word.token.text.as_str(), "opposite" | "reverse" | "contrary" | "versa" | "reversed" | "way")
    });
    let negated = words().any(|(_, word)| {
        word.negator
            && matches!(
                word.token.text.as_str(),
                "not" | "never" | "no" | "cannot" | "nope" | "nothing" | "lack" | "lacks"
            )
    });
    let again = words().any(|(_, word)| english::SAME_AGAIN.contains(&word.token.text.as_str()));
    if own > OWN_WORDS + usize::from(reverse) || !(reverse || negated || again) {
        return Vec::new();
    }
    let flip = reverse || negated;
    last.iter()
        .filter(|before| before.topic != piece.topic)
        .map(|before| Sighting {
            topic: piece.topic,
            denied: before.denied ^ flip,
            span: bytes(passage, &piece.range),
            piece: bytes(passage, &piece.range),
            ..before.clone()
        })
        .collect()
}

/// The bytes of the answer that a range of words came from. Words of a table stand in another order than its bytes.
fn bytes(passage: &Passage, range: &Range<usize>) -> Range<usize> {
    let spans = || passage.words.get(range.clone()).unwrap_or_default().iter().map(|word| &word.token.span);
    let start = spans().map(|span| span.start).min().unwrap_or(0);
    let end = spans().map(|span| span.end).max().unwrap_or(start);
    start..end
}

/// What each claim is worth.
pub(super) fn weigh(rubric: &Compiled, sightings: &[Sighting]) -> Vec<Evidence> {
    let mut out = Vec::new();
    for sighting in sightings {
        let subjects: Vec<Option<usize>> = match sighting.topic {
            Topic::Unknown => vec![None],
            Topic::One(subject) => vec![Some(subject)],
            Topic::All => (0..rubric.subjects.len()).map(Some).collect(),
        };
        for subject in subjects {
            if let Some(evidence) = weigh_one(rubric, sighting, subject) {
                out.push(evidence);
            }
        }
    }
    out.sort_by_key(|evidence| evidence.span.start);
    out
}

fn weigh_one(rubric: &Compiled, sighting: &Sighting, subject: Option<usize>) -> Option<Evidence> {
    let claim = rubric.claims.get(sighting.claim)?;
    let own = claim.of.is_none() || claim.of == subject;
    let mut id = claim.id.clone();
    let value = match &claim.kind {
        ClaimKind::Falsehood { doubtful, .. } => {
            let of_it = claim.of.is_none() || claim.of == subject;
            match (of_it && !sighting.denied, doubtful) {
                (true, true) => Value::Doubtful,
                (true, false) => Value::False,
                (false, _) => return None,
            }
        }
        // Nobody knows of what it was said: it can neither count nor contradict.
        ClaimKind::Concept { .. } if subject.is_none() && claim.of.is_some() => return None,
        ClaimKind::Concept { points, opposite, readings, .. } => {
            let (reading, wrong) = match (own, sighting.denied) {
                (true, false) => (Reading::Counts, Value::Denied),
                (true, true) => (readings.denied, Value::Denied),
                (false, false) => (readings.elsewhere, Value::Swapped),
                (false, true) => (readings.denied_elsewhere, Value::Swapped),
            };
            if sighting.loose && matches!(reading, Reading::Doubtful | Reading::Contradicts) {
                return Some(Evidence {
                    claim: sighting.claim,
                    id,
                    subject,
                    value: Value::Loose,
                    span: sighting.span.clone(),
                    piece: sighting.piece.clone(),
                });
            }
            if !own && let Some(opposite) = opposite {
                id.clone_from(opposite);
            }
            match reading {
                Reading::Counts if *points == 0 => Value::Neutral,
                Reading::Counts => Value::Right(*points),
                Reading::Ignored => return None,
                Reading::Doubtful => Value::Doubtful,
                Reading::Contradicts => wrong,
            }
        }
    };
    Some(Evidence {
        claim: sighting.claim,
        id,
        subject,
        value,
        span: sighting.span.clone(),
        piece: sighting.piece.clone(),
    })
}

/// Subjects that the answer names as what it is about.
pub(super) fn subjects_named(passages: &[Passage], subject: usize) -> bool {
    passages.iter().flat_map(|passage| &passage.mentions).any(|mention| {
        mention.by_name
            && mention.role != Role::Compared
            && (mention.topic == Topic::One(subject) || mention.topic == Topic::All)
    })
}
