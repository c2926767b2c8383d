//! The hints of an exercise form a ladder.

use super::words::{contains, tokens};
use super::{Claim, Flaw, Proof};
use crate::kit::project::Project;
use crate::kit::{Exercise, Kind, Tests};

/// How many hints make a ladder.
const STEPS: usize = 2;
/// A later hint may repeat this many of five pieces of an earlier one, and no more.
const REPEATED: usize = 4;
const OF: usize = 5;
/// Pieces are so many words one after the other.
const PIECE: usize = 3;

pub(super) fn proofs(project: &Project, exercise: &Exercise) -> Vec<Proof> {
    let kit = &project.kit;
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
    flaws.extend(strange(project, exercise));
    Proof::of_entry(exercise, Claim::Hints).with_all(flaws)
}

/// The hints that send a learner to a line that is not there. Empty where the starter cannot be
/// read: that is another claim's flaw.
fn strange(project: &Project, exercise: &Exercise) -> Vec<Flaw> {
    let read = |file: &str| String::from_utf8(project.kit.source.read(file).ok()?.into_owned()).ok();
    let Some(mut seen) = read(&exercise.file()) else { return Vec::new() };
    if let Tests::File(tests) = &exercise.tests {
        seen.push('\n');
        seen.push_str(&read(tests).unwrap_or_default());
    }
    let seen = tokens(&seen);
    let ladder = exercise.hints.iter().enumerate().map(|(at, hint)| (format!("hint {}", at + 1), hint));
    let others = exercise.hint_for.iter().map(|(key, hint)| (format!("`hint_for.{key}`"), hint));
    let task = exercise.task.iter().map(|task| ("`task`".to_owned(), task));
    let mut flaws = Vec::new();
    for (name, text) in task.chain(ladder).chain(others) {
        for line in quoted(text) {
            // What is left out in a quote is marked: `sum(list) + …`.
            let is_there = line.split('…').map(tokens).all(|part| part.is_empty() || contains(&seen, &part));
            if !is_there {
                flaws.push(Flaw::new(
                    format!(
                        "{name} says \"Look at the line `{line}`\", and there is no such line in {}",
                        exercise.file()
                    ),
                    "quote a line of the starter as it stands there",
                ));
            }
        }
    }
    flaws
}

/// Each X of "look at the line `X`", whatever its line breaks.
fn quoted(text: &str) -> Vec<String> {
    const LOOK: &str = "ook at the line `";
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let pieces = text.split(LOOK).skip(1);
    pieces.filter_map(|rest| Some(rest.split_once('`')?.0.to_owned())).collect()
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
