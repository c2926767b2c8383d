//! What a learner is told of one exercise. It names no other learner, and no model answer.

use super::super::describe::{self, count};
use super::super::lines::Line;
use super::{escape, words};
use crate::check::answer::UNSURE;
use crate::classroom::grades::{Grades, Status, Unit};
use crate::verdict::{Finding, Severity, TestOutcome, TestResult, Verdict};

/// What is said of a unit.
pub(super) struct Told<'a> {
    /// What became of it, as sentences. They may hold a learner's or an instructor's own words.
    pub(super) sentences: Vec<String>,
    /// What was found, the most important first, as far as it is shown.
    pub(super) findings: Vec<&'a Finding>,
    /// What counted and what did not.
    pub(super) notes: Vec<&'a Finding>,
    /// How many more errors there are.
    pub(super) more: usize,
    /// The tests that ran or should have.
    pub(super) tests: &'a [TestResult],
}

/// What is said of this unit.
pub(super) fn unit<'a>(grades: &'a Grades, unit: &'a Unit) -> Told<'a> {
    let mut told = Told {
        sentences: sentences(grades, unit),
        findings: Vec::new(),
        notes: Vec::new(),
        more: 0,
        tests: &[],
    };
    let shown = matches!(unit.status, Status::Passed | Status::Failed | Status::Unsure);
    if let Some(verdict) = words::verdict(grades, unit).filter(|_| shown) {
        told.look_into(verdict);
    }
    told
}

fn sentences(grades: &Grades, unit: &Unit) -> Vec<String> {
    let mut sentences = Vec::new();
    sentences.extend(words::decided(unit));
    let file = grades.exercises.iter().find(|exercise| exercise.name == unit.exercise);
    let file = file.map_or(unit.exercise.as_str(), |exercise| exercise.file.as_str());
    match unit.status {
        Status::Unsure if unit.decided.is_none() => {
            sentences.push("Your answer waits for the instructor, who reads it.".into());
        }
        Status::Untouched => sentences.push("The file is still as it was at the start.".into()),
        Status::Missing => sentences.push(format!("`{file}` was not among what was handed in.")),
        Status::Refused => {
            let why = unit.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
            sentences.push(format!("`{file}` was not taken{why}."));
        }
        Status::Broken => {
            sentences.push(
                "This could not be judged, and it is not your fault: it waits for the instructor.".into(),
            );
        }
        Status::Passed | Status::Failed | Status::Unsure => {}
    }
    // What the machine lacked is the instructor's business.
    let is_said = matches!(unit.status, Status::Broken | Status::Refused);
    sentences.extend(unit.note.clone().filter(|_| !is_said));
    sentences
}

impl<'a> Told<'a> {
    fn look_into(&mut self, verdict: &'a Verdict) {
        // That the grader cannot tell is said by the sentence above; what it advises is for those who learn alone.
        let is_undecided =
            |finding: &Finding| finding.code.as_deref() == Some(UNSURE) && finding.why.is_some();
        let errors: Vec<&Finding> = verdict.errors().filter(|finding| !is_undecided(finding)).collect();
        // As on the screen: each missing idea and each wrong blank is shown; of others, the first is.
        let shown = match errors.first() {
            Some(first) if !describe::in_words(first) => 1,
            _ => errors.len(),
        };
        self.more = errors.len() - shown;
        self.findings = errors.into_iter().take(shown).collect();
        let is_note = |finding: &&Finding| finding.severity == Severity::Note && describe::is_edited(finding);
        self.notes = verdict.findings.iter().filter(is_note).collect();
        if verdict.tests.iter().any(|test| test.outcome != TestOutcome::Missing) {
            self.tests = &verdict.tests;
        }
    }

    /// How many tests have passed, and which have not; nothing where none ran.
    pub(super) fn tests(&self) -> Option<(String, Vec<&'a str>)> {
        let asked = self.tests.iter().filter(|test| test.outcome != TestOutcome::Ignored);
        let (good, open): (Vec<_>, Vec<_>) = asked.partition(|test| test.outcome == TestOutcome::Ok);
        let all = good.len() + open.len();
        let open = open.into_iter().map(|test| test.name.as_str()).collect();
        (all > 0).then(|| (format!("{} of {} passed", good.len(), count(all, "test")), open))
    }

    /// "and 2 more errors".
    pub(super) fn more(&self) -> Option<String> {
        (self.more > 0).then(|| format!("and {}, often from the same cause", count(self.more, "more error")))
    }

    /// All of it as plain text.
    pub(super) fn text(&self) -> String {
        let mut parts: Vec<String> = self.sentences.clone();
        parts.extend(self.notes.iter().map(|note| format!("note: {}", note.message)));
        for finding in &self.findings {
            if describe::in_words(finding) {
                parts.push(format!("• {}", finding.message));
                parts.extend(finding.why.clone());
            } else {
                let lines: Vec<String> = describe::finding(finding).iter().map(Line::text).collect();
                parts.push(lines.join("\n"));
            }
        }
        parts.extend(self.more());
        if let Some((passed, open)) = self.tests() {
            parts.push(passed);
            parts.extend(open.iter().map(|name| format!("  not yet: {name}")));
        }
        escape::lines(&escape::beginning(&parts.join("\n")))
    }
}
