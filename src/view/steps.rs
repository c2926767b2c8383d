//! An exercise of steps: which are done, and the tests of the one that is not.

use super::lines::{Line, Tone};
use crate::check::steps;
use crate::kit::Exercise;
use crate::verdict::{Step, TestResult, Verdict};

/// Where the learner is: "step 2 of 6: push makes room".
pub fn headline(step: &Step) -> Line {
    Line::new(Tone::Accent, format!("step {} of {}: ", step.number, step.of)).and(Tone::Strong, &step.title)
}

/// The steps before anything was judged.
pub(super) fn plan(exercise: &Exercise) -> Vec<Line> {
    if exercise.steps.is_empty() {
        return Vec::new();
    }
    let mut lines =
        vec![Line::new(Tone::Plain, "it goes step by step, and each save tells which step is next:")];
    let listed = (1..).zip(&exercise.steps);
    lines.extend(listed.map(|(number, title)| Line::new(Tone::Plain, format!("  · step {number}: {title}"))));
    lines
}

/// A line per step, under the one that is open its tests; `None` where the exercise has no steps, or
/// nothing has run.
pub(super) fn lines(
    verdict: &Verdict,
    exercise: &Exercise,
    test_line: impl Fn(&TestResult) -> Line,
) -> Option<Vec<Line>> {
    if exercise.steps.is_empty() || (verdict.step.is_none() && !verdict.passed()) {
        return None;
    }
    let open = verdict.step.as_ref().map_or(usize::MAX, |step| step.number);
    let mut lines = Vec::new();
    for (number, title) in (1..).zip(&exercise.steps) {
        let (sign, tone) = match number.cmp(&open) {
            std::cmp::Ordering::Less => ("✓", Tone::Good),
            std::cmp::Ordering::Equal => ("→", Tone::Strong),
            std::cmp::Ordering::Greater => ("·", Tone::Dim),
        };
        let words = if number > open { Tone::Dim } else { Tone::Plain };
        lines.push(Line::new(tone, format!("  {sign} ")).and(words, format!("step {number}: {title}")));
        if number == open {
            let own = verdict.tests.iter().filter(|test| steps::number(&test.name) == Some(number));
            lines.extend(own.map(|test| Line::new(Tone::Plain, "  ").and_all(test_line(test))));
        }
    }
    Some(lines)
}
