//! The watch as a state machine: `update(event)` changes the state and returns what is to be
//! done. It reads no file, starts no process and draws nothing.

use crate::check::answer;
use crate::error::Error;
use crate::kit::{Exercise, Kind, Kit};
use crate::progress::{Asked, Progress, Status};
use crate::verdict::{Finding, Outcome, Verdict};

use super::overlay::{ListOverlay, Overlay};

/// What the watch knows.
pub struct State {
    /// The kit, whose exercises never change while the watch runs.
    pub kit: Kit,
    /// What has been done so far.
    pub progress: Progress,
    /// The exercise to work on.
    pub current: String,
    /// The exercise on the screen: the current one, or another that was saved or looked at.
    pub shown: String,
    /// What is known about the one on the screen.
    pub showing: Showing,
    /// The exercise that was passed just before the current one began.
    pub just_passed: Option<Verdict>,
    /// What lies over the verdict.
    pub overlay: Overlay,
    /// How many hints of the shown exercise are open.
    pub hints_open: usize,
    /// Rows that the body is scrolled down.
    pub scroll: usize,
    /// What a person should know, until the next key.
    pub notices: Vec<String>,
    /// Whether the welcome is to be shown.
    pub welcome: bool,
    /// Whether a judging is under way; an older verdict may still be on the screen.
    pub judging: bool,
    /// Whether a pass waits for a key before moving on.
    manual: bool,
    /// Numbers the judgings: results of older ones are not wanted any more.
    generation: u64,
    /// Whether the judging under way was asked for by a save, and not only to look.
    by_save: bool,
}

/// What is known about the exercise on the screen.
#[derive(Debug, Clone)]
pub enum Showing {
    /// Nothing was saved yet: its task, and no verdict.
    Waiting,
    /// A judging is under way; the first error is shown as soon as it is known.
    Judging(Option<Box<Finding>>),
    /// Its verdict.
    Verdict(Box<Verdict>),
    /// It could not be judged, and that is not the learner's fault.
    Trouble(Box<Error>),
}

/// What can happen.
#[derive(Debug)]
pub enum Event {
    /// An exercise's file was saved with new content.
    Saved(String),
    /// What was found when an exercise came on the screen: whether its file differs from the
    /// starter.
    Looked { name: String, touched: bool },
    /// The first error of a judging under way.
    Early { generation: u64, finding: Box<Finding> },
    /// A judging's end.
    Judged { generation: u64, result: Box<Result<Verdict, Error>> },
    /// `check` has come this far.
    Checking { done: usize, total: usize },
    /// `check` is through.
    Checked(Result<Vec<Verdict>, Error>),
    /// A solution's text was read.
    Solution { name: String, text: Result<String, String> },
    /// An answer and the model answer were read.
    Comparison { name: String, texts: Result<(String, String), String> },
    /// Progress was written, perhaps with another watch's changes.
    Progress(Progress),
    /// Something a person should know.
    Notice(String),
    /// A key.
    Key(Action),
}

/// What a key asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Next,
    Previous,
    Hint,
    List,
    Open,
    Again,
    CheckAll,
    Reset,
    Solution,
    Help,
    Quit,
    Up,
    Down,
    PageUp,
    PageDown,
    Enter,
    Escape,
    /// A character for a search, or the answer to a question.
    Text(char),
    Backspace,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Judge this exercise; a judging under way is not wanted any more.
    Judge { name: String, generation: u64, reuse: bool },
    /// End the judging under way.
    Cancel,
    /// Find out whether the exercise's file differs from its starter.
    Look(String),
    /// Take a verdict into the progress.
    Record(Box<Verdict>, Asked),
    /// Remember the current exercise.
    Remember(String),
    /// Remember that so many hints of the ladder were shown.
    RememberHints(String, usize),
    /// Open the exercise in an editor.
    Open(String),
    /// Bring the starter back.
    Reset(String),
    /// Judge everything.
    CheckAll,
    /// End `check`.
    CancelCheck,
    /// Read a solution.
    ReadSolution(String),
    /// Read the learner's answer and the model answer.
    ReadComparison(String),
    /// Remember that the learner has judged the answer good.
    RememberSelfAssessed(String),
    /// Tell those who see no screen.
    Tell(Told),
    /// End the watch.
    Quit,
}

/// The events of a watch without a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Current(String),
    Saved(String),
    Judging(String),
    Verdict(Box<Verdict>),
    Trouble(Box<Error>),
    Advanced { from: String, to: String },
    Finished,
    Notice(String),
}

impl State {
    /// The state at the start, and what is to be done first. `None` for a kit without
    /// exercises.
    pub fn new(kit: Kit, progress: Progress, manual: bool) -> Option<(Self, Vec<Effect>)> {
        let current = progress.current(&kit)?.to_owned();
        let welcome = progress.exercises.is_empty() && kit.welcome.is_some();
        let mut state = Self {
            shown: current.clone(),
            current,
            showing: Showing::Waiting,
            just_passed: None,
            overlay: Overlay::None,
            hints_open: 0,
            scroll: 0,
            notices: Vec::new(),
            welcome,
            judging: false,
            manual,
            generation: 0,
            by_save: false,
            kit,
            progress,
        };
        let effects = state.show_current();
        Some((state, effects))
    }

