//! The verdicts of `check` and the claims of `verify` as JUnit XML, for build servers.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::reports::escape;
use crate::kit::Kit;
use crate::kit::project::Project;
use crate::proof::Proof;
use crate::verdict::{Outcome, Verdict};

/// The report: a suite per kit, a case per exercise.
pub(super) fn check(project: &Project, verdicts: &[Verdict]) -> String {
    let mut suite = TestSuite::new(project.kit.title.clone());
    for verdict in verdicts {
        suite.add_test_case(case(project, verdict));
    }
    let mut report = Report::new("memkata");
    report.add_test_suite(suite);
    document(&report)
}

fn case(project: &Project, verdict: &Verdict) -> TestCase {
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
    tell(&mut case.status, verdict);
    case
}

/// The report as a document that can be printed anywhere. GitHub's runner takes lines of standard output that begin with
/// `::`, and `##[` anywhere, for commands of its own: as XML, their first sign is written in another way.
pub(super) fn document(report: &Report) -> String {
    let text = report.to_string().unwrap_or_default().replace("##[", "&#35;#[");
    let line = |line: &str| match escape::may_command(line) {
        true => line.replacen(':', "&#58;", 1),
        false => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

/// What the first error says.
pub(super) fn tell(status: &mut TestCaseStatus, verdict: &Verdict) {
    let Some(finding) = verdict.errors().next() else { return };
    status.set_message(escape::lines(&finding.message));
    if let Some(reason) = verdict.reason {
        status.set_type(reason.name());
    }
    let place = match (&finding.file, finding.shown_line()) {
        (Some(file), Some(line)) => format!("{file}:{line}\n"),
        _ => String::new(),
    };
    let words = format!("{place}{}", finding.rendered.as_deref().unwrap_or(&finding.message));
    status.set_description(escape::lines(&words));
}

/// The report: a suite per kit, a case per claim; its class is the exercise.
pub(super) fn proofs(kit: &Kit, proofs: &[Proof]) -> String {
    let mut suite = TestSuite::new(kit.title.clone());
    for proof in proofs {
        let status = match proof.flaw {
            None => TestCaseStatus::success(),
            Some(_) => TestCaseStatus::non_success(NonSuccessKind::Failure),
        };
        let mut case = TestCase::new(format!("{} {}", proof.claim.name(), proof.file), status);
        case.set_classname(proof.exercise.clone().unwrap_or_else(|| "kit".into()));
        if let Some(flaw) = &proof.flaw {
            case.status.set_message(flaw.what.clone());
            case.status.set_type(proof.claim.name());
            let line = proof.line.map(|line| format!(":{line}")).unwrap_or_default();
            case.status.set_description(format!("{}{line}\n{}\n{}", proof.file, flaw.what, flaw.help));
        }
        suite.add_test_case(case);
    }
    let mut report = Report::new("memkata");
    report.add_test_suite(suite);
    document(&report)
}
