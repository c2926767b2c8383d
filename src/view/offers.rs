//! The words of what the watch offers, and of the places where one can look back and stop.

use super::lines::{Line, Tone, prose};
use crate::kit::Chapter;
use crate::watch::skips::{Milestone, Offer, Shortcut};

/// How many names a line has at most.
const NAMES: usize = 8;

/// Where one reads: that decides what there is to press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The screen, with its keys.
    Screen,
    /// Lines, where another line is the answer, and other commands are in another terminal.
    Lines,
}

/// An offer in words.
pub fn offer(offer: &Offer, place: Place) -> Line {
    let plain = |text: &str| Line::new(Tone::Plain, text);
    let on_screen = place == Place::Screen;
    match offer {
        Offer::Hint(_) if on_screen => plain("Not there yet, and that is how it is learned. ")
            .and(Tone::Accent, "h")
            .and(Tone::Plain, " shows a hint, not the solution."),
        Offer::Hint(name) => plain("Not there yet, and that is how it is learned. ")
            .and(Tone::Accent, format!("`memkata hint {name}`"))
            .and(Tone::Plain, " shows a hint, not the solution."),
        Offer::Compare(_) if on_screen => Line::new(Tone::Accent, "s").and(
            Tone::Plain,
            " shows the model answer beside yours, and you decide whether they say the same",
        ),
        Offer::Compare(name) => Line::new(Tone::Accent, format!("`memkata solution {name} --spoil`"))
            .and(Tone::Plain, " shows the model answer, to compare yours with."),
        Offer::Later { next } => answer("d", place).and(
            Tone::Plain,
            format!(" skips it for now and goes on with {next}; it comes back at the end."),
        ),
        Offer::OneMore { other, chapter } => plain(&format!(
            "Know this chapter already? Pass {other}, too, and you can skip the rest of “{chapter}”."
        )),
        Offer::Rest { chapter, count } => {
            let known = plain(&format!("You have passed the last two exercises of “{chapter}”. "));
            let skips = format!(" skips its other {count}, which come back at the end; ");
            known
                .and_all(answer("y", place))
                .and(Tone::Plain, skips)
                .and_all(answer("n", place))
                .and(Tone::Plain, " skips nothing.")
        }
    }
}

/// The name of an offer, for scripts, and the line that takes it, where there is one.
pub fn name(offer: &Offer) -> (&'static str, Option<&'static str>) {
    match offer {
        Offer::Hint(_) => ("hint", None),
        Offer::Compare(_) => ("compare", None),
        Offer::Later { .. } => ("skip", Some("d")),
        Offer::OneMore { .. } => ("one-more", None),
        Offer::Rest { .. } => ("skip-rest", Some("y")),
    }
}

/// A milestone in words.
pub fn milestone(milestone: &Milestone) -> Vec<Line> {
    let stop = "A good place to stop: your progress is kept.";
    match milestone {
        Milestone::Half { chapter, at, of } => vec![
            Line::new(Tone::Good, format!("You are half way through “{chapter}”, {at} of {of}. "))
                .and(Tone::Plain, stop),
        ],
        Milestone::Chapter { chapter, done, of, put_off, all_done, all } => {
            let far = format!("That was “{chapter}”: {done} of {of} done, {all_done} of {all} in all. ");
            let mut lines = vec![Line::new(Tone::Good, far).and(Tone::Plain, stop)];
            if !put_off.is_empty() {
                lines.push(Line::new(
                    Tone::Warn,
                    format!("{} skipped for now: {}", put_off.len(), names(put_off)),
                ));
            }
            lines
        }
        Milestone::OnlyPutOff(put_off) => vec![
            Line::new(Tone::Warn, "Nothing else is left but what you have skipped: ")
                .and(Tone::Plain, names(put_off)),
        ],
    }
}

/// What opens a chapter: its title, its text, how to get past it, and an empty line behind it all.
pub fn chapter(chapter: &Chapter, shortcut: Option<&Shortcut<'_>>, place: Place) -> Vec<Line> {
    if chapter.intro.is_none() && shortcut.is_none() {
        return Vec::new();
    }
    let mut lines = vec![Line::new(Tone::Strong, &chapter.title)];
    // Before the text, so that those whom it is for need not read on.
    if let Some(Shortcut { last: [first, second], .. }) = shortcut {
        let there = if place == Place::Screen { " (l jumps there)" } else { "" };
        lines.push(Line::new(
            Tone::Dim,
            format!("Know this already? Pass its last two exercises{there}, {first} and {second}, and skip the rest."),
        ));
    }
    lines.extend(chapter.intro.iter().flat_map(|intro| prose(Tone::Plain, 0, intro)));
    lines.push(Line::empty());
    lines
}

/// Names in a row, not more than can be read.
pub fn names(names: &[String]) -> String {
    let shown = names[..names.len().min(NAMES)].join(", ");
    match names.len().saturating_sub(NAMES) {
        0 => shown,
        more => format!("{shown}, and {more} more"),
    }
}

/// What is to be pressed or typed.
fn answer(key: &str, place: Place) -> Line {
    let line = Line::new(Tone::Accent, key);
    if place == Place::Screen { line } else { line.and(Tone::Plain, " and Enter") }
}
