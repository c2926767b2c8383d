//! What `verify --watch` shows: lines that go by, or a line of JSON per event.

use std::cell::Cell;
use std::io;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use serde_json::{Value, json};

use super::describe::count;
use super::lines::{Line, Tone};
use super::{View, describe, json, proofs, try_write_to};
use crate::cli::Format;
use crate::error::{Error, Result};
use crate::kit::Kit;
use crate::proof::Proof;

/// Prints what happens. On a terminal keys are read one by one for as long as this is there.
pub struct Reporter<'v> {
    view: &'v View,
    raw: bool,
    /// Whether a table was shown already.
    began: Cell<bool>,
    /// Whether nobody reads any more.
    unread: Cell<bool>,
}

/// What a round of proving came to.
pub struct Round<'a> {
    /// The kit as it is now.
    pub kit: &'a Kit,
    /// All proofs, also those of earlier rounds.
    pub proofs: &'a [Proof],
    /// The exercises that were proved again.
    pub again: &'a [String],
    /// The files that were saved, relative to the kit.
    pub saved: &'a [String],
}

impl<'v> Reporter<'v> {
    /// Takes the keys over, where there are any.
    ///
    /// # Errors
    /// When the terminal cannot be used like that.
    pub fn open(view: &'v View) -> Result<Self> {
        let raw = view.has_terminal();
        if raw {
            enable_raw_mode()
                .map_err(|error| Error::machine(format!("the terminal cannot be used: {error}")))?;
        }
        Ok(Self { view, raw, began: Cell::new(false), unread: Cell::new(false) })
    }

    /// Whether there is nobody left to tell anything.
    pub fn is_unread(&self) -> bool {
        self.unread.get()
    }

    /// A round begins, after these files were saved.
    pub fn begins(&self, saved: &[String], exercises: usize) {
        if self.view.format() == Format::Json {
            return self.event(&json!({"event": "proving", "saved": saved, "exercises": exercises}));
        }
        let what = if saved.is_empty() { String::new() } else { format!("{} saved; ", listed(saved)) };
        let whose =
            if exercises == 0 { "the kit as a whole".to_owned() } else { count(exercises, "exercise") };
        self.lines(&[Line::empty(), Line::new(Tone::Dim, format!("{what}proving {whose} …"))]);
    }

    /// A round has ended.
    pub fn proved(&self, round: &Round<'_>) {
        if self.view.format() == Format::Json {
            let is_new =
                |proof: &&Proof| proof.exercise.as_ref().is_none_or(|name| round.again.contains(name));
            let new: Vec<Proof> = round.proofs.iter().filter(is_new).cloned().collect();
            let mut event = json!({"event": "proved", "saved": round.saved, "exercises": round.again});
            event["claims"] = json::proofs(&new)["claims"].take();
            event["hold"] = round.proofs.iter().filter(|proof| proof.holds()).count().into();
            event["total"] = round.proofs.len().into();
            return self.event(&event);
        }
        let mut lines = if self.began.replace(true) {
            let mut lines = proofs::failing(round.proofs);
            lines.push(proofs::sum(round.proofs));
            lines
        } else {
            proofs::report(round.kit, round.proofs)
        };
        let keys = if self.raw { "; q quits" } else { "" };
        lines.push(Line::new(Tone::Dim, format!("waiting for the next save{keys}")));
        self.lines(&lines);
    }

    /// The kit is broken, or the machine lacks something; it goes on with the next save.
    pub fn trouble(&self, error: &Error) {
        if self.view.format() == Format::Json {
            let mut event = json::trouble(error);
            event["event"] = "error".into();
            return self.event(&event);
        }
        // The first line is for learners.
        let mut lines = vec![Line::empty(), Line::new(Tone::Bad, "✗ the kit cannot be proved like this")];
        lines.extend(describe::trouble(error).into_iter().skip(2));
        lines.push(Line::new(Tone::Dim, "waiting for the next save"));
        self.lines(&lines);
    }

    /// Something that a person should know.
    pub fn notice(&self, text: &str) {
        if self.view.format() == Format::Json {
            return self.event(&json!({"event": "notice", "message": text, "help": null}));
        }
        self.lines(&[Line::new(Tone::Warn, format!("note: {text}"))]);
    }

    fn event(&self, value: &Value) {
        self.note(&self.view.json_line(value));
    }

    fn lines(&self, lines: &[Line]) {
        // A terminal whose keys are read one by one does not go back to the left by itself.
        let end = if self.raw { "\r\n" } else { "\n" };
        let text: String = lines.iter().map(|line| line.colored() + end).collect();
        self.note(&try_write_to(&mut io::stdout(), text.as_bytes()));
    }

    fn note(&self, written: &io::Result<()>) {
        let gone = written.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        self.unread.set(self.unread.get() || gone);
    }
}

impl Drop for Reporter<'_> {
    /// However it ends, the terminal is given back.
    fn drop(&mut self) {
        if self.raw {
            let _ = disable_raw_mode();
        }
    }
}

/// The first few names, and how many more there are.
fn listed(files: &[String]) -> String {
    let first: Vec<&str> = files.iter().take(3).map(String::as_str).collect();
    let more = files.len() - first.len();
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    first.join(", ") + &more
}
