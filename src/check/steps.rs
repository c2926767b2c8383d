//! Builds go in steps: which step a test belongs to, and which one a learner is at.

use crate::kit::Exercise;
use crate::verdict::{Step, TestOutcome, TestResult};

/// What the name of a module begins with whose tests belong to a step: `step_2`.
const MODULE: &str = "step_";

/// The one-based step that a test belongs to, by the module in its path: 2 for `step_2::grows`
/// and for `tests::step_2::grows`.
pub fn number(test: &str) -> Option<usize> {
    let (modules, _) = test.rsplit_once("::")?;
    modules.split("::").find_map(|module| module.strip_prefix(MODULE)?.parse().ok())
}

/// The first step with a test that is not passed; `None` where all are, or the exercise has no
/// steps. A test that was never asked for says nothing.
pub fn first_open(exercise: &Exercise, tests: &[TestResult]) -> Option<Step> {
    let failed = tests.iter().filter(|test| test.outcome == TestOutcome::Failed);
    let number = failed.filter_map(|test| number(&test.name)).min()?;
    let title = exercise.steps.get(number.checked_sub(1)?)?;
    Some(Step { number, of: exercise.steps.len(), title: title.clone() })
}
