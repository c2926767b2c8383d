//! From verdicts to grades: points, what the instructor has decided, and what they should look at.

use std::collections::{BTreeMap, BTreeSet};

use super::class::{Class, Handed, KitName, Learner};
use super::copies::Copies;
use super::decisions::Decisions;
use super::grades::{
    Decided, FORMAT, Flag, Graded, Grades, Judged, LearnerGrades, Matched, Points, Sandbox, Status, Unit,
};
use super::units::{self, Plan};
use crate::check::{answer, ends, tests};
use crate::error::ErrorKind;
use crate::kit::{Credit, Exercise, Kit};
use crate::verdict::{Reason, TestOutcome, Verdict};

/// What a verdict in the grades has at most: they are read by people, and a class has many.
const MOST_FINDINGS: usize = 8;
const MOST_TEXT: usize = 4000;

/// Everything that grades are made of.
pub struct Parts<'a> {
    pub kit: &'a Kit,
    pub exercises: &'a [&'a Exercise],
    pub class: &'a Class,
    pub plan: &'a Plan<'a>,
    /// One for each of the plan's distinct units.
    pub judged: &'a [units::Judged],
    /// The same for the wrong beliefs that they look like.
    pub mistakes: &'a [Option<Matched>],
    /// What learners have written, of texts that an instructor may have to read; by the units' keys.
    pub texts: &'a BTreeMap<String, String>,
    pub decisions: &'a Decisions,
    pub copies: &'a Copies,
    pub sandbox: Sandbox,
}

impl Parts<'_> {
    /// Puts them together.
    pub fn grades(self) -> Grades {
        let learners = (0..self.class.learners.len()).map(|at| self.learner(at)).collect();
        let mut verdicts = BTreeMap::new();
        let handed_in: BTreeSet<usize> = self.plan.places.iter().flatten().flatten().copied().collect();
        let all = self.plan.distinct.iter().zip(self.judged).zip(self.mistakes).enumerate();
        for (_, ((distinct, judged), mistake)) in all.filter(|(at, _)| handed_in.contains(at)) {
            if let units::Judged::Verdict(verdict) = judged {
                let text = self.texts.get(&distinct.key).cloned().map(|mut text| {
                    cut(&mut text);
                    text
                });
                let judged = Judged { verdict: shortened(verdict), text, mistake: mistake.clone() };
                verdicts.insert(distinct.key.clone(), judged);
            }
        }
        Grades {
            format: FORMAT,
            memkata: env!("CARGO_PKG_VERSION").into(),
            kit: name_of(self.kit),
            sandbox: self.sandbox.clone(),
            exercises: self.exercises.iter().map(|exercise| graded(self.kit, exercise)).collect(),
            learners,
            verdicts,
            refused: self.class.refused.clone(),
            notices: self.class.notices.clone(),
        }
    }

    fn learner(&self, at: usize) -> LearnerGrades {
        let learner = &self.class.learners[at];
        let units: Vec<Unit> = (0..self.exercises.len()).map(|exercise| self.unit(at, exercise)).collect();
        LearnerGrades {
            person: learner.person.clone(),
            submission: learner.submission.clone(),
            refused: learner.refused.clone(),
            late: learner.late,
            other_kit: learner.kit.clone().filter(|kit| *kit != name_of(self.kit)),
            elsewhere: learner.elsewhere.clone(),
            points: units.iter().map(|unit| unit.points).sum(),
            of: units.iter().map(|unit| unit.of).sum(),
            units,
        }
    }

    fn unit(&self, learner: usize, at: usize) -> Unit {
        let exercise = self.exercises[at];
        let of = Points::whole(exercise.points);
        let mut unit = Unit {
            exercise: exercise.name.clone(),
            status: Status::Missing,
            reason: None,
            points: Points::default(),
            of,
            verdict: None,
            note: None,
            same_as: Vec::new(),
            decided: None,
            flags: Vec::new(),
        };
        match self.plan.places[learner][at] {
            Some(place) => {
                self.judged(place, at, &mut unit);
                self.allow_for_other_kit(&self.class.learners[learner], &mut unit);
            }
            None => {
                if let Some(why) = self.refused(&self.class.learners[learner], exercise) {
                    unit.status = Status::Refused;
                    unit.note = Some(why.to_owned());
                }
            }
        }
        if let Some(others) = self.copies.get(&(learner, at)) {
            unit.same_as = others.iter().map(|other| self.class.learners[*other].person.id.clone()).collect();
            unit.flags.push(Flag::Copied);
            if unit.status == Status::Passed {
                unit.status = Status::Unsure;
                unit.points = Points::default();
            }
        }
        if let Some(decision) = self.decisions.get(&(learner, at)) {
            let instead_of = std::mem::replace(&mut unit.points, decision.points);
            unit.decided =
                Some(Decided { points: decision.points, instead_of, reason: decision.reason.clone() });
        }
        unit
    }

    /// What has to stay as it was may have been otherwise in the kit that the learner has.
    fn allow_for_other_kit(&self, learner: &Learner, unit: &mut Unit) {
        let is_other = learner.kit.as_ref().is_some_and(|kit| *kit != name_of(self.kit));
        if is_other && unit.status == Status::Failed && unit.reason == Some(Reason::Rules) {
            unit.status = Status::Unsure;
            unit.note = Some("this may come from the kit that it was made from, which is another one".into());
            unit.flags.retain(|flag| *flag != Flag::Forbidden);
        }
    }

    fn refused<'c>(&self, learner: &'c Learner, exercise: &Exercise) -> Option<&'c str> {
        let (at, _) = self.kit.find(&exercise.name)?;
        match learner.files.get(at)? {
            Handed::Refused(why) => Some(why),
            Handed::File(_) | Handed::Missing => None,
        }
    }

    fn judged(&self, place: usize, exercise: usize, unit: &mut Unit) {
        let distinct = &self.plan.distinct[place];
        let verdict = match &self.judged[place] {
            units::Judged::Verdict(verdict) => verdict,
            units::Judged::Fault(kind, why) => {
                let whose = if *kind == ErrorKind::Kit { "the kit's" } else { "the machine's" };
                unit.status = Status::Broken;
                unit.note = Some(format!("this could not be judged, by {whose} fault: {why}"));
                return;
            }
        };
        unit.verdict = Some(distinct.key.clone());
        unit.reason = verdict.reason;
        unit.status = match verdict.passed() {
            true => Status::Passed,
            false if distinct.is_starter => Status::Untouched,
            false if is_unsure(verdict) => Status::Unsure,
            false => Status::Failed,
        };
        unit.points = match unit.status {
            Status::Passed => unit.of,
            Status::Failed if distinct.exercise.credit == Credit::PerTest => {
                part(unit.of, verdict, self.starter(exercise))
            }
            _ => Points::default(),
        };
        if unit.status != Status::Untouched {
            unit.flags = flags(verdict);
        }
    }
}

