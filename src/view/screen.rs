//! What the watch's screen shows, as rows of text: header, body, footer. Pure: state in, rows
//! out.

use unicode_width::UnicodeWidthStr;

mod beside;
mod overlays;

use beside::{chapter_begins, milestones, now_lines, skip_rest};
use overlays::{compare_lines, help, list_lines, selected_row};

use super::bar;
use super::describe::{self, count};
use super::lines::{Line, Tone, prose};
use super::predicted;
use super::steps;
use super::text;
use crate::kit::Exercise;
use crate::kit::project::{Mode, Project};
use crate::verdict::{Outcome, Severity};
use crate::watch::events::Showing;
use crate::watch::keys::KEYS;
use crate::watch::overlay::Overlay;
use crate::watch::state::State;

/// A whole screen.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// From top to bottom; at most as many as the screen has.
    pub rows: Vec<Line>,
    /// The row and text of the exercise's path, to be made clickable.
    pub link: Option<(u16, String)>,
}

/// Draws the state for a screen of this size; corrects a scroll that goes too far.
pub fn page(state: &mut State, project: &Project, width: u16, height: u16) -> Page {
    let (width, height) = (usize::from(width.max(1)), usize::from(height.max(1)));
    let mut footer = footer(state, width, height);
    let mut body = body(state, project, width);
    let now = now_lines(state, project);
    // What to do now is never below the edge of the screen.
    if height >= 12 {
        footer.splice(0..0, now.iter().flat_map(|line| line.rows(width)));
    } else {
        // After a verdict its headline comes first.
        let at = usize::from(state.just_passed.is_some() || state.verdict().is_some()).min(body.len());
        body.splice(at..at, now);
    }
    footer.truncate(height);
    let mut rows = header(state, project, width, height);
    // However small the screen is, a row of the body is on it.
    rows.truncate(height.saturating_sub(footer.len() + 1));
    let link = state.exercise().map(|exercise| project.shown_path(exercise)).and_then(|file| {
        let row = rows.iter().position(|row| row.text().contains(&file))?;
        Some((u16::try_from(row).ok().filter(|_| row < height)?, file))
    });
    let room = height.saturating_sub(rows.len() + footer.len()).max(1);
    let body: Vec<Line> = body.iter().flat_map(|line| line.rows(width)).collect();
    state.scroll = state.scroll.min(body.len().saturating_sub(room));
    let selected = selected_row(state, &body);
    if let Some(selected) = selected {
        // The selected row stays on the screen.
        state.scroll = state.scroll.clamp((selected + 1).saturating_sub(room), selected);
    }
    let hidden = body.len().saturating_sub(state.scroll + room);
    let mut shown: Vec<Line> = body.into_iter().skip(state.scroll).take(room).collect();
    if hidden > 0 && room > 2 {
        shown.pop();
        let more = Line::new(Tone::Accent, format!("↓ {} below", count(hidden + 1, "more line"))).listing();
        shown.extend(more.rows(width));
    }
    shown.resize(room, Line::empty());
    rows.extend(shown);
    rows.extend(footer);
    rows.truncate(height);
    Page { rows, link }
}

fn header(state: &State, project: &Project, width: usize, height: usize) -> Vec<Line> {
    let Some(exercise) = state.exercise() else { return Vec::new() };
    let (kit, total) = (&state.kit, state.kit.exercises.len());
    let at = kit.find(&exercise.name).map_or(0, |(at, _)| at + 1);
    let chapter = kit.chapter_of(exercise).map_or(kit.title.as_str(), |(_, chapter)| chapter.title.as_str());
    let done = state.progress.done(kit);
    let bar_width = width.saturating_sub(40).clamp(6, 24);
    let mut lines = vec![
        Line::new(Tone::Dim, format!("{at}/{total}  "))
            .and(Tone::Strong, format!("{chapter}  "))
            .and(Tone::Good, format!("{} done", bar::draw(done, total, bar_width))),
        Line::new(Tone::Accent, fitting_path(project, exercise, width)),
    ];
    if project.mode == Mode::Author && width >= 60 {
        lines[1] = std::mem::take(&mut lines[1]).and(Tone::Warn, "  author mode");
    }
    // On a small screen the verdict has the room.
    if height >= 12 {
        lines.extend(exercise.task.iter().map(|task| Line::new(Tone::Strong, task)));
        lines.push(Line::new(Tone::Dim, "─".repeat(width)));
    }
    let wrapped = lines.iter().enumerate().flat_map(|(number, line)| {
        // The first two keep to one row each.
        if number < 2 { line.clone().listing().rows(width) } else { line.rows(width) }
    });
    wrapped.collect()
}

