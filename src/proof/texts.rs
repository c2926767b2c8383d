//! The hints of an exercise form a ladder.

use super::words::{contains, tokens};
use super::{Claim, Flaw, Proof};
use crate::kit::{Exercise, Kind, Kit};

/// How many hints make a ladder.
const STEPS: usize = 2;
/// A later hint may repeat this many of five pieces of an earlier one, and no more.
const REPEATED: usize = 4;
const OF: usize = 5;
/// Pieces are so many words one after the other.
const PIECE: usize = 3;

pub(super) fn proofs(kit: &Kit, exercise: &Exercise) -> Vec<Proof> {
    let hints = &exercise.hints;
    let mut flaws = Vec::new();
    // Format 1 knows one hint only. A text answer has the questions of its rubric.
    let wanted = match (kit.format, exercise.kind) {
        (1, _) => 1,
        (_, Kind::Answer) => 0,
        _ => STEPS,
    };
    if hints.len() < wanted {
        let has = match hints.len() {
            0 => "there are no hints",
            _ => "there is one hint, and that is no ladder",
        };
        let help = match kit.format {
            1 => "write `hint`",
            _ => "write `hints`: a question about a line, the idea, the shape in different code",
        };
        flaws.push(Flaw::new(has, help));
    }
    for (at, hint) in hints.iter().enumerate() {
        let number = at + 1;
        if tokens(hint).is_empty() {
            flaws.push(Flaw::new(format!("hint {number} is empty"), "write it, or remove it"));
        } else if let Some(copied) = hints[..at].iter().position(|earlier| repeats(hint, earlier)) {
            flaws.push(Flaw::new(
                format!("hint {number} says only what hint {} has said", copied + 1),
                "each step of the ladder says more than the one before: write something new, or remove it",
            ));
        }
    }
    Proof::of_entry(exercise, Claim::Hints).with_all(flaws)
}

/// Whether more than four fifths of what a hint says, in pieces of three words, stands in an
/// earlier one.
fn repeats(hint: &str, earlier: &str) -> bool {
    let (hint, earlier) = (hint.to_lowercase(), earlier.to_lowercase());
    let (hint, earlier) = (tokens(&hint), tokens(&earlier));
    if hint.len() < PIECE {
        return contains(&earlier, &hint);
    }
    let pieces = hint.windows(PIECE);
    let all = pieces.len();
    let known = pieces.filter(|piece| contains(&earlier, piece)).count();
    known * OF > all * REPEATED
}