impl Parts<'_> {
    /// The verdict on the starter of an exercise, where it was asked for.
    fn starter(&self, exercise: usize) -> Option<&Verdict> {
        match self.judged.get((*self.plan.starters.get(exercise)?)?)? {
            units::Judged::Verdict(verdict) => Some(verdict),
            units::Judged::Fault(..) => None,
        }
    }
}

/// A kit by its name.
pub fn name_of(kit: &Kit) -> KitName {
    KitName { title: kit.title.clone(), version: kit.version.clone() }
}

fn graded(kit: &Kit, exercise: &Exercise) -> Graded {
    Graded {
        name: exercise.name.clone(),
        file: exercise.file(),
        chapter: kit.chapter_of(exercise).map(|(_, chapter)| chapter.title.clone()),
        kind: exercise.kind,
        task: exercise.task.clone(),
        points: Points::whole(exercise.points),
        credit: exercise.credit,
    }
}

/// The rubric itself says that it cannot tell.
fn is_unsure(verdict: &Verdict) -> bool {
    verdict.errors().any(|finding| finding.code.as_deref() == Some(answer::UNSURE))
}

/// What the tests that have passed are worth, beyond those that the starter passes already. All of them are not
/// enough where something else did not pass.
fn part(of: Points, verdict: &Verdict, starter: Option<&Verdict>) -> Points {
    let passed =
        |verdict: &Verdict| verdict.tests.iter().filter(|test| test.outcome == TestOutcome::Ok).count();
    let total = verdict.tests.iter().filter(|test| test.outcome != TestOutcome::Ignored).count();
    let before = starter.map_or(0, passed);
    let ok = passed(verdict).min(total.saturating_sub(1));
    of.part(ok.saturating_sub(before), total.saturating_sub(before))
}

fn flags(verdict: &Verdict) -> Vec<Flag> {
    let has = |code: &str| verdict.findings.iter().any(|finding| finding.code.as_deref() == Some(code));
    let all = [
        (Flag::TestsEdited, has(tests::EDITED)),
        (Flag::Forbidden, verdict.reason == Some(Reason::Rules) || has("unsafe_code")),
        (
            Flag::Limit,
            matches!(verdict.reason, Some(Reason::Timeout | Reason::MemoryLimit | Reason::OutputLimit)),
        ),
        (Flag::Crash, verdict.reason == Some(Reason::Crash)),
        (Flag::LeftEarly, has(tests::LEFT_EARLY)),
        (Flag::LeftProcesses, has(ends::LEFT_PROCESSES)),
    ];
    all.into_iter().filter(|(_, is)| *is).map(|(flag, _)| flag).collect()
}

/// A verdict as grades have it: without times, which differ from run to run, and without an endless output.
fn shortened(verdict: &Verdict) -> Verdict {
    let mut verdict = verdict.clone().without_times();
    verdict.findings.truncate(MOST_FINDINGS);
    for finding in &mut verdict.findings {
        cut(&mut finding.message);
        finding.rendered.iter_mut().for_each(cut);
    }
    verdict.tests.iter_mut().filter_map(|test| test.message.as_mut()).for_each(cut);
    verdict.output.iter_mut().for_each(cut);
    // What helps a learner on, and what nobody else's report should give away.
    (verdict.hint, verdict.model) = (None, None);
    verdict
}

fn cut(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(MOST_TEXT) {
        text.truncate(end);
        text.push_str(" … (cut)");
    }
}
