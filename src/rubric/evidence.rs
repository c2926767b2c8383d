//! Which claims an answer makes, of which subject, affirmed or denied.

use std::ops::Range;

use super::clause::{Passage, Piece, Topic, passages};
use super::compile::Compiled;
use super::english;
use super::layout::{Style, sentences};
use super::matching::{Found, anywhere, find_at, present};
use super::mentions::Role;
use super::polarity;
use super::spelling::Stems;
use super::text::Kind;

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
    let passages = passages(rubric, sentences(answer, stems));
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
            if !here.iter().any(|sighting| sighting.span.start < opening_bytes.end) {
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
    let mut counts = vec![0; rubric.claims.len()];
    let mut excused: Vec<Option<bool>> = vec![None; rubric.claims.len()];
    for at in piece.range.clone() {
        for lex in words.get(at).map(|word| word.lexes.as_slice()).unwrap_or_default() {
            for &(claim, pattern) in
                rubric.by_first.get(usize::from(*lex)).map(Vec::as_slice).unwrap_or_default()
            {
                let (Some(entry), Some(count), Some(excused)) =
                    (rubric.claims.get(claim), counts.get_mut(claim), excused.get_mut(claim))
                else {
                    continue;
                };
                if *count == ENOUGH || *excused == Some(true) {
                    continue;
                }
                let Some(tree) = entry.patterns.get(pattern) else {
                    continue;
                };
                let Some(found) = find_at(tree, words, &piece.range, &present, at) else {
                    continue;
                };
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

/// Of several matches of one claim in a piece, one for each polarity: the strict before the loose, the first before
/// later ones. A match inside a longer one of the other polarity ("any order" in "not in any order") is none.
fn settle(found: &[(Found, Sighting)]) -> Vec<Sighting> {
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

/// "… no wait, that's the stack": what was said before, said of the subject named now.
fn moved(passage: &Passage, piece: &Piece, last: &[Sighting]) -> Option<Vec<Sighting>> {
    /// "Sorry", "wait" and "mean" are words too.
    const OWN_WORDS: usize = 2;
    let named = passage.mentions.iter().rfind(|mention| piece.range.contains(&mention.range.start))?;
    if own_words(passage, piece) > OWN_WORDS || last.is_empty() {
        return None;
    }
    Some(last.iter().map(|before| Sighting { topic: named.topic, ..before.clone() }).collect())
}

/// Words of a piece with a meaning of their own, the subject's name aside.
fn own_words(passage: &Passage, piece: &Piece) -> usize {
    let named = |at: &usize| passage.mentions.iter().any(|mention| mention.range.contains(at));
    let own = |at: &usize| {
        passage.words.get(*at).is_some_and(|word| word.token.is_word() && !word.function && !word.negator)
    };
    piece.range.clone().filter(|at| own(at) && !named(at)).count()
}

/// A piece up to the first comma after its subject: "The heap isn't, you have to …".
fn opening(passage: &Passage, piece: &Piece) -> Piece {
    let name = passage
        .mentions
        .iter()
        .find(|mention| piece.range.contains(&mention.range.start))
        .map_or(piece.range.start + 1, |mention| mention.range.end);
    let text = |at: usize| passage.words.get(at).map_or("", |word| word.token.text.as_str());
    // "The heap has no such rule and …": the denial is over with its noun.
    let such = (name..piece.range.end).find(|&at| text(at) == "no" && text(at + 1) == "such");
    // "Heap: stays. Stack: doesn't."
    let marked = passage.words.get(name).is_some_and(|word| word.token.kind == Kind::Soft);
    let comma = (name + usize::from(marked)..piece.range.end)
        .find(|&at| passage.words.get(at).is_some_and(|word| word.token.kind == Kind::Soft));
    let end = such.map(|at| at + 3).into_iter().chain(comma).min().unwrap_or(piece.range.end);
    Piece { range: piece.range.start..end.min(piece.range.end), ..piece.clone() }
}

/// The whole of what a piece says of its subject, if that is yes or no: "cat no, dog yes".
fn yes_or_no(passage: &Passage, piece: &Piece) -> Option<bool> {
    let named = |at: usize| passage.mentions.iter().any(|mention| mention.range.contains(&at));
    let mut said =
        piece.range.clone().filter(|&at| !named(at)).filter_map(|at| passage.words.get(at)).filter(|word| {
            word.token.is_word()
                && !matches!(word.token.text.as_str(), "a" | "the" | "for" | "and" | "but" | "with" | "of")
        });
    let (word, None) = (said.next()?, said.next()) else { return None };
    match word.token.text.as_str() {
        _ if !piece.named => None,
        "yes" | "yep" | "yeah" | "sure" | "always" => Some(true),
        "no" | "nope" | "never" => Some(false),
        _ => None,
    }
}

/// The claims of a question, with the answer for this subject.
fn reply(passage: &Passage, piece: &Piece, last: &[Sighting], flip: bool) -> Vec<Sighting> {
    let span = bytes(passage, &piece.range);
    let claims = last.iter().filter(|before| before.topic != piece.topic);
    claims
        .map(|before| Sighting {
            topic: piece.topic,
            denied: before.denied ^ flip,
            with_not: before.denied ^ flip,
            span: span.clone(),
            piece: span.clone(),
            ..before.clone()
        })
        .collect()
}

/// "The heap isn't.", "References never do.", "…, and pointers too": what was said before, said or denied of this one.
fn repeated(passage: &Passage, piece: &Piece, last: &[Sighting]) -> Vec<Sighting> {
    /// "Pointers don't promise that": a word or two of its own are still no claim of its own.
    const OWN_WORDS: usize = 2;
    // "In Java it can, in Rust it cannot": of the same subject, elsewhere.
    let moved = last.iter().any(|before| before.abroad) && !piece.abroad;
    if !(piece.named || moved) || last.is_empty() {
        return Vec::new();
    }
    let words = || piece.range.clone().filter_map(|at| passage.words.get(at).map(|word| (at, word)));
    let own = own_words(passage, piece);
    let reverse = words().any(|(_, word)| {
        matches!(word.token.text.as_str(), "opposite" | "reverse" | "contrary" | "versa" | "reversed" | "way")
    });
    let negated = words().any(|(_, word)| {
        word.negator
            && matches!(
                word.token.text.as_str(),
                "not"
                    | "never"
                    | "no"
                    | "cannot"
                    | "nope"
                    | "nothing"
                    | "none"
                    | "neither"
                    | "impossible"
                    | "lack"
                    | "lacks"
            )
    });
    // "A reference cannot dangle, pointers can": after a denial, a bare verb affirms.
    let contrary = own <= 1
        && !negated
        && last.iter().any(|before| before.with_not)
        && ends_with_verb(passage, &piece.range);
    // "Then there is also the heap" only names it.
    let introduces = words().any(|(_, word)| word.token.is("there"));
    let again =
        !introduces && words().any(|(_, word)| english::SAME_AGAIN.contains(&word.token.text.as_str()));
    // "Pointers don't promise that" looks back; "stack values have no counter" is a claim of its own.
    let looks_back = words().any(|(_, word)| {
        matches!(word.token.text.as_str(), "that" | "this" | "so" | "such" | "it" | "one" | "these" | "those")
    }) || ends_with_verb(passage, &piece.range);
    if own == OWN_WORDS && !(looks_back || reverse || again) {
        return Vec::new();
    }
    if own > OWN_WORDS + usize::from(reverse) || !(reverse || negated || again || contrary) {
        return Vec::new();
    }
    // "Neither are pointers" repeats a denial.
    let likewise = words().any(|(_, word)| matches!(word.token.text.as_str(), "neither" | "nor"))
        && last.iter().all(|before| before.denied);
    let flip = (reverse || negated || contrary && !again) && !likewise;
    last.iter()
        .filter(|before| before.topic != piece.topic || before.abroad && !piece.abroad)
        .filter(|before| !contrary || again || before.with_not)
        .map(|before| Sighting {
            topic: piece.topic,
            denied: before.denied ^ flip,
            with_not: negated,
            abroad: piece.abroad,
            span: bytes(passage, &piece.range),
            piece: bytes(passage, &piece.range),
            ..before.clone()
        })
        .collect()
}

fn has_negator(passage: &Passage, range: &Range<usize>) -> bool {
    passage.words.get(range.clone()).unwrap_or_default().iter().any(|word| word.negator)
}

/// Whether nothing is said after a verb that stands for the one before: "pointers can", "it lets a pointer do so".
fn ends_with_verb(passage: &Passage, range: &Range<usize>) -> bool {
    let says_nothing = |at: usize| {
        passage.mentions.iter().any(|mention| mention.range.contains(&at))
            || passage.words.get(at).is_none_or(|word| word.function || !word.token.is_word())
    };
    range.clone().rev().find_map(|at| {
        let stands = passage
            .words
            .get(at)
            .is_some_and(|word| english::STANDS_FOR_VERB.contains(&word.token.text.as_str()));
        (stands || !says_nothing(at)).then_some(stands)
    }) == Some(true)
}

/// The bytes of the answer that a range of words came from. Words of a table stand in another order than its bytes.
fn bytes(passage: &Passage, range: &Range<usize>) -> Range<usize> {
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
