//! The examples of a rubric: those to accept are accepted, those to reject are not, and no
//! accepted one is accepted with its subjects swapped.

use super::judged::broken;
use super::{Claim, Flaw, Proof};
use crate::error::{ErrorKind, Result};
use crate::judge::Judge;
use crate::kit::Exercise;
use crate::kit::project::Project;
use crate::rubric::{Context, Label, Outcome};

pub(super) fn proofs(project: &Project, judge: &Judge<'_>, exercise: &Exercise) -> Result<Vec<Proof>> {
    let proof = Proof::of(exercise, Claim::Example, exercise.rubric_file());
    let rubric = match judge.rubric(exercise) {
        Ok(rubric) => rubric,
        Err(error) if error.kind == ErrorKind::Kit => return Ok(broken(project, &proof, &error)),
        Err(error) => return Err(error),
    };
    let context = Context::new("", &exercise.hints, None);
    let accepts = |text: &str| rubric.judge(text, &context).outcome == Outcome::Accepted;
    let one = |(number, example): (usize, &crate::rubric::Example)| {
        let accepted = accepts(&example.text);
        let swapped = || rubric.swap_subjects(&example.text).is_some_and(|text| accepts(&text));
        let problem = match example.label {
            Label::Accept if !accepted => "should be accepted, and is not",
            Label::Reject if accepted => "should be rejected, and is accepted",
            Label::Accept if swapped() => "is accepted with its subjects swapped, too",
            _ => return proof.clone(),
        };
        let what = format!("example {} {problem}: {:?}", number + 1, short(&example.text));
        let help =
            "mend the rubric, or the example's label; `memkata rubric --explain` shows which words counted";
        proof.clone().failing(Flaw::new(what, help))
    };
    Ok(rubric.examples().iter().enumerate().map(one).collect())
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
