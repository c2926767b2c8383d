//! The grades with what the page looks up: where learners and exercises are, and each verdict once.

use std::collections::HashMap;

use maud::{Markup, html};

use super::super::names;
use super::super::words::{self as report_words, Came};
use super::words;
use crate::classroom::grades::{Graded, Grades, Judged, LearnerGrades, Status, Unit};
use crate::kit::Kind;

/// The grades of a class, indexed.
pub(super) struct Class<'a> {
    pub(super) grades: &'a Grades,
    /// The verdicts that say something, those first that come first in the map.
    pub(super) verdicts: Vec<Drawn<'a>>,
    /// Where the verdict of a key is among them.
    numbers: HashMap<&'a str, usize>,
    exercises: HashMap<&'a str, usize>,
    learners: HashMap<&'a str, usize>,
    /// What the pages of learners are called in links.
    names: Vec<String>,
    /// What they are called: by their names, with the id where somebody else has the same.
    called: Vec<String>,
}

/// A verdict, and whose it is.
pub(super) struct Drawn<'a> {
    pub(super) judged: &'a Judged,
    /// The exercise, as an index; that of the first unit with it.
    pub(super) exercise: usize,
    /// Those who have it, as indices.
    pub(super) learners: Vec<usize>,
    /// Whether it waits for the instructor.
    pub(super) waits: bool,
    /// Whether it is a text that was not accepted, and nobody has decided otherwise: the rubric may be wrong about it.
    pub(super) is_rejected: bool,
}

/// A unit with its learner and its exercise, as indices.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) unit: &'a Unit,
    pub(super) learner: usize,
    pub(super) exercise: usize,
}

impl<'a> Class<'a> {
    pub(super) fn new(grades: &'a Grades) -> Self {
        let exercises = grades.exercises.iter().enumerate().map(|(at, graded)| (graded.name.as_str(), at));
        let learners =
            grades.learners.iter().enumerate().map(|(at, learner)| (learner.person.id.as_str(), at));
        let mut class = Self {
            grades,
            verdicts: Vec::new(),
            numbers: HashMap::new(),
            exercises: exercises.collect(),
            learners: learners.collect(),
            names: names::slugs(&grades.learners),
            called: grades.learners.iter().map(|one| report_words::name(grades, one)).collect(),
        };
        class.find_verdicts();
        class
    }

    /// Keys name what was judged; different texts that come to the same are drawn once.
    fn find_verdicts(&mut self) {
        let mut same: HashMap<String, usize> = HashMap::new();
        let units: Vec<At<'a>> = self.units().collect();
        for at in units {
            let Some(key) = at.unit.verdict.as_deref() else { continue };
            let Some((key, judged)) = self.grades.verdicts.get_key_value(key) else { continue };
            if !has_something_to_say(at.unit, judged) {
                continue;
            }
            let waits = at.unit.status == Status::Unsure && report_words::waits(at.unit);
            let is_rejected = at.unit.status == Status::Failed
                && at.unit.decided.is_none()
                && self.exercise(at.exercise).kind == Kind::Answer;
            let number = *self.numbers.entry(key).or_insert_with(|| {
                let text = serde_json::to_string(judged).unwrap_or_else(|_| key.clone());
                *same.entry(text).or_insert_with(|| {
                    self.verdicts.push(Drawn {
                        judged,
                        exercise: at.exercise,
                        learners: Vec::new(),
                        waits,
                        is_rejected,
                    });
                    self.verdicts.len() - 1
                })
            });
            let drawn = &mut self.verdicts[number];
            drawn.waits |= waits;
            drawn.is_rejected |= is_rejected;
            drawn.learners.push(at.learner);
        }
    }

    /// All units, learner by learner.
    pub(super) fn units(&self) -> impl Iterator<Item = At<'a>> + use<'a, '_> {
        self.grades.learners.iter().enumerate().flat_map(move |(learner, grades)| {
            grades.units.iter().filter_map(move |unit| {
                Some(At { unit, learner, exercise: *self.exercises.get(unit.exercise.as_str())? })
            })
        })
    }

    /// The unit of a learner for an exercise.
    pub(super) fn unit(&self, learner: usize, exercise: usize) -> Option<&'a Unit> {
        self.units_of(learner).find(|at| at.exercise == exercise).map(|at| at.unit)
    }

    /// Those of one learner.
    pub(super) fn units_of(&self, learner: usize) -> impl Iterator<Item = At<'a>> + use<'a, '_> {
        self.grades.learners[learner].units.iter().filter_map(move |unit| {
            Some(At { unit, learner, exercise: *self.exercises.get(unit.exercise.as_str())? })
        })
    }

    pub(super) fn learner(&self, at: usize) -> &'a LearnerGrades {
        &self.grades.learners[at]
    }

    /// The name of a learner, as text.
    pub(super) fn name(&self, learner: usize) -> Markup {
        html! { bdi { (words::clean(&self.called[learner])) } }
    }

    /// What the page of a learner is called in links. It stays the same whoever else is in the class.
    pub(super) fn page(&self, learner: usize) -> String {
        format!("l-{}", self.names[learner])
    }

    /// What a unit is called there. No name of a learner has a dot.
    pub(super) fn place(&self, at: At<'_>) -> String {
        format!("{}.{}", self.page(at.learner), at.exercise)
    }

    pub(super) fn exercise(&self, at: usize) -> &'a Graded {
        &self.grades.exercises[at]
    }

    /// The learner with this id.
    pub(super) fn with_id(&self, id: &str) -> Option<usize> {
        self.learners.get(id).copied()
    }

    /// The number of a unit's verdict, where that is drawn.
    pub(super) fn number(&self, unit: &Unit) -> Option<usize> {
        let key = unit.verdict.as_deref()?;
        let judged = self.grades.verdicts.get(key)?;
        self.numbers.get(key).copied().filter(|_| has_something_to_say(unit, judged))
    }

    /// How many have handed something in, whether or not it could be opened.
    pub(super) fn handed_in(&self) -> usize {
        self.grades.learners.iter().filter(|one| report_words::came(one) != Came::Nothing).count()
    }

    /// The exercises by chapter, in their order: chapters that are told apart stand apart.
    pub(super) fn chapters(&self) -> Vec<(Option<&'a str>, std::ops::Range<usize>)> {
        let mut chapters: Vec<(Option<&str>, std::ops::Range<usize>)> = Vec::new();
        for (at, graded) in self.grades.exercises.iter().enumerate() {
            match chapters.last_mut() {
                Some((title, range)) if *title == graded.chapter.as_deref() => range.end = at + 1,
                _ => chapters.push((graded.chapter.as_deref(), at..at + 1)),
            }
        }
        chapters
    }
}

/// The starter's own verdict says nothing of a learner, and a pass without findings nothing at all.
fn has_something_to_say(unit: &Unit, judged: &Judged) -> bool {
    match unit.status {
        Status::Failed | Status::Unsure | Status::Broken | Status::Refused => true,
        Status::Passed => !judged.verdict.findings.is_empty(),
        Status::Untouched | Status::Missing => false,
    }
}

/// Whether a unit has something to say beside its status: it gets a place of its own on its learner's page.
pub(super) fn is_told(learner: &LearnerGrades, unit: &Unit) -> bool {
    if !report_words::is_told(learner, unit) {
        return false;
    }
    let is_plain = matches!(unit.status, Status::Passed | Status::Untouched | Status::Missing);
    let has_more = unit.decided.is_some()
        || unit.note.is_some()
        || !unit.flags.is_empty()
        || !unit.same_as.is_empty()
        || (unit.status == Status::Passed && unit.points != unit.of);
    !is_plain || has_more
}
