//! A text answer: finding it in its file, and turning the rubric's judgement into findings.

use crate::kit::Exercise;
use crate::rubric::{Context, Judgement, Outcome, Rubric};
use crate::verdict::{Finding, Reason};

/// The heading that the answer stands under.
pub const HEADING: &str = "## Your answer";

/// The code of the finding for a text that is not an attempt yet: nothing was written.
pub const UNFINISHED: &str = "unfinished";
/// The code of the findings for a text that the rubric cannot decide.
pub const UNSURE: &str = "unsure";

/// A file cut at its heading.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The question and its context.
    pub question: &'a str,
    /// What stands below the heading.
    pub answer: &'a str,
    /// The one-based line of the heading.
    pub line: u32,
}

/// Cuts the file at the heading. A second heading of that name is part of the answer.
pub fn parts(text: &str) -> Option<Parts<'_>> {
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if line.trim().eq_ignore_ascii_case(HEADING) {
            return Some(Parts {
                question: &text[..at],
                answer: &text[at + line.len()..],
                line: u32::try_from(number + 1).unwrap_or(u32::MAX),
            });
        }
        at += line.len();
    }
    None
}

/// The finding for a file without the heading.
pub fn heading_missing(exercise: &Exercise) -> Finding {
    Finding::error(Reason::Answer, format!("the heading `{HEADING}` is missing"))
        .because(format!("Write it on a line of its own, and your answer below it; `memkata reset {}`, or `x` in the watch, brings the file back and keeps a copy of yours.", exercise.name))
        .at(exercise.file(), 1, 1)
}

/// The finding for a file in which nothing was written yet.
pub fn empty(exercise: &Exercise, line: u32) -> Finding {
    let mut finding = Finding::error(Reason::Answer, "there is no answer yet")
        .because(format!("Write it in your own words below `{HEADING}`; two or three sentences are enough."))
        .at(exercise.file(), line, 1);
    finding.code = Some(UNFINISHED.into());
    finding
}

/// The findings for an answer; none when it is accepted.
pub fn findings(
    exercise: &Exercise,
    rubric: &Rubric,
    parts: &Parts<'_>,
    model: Option<&str>,
) -> Vec<Finding> {
    let judgement = judgement(exercise, rubric, parts, model);
    match judgement.outcome {
        Outcome::Accepted => Vec::new(),
        Outcome::NotYet => told(exercise, &judgement, parts.line, None),
        Outcome::Unsure => told(exercise, &judgement, parts.line, Some(UNSURE)),
    }
}

/// What the rubric makes of an answer.
pub fn judgement(exercise: &Exercise, rubric: &Rubric, parts: &Parts<'_>, model: Option<&str>) -> Judgement {
    rubric.judge(parts.answer, &Context::new(parts.question, &exercise.hints, model))
}

fn told(exercise: &Exercise, judgement: &Judgement, line: u32, code: Option<&str>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = judgement
        .findings
        .iter()
        .map(|found| {
            let mut finding =
                Finding::error(Reason::Answer, found.message.clone()).at(exercise.file(), line, 1);
            finding.code = code.map(str::to_owned);
            finding
        })
        .collect();
    if code == Some(UNSURE) {
        findings.insert(0, undecided(exercise, line));
    }
    if findings.is_empty() {
        findings.push(Finding::error(Reason::Answer, "the answer is not complete yet").at(
            exercise.file(),
            line,
            1,
        ));
    }
    findings
}

/// What it means for the learner that the rubric cannot decide, and what to do: it may well be right.
fn undecided(exercise: &Exercise, line: u32) -> Finding {
    let mut finding = Finding::error(Reason::Answer, "the grader cannot tell whether this answer is right; it may be")
        .because(format!("Add a sentence about what is asked here, or say it in other words. Or compare it with the model answer, and decide for yourself: `s` in the watch, or `memkata solution {} --spoil`.", exercise.name))
        .at(exercise.file(), line, 1);
    finding.code = Some(UNSURE.into());
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_what_stands_below_the_first_heading() {
        let parts = parts("# Q\nWhy?\n## Your Answer \nBecause.\n## Your answer\nAgain.")
            .expect("there is a heading");
        assert_eq!(
            parts,
            Parts { question: "# Q\nWhy?\n", answer: "Because.\n## Your answer\nAgain.", line: 3 }
        );
    }
}
