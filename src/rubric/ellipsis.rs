//! What a piece says without saying it: "the heap isn't", "pointers can", "cat no, dog yes", "no wait, that's the stack".

use std::ops::Range;

use super::clause::{Passage, Piece};
use super::english;
use super::evidence::{Sighting, bytes};
use super::matching::text_at;
use super::text::Kind;

/// "… no wait, that's the stack": what was said before, said of the subject named now.
pub(super) fn moved(passage: &Passage, piece: &Piece, last: &[Sighting]) -> Option<Vec<Sighting>> {
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
pub(super) fn opening(passage: &Passage, piece: &Piece) -> Piece {
    let name = passage
        .mentions
        .iter()
        .find(|mention| piece.range.contains(&mention.range.start))
        .map_or(piece.range.start + 1, |mention| mention.range.end);
    let text = |at: usize| text_at(&passage.words, at);
    // "Dogs (of all kinds) can": the bracket belongs to the name.
    let closed = (name..piece.range.end).find(|&at| text(name) == "(" && text(at) == ")");
    let name = closed.map_or(name, |close| close + 1);
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
pub(super) fn yes_or_no(passage: &Passage, piece: &Piece) -> Option<bool> {
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
        "no" | "nope" | "never" | "maybe" | "perhaps" | "sometimes" | "possibly" | "hopefully" => Some(false),
        _ => None,
    }
}

/// Whether a piece is a name and a verb that stands for the one before: "pointers may not".
pub(super) fn is_bare(passage: &Passage, piece: &Piece) -> bool {
    piece.named && own_words(passage, piece) == 0 && ends_with_verb(passage, &piece.range)
}

/// The claims of a question, with the answer for this subject.
pub(super) fn reply(passage: &Passage, piece: &Piece, last: &[Sighting], flip: bool) -> Vec<Sighting> {
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
pub(super) fn repeated(passage: &Passage, piece: &Piece, last: &[Sighting]) -> Vec<Sighting> {
    /// "Pointers don't promise that": a word or two of its own are still no claim of its own.
    const OWN_WORDS: usize = 2;
    // "In Java it can, in Rust it cannot": of the same subject, elsewhere.
    let moved = last.iter().any(|before| before.abroad) && !piece.abroad;
    if !(piece.named || moved) || last.is_empty() {
        return Vec::new();
    }
    let words = || piece.range.clone().filter_map(|at| passage.words.get(at).map(|word| (at, word)));
    let own = own_words(passage, piece);
    let text = |at: usize| text_at(&passage.words, at);
    let reverse = words().any(|(at, word)| match word.token.text.as_str() {
        "opposite" | "reverse" | "contrary" | "versa" | "reversed" => true,
        "way" => at.checked_sub(1).is_some_and(|before| matches!(text(before), "other" | "opposite")),
        _ => false,
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
    // "…, and so is the heap".
    let so = words().any(|(at, word)| {
        word.token.is("so")
            && passage.words.get(at + 1).is_some_and(|next| {
                english::STANDS_FOR_VERB.contains(&next.token.text.as_str())
                    && passage.mentions.iter().any(|mention| (at + 2..at + 4).contains(&mention.range.start))
            })
    });
    // "Another name of the same variable" repeats nothing.
    let again = so
        || !introduces
            && words().any(|(_, word)| {
                english::SAME_AGAIN.contains(&word.token.text.as_str()) && !(word.token.is("same") && own > 1)
            });
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
