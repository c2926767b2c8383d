//! The watch as a state machine: `update(event)` changes the state and returns what is to be
//! done. It reads no file, starts no process and draws nothing.

use super::events::{Effect, Event, Showing, Told};
use super::overlay::Overlay;
use crate::error::Error;
use crate::kit::{Exercise, Kit};
use crate::progress::{Asked, Progress};
use crate::verdict::Verdict;

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
    pub(super) by_save: bool,
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
            manual,
            generation: 0,
            judging: false,
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

    /// How many hints there are, the one for the error included.
    pub fn hint_count(&self) -> usize {
        let own = usize::from(self.verdict().is_some_and(|verdict| verdict.hint.is_some()));
        own + self.exercise().map_or(0, |exercise| exercise.hints.len())
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

    pub(super) fn judge(&mut self, name: String, reuse: bool) -> Vec<Effect> {
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
        // What comes back after a pass leaves that pass, and what it taught, on the screen.
        let comes_back = self.just_passed.is_some() && self.progress.entry(name).is_put_off();
        // A starter is not judged before the learner has saved something, not even one that was
        // brought back after the pass.
        if touched && !comes_back {
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
        } else if verdict.passed() {
            let (name, is_new) = (verdict.exercise.clone(), self.by_save || !was_done);
            if advances {
                effects.extend(self.advance(verdict));
            }
            if is_new {
                effects.extend(self.offer_rest(&name));
            }
        } else if self.by_save {
            effects.extend(self.offers().into_iter().map(|offer| Effect::Tell(Told::Offer(offer))));
        }
        effects
    }

    /// Moves on from what was just passed to the next exercise that is open.
    pub(super) fn advance(&mut self, passed: Verdict) -> Vec<Effect> {
        let Some(next) = self.progress.next_open(&self.kit, &passed.exercise).map(str::to_owned) else {
            return Vec::new();
        };
        let from = passed.exercise.clone();
        let milestones = self.milestones(&from);
        self.just_passed = Some(passed);
        self.remember(&next);
        let mut effects = vec![Effect::Remember(next.clone())];
        effects.extend(milestones.into_iter().map(|milestone| Effect::Tell(Told::Milestone(milestone))));
        effects.push(Effect::Tell(Told::Advanced { from, to: next }));
        effects.extend(self.show_current());
        effects
    }

    pub(super) fn show_current(&mut self) -> Vec<Effect> {
        let name = self.current.clone();
        self.show(name)
    }

    /// Puts an exercise on the screen without judging it anew.
    pub(super) fn show(&mut self, name: String) -> Vec<Effect> {
        self.judging = false;
        self.generation += 1;
        self.shown.clone_from(&name);
        self.showing = Showing::Waiting;
        self.hints_open = 0;
        let mut effects = self.close_overlay();
        effects.push(Effect::Cancel);
        // Looked at first: whoever is told of it and saves at once has made a save.
        effects.push(Effect::Look(name.clone()));
        if name == self.current {
            effects.push(Effect::Tell(Told::Current(name)));
        }
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
}

#[cfg(test)]
pub mod tests;
