//! `memkata verify`: every starter fails as it should, every solution passes, every mistake
//! fails as it says.

use std::fs;
use std::path::PathBuf;

use super::{NOT_PASSED, PASSED, chosen_many};
use crate::error::{Error, Result};
use crate::judge::many::{self, Item};
use crate::judge::{Judge, Subject};
use crate::kit::project::{Mode, Project};
use crate::kit::{Exercise, Kind};
use crate::runner::Cancel;
use crate::verdict::{Severity, Verdict};
use crate::view::View;

/// A file of the kit and what judging it must come to.
struct Claim {
    exercise: usize,
    /// Relative to the kit.
    file: String,
    bytes: Vec<u8>,
    expected: Expected,
}

impl Claim {
    fn subject(&self) -> Subject<'_> {
        match self.expected {
            Expected::Passes => Subject::Solution(&self.bytes),
            Expected::Fails(_) => Subject::Bytes(&self.bytes),
        }
    }
}

/// What an author claims of a file.
enum Expected {
    /// It passes, without warnings.
    Passes,
    /// It fails, with this as the first error where one is named.
    Fails(Option<String>),
}

/// One line of the report.
pub struct Proof {
    /// The file, relative to the kit.
    pub file: String,
    /// What is wrong and what to do; `None` where the claim holds.
    pub problem: Option<String>,
}

pub(super) fn run(names: &[String], view: &View) -> Result<u8> {
    let project = Project::here()?;
    if project.mode != Mode::Author {
        return Err(Error::usage("`verify` proves a kit, and this is a workspace")
            .help("run it in the kit's own folder"));
    }
    project.notices.iter().for_each(|notice| view.notice(notice));
    let judge = Judge::new(&project);
    let exercises = judged_here(chosen_many(&project, names)?, &judge, view)?;
    let mut proofs = Vec::new();
    let claims = claims(&project, &exercises, &mut proofs);
    let items: Vec<Item<'_>> = claims
        .iter()
        .map(|claim| Item { exercise: exercises[claim.exercise], subject: claim.subject() })
        .collect();
    let bar = view.progress_bar(items.len());
    let verdicts = many::judge(&judge, &items, true, &Cancel::default(), |done, _| bar.show(done));
    bar.clear();
    for (claim, verdict) in claims.iter().zip(verdicts?) {
        proofs.push(Proof { file: claim.file.clone(), problem: problem(&claim.expected, &verdict) });
    }
    for exercise in exercises.iter().filter(|exercise| exercise.kind == Kind::Answer) {
        proofs.extend(rubric_examples(&judge, exercise)?);
    }
    proofs.sort_by(|left, right| left.file.cmp(&right.file));
    view.proofs(&proofs);
    let holds = proofs.iter().all(|proof| proof.problem.is_none());
    Ok(if holds { PASSED } else { NOT_PASSED })
}

/// Leaves out, and says so, what this machine has no oracle for.
fn judged_here<'a>(
    exercises: Vec<&'a Exercise>,
    judge: &Judge<'_>,
    view: &View,
) -> Result<Vec<&'a Exercise>> {
    let mut kept = Vec::new();
    for exercise in exercises {
        match judge.lacks_oracle(exercise)? {
            Some(lacking) => view.notice(&format!("`{}` is not proved here: {lacking}", exercise.name)),
            None => kept.push(exercise),
        }
    }
    Ok(kept)
}

/// The starter, the solution and the mistakes of each exercise. What cannot be read becomes a
/// proof that fails.
fn claims(project: &Project, exercises: &[&Exercise], proofs: &mut Vec<Proof>) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (at, exercise) in exercises.iter().enumerate() {
        if !exercise.skip_check_unsolved {
            let expected = Expected::Fails(exercise.fails_with.clone());
            add(project, at, exercise.file(), expected, &mut claims, proofs);
        }
        add(project, at, exercise.solution_file(), Expected::Passes, &mut claims, proofs);
        for file in mistakes(project, exercise) {
            match read(project, &file).map(|bytes| first_line_claim(&bytes)) {
                Ok(Some(expected)) => {
                    add(project, at, file, Expected::Fails(Some(expected)), &mut claims, proofs);
                }
                Ok(None) => proofs.push(Proof {
                    file,
                    problem: Some(
                        "its first line does not say how it fails: begin with `// fails: E0382 · belief: M4`"
                            .into(),
                    ),
                }),
                Err(problem) => proofs.push(Proof { file, problem: Some(problem) }),
            }
        }
    }
    claims
}

