//! What the keys do: moving between exercises, hints, solutions, and comparing a text.

use super::events::{Action, Effect, Told};
use super::overlay::{ListOverlay, Overlay};
use super::state::State;
use crate::check::answer;
use crate::kit::Kind;
use crate::progress::Status;
use crate::verdict::{Outcome, Verdict};

impl State {
    pub(super) fn key(&mut self, action: Action) -> Vec<Effect> {
        if let Some(effects) = self.overlay_key(&action) {
            return effects;
        }
        match action {
            Action::Next => self.next(),
            Action::Previous => self.previous(),
            Action::Hint => self.hint(),
            Action::List => {
                self.scroll = 0;
                self.overlay = Overlay::List(ListOverlay::at(&self.kit, &self.shown));
                Vec::new()
            }
            Action::Open => vec![Effect::Open(self.shown.clone())],
            Action::Again => {
                self.by_save = true;
                self.judge(self.shown.clone(), false)
            }
            Action::CheckAll => {
                let total = self.kit.exercises.len();
                self.scroll = 0;
                self.overlay =
                    Overlay::Check { done: 0, total, verdicts: None, before: self.progress.clone() };
                vec![Effect::CheckAll]
            }
            Action::Reset => {
                self.overlay = Overlay::ConfirmReset(self.shown.clone());
                Vec::new()
            }
            Action::Later => self.later(),
            Action::Solution => self.solution(),
            Action::Help => {
                self.scroll = 0;
                self.overlay = Overlay::Help;
                Vec::new()
            }
            Action::Quit => vec![Effect::Quit],
            Action::Up | Action::Down | Action::PageUp | Action::PageDown => {
                self.scroll_by(&action);
                Vec::new()
            }
            Action::Enter | Action::Escape | Action::Text(_) | Action::Backspace => Vec::new(),
        }
    }

    /// The view says how far it can scroll and corrects what is too much.
    pub(super) fn scroll_by(&mut self, action: &Action) {
        self.scroll = match action {
            Action::Up => self.scroll.saturating_sub(1),
            Action::Down => self.scroll.saturating_add(1),
            Action::PageUp => self.scroll.saturating_sub(10),
            Action::PageDown => self.scroll.saturating_add(10),
            _ => self.scroll,
        };
    }

    fn next(&mut self) -> Vec<Effect> {
        if self.shown != self.current {
            // Back from looking at another one.
            return self.show_current();
        }
        if let Some(passed) = self.verdict().filter(|verdict| verdict.passed()).cloned()
            && !self.all_done()
        {
            return self.advance(passed);
        }
        self.step()
    }

    /// Looks at the one that was just passed, or the one before, and stays with the current one.
    fn previous(&mut self) -> Vec<Effect> {
        if let Some(passed) = &self.just_passed
            && self.shown == self.current
        {
            let name = passed.exercise.clone();
            return self.show(name);
        }
        let at = self.kit.find(&self.shown).map_or(0, |(at, _)| at);
        match at.checked_sub(1).and_then(|before| self.kit.exercises.get(before)) {
            Some(before) => {
                let name = before.name.clone();
                self.show(name)
            }
            None => {
                self.notices.push("this is the first exercise".into());
                Vec::new()
            }
        }
    }

    /// The one after in the kit's order becomes the current one.
    fn step(&mut self) -> Vec<Effect> {
        let after = self.kit.find(&self.shown).and_then(|(at, _)| self.kit.exercises.get(at + 1));
        let Some(name) = after.map(|exercise| exercise.name.clone()) else {
            return self.note("this is the last exercise".into());
        };
        self.go_to(name)
    }

    /// Makes an exercise the current one.
    pub(super) fn go_to(&mut self, name: String) -> Vec<Effect> {
        self.just_passed = None;
        self.remember(&name);
        let mut effects = vec![Effect::Remember(name)];
        effects.extend(self.show_current());
        effects
    }

    pub(super) fn remember(&mut self, current: &str) {
        self.current = current.to_owned();
        self.progress.current = Some(current.to_owned());
    }

    /// The shown exercise's file is the starter again: its task waits.
    pub fn after_reset(&mut self, name: &str) -> Vec<Effect> {
        if name == self.shown { self.show(name.to_owned()) } else { Vec::new() }
    }

    fn hint(&mut self) -> Vec<Effect> {
        let own = usize::from(self.verdict().is_some_and(|verdict| verdict.hint.is_some()));
        let count = self.hint_count();
        if count == 0 {
            self.notices.push("this exercise has no hints: read the comment at the top of its file".into());
            return Vec::new();
        }
        if self.hints_open >= count {
            self.notices.push("these are all the hints there are".into());
            return Vec::new();
        }
        self.hints_open += 1;
        // To the new hint, which comes last.
        self.scroll = usize::MAX;
        let steps = self.hints_open.saturating_sub(own);
        if steps > self.progress.entry(&self.shown).hints_shown {
            self.progress.entry_mut(&self.shown).hints_shown = steps;
            return vec![Effect::RememberHints(self.shown.clone(), steps)];
        }
        Vec::new()
    }

    fn solution(&mut self) -> Vec<Effect> {
        // After moving on, the solution that is meant is the one of what was just passed.
        let name = match &self.just_passed {
            Some(passed) if !self.progress.entry(&self.shown).is_done() => passed.exercise.clone(),
            _ => self.shown.clone(),
        };
        let entry = self.progress.entry(&name);
        if entry.passed || entry.self_assessed {
            return vec![Effect::ReadSolution(name)];
        }
        if self.may_compare() {
            return vec![Effect::ReadComparison(name)];
        }
        self.notices.push("the solution opens after the pass; `h` gives a hint".into());
        Vec::new()
    }

    /// Whether the learner may compare the answer on the screen with the model answer: the
    /// rubric cannot decide, or has said "not yet" twice. A text never blocks the way.
    pub fn may_compare(&self) -> bool {
        let is_answer = self.exercise().is_some_and(|exercise| exercise.kind == Kind::Answer);
        let unsure = |verdict: &Verdict| {
            verdict.findings.iter().any(|finding| finding.code.as_deref() == Some(answer::UNSURE))
        };
        let failed = self.verdict().filter(|verdict| verdict.verdict == Outcome::Failed);
        is_answer
            && failed.is_some_and(|verdict| unsure(verdict) || self.progress.entry(&self.shown).failures >= 2)
    }

    /// Whether the learner, and not the rubric, has judged the answer on the screen good.
    pub fn is_self_assessed(&self) -> bool {
        self.progress.entry(&self.shown).status() == Status::SelfAssessed
    }

    /// The learner has compared and finds that both say the same.
    pub(super) fn self_assess(&mut self, name: String) -> Vec<Effect> {
        self.progress.self_assess(&name);
        let mut effects = vec![Effect::RememberSelfAssessed(name.clone())];
        if self.all_done() {
            effects.push(Effect::Tell(Told::Finished));
        }
        match self.progress.next_open(&self.kit, &name).map(str::to_owned) {
            Some(next) if name == self.current => effects.extend(self.go_to(next)),
            _ => effects.extend(self.show(name.clone())),
        }
        effects.extend(self.offer_rest(&name));
        effects
    }
}
