//! What keeps people from quitting: offers of help after failures, putting an exercise off, and
//! skipping the rest of a chapter that is known already. What is offered is a value; the views
//! have the words.

use super::events::{Effect, Showing, Told};
use super::overlay::Overlay;
use super::state::State;
use crate::kit::{Chapter, Exercise};
use crate::progress::Status;
use crate::verdict::Outcome;

/// After so many failures a hint is offered.
const HINT_AFTER: u32 = 3;
/// After so many failures the exercise may be put off.
const SKIP_AFTER: u32 = 6;
/// A chapter with so many exercises is long: its half is a place to stop, too.
const LONG_CHAPTER: usize = 8;

/// Help that is offered, and never forced on anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// A hint for this exercise.
    Hint(String),
    /// The model answer beside the learner's own.
    Compare(String),
    /// Putting the exercise off, and going on with this one.
    Later { next: String },
    /// One of the chapter's last two is passed; the other one is still to pass before the rest
    /// of the chapter can be skipped.
    OneMore { other: String, chapter: String },
    /// Both are passed: the rest of the chapter, so many exercises, may be skipped.
    Rest { chapter: String, count: usize },
}

/// A place from which one can look back, and stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Milestone {
    /// The middle of a long chapter.
    Half { chapter: String, at: usize, of: usize },
    /// The end of a chapter: how much of it is done, what of it was put off, and how much of the
    /// whole kit is done.
    Chapter { chapter: String, done: usize, of: usize, put_off: Vec<String>, all_done: usize, all: usize },
    /// Nothing is left but what was put off.
    OnlyPutOff(Vec<String>),
}

/// How somebody who knows a chapter already gets past it.
#[derive(Debug)]
pub struct Shortcut<'k> {
    /// The chapter.
    pub chapter: &'k Chapter,
    /// Its last two exercises, which stand for all of it.
    pub last: [&'k str; 2],
    /// Those before that are neither passed nor put off.
    pub rest: Vec<&'k str>,
}

impl State {
    /// What is offered beside the verdict on the screen.
    pub fn offers(&self) -> Vec<Offer> {
        let Some(exercise) = self.exercise() else { return Vec::new() };
        let entry = self.progress.entry(&self.shown);
        let mut offers = Vec::new();
        match &self.showing {
            Showing::Verdict(verdict) if verdict.verdict == Outcome::Failed && !entry.is_done() => {
                let tried = |times| !entry.passed && entry.failures >= times;
                if tried(HINT_AFTER) && self.hints_open == 0 && self.hint_count() > 0 {
                    offers.push(Offer::Hint(exercise.name.clone()));
                }
                if self.may_compare() {
                    offers.push(Offer::Compare(exercise.name.clone()));
                }
                let next = self.progress.next_open(&self.kit, &exercise.name).filter(|_| tried(SKIP_AFTER));
                offers.extend(next.map(|next| Offer::Later { next: next.to_owned() }));
            }
            Showing::Verdict(verdict) if verdict.passed() => offers.extend(self.one_more(&verdict.exercise)),
            Showing::Waiting if self.shown == self.current => {
                let passed = self.just_passed.as_ref();
                offers.extend(passed.and_then(|passed| self.one_more(&passed.exercise)));
            }
            _ => {}
        }
        offers
    }

