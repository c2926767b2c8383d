//! What a compiler adds to a message: notes that only lead into the standard library's source are
//! left out, and those of a long message come after what is more urgent.

use super::describe::listing;
use super::lines::{Line, Tone};
use crate::verdict::Verdict;

/// How many types with a trait are worth a line each.
const LISTED: usize = 3;

/// The lines that a message may take before its notes are told apart from it.
const LINES: usize = 13;

/// A message's own lines, with as many of its notes as there is room for, and the other notes.
pub(super) fn apart(rendered: &str) -> (Vec<&str>, Vec<&str>) {
    let mut shown = folded(rendered);
    if shown.len() <= LINES {
        return (shown, Vec::new());
    }
    let cut = (1..=LINES).rev().find(|at| starts_note(shown[*at])).unwrap_or(shown.len());
    let rest = shown.split_off(cut);
    (shown, rest)
}

/// The lines of a message without places in the standard library's source, which a learner has not
/// written and mostly not got.
pub(super) fn folded(rendered: &str) -> Vec<&str> {
    let lines: Vec<&str> = rendered.trim_end().lines().collect();
    let mut kept = Vec::new();
    let mut rest = lines.as_slice();
    while !rest.is_empty() {
        let end = rest.iter().skip(1).position(|line| starts_note(line)).map_or(rest.len(), |at| at + 1);
        let (block, after) = rest.split_at(end);
        kept.extend(fold(block, kept.is_empty()));
        rest = after;
    }
    kept
}

fn starts_note(line: &str) -> bool {
    line.starts_with("note: ") || line.starts_with("help: ")
}

/// The file that a line of a message names as a place.
fn place(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix("--> ").or_else(|| line.strip_prefix("::: "))
}

fn is_library(place: &str) -> bool {
    let place = place.replace('\\', "/");
    place.starts_with("/rustc/") || place.contains("/lib/rustlib/src/rust/library/")
}

/// One message, or one of the notes below it, without what is said of the standard library's source.
fn fold<'a>(block: &[&'a str], is_message: bool) -> Vec<&'a str> {
    let places = || block.iter().filter_map(|line| place(line));
    if !is_message && places().next().is_some() && places().all(is_library) {
        // Where it is defined is all that such a note says, unless it tells what it does.
        let head = block.first().copied().unwrap_or_default();
        let only_leads = ["defined here", "the following", "required by", "in this macro"];
        return if only_leads.iter().any(|words| head.contains(words)) { Vec::new() } else { vec![head] };
    }
    let mut kept = Vec::new();
    let mut in_library = false;
    let mut in_list = false;
    for (at, line) in block.iter().enumerate() {
        let says = line.trim_start().starts_with("= ");
        if let Some(place) = place(line) {
            in_library = is_library(place);
        } else if says && is_message {
            in_library = false;
        }
        if says {
            // A few types are told; dozens are told by nobody who reads them.
            let items = block[at + 1..].iter().take_while(|line| is_item(line)).count();
            in_list = line.contains("the following other types implement") && items > LISTED;
        } else if !is_item(line) {
            in_list = false;
        }
        if !in_library && !in_list {
            kept.push(*line);
        }
    }
    kept
}

/// Whether a line goes on with what an "= help:" began.
fn is_item(line: &str) -> bool {
    line.starts_with("      ") && !line.contains('|') && !line.trim_start().starts_with("= ")
}

/// The notes that the first error was told without.
pub(super) fn lines(verdict: &Verdict) -> Vec<Line> {
    let Some(rendered) = verdict.errors().next().and_then(|error| error.rendered.as_deref()) else {
        return Vec::new();
    };
    let (_, rest) = apart(rendered);
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
    fn what_leads_into_the_standard_library_is_left_out() {
        let message = [
            "error[E0277]: cannot add `f64` to `u32`",
            " --> a.rs:4:18",
            "  |",
            "4 |     let x = 1u32 + 1.0f64;",
            "  |                  ^ no implementation for `u32 + f64`",
            "  |",
            "  = help: the trait `Add<f64>` is not implemented for `u32`",
        ];
        let library = "/rustc/0123/library/core/src/ops/arith.rs:99:8";
        let with = |more: &str| format!("{}\n{more}", message.join("\n"));
        let all = |more: &str| folded(&with(more)).join("\n");
        let impls = format!(
            "help: the following other types implement trait `Add<Rhs>`\n --> {library}\n  |\n  = note: `u32` implements `Add`\n ::: {library}\n  |\n  = note: in this macro invocation\n"
        );
        assert_eq!(all(&impls), message.join("\n"));
        assert_eq!(all(&format!("note: method defined here\n --> {library}\n")), message.join("\n"));
        let source = "note: required by a bound in `spawn`\n   --> /home/me/.rustup/toolchains/stable/lib/rustlib/src/rust/library/std/src/thread/mod.rs:7:1\n    |\n 7  | pub fn spawn<F, T>(f: F)\n    |        ^^^^^ required by this bound\n";
        assert_eq!(all(source), message.join("\n"));
        // What it says of itself stays, and so does what leads into the learner's own file.
        let moves = format!("note: `into_iter` takes ownership of the receiver `self`\n --> {library}\n");
        assert!(all(&moves).ends_with("\nnote: `into_iter` takes ownership of the receiver `self`"));
        let own = "note: required by a bound in `take`\n --> a.rs:3:12\n  |\n3 | fn take<T: Copy>(t: T) {}\n  |            ^^^^";
        assert_eq!(all(own), with(own));
        let types = |many: usize| {
            format!(
                "  = help: the following other types implement trait `Add`:\n{}",
                "            `u8` implements `Add`\n".repeat(many)
            )
        };
        assert_eq!(all(&types(2)), with(&types(2)).trim_end());
        assert_eq!(all(&types(8)), message.join("\n"));
    }

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
