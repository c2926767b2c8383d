//! The watch without a screen: plain lines, or a line of JSON per event.

use std::io;

use serde_json::json;

use super::View;
use super::describe;
use super::lines::{Line, Tone};
use super::offers::{self, Place};
use crate::cli::Format;
use crate::watch::events::Told;
use crate::watch::state::State;

/// Prints the events of a watch.
pub struct Reporter<'v> {
    view: &'v View,
}

impl<'v> Reporter<'v> {
    /// A reporter that prints as this view does.
    pub fn new(view: &'v View) -> Self {
        Self { view }
    }

    /// Prints one event.
    ///
    /// # Errors
    /// When it cannot be printed; `BrokenPipe` when nobody reads any more.
    pub fn tell(&self, told: &Told, state: &State) -> io::Result<()> {
        if self.view.format() == Format::Json {
            self.view.json_line(&as_json(told, state))
        } else {
            self.view.try_lines(&as_lines(told, state))
        }
    }
}

fn as_json(told: &Told, state: &State) -> serde_json::Value {
    match told {
        Told::Current(name) => {
            let found = state.kit.find(name);
            let chapter = found.and_then(|(_, exercise)| state.kit.chapter_of(exercise));
            json!({
                "event": "current",
                "exercise": name,
                "file": found.map(|(_, exercise)| exercise.file()),
                "task": found.and_then(|(_, exercise)| exercise.task.as_deref()),
                "position": found.map(|(at, _)| at + 1),
                "total": state.kit.exercises.len(),
                "done": state.progress.done(&state.kit),
                "status": state.progress.entry(name).status(),
                "chapter": chapter.map(|(_, chapter)| chapter.title.as_str()),
                "intro": state.chapter_begins().and_then(|chapter| chapter.intro.as_deref()),
            })
        }
        Told::Saved(name) => json!({"event": "saved", "exercise": name}),
        Told::Judging(name) => json!({"event": "judging", "exercise": name}),
        Told::Verdict(verdict) => {
            json!({"event": "verdict", "exercise": verdict.exercise, "verdict": verdict})
        }
        Told::Trouble(error) => {
            let problem = error.problems.first();
            json!({
                "event": "notice",
                "exercise": state.shown,
                "message": problem.map(|problem| problem.message.as_str()),
                "help": problem.and_then(|problem| problem.help.as_deref()),
            })
        }
        Told::Advanced { from, to } => json!({"event": "advanced", "exercise": to, "from": from}),
        Told::Finished => {
            json!({"event": "finished", "exercise": state.shown, "message": state.kit.final_message})
        }
        Told::Notice(text) => json!({"event": "notice", "exercise": state.shown, "message": text}),
        Told::Offer(offer) => {
            let (name, line) = offers::name(offer);
            let message = offers::offer(offer, Place::Lines).text();
            json!({"event": "notice", "exercise": state.shown, "message": message, "offer": name, "line": line})
        }
        Told::Milestone(milestone) => {
            let message: Vec<String> = offers::milestone(milestone).iter().map(Line::text).collect();
            json!({"event": "notice", "exercise": state.shown, "message": message.join("\n")})
        }
    }
}

fn as_lines(told: &Told, state: &State) -> Vec<Line> {
    match told {
        Told::Current(name) => {
            let Some((at, exercise)) = state.kit.find(name) else { return Vec::new() };
            let mut lines = vec![Line::empty()];
            if let Some(chapter) = state.chapter_begins() {
                lines.extend(offers::chapter(chapter, state.shortcut(exercise).as_ref(), Place::Lines));
            }
            lines.push(Line::new(
                Tone::Strong,
                format!("{}/{}  {}", at + 1, state.kit.exercises.len(), exercise.file()),
            ));
            lines.extend(exercise.task.iter().map(|task| Line::new(Tone::Plain, task)));
            lines.push(Line::new(Tone::Dim, "edit the file and save it"));
            lines
        }
        Told::Saved(name) if *name != state.current => {
            vec![Line::new(
                Tone::Warn,
                format!("{name} was saved; the current exercise is {}", state.current),
            )]
        }
        Told::Saved(_) | Told::Judging(_) => Vec::new(),
        Told::Verdict(verdict) => {
            let mut lines = vec![Line::empty()];
            if let Some((_, exercise)) = state.kit.find(&verdict.exercise) {
                lines.extend(describe::verdict(verdict, exercise));
            }
            lines
        }
        Told::Trouble(error) => describe::trouble(error),
        Told::Advanced { .. } => Vec::new(),
        Told::Finished => {
            let mut lines = vec![Line::empty(), Line::new(Tone::Good, "all exercises are done")];
            lines.extend(
                state.kit.final_message.iter().flat_map(|text| super::lines::prose(Tone::Plain, 0, text)),
            );
            lines
        }
        Told::Notice(text) => vec![Line::new(Tone::Warn, format!("note: {text}"))],
        Told::Offer(offer) => vec![Line::empty(), offers::offer(offer, Place::Lines)],
        Told::Milestone(milestone) => {
            let mut lines = vec![Line::empty()];
            lines.extend(offers::milestone(milestone));
            lines
        }
    }
}
