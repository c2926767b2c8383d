//! Which claims an answer makes, of which subject, affirmed or denied.

use std::ops::Range;

use super::clause::{Passage, Piece, Topic, names_subject, passages};
use super::compile::{Candidate, Compiled};
use super::ellipsis::{self, moved, opening, repeated, reply, yes_or_no};
use super::layout::{Style, sentences};
use super::matching::{Found, Word, anywhere, find_at, present};
use super::mentions::Role;
use super::polarity;
use super::spelling::Stems;

/// A claim found in an answer.
#[derive(Debug, Clone)]
pub(super) struct Sighting {
    pub(super) claim: usize,
    pub(super) topic: Topic,
    pub(super) denied: bool,
    /// Said with a "not", be it a denial or a part of the claim: "cannot be used after the call".
    pub(super) with_not: bool,
    /// Said of another world than the question's.
    pub(super) abroad: bool,
    /// Found by a pattern that is too loose to be held against anyone.
    pub(super) loose: bool,
    /// Loose, but in so many words that chance is unlikely.
    pub(super) wordy: bool,
    /// Bytes of the answer: the words that made the match.
    pub(super) span: Range<usize>,
    /// Bytes of the answer: the whole piece, for quoting.
    pub(super) piece: Range<usize>,
}

/// The answer's sentences in pieces, and the claims in them.
pub(super) fn read(rubric: &Compiled, answer: &str, stems: &Stems) -> (Vec<Passage>, Vec<Sighting>) {
    let passages = passages(rubric, sentences(answer, stems, &|tokens| names_subject(rubric, tokens)));
    let mut all: Vec<Sighting> = Vec::new();
    let mut last: Vec<Sighting> = Vec::new();
    // What the writer has just taken back: "…, sorry, references are" says it of something else.
    let mut taken_back: Vec<Sighting> = Vec::new();
    // How the question before was answered for another subject: "cat no, dog yes".
    let mut answered: Option<bool> = None;
    for passage in &passages {
        for piece in &passage.pieces {
            if piece.corrects {
                retract(&mut all, &last);
                taken_back = std::mem::take(&mut last);
            }
            if let Some(moved) = moved(passage, piece, &taken_back) {
                all.extend(moved.iter().cloned());
                last = moved;
                taken_back.clear();
                continue;
            }
            if piece.reported {
                last.clear();
                continue;
            }
            let mut here = sightings(rubric, passage, piece);
            if !here.is_empty() {
                taken_back.clear();
            }
            let opening = opening(passage, piece);
            let opening_bytes = bytes(passage, &opening.range);
            // A loose sighting in "dogs may not" is no claim of its own.
            let bare = ellipsis::is_bare(passage, &opening);
            if !here
                .iter()
                .any(|sighting| sighting.span.start < opening_bytes.end && !(bare && sighting.loose))
            {
                let answer = yes_or_no(passage, &opening);
                here.extend(match answer {
                    Some(yes) if !last.is_empty() => {
                        reply(passage, &opening, &last, yes != answered.unwrap_or(true))
                    }
                    _ => repeated(passage, &opening, &last),
                });
                answered = answer;
            } else {
                answered = None;
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
    /// From this length on, a match is no coincidence.
    const WORDY: usize = 4;
    let words = &passage.words;
    let present = present(words, &piece.range);
    let mut out: Vec<(Found, Sighting)> = Vec::new();
    // By claim.
    let mut counts = vec![[0; 2]; rubric.claims.len()];
    let mut excused: Vec<Option<bool>> = vec![None; rubric.claims.len()];
    for at in piece.range.clone() {
        for lex in words.get(at).map(|word| &*word.lexes).unwrap_or_default() {
            let candidates = rubric.by_first.get(usize::from(*lex)).map(Vec::as_slice).unwrap_or_default();
            for &Candidate { claim, pattern, .. } in
                candidates.iter().filter(|candidate| candidate.needed & present.fold() != 0)
            {
                let (Some(entry), Some(count), Some(excused)) =
                    (rubric.claims.get(claim), counts.get_mut(claim), excused.get_mut(claim))
                else {
                    continue;
                };
                // Loose ones are counted apart, so that they don't keep a clear one out.
                let Some(count) = count.get_mut(usize::from(pattern >= entry.loose_from)) else { continue };
                if *count == ENOUGH || *excused == Some(true) {
                    continue;
                }
                let Some(tree) = entry.patterns.get(pattern) else {
                    continue;
                };
                let Some(found) = find_at(tree, words, &piece.range, &present, at) else {
                    continue;
                };
                if pattern >= entry.loose_from && strung_together(words, &found)
                    || polarity::straddles(words, &piece.range, tree, &found)
                {
                    continue;
                }
                let unless = || entry.unless.iter().any(|one| anywhere(one, words, &piece.range, &present));
                if *excused.get_or_insert_with(unless) {
                    continue;
                }
                let denied = polarity::denied(
                    words,
                    &piece.range,
                    tree,
                    &found,
                    passage.style == Style::Table || passage.labelled,
                ) ^ piece.denied;
                // "You don't free it, that is done at the end": of which part a denial speaks is unclear beyond a comma.
                let unclear = denied
                    && words.get(found.whole()).unwrap_or_default().iter().any(|word| word.token.text == ",");
                let loose = pattern >= entry.loose_from || unclear;
                let sighting = Sighting {
                    claim,
                    topic: piece.topic,
                    denied,
                    with_not: denied || has_negator(passage, &found.whole()),
                    // Code shows, and states nothing: it counts, and isn't held against anyone.
                    abroad: piece.abroad || passage.style == Style::Code,
                    loose,
                    wordy: found.whole().len() >= WORDY,
                    span: bytes(passage, &found.whole()),
                    piece: bytes(passage, &piece.range),
                };
                out.push((found, sighting));
                *count += 1;
            }
        }
    }
    let mut out = settle(&out);
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

/// "Frames, pointers, lifetimes and scopes": words picked from a list of nouns claim nothing.
fn strung_together(words: &[Word], found: &Found) -> bool {
    const COMMAS: usize = 2;
    let here = words.get(found.whole()).unwrap_or_default();
    here.iter().filter(|word| word.token.is(",")).count() >= COMMAS
}

/// Of several matches of one claim in a piece, one for each polarity: the strict before the loose, the first before
/// later ones. A match inside a longer, not looser one of the other polarity ("any order" in "not in any order") is none.
fn settle(found: &[(Found, Sighting)]) -> Vec<Sighting> {
    let inside = |one: &(Found, Sighting)| {
        found.iter().any(|other| {
            let (small, large) = (one.0.whole(), other.0.whole());
            other.1.claim == one.1.claim
                && other.1.denied != one.1.denied
                && large.start <= small.start
                && small.end <= large.end
                && large.len() > small.len()
                // "I don't have to check, there's always one": words far apart don't outweigh a clear phrase.
                && (one.1.loose || !other.1.loose)
        })
    };
    // "You don't need to free it that is automatic": the "not" belongs to a pattern that asks for it, and denies nothing.
    let spent = |one: &(Found, Sighting)| {
        one.1.denied
            && found.iter().any(|other| {
                let (here, there) = (one.0.whole(), other.0.whole());
                other.1.claim == one.1.claim
                    && !other.1.denied
                    && other.1.with_not
                    && there.start < here.end
                    && here.start < there.end
            })
    };
    let mut out: Vec<Sighting> = Vec::new();
    for one in found.iter().filter(|one| !inside(one) && !spent(one)) {
        match out.iter_mut().find(|known| known.claim == one.1.claim && known.denied == one.1.denied) {
            Some(known) if known.loose && !one.1.loose => *known = one.1.clone(),
            Some(_) => {}
            None => out.push(one.1.clone()),
        }
    }
    out
}

fn has_negator(passage: &Passage, range: &Range<usize>) -> bool {
    passage.words.get(range.clone()).unwrap_or_default().iter().any(|word| word.negator)
}

/// The bytes of the answer that a range of words came from. Words of a table stand in another order than its bytes.
pub(super) fn bytes(passage: &Passage, range: &Range<usize>) -> Range<usize> {
    let spans = || passage.words.get(range.clone()).unwrap_or_default().iter().map(|word| &word.token.span);
    let start = spans().map(|span| span.start).min().unwrap_or(0);
    let end = spans().map(|span| span.end).max().unwrap_or(start);
    start..end
}

/// Subjects that the answer names as what it is about.
pub(super) fn subjects_named(passages: &[Passage], subject: usize) -> bool {
    passages.iter().flat_map(|passage| &passage.mentions).any(|mention| {
        mention.by_name
            && mention.role != Role::Compared
            && (mention.topic == Topic::One(subject) || mention.topic == Topic::All)
    })
}