    /// The exercise on the screen.
    pub fn exercise(&self) -> Option<&Exercise> {
        self.kit.find(&self.shown).map(|(_, exercise)| exercise)
    }

    /// The verdict on the screen.
    pub fn verdict(&self) -> Option<&Verdict> {
        match &self.showing {
            Showing::Verdict(verdict) => Some(verdict),
            _ => None,
        }
    }

    /// Whether every exercise is done.
    pub fn all_done(&self) -> bool {
        self.progress.done(&self.kit) == self.kit.exercises.len()
    }

    /// The hints that are open, the one for the error first.
    pub fn hints(&self) -> Vec<&str> {
        let own = self.verdict().and_then(|verdict| verdict.hint.as_deref());
        let ladder = self.exercise().map_or(&[][..], |exercise| exercise.hints.as_slice());
        own.into_iter().chain(ladder.iter().map(String::as_str)).take(self.hints_open).collect()
    }

    /// The number of the newest judging.
    #[cfg(test)]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Takes in an event.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Saved(name) => self.saved(name),
            Event::Looked { name, touched } => self.looked(&name, touched),
            Event::Early { generation, finding } => {
                if generation == self.generation && matches!(self.showing, Showing::Judging(_)) {
                    self.showing = Showing::Judging(Some(finding));
                }
                Vec::new()
            }
            Event::Judged { generation, result } if generation == self.generation => self.judged(*result),
            Event::Judged { .. } => Vec::new(),
            Event::Checking { done, total } => {
                if let Overlay::Check { done: shown, total: of, .. } = &mut self.overlay {
                    (*shown, *of) = (done, total);
                }
                Vec::new()
            }
            Event::Checked(result) => self.checked(result),
            Event::Solution { name, text } => {
                match text {
                    Ok(text) => self.overlay = Overlay::Solution { name, text },
                    Err(why) => self.notices.push(why),
                }
                self.scroll = 0;
                Vec::new()
            }
            Event::Comparison { name, texts } => {
                match texts {
                    Ok((mine, model)) => self.overlay = Overlay::Compare { name, mine, model },
                    Err(why) => self.notices.push(why),
                }
                self.scroll = 0;
                Vec::new()
            }
            Event::Progress(progress) => {
                self.progress = progress;
                Vec::new()
            }
            Event::Notice(text) => {
                // One save can write several times, and each time fail for the same reason.
                if self.notices.contains(&text) {
                    return Vec::new();
                }
                self.notices.push(text.clone());
                vec![Effect::Tell(Told::Notice(text))]
            }
            Event::Key(action) => {
                self.notices.clear();
                self.welcome = false;
                self.key(action)
            }
        }
    }

    fn saved(&mut self, name: String) -> Vec<Effect> {
        if self.kit.find(&name).is_none() {
            return Vec::new();
        }
        self.notices.clear();
        self.welcome = false;
        if name == self.current {
            self.just_passed = None;
        }
        let mut effects = self.close_overlay();
        self.by_save = true;
        effects.push(Effect::Tell(Told::Saved(name.clone())));
        effects.extend(self.judge(name, false));
        effects
    }

    fn judge(&mut self, name: String, reuse: bool) -> Vec<Effect> {
        if self.shown != name {
            self.hints_open = 0;
        }
        self.scroll = 0;
        self.generation += 1;
        self.judging = true;
        // Until the new verdict is there, the old one stays on the screen: nothing flickers.
        if self.shown != name || !matches!(self.showing, Showing::Verdict(_) | Showing::Judging(_)) {
            self.showing = Showing::Judging(None);
        }
        self.shown.clone_from(&name);
        let generation = self.generation;
        vec![Effect::Tell(Told::Judging(name.clone())), Effect::Judge { name, generation, reuse }]
    }

    fn looked(&mut self, name: &str, touched: bool) -> Vec<Effect> {
        if name != self.shown || !matches!(self.showing, Showing::Waiting) {
            return Vec::new();
        }
        // A starter is not judged before the learner has saved something, not even one that was
        // brought back after the pass.
        if touched {
            self.by_save = false;
            self.judge(name.to_owned(), true)
        } else {
            Vec::new()
        }
    }

    fn judged(&mut self, result: Result<Verdict, Error>) -> Vec<Effect> {
        self.judging = false;
        let verdict = match result {
            Ok(verdict) => verdict,
            Err(error) => {
                self.showing = Showing::Trouble(Box::new(error.clone()));
                return vec![Effect::Tell(Told::Trouble(Box::new(error)))];
            }
        };
        let was_done = self.progress.entry(&verdict.exercise).is_done();
        let mut effects = vec![Effect::Tell(Told::Verdict(Box::new(verdict.clone())))];
        // A pass may have come about while no watch was looking.
        if self.by_save || (verdict.passed() && !was_done) {
            self.progress.record(&verdict, Asked::ByLearner);
            effects.push(Effect::Record(Box::new(verdict.clone()), Asked::ByLearner));
        }
        let advances = verdict.passed() && !was_done && !self.manual && verdict.exercise == self.current;
        let finished = verdict.passed() && !was_done && self.all_done();
        self.hints_open = 0;
        self.showing = Showing::Verdict(Box::new(verdict.clone()));
        if finished {
            effects.push(Effect::Tell(Told::Finished));
        } else if advances {
            effects.extend(self.advance(verdict));
        }
        effects
    }

    /// Moves on from what was just passed to the next exercise that is open.
    fn advance(&mut self, passed: Verdict) -> Vec<Effect> {
        let Some(next) = self.progress.next_open(&self.kit, &passed.exercise).map(str::to_owned) else {
            return Vec::new();
        };
        let from = passed.exercise.clone();
        self.just_passed = Some(passed);
        self.remember(&next);
        let mut effects =
            vec![Effect::Remember(next.clone()), Effect::Tell(Told::Advanced { from, to: next })];
        effects.extend(self.show_current());
        effects
    }

    fn show_current(&mut self) -> Vec<Effect> {
        let name = self.current.clone();
        self.show(name)
    }

    /// Puts an exercise on the screen without judging it anew.
    fn show(&mut self, name: String) -> Vec<Effect> {
        self.generation += 1;
        self.judging = false;
        self.shown.clone_from(&name);
        self.showing = Showing::Waiting;
        self.hints_open = 0;
        let mut effects = self.close_overlay();
        effects.push(Effect::Cancel);
        if name == self.current {
            effects.push(Effect::Tell(Told::Current(name.clone())));
        }
        effects.push(Effect::Look(name));
        effects
    }

    fn checked(&mut self, result: Result<Vec<Verdict>, Error>) -> Vec<Effect> {
        match result {
            Ok(verdicts) => {
                let before_it = self.progress.clone();
                let mut effects = Vec::new();
                for verdict in &verdicts {
                    self.progress.record(verdict, Asked::WithAllOthers);
                    effects.push(Effect::Record(Box::new(verdict.clone()), Asked::WithAllOthers));
                }
                if let Overlay::Check { verdicts: shown, before, .. } = &mut self.overlay {
                    (*before, *shown) = (before_it, Some(verdicts));
                }
                effects
            }
            Err(error) => {
                if matches!(self.overlay, Overlay::Check { .. }) {
                    self.overlay = Overlay::None;
                    self.showing = Showing::Trouble(Box::new(error));
                }
                Vec::new()
            }
        }
    }

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
        self.step(1)
    }

    fn previous(&mut self) -> Vec<Effect> {
        if let Some(passed) = &self.just_passed
            && self.shown == self.current
        {
            let name = passed.exercise.clone();
            return self.show(name);
        }
        self.step(-1)
    }

    /// The neighbour in the kit's order becomes the current one.
    fn step(&mut self, by: isize) -> Vec<Effect> {
        let at = self.kit.find(&self.shown).map_or(0, |(at, _)| at);
        let Some(name) = at.checked_add_signed(by).and_then(|at| self.kit.exercises.get(at)) else {
            let end = if by > 0 { "last" } else { "first" };
            self.notices.push(format!("this is the {end} exercise"));
            return Vec::new();
        };
        self.go_to(name.name.clone())
    }

    /// Makes an exercise the current one.
    pub(super) fn go_to(&mut self, name: String) -> Vec<Effect> {
        self.just_passed = None;
        self.remember(&name);
        let mut effects = vec![Effect::Remember(name)];
        effects.extend(self.show_current());
        effects
    }

    fn remember(&mut self, current: &str) {
        self.current = current.to_owned();
        self.progress.current = Some(current.to_owned());
    }

    /// The shown exercise's file is the starter again: its task waits.
    pub fn after_reset(&mut self, name: &str) -> Vec<Effect> {
        if name == self.shown { self.show(name.to_owned()) } else { Vec::new() }
    }

    fn hint(&mut self) -> Vec<Effect> {
        let own = usize::from(self.verdict().is_some_and(|verdict| verdict.hint.is_some()));
        let ladder = self.exercise().map_or(0, |exercise| exercise.hints.len());
        if own + ladder == 0 {
            self.notices.push("this exercise has no hints: read the comment at the top of its file".into());
            return Vec::new();
        }
        if self.hints_open >= own + ladder {
            self.notices.push("these are all the hints there are".into());
            return Vec::new();
        }
        self.hints_open += 1;
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
        self.progress.entry_mut(&name).self_assessed = true;
        let mut effects = vec![Effect::RememberSelfAssessed(name.clone())];
        if self.all_done() {
            effects.push(Effect::Tell(Told::Finished));
        }
        match self.progress.next_open(&self.kit, &name).map(str::to_owned) {
            Some(next) if name == self.current => effects.extend(self.go_to(next)),
            _ => effects.extend(self.show(name)),
        }
        effects
    }
}

#[cfg(test)]
pub mod tests;
