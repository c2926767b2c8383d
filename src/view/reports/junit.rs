//! Grades as JUnit XML: a suite per learner, a case per exercise.

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use super::super::junit::{document, tell};
use super::{escape, words};
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
    property("submission", learner.submission.as_deref().unwrap_or("nothing was handed in"));
    for unit in &learner.units {
        suite.add_test_case(case(grades, unit));
    }
    suite
}

fn case(grades: &Grades, unit: &Unit) -> TestCase {
    let status = match unit.status {
        _ if words::counts_as_passed(unit) => TestCaseStatus::success(),
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
    case.status.set_message(match &unit.note {
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
