//! What is proved by judging: starters, solutions and mistakes.

use std::io;
use std::path::Path;

use super::{Claim, Flaw, Proof, examples, files};
use crate::error::{Error, ErrorKind, Problem, Result, did_you_mean};
use crate::judge::{Judge, Subject};
use crate::kit::mistakes::said;
use crate::kit::project::Project;
use crate::kit::{Exercise, Kind};
use crate::storage::read_file;
use crate::verdict::{Finding, Reason, Severity, Verdict};

/// A solution that needs more than this part of its time may fail on a slower machine.
const PART: u64 = 3;

/// A file of the kit and what judging it must come to.
pub(super) struct Judged<'a> {
    pub(super) exercise: &'a Exercise,
    claim: Claim,
    /// Relative to the kit.
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
    /// What it must fail with, where it must and something is named.
    wanted: Option<String>,
}

impl Judged<'_> {
    pub(super) fn subject(&self) -> Subject<'_> {
        if self.is_solution() { Subject::Solution(&self.bytes) } else { Subject::Bytes(&self.bytes) }
    }

    pub(super) fn is_solution(&self) -> bool {
        self.claim == Claim::Solution
    }

    /// What judging it has proved. A broken kit is a claim that does not hold.
    ///
    /// # Errors
    /// When the machine lacks something.
    pub(super) fn proofs(
        &self,
        project: &Project,
        judge: &Judge<'_>,
        verdict: Result<&Verdict, Error>,
    ) -> Result<Vec<Proof>> {
        let proof = Proof::of(self.exercise, self.claim, &self.file);
        if self.is_solution()
            && self.exercise.kind == Kind::Answer
            && verdict.as_ref().is_ok_and(|verdict| !verdict.passed())
            && let Ok(text) = std::str::from_utf8(&self.bytes)
            && let Some((line, flaw)) = examples::refused(judge, self.exercise, text)?
        {
            return Ok(vec![proof.at(line).failing(flaw)]);
        }
        match verdict {
            Ok(verdict) => Ok(vec![match self.flaw(verdict) {
                Some((line, flaw)) => Proof { line, ..proof.failing(flaw) },
                None => proof,
            }]),
            Err(error) if error.kind == ErrorKind::Kit => Ok(broken(project, &proof, &error)),
            Err(error) => Err(error),
        }
    }

    /// A finding with the name of this file: what is judged bears that of the learner's.
    fn in_its_file(&self, finding: &Finding) -> Finding {
        let learners = self.exercise.file();
        let mut finding = finding.clone();
        finding.rendered = finding.rendered.map(|text| text.replace(&learners, &self.file));
        finding.file = finding.file.map(|file| if file == learners { self.file.clone() } else { file });
        finding
    }

    fn flaw(&self, verdict: &Verdict) -> Option<(Option<u32>, Flaw)> {
        let first = verdict.errors().next();
        let line = |finding: Option<&Finding>| finding.and_then(Finding::shown_line);
        if self.is_solution() {
            if let Some(error) = first {
                let what = format!("it should pass, and fails: {}", headline(error));
                let flaw = Flaw::new(what, "mend the solution, or what the exercise asks");
                // What is told about a text is for a learner.
                let is_code = self.exercise.kind != Kind::Answer;
                let finding = is_code.then(|| Box::new(self.in_its_file(error)));
                return Some((error.shown_line(), Flaw { finding, ..flaw }));
            }
            let warning = verdict.findings.iter().find(|finding| finding.severity == Severity::Warning)?;
            let flaw = Flaw::new(
                format!("it passes with a warning: {}", headline(warning)),
                "mend the solution, or name the lint in `allow_lints`",
            );
            return Some((warning.shown_line(), flaw));
        }
        if verdict.passed() {
            let help = match self.claim {
                Claim::Starter => {
                    "let it fail for the reason that the exercise is about, or set `skip_check_unsolved`"
                }
                _ => "let the tests catch it, or move it away: it is one more solution",
            };
            return Some((None, Flaw::new("it should fail, and passes", help)));
        }
        if self.claim == Claim::Starter
            && let Some(step) = verdict.step.as_ref().filter(|step| step.number > 1)
        {
            let what = format!("step {} is the first that it has not done", step.number);
            return Some((None, Flaw::new(what, "let each step before it have something to do")));
        }
        let wanted = self.wanted.as_deref()?;
        let error = first?;
        let fits = error.code.as_deref() == Some(wanted)
            || error.code.as_deref().and_then(|code| code.strip_prefix("clippy::")) == Some(wanted)
            || verdict.reason.is_some_and(|reason| reason.name() == wanted);
        (!fits).then(|| {
            let what = format!("it should fail with {wanted}, and fails first with: {}", headline(error));
            let is_starter = self.claim == Claim::Starter;
            let reasons = Reason::ALL.iter().map(|reason| reason.name());
            let is_reason = reasons.clone().any(|name| name == wanted);
            match did_you_mean(wanted, reasons).filter(|_| !is_reason) {
                // The file may be right: it is what is said of it that nothing can fail with.
                Some(near) if is_starter => {
                    (line(first), Flaw::new(what, format!("did you mean `fails_with = \"{near}\"`?")))
                }
                Some(near) => (Some(1), Flaw::new(what, format!("did you mean `{near}`?"))),
                None => {
                    let place = if is_starter { "`fails_with`" } else { "its first line" };
                    (line(first), Flaw::new(what, format!("mend the file, or {place}")))
                }
            }
        })
    }
}

