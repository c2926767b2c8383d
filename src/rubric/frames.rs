//! What frames a statement from outside: "it isn't true that …" before it, "… – that is the stack" behind it.

use std::ops::Range;

use super::clause::{Passage, Piece, Topic};
use super::english;
use super::matching::{Word, text_at};
use super::mentions::{Mention, Role};
use super::text::{Kind, Token};

/// "It is not true that A, nor that B": where the denial of everything that follows ends, if there is one. Its words
/// deny nothing by themselves any more.
pub(super) fn denial_of_all(words: &mut [Word]) -> Option<usize> {
    let text = |at: usize| text_at(words, at);
    let judged = |at: usize| match text(at) {
        "true" | "correct" | "right" | "so" => text(at + 1) == "that",
        "the" => text(at + 1) == "case" && text(at + 2) == "that",
        _ => false,
    };
    let that = |from: usize| (from..from + 4).find(|&at| text(at) == "that").map(|at| at + 1);
    let (start, end) = (0..words.len()).find_map(|at| match text(at) {
        "not" if judged(at + 1) => Some((at, that(at + 1)?)),
        "false" | "untrue" | "wrong" | "deny" | "denies" if text(at + 1) == "that" => Some((at, at + 2)),
        _ => None,
    })?;
    for word in words.get_mut(start..end).unwrap_or_default() {
        word.negator = false;
    }
    Some(end)
}

/// "That is the stack", "…: these are references": the place of the name that what was said before is about.
pub(super) fn summary(words: &[Word], mentions: &[Mention], from: usize) -> Option<usize> {
    /// "And so", "that is then what the": so many words lead up to a name.
    const LEAD: usize = 5;
    let text = |at: usize| text_at(words, at);
    let pronoun = (from..from + 3).find(|&at| {
        matches!(text(at), "that" | "this" | "these" | "those")
            && (english::BE.contains(&text(at + 1)) || matches!(text(at + 1), "describes"))
    })?;
    let leads_in = (from..pronoun).all(|at| {
        matches!(text(at), "and" | "so" | "all") || words.get(at).is_some_and(|word| word.token.is_break())
    });
    let name = mentions.iter().position(|mention| {
        (pronoun + 2..=pronoun + LEAD).contains(&mention.range.start)
            && matches!(mention.topic, Topic::One(_))
            && matches!(mention.role, Role::Topic | Role::Described)
    })?;
    let start = mentions.get(name)?.range.start;
    // "That is a pointer with rules" describes; "that is the pointer" names.
    let plain = (pronoun + 2..start).all(|at| {
        words.get(at).is_some_and(|word| word.function && !word.negator && !word.token.is_break())
            && !matches!(text(at), "a" | "an" | "like" | "than" | "on" | "in" | "from" | "not")
    });
    (leads_in && plain).then_some(name)
}

/// Where a summary begins behind a break inside a sentence.
pub(super) fn summaries_inside(words: &[Word], mentions: &[Mention]) -> Vec<usize> {
    (1..words.len())
        .filter(|&at| words.get(at).is_some_and(|word| word.token.kind == Kind::Soft))
        .filter(|&at| summary(words, mentions, at + 1).is_some())
        .collect()
}

/// Gives what stands before "that is the stack", and names nothing itself, to the stack.
pub(super) fn tie_back(passages: &mut [Passage]) {
    let mut nameless: Vec<(usize, usize)> = Vec::new();
    for at in 0..passages.len() {
        for index in 0..passages.get(at).map_or(0, |passage| passage.pieces.len()) {
            let Some((passage, piece)) =
                passages.get(at).and_then(|passage| Some((passage, passage.pieces.get(index)?)))
            else {
                continue;
            };
            let sums_up =
                summary(&passage.words, &passage.mentions, start_of_words(&passage.words, &piece.range));
            let topic = piece.topic;
            if !piece.named {
                nameless.push((at, index));
                continue;
            }
            let before = std::mem::take(&mut nameless);
            let here = sums_up
                .and_then(|name| passage.mentions.get(name))
                .is_some_and(|mention| piece.range.contains(&mention.range.start));
            if here {
                for (sentence, place) in before {
                    if let Some(earlier) =
                        passages.get_mut(sentence).and_then(|passage| passage.pieces.get_mut(place))
                    {
                        earlier.topic = topic;
                    }
                }
            }
        }
    }
}

fn start_of_words(words: &[Word], range: &Range<usize>) -> usize {
    range.clone().find(|&at| words.get(at).is_some_and(|word| !word.token.is_break())).unwrap_or(range.start)
}

/// "Longer then the call": after a comparative, "then" is a slip of the pen.
pub(super) fn is_than(tokens: &[Token], at: usize) -> bool {
    #[rustfmt::skip]
    const COMPARATIVES: &[&str] = &[
        "faster", "slower", "quicker", "bigger", "larger", "smaller", "longer", "shorter", "cheaper", "safer", "easier", "simpler", "higher",
        "lower", "harder", "better", "worse", "stronger", "weaker", "stricter", "rather", "other", "costlier",
    ];
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let before = |steps: usize| at.checked_sub(steps).map_or("", word);
    word(at) == "then"
        && (COMPARATIVES.contains(&before(1)) || matches!(before(2), "more" | "less"))
        && (english::DETERMINERS.contains(&word(at + 1)) || english::PRONOUNS.contains(&word(at + 1)))
}

/// Whether a piece is reached by a denial that ends at `end`: it lies behind it, and no contrast stands between.
pub(super) fn reached(words: &[Word], piece: &Piece, end: usize) -> bool {
    piece.range.end > end
        && !(end..piece.range.start.max(end) + 1).any(|at| {
            words.get(at).is_some_and(|word| english::CONTRASTS.contains(&word.token.text.as_str()))
        })
}