/// The path of an exercise's file, or as much of its end as fits: the name is what counts.
fn fitting_path(project: &Project, exercise: &Exercise, width: usize) -> String {
    let (whole, short) = (project.shown_path(exercise), exercise.file());
    if whole.width() <= width {
        return whole;
    }
    if short.width() <= width {
        return short;
    }
    let name = short.rsplit('/').next().unwrap_or_default();
    if name.width() + 2 <= width { format!("…/{name}") } else { name.to_owned() }
}

fn footer(state: &State, width: usize, height: usize) -> Vec<Line> {
    let mut lines: Vec<Line> =
        state.notices.iter().flat_map(|notice| Line::new(Tone::Warn, notice).rows(width)).collect();
    lines.truncate(height / 3);
    let question = match &state.overlay {
        Overlay::ConfirmReset(name) => {
            Some(format!("bring the starter of {name} back? yours is kept as a backup  [y/n]"))
        }
        Overlay::SkipRest(passed) => Some(skip_rest(state, passed).text()),
        Overlay::List(list) if list.searching => {
            Some(format!("search: {}▏  Enter jumps, Esc ends the search", list.search))
        }
        Overlay::List(list) => {
            Some(format!("Enter jumps  / search  f shows: {}  Esc back", list.filter.name()))
        }
        Overlay::Compare { .. } => {
            Some("does yours say the same?  y: yes, count it as done  n: no, back to writing".into())
        }
        Overlay::Help | Overlay::Solution { .. } | Overlay::Check { .. } => {
            Some("Esc back  ↑↓ scroll  q quit".into())
        }
        Overlay::None => None,
    };
    match question {
        // What is asked has to be read to be answered.
        Some(question) => lines.extend(Line::new(Tone::Accent, question).rows(width)),
        None if height < 8 => {}
        None => lines.extend(keys_line(width).listing().rows(width)),
    }
    lines
}

/// The keys that fit, the most needed first.
fn keys_line(width: usize) -> Line {
    let order = ["h", "n", "p", "l", "o", "r", "c", "s", "x", "d", "?", "q"];
    let named = |key: &str| KEYS.iter().find(|(name, ..)| *name == key).map(|(name, word, _)| (*name, *word));
    // Help and the way out are always there.
    let fits = |words: &[(&str, &str)]| {
        words.iter().map(|(key, word)| key.len() + word.len() + 3).sum::<usize>() <= width + 2
    };
    let mut shown: Vec<(&str, &str)> = order.iter().filter_map(|key| named(key)).collect();
    while shown.len() > 2 && !fits(&shown) {
        shown.remove(shown.len() - 3);
    }
    shown.iter().fold(Line::empty(), |line, (key, word)| {
        line.and(Tone::Accent, key).and(Tone::Dim, format!(" {word}  "))
    })
}

fn body(state: &State, project: &Project, width: usize) -> Vec<Line> {
    match &state.overlay {
        Overlay::Help => help(state),
        Overlay::List(list) => list_lines(state, list),
        Overlay::Solution { name, text } => {
            let mut lines = vec![Line::new(Tone::Good, format!("one way to solve {name}")), Line::empty()];
            // A text is read to its end; the form of a program's lines is worth more.
            let is_text = state.kit.find(name).is_some_and(|(_, exercise)| exercise.kind.extension() == "md");
            let fitted = |line: Line| if is_text { line } else { line.listing() };
            lines.extend(text.lines().map(|line| fitted(Line::new(Tone::Plain, line))));
            lines
        }
        Overlay::Compare { mine, model, .. } => compare_lines(mine, model, width),
        Overlay::Check { done, total, verdicts: None, .. } => {
            vec![
                Line::new(Tone::Strong, "judging all exercises"),
                Line::new(Tone::Good, bar::draw(*done, *total, 30)),
            ]
        }
        Overlay::Check { verdicts: Some(verdicts), before, .. } => text::check(project, before, verdicts),
        Overlay::None | Overlay::ConfirmReset(_) | Overlay::SkipRest(_) => exercise_lines(state),
    }
}