    /// The way past the chapter of an exercise; `None` where there is nothing before its last two.
    pub fn shortcut(&self, exercise: &Exercise) -> Option<Shortcut<'_>> {
        let (_, chapter) = self.kit.chapter_of(exercise)?;
        let all = self.kit.exercises_of(chapter);
        let (before, last) = all.split_at(all.len().checked_sub(2)?);
        let &[first, second] = last else { return None };
        if before.is_empty() {
            return None;
        }
        let open = |name: &&str| self.progress.entry(name).status() == Status::Todo;
        let rest = before.iter().map(|exercise| exercise.name.as_str()).filter(open).collect();
        Some(Shortcut { chapter, last: [first.name.as_str(), second.name.as_str()], rest })
    }

    /// The way past the chapter of an exercise, where it is open: the last two are passed.
    pub fn known(&self, exercise: &Exercise) -> Option<Shortcut<'_>> {
        let is_done = |name: &&str| self.progress.entry(name).is_done();
        self.shortcut(exercise).filter(|known| known.last.iter().all(is_done) && !known.rest.is_empty())
    }

    /// The offer to skip the rest of the chapter of an exercise, where there is a way past it.
    pub fn rest(&self, passed: &str) -> Option<Offer> {
        let known = self.known(self.kit.find(passed)?.1)?;
        Some(Offer::Rest { chapter: known.chapter.title.clone(), count: known.rest.len() })
    }

    /// The chapter that begins with the exercise that waits.
    pub fn chapter_begins(&self) -> Option<&Chapter> {
        let exercise = self.exercise().filter(|_| self.shown == self.current)?;
        let (_, chapter) = self.kit.chapter_of(exercise)?;
        let all = self.kit.exercises_of(chapter);
        let entries = all.iter().map(|exercise| self.progress.entry(&exercise.name));
        let is_new = entries.into_iter().all(|entry| !entry.is_begun() && !entry.is_put_off());
        // It may have been tried before, to skip it.
        let is_first = all.first().is_some_and(|first| first.name == exercise.name);
        let before = self.just_passed.as_ref().and_then(|passed| self.kit.find(&passed.exercise));
        let comes_from_another = before.is_some_and(|(_, before)| before.dir != exercise.dir);
        let comes_back = self.progress.entry(&exercise.name).is_put_off();
        (is_new || is_first && comes_from_another && !comes_back).then_some(chapter)
    }

    /// What the exercise that was just passed is the end or the middle of.
    pub fn milestones(&self, passed: &str) -> Vec<Milestone> {
        let Some((_, exercise)) = self.kit.find(passed) else { return Vec::new() };
        let next = self.progress.next_open(&self.kit, passed).and_then(|next| self.kit.find(next));
        let Some((_, next)) = next else { return Vec::new() };
        let mut milestones = Vec::new();
        if let Some((_, chapter)) = self.kit.chapter_of(exercise) {
            let all = self.kit.exercises_of(chapter);
            let at = all.iter().position(|one| one.name == passed).map_or(0, |at| at + 1);
            let of = all.len();
            if next.dir != exercise.dir && self.known(exercise).is_none() {
                let put_off: Vec<&Exercise> = self.progress.put_off(&self.kit);
                milestones.push(Milestone::Chapter {
                    chapter: chapter.title.clone(),
                    done: all.iter().filter(|one| self.progress.entry(&one.name).is_done()).count(),
                    of,
                    put_off: names(put_off.iter().filter(|one| one.dir == exercise.dir)),
                    all_done: self.progress.done(&self.kit),
                    all: self.kit.exercises.len(),
                });
            } else if of >= LONG_CHAPTER && at == of.div_ceil(2) {
                milestones.push(Milestone::Half { chapter: chapter.title.clone(), at, of });
            }
        }
        if self.progress.entry(&next.name).is_put_off() {
            milestones.push(Milestone::OnlyPutOff(names(self.progress.put_off(&self.kit).iter())));
        }
        milestones
    }

    /// Puts the exercise on the screen off, and goes on.
    pub(super) fn later(&mut self) -> Vec<Effect> {
        let name = self.shown.clone();
        if self.progress.entry(&name).is_done() {
            return self.note(format!("{name} is done: there is nothing to skip"));
        }
        let Some(next) = self.progress.next_open(&self.kit, &name).map(str::to_owned) else {
            return self.note(format!("{name} is the last one that is not done, and progress is kept"));
        };
        let mut effects = self.put_off(vec![name.clone()]);
        effects.extend(self.note(format!("{name} is skipped for now: it comes back at the end")));
        effects.extend(if name == self.current { self.go_to(next) } else { self.show_current() });
        effects
    }

    /// After a pass: offers to skip the rest of the chapter, where its last two are passed.
    pub(super) fn offer_rest(&mut self, passed: &str) -> Vec<Effect> {
        if let Some(one_more) = self.one_more(passed) {
            return vec![Effect::Tell(Told::Offer(one_more))];
        }
        let way = self.kit.find(passed).and_then(|(_, exercise)| self.shortcut(exercise));
        let is_last = way.is_some_and(|way| way.last.contains(&passed));
        let Some(offer) = self.rest(passed).filter(|_| is_last) else { return Vec::new() };
        self.overlay = Overlay::SkipRest(passed.to_owned());
        vec![Effect::Tell(Told::Offer(offer))]
    }

    /// Skips the rest of the chapter of this exercise, which was just passed, and goes on.
    pub(super) fn skip_rest(&mut self, passed: &str) -> Vec<Effect> {
        let shortcut = self.kit.find(passed).and_then(|(_, exercise)| self.shortcut(exercise));
        let Some(shortcut) = shortcut else { return Vec::new() };
        let rest: Vec<String> = shortcut.rest.iter().map(|name| (*name).to_owned()).collect();
        let said = match rest.as_slice() {
            [one] => format!("{one} is skipped: it comes back at the end"),
            _ => format!(
                "{} exercises of “{}” are skipped: they come back at the end",
                rest.len(),
                shortcut.chapter.title
            ),
        };
        let was_open = rest.contains(&self.current);
        let mut effects = self.put_off(rest);
        effects.extend(self.note(said));
        match self.verdict().filter(|verdict| verdict.passed()).cloned() {
            Some(verdict) if was_open => effects.extend(self.advance(verdict)),
            _ if was_open => {
                let next = self.progress.next_open(&self.kit, passed).map(str::to_owned);
                effects.extend(next.map(|next| self.go_to(next)).unwrap_or_default());
            }
            _ if self.shown != self.current => effects.extend(self.show_current()),
            _ => {}
        }
        effects
    }

    fn put_off(&mut self, names: Vec<String>) -> Vec<Effect> {
        self.progress.skip(&names);
        vec![Effect::RememberSkipped(names)]
    }

    /// The other one of a chapter's last two, where only one of them is passed and the rest of
    /// the chapter could be skipped with it.
    fn one_more(&self, passed: &str) -> Option<Offer> {
        let shortcut = self.shortcut(self.kit.find(passed)?.1)?;
        let other = match shortcut.last {
            [first, second] if first == passed => second,
            [first, second] if second == passed => first,
            _ => return None,
        };
        let is_open = !shortcut.rest.is_empty() && !self.progress.entry(other).is_done();
        let chapter = shortcut.chapter.title.clone();
        is_open.then(|| Offer::OneMore { other: other.to_owned(), chapter })
    }

    /// Says something on the screen, and to those who see none.
    pub(super) fn note(&mut self, text: String) -> Vec<Effect> {
        self.notices.push(text.clone());
        vec![Effect::Tell(Told::Notice(text))]
    }
}

fn names<'e>(exercises: impl Iterator<Item = &'e &'e Exercise>) -> Vec<String> {
    exercises.map(|exercise| exercise.name.clone()).collect()
}