fn add(
    project: &Project,
    exercise: usize,
    file: String,
    expected: Expected,
    claims: &mut Vec<Claim>,
    proofs: &mut Vec<Proof>,
) {
    match read(project, &file) {
        Ok(bytes) => claims.push(Claim { exercise, file, bytes, expected }),
        Err(problem) => proofs.push(Proof { file, problem: Some(problem) }),
    }
}

fn read(project: &Project, file: &str) -> Result<Vec<u8>, String> {
    fs::read(project.dir.join(file)).map_err(|error| format!("it cannot be read: {error}"))
}

/// The files of the exercise's `.mistakes` folder, relative to the kit.
fn mistakes(project: &Project, exercise: &Exercise) -> Vec<String> {
    let solution = exercise.solution_file();
    let folder = PathBuf::from(&solution).with_extension("mistakes");
    let folder_name = folder.to_string_lossy().replace('\\', "/");
    let entries = fs::read_dir(project.dir.join(&folder)).into_iter().flatten().flatten();
    let mut files: Vec<String> = entries
        .filter(|entry| entry.path().is_file())
        .map(|entry| format!("{folder_name}/{}", entry.file_name().to_string_lossy()))
        .collect();
    files.sort();
    files
}

/// The claim in `// fails: E0382 · belief: M4`, or the same in a Markdown comment.
fn first_line_claim(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let (_, claim) = text.lines().next()?.split_once("fails:")?;
    claim.split_whitespace().next().map(str::to_owned)
}

fn problem(expected: &Expected, verdict: &Verdict) -> Option<String> {
    let first = verdict.errors().next();
    match expected {
        Expected::Passes => {
            if let Some(error) = first {
                return Some(format!("it should pass, and fails: {}", headline(error)));
            }
            let warning = verdict.findings.iter().find(|finding| finding.severity == Severity::Warning)?;
            Some(format!("it passes with a warning: {}", headline(warning)))
        }
        Expected::Fails(_) if verdict.passed() => Some("it should fail, and passes".into()),
        Expected::Fails(None) => None,
        Expected::Fails(Some(wanted)) => {
            let error = first?;
            let fits = error.code.as_deref() == Some(wanted)
                || error.code.as_deref().and_then(|code| code.strip_prefix("clippy::")) == Some(wanted)
                || verdict.reason.is_some_and(|reason| reason.name() == wanted);
            (!fits)
                .then(|| format!("it should fail with {wanted}, and fails first with: {}", headline(error)))
        }
    }
}

fn headline(finding: &crate::verdict::Finding) -> String {
    let code = finding.code.as_deref().unwrap_or(finding.kind.name());
    let line = finding.line.map(|line| format!(", line {line}")).unwrap_or_default();
    format!("{} ({code}{line})", finding.message)
}

/// The examples of a rubric: those to accept are accepted, those to reject are not, and no
/// accepted one is accepted with its subjects swapped.
fn rubric_examples(judge: &Judge<'_>, exercise: &Exercise) -> Result<Vec<Proof>> {
    use crate::rubric::{Context, Label, Outcome};
    let rubric = judge.rubric(exercise)?;
    let context = Context::new("", &exercise.hints, None);
    let mut proofs = Vec::new();
    for (number, example) in rubric.examples().iter().enumerate() {
        let accepted = rubric.judge(&example.text, &context).outcome == Outcome::Accepted;
        let swapped = rubric.swap_subjects(&example.text);
        let swap_accepted =
            swapped.is_some_and(|text| rubric.judge(&text, &context).outcome == Outcome::Accepted);
        let problem = match example.label {
            Label::Accept if !accepted => Some("should be accepted, and is not"),
            Label::Reject if accepted => Some("should be rejected, and is accepted"),
            Label::Accept if swap_accepted => Some("is accepted with its subjects swapped, too"),
            _ => None,
        };
        let problem =
            problem.map(|problem| format!("example {} {problem}: {:?}", number + 1, short(&example.text)));
        proofs.push(Proof { file: exercise.rubric_file(), problem });
    }
    Ok(proofs)
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
