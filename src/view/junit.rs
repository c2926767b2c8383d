//! The verdicts of `check` as JUnit XML, for build servers.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::kit::project::Project;
use crate::verdict::{Outcome, Verdict};

/// The report: a suite per kit, a case per exercise.
pub(super) fn check(project: &Project, verdicts: &[Verdict]) -> String {
    let mut suite = TestSuite::new(project.kit.title.clone());
    for verdict in verdicts {
        suite.add_test_case(case(project, verdict));
    }
    let mut report = Report::new("memkata");
    report.add_test_suite(suite);
    report.to_string().unwrap_or_default()
}

fn case(project: &Project, verdict: &Verdict) -> TestCase {
    let first = verdict.errors().next();
    let status = match verdict.verdict {
        Outcome::Passed => TestCaseStatus::success(),
        Outcome::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Outcome::Broken => TestCaseStatus::non_success(NonSuccessKind::Error),
    };
    let mut case = TestCase::new(verdict.exercise.clone(), status);
    if let Some((_, exercise)) = project.kit.find(&verdict.exercise) {
        case.set_classname(exercise.dir.clone().unwrap_or_default());
    }
    case.set_time(Duration::from_millis(verdict.elapsed_ms));
    if let Some(finding) = first {
        case.status.set_message(finding.message.clone());
        if let Some(reason) = verdict.reason {
            case.status.set_type(reason.name());
        }
        let place = match (&finding.file, finding.line) {
            (Some(file), Some(line)) => format!("{file}:{line}\n"),
            _ => String::new(),
        };
        case.status
            .set_description(format!("{place}{}", finding.rendered.as_deref().unwrap_or(&finding.message)));
    }
    case
}
