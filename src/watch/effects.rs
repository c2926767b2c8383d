//! Doing what the state machine asks for: judging, remembering, opening, resetting.

use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::thread;

use super::editor::Editor;
use super::events::{Effect, Event};
use super::{Input, Loop, not_written};
use crate::check::answer;
use crate::error::{Error, Result};
use crate::judge::many::{self, Item};
use crate::judge::{Asked, Judge, Subject};
use crate::progress::Progress;
use crate::runner::Cancel;
use crate::storage::read_file;
use crate::verdict::Verdict;

impl Loop<'_> {
    pub(super) fn act(&mut self, effect: Effect) -> Result<()> {
        match effect {
            Effect::Judge { name, generation, reuse } => self.judge(name, generation, reuse),
            Effect::Cancel => self.judging.cancel(),
            Effect::Look(name) => self.look(&name),
            Effect::Record(verdict, asked) => self.write(|progress| {
                progress.record(&verdict, asked);
            }),
            Effect::Remember(name) => self.write(|progress| progress.current = Some(name)),
            Effect::RememberHints(name, shown) => {
                self.write(|progress| progress.entry_mut(&name).hints_shown = shown);
            }
            Effect::Open(name) => self.open(&name)?,
            Effect::Reset(name) => self.reset(&name)?,
            Effect::CheckAll => self.check_all(),
            Effect::CancelCheck => self.checking.cancel(),
            Effect::ReadSolution(name) => self.read_solution(name),
            Effect::ReadComparison(name) => self.read_comparison(name),
            Effect::RememberSelfAssessed(name) => {
                self.write(|progress| progress.self_assess(&name));
            }
            Effect::RememberSkipped(names) => self.write(|progress| progress.skip(&names)),
            Effect::Tell(told) => {
                let told = self.reporter.as_ref().map(|reporter| reporter.tell(&told, &self.state));
                // Nobody reads any more: there is nobody to watch for.
                if told.is_some_and(|told| told.is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
                {
                    self.effects.push_front(Effect::Quit);
                }
            }
            Effect::Quit => {}
        }
        Ok(())
    }

    /// Judges on a thread of its own; a judging under way is ended.
    fn judge(&mut self, name: String, generation: u64, reuse: bool) {
        self.judging.cancel();
        self.judging = Cancel::default();
        self.files.know(&name);
        let (project, sender, cancel) =
            (Arc::clone(&self.project), self.sender.clone(), self.judging.clone());
        thread::spawn(move || {
            let Some((_, exercise)) = project.kit.find(&name) else { return };
            let asked = Asked { reuse, cancel: cancel.clone() };
            let mut early = |finding: &crate::verdict::Finding| {
                let event = Event::Early { generation, finding: Box::new(finding.clone()) };
                let _ = sender.send(Input::Event(event));
            };
            let result = caught(|| Judge::new(&project).judge(exercise, Subject::OnDisk, &asked, &mut early));
            if !cancel.is_cancelled() {
                let _ = sender.send(Input::Event(Event::Judged { generation, result: Box::new(result) }));
            }
        });
    }

    /// Compiles what is needed once, while the learner reads.
    pub(super) fn prepare(&self) {
        let (project, sender) = (Arc::clone(&self.project), self.sender.clone());
        thread::spawn(move || {
            let judge = Judge::new(&project);
            let notice = match judge.prepare().and_then(|()| judge.lacks_clippy()) {
                Ok(false) => return,
                Ok(true) => crate::judge::CLIPPY_MISSING.to_owned(),
                Err(error) => {
                    let problem = error.problems.first();
                    let help = problem.and_then(|problem| problem.help.clone()).unwrap_or_default();
                    format!("{}: {help}", problem.map(|problem| problem.message.as_str()).unwrap_or_default())
                }
            };
            let _ = sender.send(Input::Event(Event::Notice(notice)));
        });
    }

    fn look(&mut self, name: &str) {
        self.files.forget(name);
        let Some((_, exercise)) = self.project.kit.find(name) else { return };
        let now = read_file(&self.project.path(exercise)).ok();
        let touched = now.is_some() && now != self.project.starter(exercise).ok();
        self.update(Event::Looked { name: name.to_owned(), touched });
    }

    pub(super) fn write(&mut self, change: impl FnOnce(&mut Progress)) {
        let written = self.store.update_from(&self.state.progress, self.unwritten, change);
        self.unwritten = written.is_err();
        match written {
            Ok((progress, notice)) => {
                self.update(Event::Progress(progress));
                if let Some(notice) = notice {
                    self.update(Event::Notice(notice));
                }
            }
            Err(error) => self.update(Event::Notice(not_written(&error))),
        }
    }

    fn open(&mut self, name: &str) -> Result<()> {
        let Some((_, exercise)) = self.project.kit.find(name) else { return Ok(()) };
        let path = self.project.path(exercise);
        let Some(editor) = Editor::find() else {
            let text = format!(
                "no editor is set: put its name into the variable EDITOR, or open {} yourself",
                exercise.file()
            );
            self.update(Event::Notice(text));
            return Ok(());
        };
        if editor.takes_terminal {
            if let Some(screen) = &mut self.screen {
                screen.suspend()?;
            }
            self.lent.begin();
        }
        let opened = editor.open(&path);
        if editor.takes_terminal {
            self.lent.end();
        }
        if let Some(screen) = self.screen.as_mut().filter(|_| editor.takes_terminal) {
            screen.resume()?;
        }
        if let Err(why) = opened {
            self.update(Event::Notice(why));
        }
        Ok(())
    }

    fn reset(&mut self, name: &str) -> Result<()> {
        let Some((_, exercise)) = self.project.kit.find(name) else { return Ok(()) };
        let text = match self.project.reset(exercise) {
            Ok(Some(backup)) => {
                let backup = backup.strip_prefix(&self.project.dir).unwrap_or(&backup).display().to_string();
                format!("{name} is the starter again; yours was kept as {backup}")
            }
            Ok(None) => format!("{name} is the starter again"),
            Err(error) => {
                // Nothing has happened, so nothing is judged again.
                let problem = error.problems.into_iter().next();
                let text = problem.map(|problem| match problem.help {
                    Some(help) => format!("{}: {help}", problem.message),
                    None => problem.message,
                });
                self.update(Event::Notice(text.unwrap_or_default()));
                return Ok(());
            }
        };
        for effect in self.state.after_reset(name) {
            self.act(effect)?;
        }
        // What memkata itself has written is nobody's save.
        self.files.know(name);
        self.update(Event::Notice(text));
        Ok(())
    }

    fn check_all(&mut self) {
        self.checking.cancel();
        self.checking = Cancel::default();
        let (project, sender, cancel) =
            (Arc::clone(&self.project), self.sender.clone(), self.checking.clone());
        thread::spawn(move || {
            let items: Vec<Item<'_>> = project
                .kit
                .exercises
                .iter()
                .map(|exercise| Item { exercise, subject: Subject::OnDisk })
                .collect();
            let total = items.len();
            let progress = sender.clone();
            let tell = |done, _: &Verdict| {
                let _ = progress.send(Input::Event(Event::Checking { done, total }));
            };
            let result = caught(|| many::judge(&Judge::new(&project), &items, true, &cancel, tell));
            let ended_by_us = cancel.is_cancelled() && result.is_ok();
            if !ended_by_us {
                let _ = sender.send(Input::Event(Event::Checked(result)));
            }
        });
    }

    fn read_solution(&mut self, name: String) {
        let Some((_, exercise)) = self.project.kit.find(&name) else { return };
        let text = match self.project.kit.source.read(&exercise.solution_file()) {
            Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => Err(format!("the kit has no solution for {name}: {error}")),
        };
        self.update(Event::Solution { name, text });
    }

    fn read_comparison(&mut self, name: String) {
        let Some((_, exercise)) = self.project.kit.find(&name) else { return };
        let answer = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes);
            answer::parts(&text).map(|parts| parts.answer.trim().to_owned())
        };
        let mine = read_file(&self.project.path(exercise)).ok().and_then(|bytes| answer(&bytes));
        let model =
            self.project.kit.source.read(&exercise.solution_file()).ok().and_then(|bytes| answer(&bytes));
        let texts = match (mine, model) {
            (Some(mine), Some(model)) => Ok((mine, model)),
            (None, _) => Err(format!("your answer to {name} cannot be read")),
            (_, None) => Err(format!("the kit has no model answer for {name}")),
        };
        self.update(Event::Comparison { name, texts });
    }
}

/// A panic while judging becomes an error that can be shown, and not a screen that waits for ever.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
        Err(Error::machine(format!("memkata itself has failed: {said}"))
            .help("please report this, with your file"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn a_panic_while_judging_is_told_as_memkatas_own_failure() {
        let told = caught(|| -> Result<()> { panic!("a hole in {}", "the floor") });
        let error = told.expect_err("it panicked");
        assert_eq!(error.kind, ErrorKind::Machine);
        assert_eq!(error.problems[0].message, "memkata itself has failed: a hole in the floor");
        assert!(caught(|| Ok(1)).is_ok_and(|one| one == 1));
    }
}