fn exercise_lines(state: &State) -> Vec<Line> {
    let Some(exercise) = state.exercise() else { return Vec::new() };
    let mut lines = Vec::new();
    if state.welcome {
        lines.extend(state.kit.welcome.iter().flat_map(|text| prose(Tone::Plain, 0, text)));
        lines.push(Line::empty());
    }
    if state.shown != state.current {
        lines.push(
            Line::new(Tone::Warn, format!("this is {}", state.shown))
                .and(Tone::Plain, format!(", not the current exercise; `n` goes back to {}", state.current)),
        );
        lines.push(Line::empty());
    }
    if state.progress.entry(&state.shown).is_put_off() && state.just_passed.is_none() {
        lines.push(Line::new(Tone::Warn, "you have skipped this one; it is done when it passes"));
        lines.push(Line::empty());
    }
    match &state.showing {
        Showing::Waiting => lines.extend(waiting(state, exercise)),
        Showing::Judging(None) => lines.push(Line::new(Tone::Accent, "judging …")),
        Showing::Judging(Some(finding)) => {
            lines.push(Line::new(Tone::Bad, "✗ not yet").and(Tone::Dim, "  the compiler is still at work"));
            lines.push(Line::empty());
            lines.extend(describe::finding(finding));
        }
        Showing::Trouble(error) => {
            lines.extend(describe::trouble(error));
            lines.push(Line::empty());
            lines.push(
                Line::new(Tone::Plain, "when that is mended, ")
                    .and(Tone::Accent, "r")
                    .and(Tone::Plain, " judges once more"),
            );
        }
        Showing::Verdict(verdict) if !verdict.passed() && state.is_self_assessed() => {
            lines.push(
                Line::new(Tone::Good, "✓ done")
                    .and(Tone::Strong, format!("  {}", state.shown))
                    .and(Tone::Dim, "  you have compared it with the model answer"),
            );
            lines.extend(describe::explain(exercise));
            lines.extend(what_next(state, Outcome::Passed));
        }
        Showing::Verdict(verdict) => {
            let mut described = describe::verdict(verdict, exercise);
            if state.judging {
                // The verdict before stays readable, but nobody may take it for the new one.
                described[0] =
                    Line::new(Tone::Accent, "judging …").and(Tone::Dim, "  below: the verdict before");
            }
            lines.extend(described);
            lines.extend(what_next(state, verdict.verdict));
        }
    }
    lines.extend(hints(state));
    lines
}

/// Nothing was saved yet: what was just passed, then what waits.
fn waiting(state: &State, exercise: &Exercise) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(passed) = state.just_passed.as_ref().filter(|_| state.shown == state.current) {
        lines.push(describe::headline(passed));
        lines.extend(describe::model(passed));
        lines.extend(predicted::lines(passed));
        lines.extend(describe::report(passed));
        lines.extend(describe::measured(passed));
        // Not below: what there is to learn can fill the screen.
        lines.extend(milestones(state, &passed.exercise));
        if let Some((_, before)) = state.kit.find(&passed.exercise) {
            lines.extend(describe::explain(before));
        }
        lines.extend(predicted::output(passed));
        let warnings = passed.findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
        if warnings > 0 {
            lines.push(Line::empty());
            lines.push(
                Line::new(Tone::Warn, format!("it has {}; ", count(warnings, "warning")))
                    .and(Tone::Accent, "p")
                    .and(Tone::Plain, " shows them"),
            );
        }
        lines.push(Line::empty());
        lines.extend(chapter_begins(state, exercise));
        lines.push(Line::new(Tone::Strong, format!("now: {}", exercise.name)));
    } else {
        lines.extend(chapter_begins(state, exercise));
    }
    lines.extend(steps::plan(exercise));
    lines
}

fn what_next(state: &State, outcome: Outcome) -> Vec<Line> {
    let mut lines = vec![Line::empty()];
    if outcome == Outcome::Passed {
        if state.all_done() {
            lines.push(Line::new(Tone::Good, "all exercises are done"));
            lines.extend(state.kit.final_message.iter().flat_map(|text| prose(Tone::Plain, 0, text)));
        } else if state.shown != state.current {
            // Above stands already where `n` leads from here.
            lines.clear();
        } else {
            lines.splice(0..0, milestones(state, &state.shown));
            lines.push(
                Line::new(Tone::Accent, "n")
                    .and(Tone::Plain, " goes on, ")
                    .and(Tone::Accent, "s")
                    .and(Tone::Plain, " shows one way to solve it"),
            );
        }
    } else {
        lines.clear();
    }
    lines
}

fn hints(state: &State) -> Vec<Line> {
    let mut lines = Vec::new();
    for (number, hint) in state.hints().iter().enumerate() {
        lines.push(Line::empty());
        lines.push(Line::new(Tone::Accent, format!("hint {} of {}", number + 1, state.hint_count())));
        lines.extend(prose(Tone::Plain, 2, hint));
    }
    lines
}

#[cfg(test)]
mod tests;
