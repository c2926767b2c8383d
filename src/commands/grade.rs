//! `memkata grade`: judges a class and writes its gradebooks and reports.

mod github;

use std::sync::Mutex;

use super::{NOT_PASSED, PASSED};
use crate::classroom::grades::{Grades, Status, Unit};
use crate::classroom::grading::{Asked, Grading, Stage};
use crate::classroom::{decisions, outputs};
use crate::cli::{Format, Grade, SandboxMode};
use crate::error::{Error, ErrorKind, Result};
use crate::runner::Cancel;
use crate::view::{Bar, View, reports};

pub(super) fn run(asked: &Grade, view: &View) -> Result<u8> {
    let Some(out) = asked.out.clone().filter(|_| !asked.dry_run) else {
        return rehearse(asked, view);
    };
    let bars = Bars { view, current: Mutex::new(None) };
    let told = |stage, done, total| bars.show(stage, done, total);
    let wanted = wanted(asked, out);
    let grading = Grading::open(&wanted, &told);
    bars.clear();
    let grading = grading?;
    grading.project().notices.iter().for_each(|notice| view.notice(notice));
    let grades = grading.grade(&Cancel::default(), &told);
    bars.clear();
    let Some(grades) = grades? else { return Ok(NOT_PASSED) };
    let gone = decisions::forgotten(&grading.project().state_dir().join("decided.json"), &grades)?;
    if !gone.is_empty() {
        view.notice(&format!(
            "decisions of the last run are not in this one ({}): give their file with --overrides again, if they are to stand",
            gone.join("; ")
        ));
    }
    outputs::write(&wanted.out, &reports::files(&grades))?;
    view.grades(&grades, &wanted.out);
    if view.format() == Format::Text {
        github::tell(&grades, view)?;
    }
    Ok(status(&grades))
}

/// Shows what would be judged and how; a folder that is thrown away holds what was read.
fn rehearse(asked: &Grade, view: &View) -> Result<u8> {
    let nowhere = tempfile::tempdir()
        .map_err(|error| Error::machine(format!("there is no room for temporary files: {error}")))?;
    let bars = Bars { view, current: Mutex::new(None) };
    let told = |stage, done, total| bars.show(stage, done, total);
    let grading = Grading::open(&wanted(asked, nowhere.path().join("out")), &told);
    bars.clear();
    let grading = grading?;
    view.rehearsal(&grading.rehearsal()?);
    Ok(PASSED)
}

fn wanted(asked: &Grade, out: std::path::PathBuf) -> Asked {
    Asked {
        kit: asked.kit.clone(),
        submissions: asked.submissions.clone(),
        out,
        roster: asked.roster.clone(),
        overrides: asked.overrides.clone(),
        only: asked.only.clone(),
        best_effort: asked.sandbox == SandboxMode::BestEffort,
    }
}

/// 4 where something could not be judged: never the learners' fault.
fn status(grades: &Grades) -> u8 {
    let mut units = grades.learners.iter().flat_map(|learner| &learner.units);
    if units.clone().any(|unit| unit.status == Status::Broken && unit.decided.is_none()) {
        return ErrorKind::Machine.exit_code();
    }
    // Where the instructor has decided, their word counts.
    let is_done = |unit: &Unit| match &unit.decided {
        Some(decided) => decided.points >= unit.of,
        None => unit.status == Status::Passed,
    };
    let all = units.all(is_done) && grades.refused.is_empty();
    if all { PASSED } else { NOT_PASSED }
}

/// A bar for the stage that is on.
struct Bars<'v> {
    view: &'v View,
    current: Mutex<Option<(Stage, Bar)>>,
}

impl Bars<'_> {
    fn show(&self, stage: Stage, done: usize, total: usize) {
        let mut current = self.current.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if current.as_ref().is_none_or(|(shown, _)| *shown != stage) {
            let what = match stage {
                Stage::Verifying => "proving the kit",
                Stage::Judging => "judging",
            };
            *current = Some((stage, self.view.progress_bar(total).named(what)));
        }
        if let Some((_, bar)) = &*current {
            bar.show(done);
        }
    }

    fn clear(&self) {
        if let Some((_, bar)) = self.current.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()
        {
            bar.clear();
        }
    }
}
