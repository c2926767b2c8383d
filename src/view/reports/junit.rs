//! Grades as JUnit XML: a suite per learner, a case per exercise.

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use super::super::junit::{document, tell};
use super::escape;
use super::words::{self, Came};
use crate::classroom::grades::{Grades, LearnerGrades, Status, Unit};

/// The report. It has no times: the same submissions give the same bytes.
pub(super) fn report(grades: &Grades) -> String {
    let mut report = Report::new("memkata");
    for learner in &grades.learners {
        report.add_test_suite(suite(grades, learner));
    }
    document(&report)
}

fn suite(grades: &Grades, learner: &LearnerGrades) -> TestSuite {
    let person = &learner.person;
    let name =
        if person.name == person.id { person.id.clone() } else { format!("{} ({})", person.name, person.id) };
    let mut suite = TestSuite::new(escape::line(&name));
    let mut property = |name: &str, value: &str| {
        suite.add_property(Property::new(name, escape::line(value)));
    };
    property("points", &learner.points.to_string());
    property("of", &learner.of.to_string());
    property("memkata", &grades.memkata);
    property("kit", &format!("{} {}", grades.kit.title, grades.kit.version));
    property("sandbox", &words::sandbox(&grades.sandbox));
    property(
        "submission",
        &words::not_judged(learner).or_else(|| learner.submission.clone()).unwrap_or_default(),
    );
    if learner.late {
        suite.add_property(Property::new("late", "yes"));
    }
    if let Came::Unopened(_) = words::came(learner) {
        // Once, rather than in each case.
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(escape::line(&words::not_judged(learner).unwrap_or_default()));
        suite.add_test_case(TestCase::new("submission", status));
    }
    for unit in &learner.units {
        suite.add_test_case(case(grades, learner, unit));
    }
    suite
}

fn case(grades: &Grades, learner: &LearnerGrades, unit: &Unit) -> TestCase {
    let is_told = words::is_told(learner, unit);
    let status = match unit.status {
        _ if words::counts_as_passed(unit) => TestCaseStatus::success(),
        Status::Refused if !is_told => TestCaseStatus::skipped(),
        Status::Passed | Status::Failed | Status::Refused => {
            TestCaseStatus::non_success(NonSuccessKind::Failure)
        }
        Status::Broken => TestCaseStatus::non_success(NonSuccessKind::Error),
        Status::Unsure | Status::Untouched | Status::Missing => TestCaseStatus::skipped(),
    };
    let mut case = TestCase::new(unit.exercise.clone(), status);
    let exercise = grades.exercises.iter().find(|exercise| exercise.name == unit.exercise);
    if let Some(chapter) = exercise.and_then(|exercise| exercise.chapter.as_ref()) {
        case.set_classname(escape::line(chapter));
    }
    let word = words::unit(unit);
    case.status.set_message(match unit.note.as_ref().filter(|_| is_told) {
        Some(note) => format!("{word}: {}", escape::line(note)),
        None => word.to_owned(),
    });
    if matches!(unit.status, Status::Failed | Status::Broken)
        && let Some(verdict) = words::verdict(grades, unit)
    {
        tell(&mut case.status, verdict);
    }
    let mut beside = vec![format!("{} of {} points", unit.points, unit.of)];
    beside.extend(words::decided(unit));
    beside.extend(unit.flags.iter().map(|flag| words::flag(*flag).to_owned()));
    case.set_system_out(escape::lines(&beside.join("\n")));
    case
}