/// The starter, the solution and the mistakes of an exercise. What cannot be read becomes a
/// proof that fails.
pub(super) fn claims<'a>(
    project: &Project,
    exercise: &'a Exercise,
    proofs: &mut Vec<Proof>,
) -> Vec<Judged<'a>> {
    let mut files = Vec::new();
    if !exercise.skip_check_unsolved {
        files.push((Claim::Starter, exercise.file()));
    }
    files.push((Claim::Solution, exercise.solution_file()));
    files.extend(exercise.mistakes(&project.dir).into_iter().map(|file| (Claim::Mistake, file)));
    let mut claims = Vec::new();
    for (claim, file) in files {
        let bytes = match read(project, &file) {
            Ok(bytes) => bytes,
            Err(flaw) => {
                proofs.push(Proof::of(exercise, claim, file).failing(flaw));
                continue;
            }
        };
        let wanted = match claim {
            Claim::Starter => exercise.fails_with.clone(),
            Claim::Mistake => said(&bytes, "fails:"),
            _ => None,
        };
        if claim == Claim::Mistake && wanted.is_none() {
            let what = "its first line does not say how it fails";
            let help = "begin with `// fails: E0382 · belief: M4`, in Markdown `<!-- fails: answer · belief: M5 -->`";
            proofs.push(Proof::of(exercise, claim, file).at(1).failing(Flaw::new(what, help)));
            continue;
        }
        claims.push(Judged { exercise, claim, file, bytes, wanted });
    }
    claims
}

/// Whether the solution's runs leave enough of the time limit. `None` where nothing ran.
pub(super) fn time(exercise: &Exercise, verdict: &Verdict) -> Option<Proof> {
    let limit = exercise.limits.seconds * 1000;
    let took = verdict.longest_run_ms?;
    let proof = Proof::of(exercise, Claim::Time, exercise.solution_file());
    if took * PART <= limit {
        return Some(proof);
    }
    let seconds = |ms: u64| format!("{}.{} s", ms / 1000, ms % 1000 / 100);
    Some(proof.failing(Flaw::new(
        format!("it runs for {} of {}", seconds(took), seconds(limit)),
        "a slower machine needs the other two thirds: let it do less, or raise `limits.seconds`",
    )))
}

pub(super) fn read(project: &Project, file: &str) -> Result<Vec<u8>, Flaw> {
    read_file(&project.dir.join(file)).map_err(|error| {
        let old = if error.kind() == io::ErrorKind::NotFound { files::renamed(project, file) } else { None };
        let help = match old {
            Some(old) => format!("is it `{old}` under its old name? Then rename that"),
            None => "write it, or mend its permissions".to_owned(),
        };
        Flaw::new(format!("it cannot be read: {error}"), help)
    })
}

/// The kit's faults as flaws of a claim, each at its own place where that is in this kit.
pub(super) fn broken(project: &Project, proof: &Proof, error: &Error) -> Vec<Proof> {
    let one = |problem: &Problem| {
        let help = problem.help.as_deref().unwrap_or("mend the file that is named");
        let proof = proof.clone().failing(Flaw::new(&problem.message, help));
        let inside = problem.file.as_ref().and_then(|file| Path::new(file).strip_prefix(&project.dir).ok());
        let Some(file) = inside else { return proof };
        let line = problem.position().map(|(line, _)| line);
        Proof { file: file.to_string_lossy().replace('\\', "/"), line, ..proof }
    };
    error.problems.iter().map(one).collect()
}

fn headline(finding: &Finding) -> String {
    let code = finding.code.as_deref().unwrap_or(finding.kind.name());
    let line = finding.shown_line().map(|line| format!(", line {line}")).unwrap_or_default();
    format!("{} ({code}{line})", finding.message)
}
