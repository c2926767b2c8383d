//! What a compiler adds to a long message: its notes come after what is more urgent.

use super::describe::listing;
use super::lines::{Line, Tone};
use crate::verdict::Verdict;

/// The lines that a message may take before its notes are told apart from it.
const LINES: usize = 13;

/// A message's own lines, with as many of its notes as there is room for, and the other notes.
pub(super) fn apart(rendered: &str) -> (Vec<&str>, Vec<&str>) {
    let mut shown: Vec<&str> = rendered.lines().collect();
    let is_note = |line: &str| line.starts_with("note: ") || line.starts_with("help: ");
    let starts = || shown.iter().enumerate().skip(1).filter(|(_, line)| is_note(line)).map(|(at, _)| at);
    if shown.len() <= LINES {
        return (shown, Vec::new());
    }
    let cut = starts().take_while(|at| *at <= LINES).last().unwrap_or(shown.len());
    let rest = shown.split_off(cut);
    (shown, rest)
}

/// The notes that the first error was told without.
pub(super) fn lines(verdict: &Verdict) -> Vec<Line> {
    let Some(rendered) = verdict.errors().next().and_then(|error| error.rendered.as_deref()) else {
        return Vec::new();
    };
    let (_, rest) = apart(rendered.trim_end());
    if rest.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::empty(), Line::new(Tone::Accent, "the compiler adds")];
    lines.extend(rest.into_iter().map(listing));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_go_where_a_message_is_long_and_nothing_is_lost() {
        let message = |notes: usize| {
            let note = "note: it could be borrowed\n  |\n3 | fn f(a: A) {}\n  |      ----\n  |\n";
            format!(
                "error[E0382]: use of moved value\n --> a.rs:2:5\n  |\n2 |     f(a);\n  |       ^\n  |\n{}",
                note.repeat(notes)
            )
        };
        for (notes, shown) in [(0, 6), (1, 11), (2, 11), (4, 11)] {
            let text = message(notes);
            let (main, rest) = apart(&text);
            assert_eq!((main.len(), rest.len()), (shown, text.lines().count() - shown), "{notes} notes");
            assert_eq!([main, rest].concat().join("\n") + "\n", text);
        }
    }
}
