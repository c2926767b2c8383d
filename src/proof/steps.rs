//! The steps of an exercise and the tests that belong to them.

use super::{Claim, Flaw, Proof};
use crate::check::steps::number;
use crate::kit::Exercise;
use crate::verdict::Verdict;

/// Whether each test of a judged solution belongs to a step, and each step has a test. Nothing
/// where there are neither steps nor tests that look like one's.
pub(super) fn proofs(exercise: &Exercise, solution: &Verdict) -> Vec<Proof> {
    let proof = Proof::of(exercise, Claim::Steps, exercise.file());
    let steps = exercise.steps.len();
    let numbers: Vec<Option<usize>> = solution.tests.iter().map(|test| number(&test.name)).collect();
    if steps == 0 {
        let Some(test) = solution.tests.iter().find(|test| number(&test.name).is_some()) else {
            return Vec::new();
        };
        let what = format!("the test `{}` belongs to a step, and the exercise has none", test.name);
        return vec![proof.failing(Flaw::new(what, "name them in `steps`, or rename the module"))];
    }
    let mut flaws = Vec::new();
    for (test, number) in solution.tests.iter().zip(&numbers) {
        if number.is_none_or(|number| number == 0 || number > steps) {
            let what = format!("the test `{}` belongs to none of the {steps} steps", test.name);
            flaws.push(Flaw::new(what, format!("put it into a module `step_1` to `step_{steps}`")));
        }
    }
    for (number, title) in (1..).zip(&exercise.steps) {
        if !numbers.contains(&Some(number)) {
            let what = format!("step {number} ({title}) has no test");
            flaws.push(Flaw::new(what, format!("write one into a module `step_{number}`")));
        }
    }
    proof.with_all(flaws)
}
