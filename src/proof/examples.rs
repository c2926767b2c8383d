//! The examples of a rubric: those to accept are accepted, those to reject are not, and no
//! accepted one is accepted with its subjects swapped. And why a rubric refuses an answer.

use super::judged::broken;
use super::{Claim, Flaw, Proof};
use crate::check::answer;
use crate::error::{ErrorKind, Result};
use crate::judge::Judge;
use crate::kit::Exercise;
use crate::kit::project::Project;
use crate::position::line;
use crate::rubric::{Context, Example, Judgement, Label, Outcome};

pub(super) fn proofs(project: &Project, judge: &Judge<'_>, exercise: &Exercise) -> Result<Vec<Proof>> {
    let proof = Proof::of(exercise, Claim::Example, exercise.rubric_file());
    let rubric = match judge.rubric(exercise) {
        Ok(rubric) => rubric,
        Err(error) if error.kind == ErrorKind::Kit => return Ok(broken(project, &proof, &error)),
        Err(error) => return Err(error),
    };
    let source = project.kit.source.read(&exercise.rubric_file()).unwrap_or_default();
    let context = Context::new("", &exercise.hints, None);
    let accepts = |text: &str| rubric.judge(text, &context).outcome == Outcome::Accepted;
    let one = |(number, example): (usize, &Example)| {
        let judgement = rubric.judge(&example.text, &context);
        let accepted = judgement.outcome == Outcome::Accepted;
        let swapped = || rubric.swap_subjects(&example.text).is_some_and(|text| accepts(&text));
        let problem = match example.label {
            Label::Accept if !accepted => {
                let is =
                    if judgement.outcome == Outcome::Unsure { "is left undecided" } else { "is not yet" };
                format!("should be accepted, and {is} ({})", reason(&judgement))
            }
            Label::Reject if accepted => {
                let counted: Vec<&str> =
                    judgement.matched.iter().map(|found| found.concept.as_str()).collect();
                format!("should be rejected, and is accepted: {} counted", named(&counted))
            }
            Label::Accept if swapped() => "is accepted with its subjects swapped, too".to_owned(),
            _ => return proof.clone(),
        };
        let what = format!("example {} {problem}: {:?}", number + 1, short(&example.text));
        let help = format!(
            "mend the rubric, or the example's label; `memkata rubric {} --explain` shows which words counted",
            exercise.name
        );
        proof.clone().at(line(&source, example.span.start)).failing(Flaw::new(what, help))
    };
    Ok(rubric.examples().iter().enumerate().map(one).collect())
}

/// What a rubric misses in a model answer that does not pass. `None` where it is not the rubric
/// that refuses it.
pub(super) fn refused(judge: &Judge<'_>, exercise: &Exercise, text: &str) -> Result<Option<(u32, Flaw)>> {
    let Some(parts) = answer::parts(text).filter(|parts| !parts.answer.trim().is_empty()) else {
        return Ok(None);
    };
    let context = Context::new(parts.question, &exercise.hints, None);
    let judgement = judge.rubric(exercise)?.judge(parts.answer, &context);
    if judgement.outcome == Outcome::Accepted {
        return Ok(None);
    }
    let does = if judgement.outcome == Outcome::Unsure { "leaves it undecided" } else { "refuses it" };
    let flaw = Flaw::new(
        format!("it should pass, and the rubric {does}: {}", reason(&judgement)),
        format!("widen its concepts in {}, or mend the solution", exercise.rubric_file()),
    );
    Ok(Some((parts.line, flaw)))
}

/// Why a text is not accepted.
fn reason(judgement: &Judgement) -> String {
    let wrong: Vec<String> = judgement
        .contradictions
        .iter()
        .map(|found| format!("\"{}\" counts against it, as `{}`", short(&found.words), found.concept))
        .collect();
    if !wrong.is_empty() {
        return wrong.join("; ");
    }
    let missing: Vec<&str> = judgement.missing.iter().map(String::as_str).collect();
    match (missing.is_empty(), judgement.matched.is_empty(), judgement.findings.first()) {
        (false, true, _) => format!("nothing counted for {}", named(&missing)),
        (false, false, _) => format!("too little counted for {}", named(&missing)),
        (true, _, Some(finding)) => finding.message.clone(),
        (true, _, None) => "too little counted".to_owned(),
    }
}

/// Names in code marks, each once.
fn named(names: &[&str]) -> String {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        let name = format!("`{name}`");
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all.join(", ")
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
