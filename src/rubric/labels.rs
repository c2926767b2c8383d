//! Notes under a label: "Size: fixed on the stack, open on the heap" says "size" of both, and so does a question that
//! the writer answers himself: "Who cleans up? Stack: nobody. Heap: the owner."

use super::clause::{Passage, Piece, Topic};
use super::matching::Word;
use super::mentions::{Mention, Role};
use super::text::Kind;

/// A longer opening is a statement of its own.
const LONGEST: usize = 5;
const LONGEST_QUESTION: usize = 9;

/// The label that a sentence begins with: how many words it has, its mark not counted. A question is one as a whole.
pub(super) fn label(words: &[Word], mentions: &[Mention]) -> Option<usize> {
    let names = |range: std::ops::Range<usize>| mentions.iter().any(|one| range.contains(&one.range.start));
    let asks = words.last().is_some_and(|last| last.token.is("?"));
    let all = words.len().saturating_sub(1);
    let end = if asks && all <= LONGEST_QUESTION && !names(0..words.len()) {
        all
    } else {
        words.iter().position(|word| word.token.kind == Kind::Soft).filter(|&at| {
            at <= LONGEST
                && words.get(at).is_some_and(|mark| matches!(mark.token.text.as_str(), ":" | "-" | "–" | "—"))
        })?
    };
    let plain = words.get(..end).unwrap_or_default().iter().all(|word| {
        word.token.is_word() && !word.negator && !matches!(word.token.text.as_str(), "vs" | "versus")
    });
    (end > 0 && plain && !names(0..end)).then_some(end)
}

/// The pieces of a sentence that names a subject, each with the label before it, as sentences of their own. Nothing to
/// do where no piece has a name.
pub(super) fn labelled(passage: Passage, label: &[Word], from: usize) -> Vec<Passage> {
    let named =
        passage.mentions.iter().any(|one| one.role == Role::Topic && matches!(one.topic, Topic::One(_)));
    if label.is_empty() || !named {
        return vec![passage];
    }
    let mut out = Vec::new();
    for piece in passage.pieces {
        let start = piece.range.start.max(from);
        let Some(own) = passage.words.get(start..piece.range.end).filter(|own| !own.is_empty()) else {
            continue;
        };
        let mut words = label.to_vec();
        words.extend_from_slice(own);
        let shift = |at: usize| at - start + label.len();
        let mentions = passage
            .mentions
            .iter()
            .filter(|one| one.range.start >= start && one.range.end <= piece.range.end)
            .map(|one| Mention { range: shift(one.range.start)..shift(one.range.end), ..one.clone() })
            .collect();
        let whole = Piece { range: 0..words.len(), ..piece };
        out.push(Passage { words, pieces: vec![whole], mentions, style: passage.style, labelled: true });
    }
    out
}
