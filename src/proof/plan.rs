//! What has to be proved of which exercises, done on all cores.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::judged::{self, Judged};
use super::notes::Failures;
use super::{
    Claim, Flaw, Proof, coverage, examples, files, links, notes, order, predictions, rules, spoilers, steps,
    texts,
};
use crate::error::{Error, ErrorKind, Result};
use crate::judge::format::Style;
use crate::judge::many::across_cores;
use crate::judge::{Asked, Judge};
use crate::kit::project::Project;
use crate::kit::{Exercise, Kind};
use crate::runner::Cancel;
use crate::verdict::Verdict;

/// Said where the toolchain has no rustfmt.
const RUSTFMT_MISSING: &str = "rustfmt is not installed, so it is not proved that the solutions are formatted: `rustup component add rustfmt` installs it";

/// The claims of some exercises.
pub struct Plan<'a> {
    project: &'a Project,
    judge: &'a Judge<'a>,
    tasks: Vec<Task<'a>>,
    /// What was found while planning.
    proofs: Vec<Proof>,
    /// What a person should know of this machine.
    pub notices: Vec<String>,
}

/// What was proved.
pub struct Proved {
    /// Claim by claim.
    pub proofs: Vec<Proof>,
    /// What an author should know beside them.
    pub notes: Vec<String>,
}

/// What can be done by itself.
enum Task<'a> {
    Judge(Judged<'a>),
    Format(&'a Exercise),
    Examples(&'a Exercise),
    /// Everything that only needs reading.
    Read(&'a Exercise),
}

/// What a task came to; the verdict where something was judged.
type Done = (Vec<Proof>, Option<Verdict>);

impl<'a> Plan<'a> {
    /// Looks which files there are.
    ///
    /// # Errors
    /// When the machine has no compiler.
    pub fn new(project: &'a Project, judge: &'a Judge<'a>, exercises: &[&'a Exercise]) -> Result<Self> {
        let mut plan = Self { project, judge, tasks: Vec::new(), proofs: Vec::new(), notices: Vec::new() };
        let has_code = exercises.iter().any(|exercise| is_code(exercise));
        let formats = has_code && !judge.lacks_rustfmt()?;
        if has_code && !formats {
            plan.notices.push(RUSTFMT_MISSING.into());
        }
        for exercise in exercises {
            if let Some(lacking) = judge.lacks_oracle(exercise)? {
                plan.notices.push(format!("`{}` is not proved here: {lacking}", exercise.name));
                continue;
            }
            let claims = judged::claims(project, exercise, &mut plan.proofs);
            plan.tasks.extend(claims.into_iter().map(Task::Judge));
            if formats && is_code(exercise) {
                plan.tasks.push(Task::Format(exercise));
            }
            if exercise.kind == Kind::Answer {
                plan.tasks.push(Task::Examples(exercise));
            }
            plan.tasks.push(Task::Read(exercise));
        }
        Ok(plan)
    }

    /// The same without what is only a matter of style, which takes a process for each file.
    #[must_use]
    pub fn without_style(mut self) -> Self {
        self.tasks.retain(|task| !matches!(task, Task::Format(_)));
        self
    }

    /// How many steps `prove` takes.
    pub fn steps(&self) -> usize {
        self.tasks.len()
    }

    /// Proves everything; `done` is told after each step how many are done. `None` when it was
    /// cancelled on the way.
    ///
    /// # Errors
    /// When the machine lacks something. A broken kit is a claim that does not hold.
    pub fn prove(self, cancel: &Cancel, done: impl Fn(usize) + Sync) -> Result<Option<Proved>> {
        let finished = AtomicUsize::new(0);
        let results = across_cores(self.tasks.len(), cancel, |at| {
            let result = self.work(&self.tasks[at], cancel)?;
            done(finished.fetch_add(1, Ordering::Relaxed) + 1);
            Ok(result)
        })?;
        let mut proofs = self.proofs.clone();
        let mut failures = Failures::default();
        for (task, result) in self.tasks.iter().zip(results) {
            let Some((found, verdict)) = result else { return Ok(None) };
            proofs.extend(found);
            match (task, verdict) {
                (Task::Judge(judged), Some(verdict)) if judged.is_solution() => {
                    proofs.extend(self.time(judged, &verdict, cancel)?);
                    proofs.extend(steps::proofs(judged.exercise, &verdict));
                }
                (Task::Judge(_), Some(verdict)) => failures.add(&verdict),
                _ => {}
            }
        }
        if cancel.is_cancelled() {
            return Ok(None);
        }
        let place =
            |proof: &Proof| proof.exercise.as_ref().and_then(|name| Some(self.project.kit.find(name)?.0));
        proofs.sort_by_cached_key(|proof| (place(proof), proof.claim, proof.file.clone(), proof.line));
        // A file that is broken breaks each claim that needs it; it is told once.
        let told = |proof: &Proof| proof.flaw.as_ref().map(|flaw| flaw.what.clone());
        let mut seen = HashSet::new();
        proofs.retain(|proof| {
            told(proof).is_none_or(|what| {
                seen.insert((proof.exercise.clone(), proof.file.clone(), proof.line, what))
            })
        });
        let read = self.tasks.iter().filter_map(|task| match task {
            Task::Read(exercise) => Some(*exercise),
            _ => None,
        });
        let notes = read.filter_map(|exercise| failures.unmet(exercise)).collect();
        Ok(Some(Proved { proofs, notes }))
    }

    fn work(&self, task: &Task<'_>, cancel: &Cancel) -> Result<Done> {
        let proofs = match task {
            Task::Judge(judged) => {
                let verdict = self.verdict(judged, true, cancel);
                let proofs =
                    judged.proofs(self.project, self.judge, verdict.as_ref().map_err(Error::clone))?;
                return Ok((proofs, verdict.ok()));
            }
            Task::Format(exercise) => self.format(exercise, cancel)?.into_iter().collect(),
            Task::Examples(exercise) => examples::proofs(self.project, self.judge, exercise)?,
            Task::Read(exercise) => {
                let mut proofs = texts::proofs(self.project, exercise);
                proofs.extend(spoilers::proofs(self.project, exercise).unwrap_or_default());
                proofs.extend(rules::proofs(self.project, exercise));
                if exercise.kind == Kind::Predict {
                    proofs.extend(predictions::proofs(self.project, exercise));
                }
                proofs.extend(order::proofs(&self.project.kit, exercise));
                proofs.extend(coverage::of_exercise(self.project, exercise));
                proofs
            }
        };
        Ok((proofs, None))
    }

    fn verdict(&self, judged: &Judged<'_>, reuse: bool, cancel: &Cancel) -> Result<Verdict> {
        let asked = Asked { reuse, cancel: cancel.clone() };
        self.judge.judge(judged.exercise, judged.subject(), &asked, &mut |_| {})
    }

    /// A solution that seems slow is run once more, while nothing else of ours runs: the better of
    /// both counts, since a busy machine is not the kit's fault.
    fn time(&self, solution: &Judged<'_>, verdict: &Verdict, cancel: &Cancel) -> Result<Option<Proof>> {
        let first = judged::time(solution.exercise, verdict);
        if first.as_ref().is_none_or(Proof::holds) {
            return Ok(first);
        }
        match self.verdict(solution, false, cancel) {
            Ok(again) if again.longest_run_ms < verdict.longest_run_ms => {
                Ok(judged::time(solution.exercise, &again))
            }
            Err(error) if error.kind == ErrorKind::Machine => Err(error),
            _ => Ok(first),
        }
    }

    /// `None` where the solution cannot be read, by us or by rustfmt: that is another claim's flaw.
    fn format(&self, exercise: &Exercise, cancel: &Cancel) -> Result<Option<Proof>> {
        let file = exercise.solution_file();
        let bytes = self.project.kit.source.read(&file).ok();
        let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes.into_owned()).ok()) else {
            return Ok(None);
        };
        let proof = Proof::of(exercise, Claim::Format, &file);
        Ok(match self.judge.style(&text, cancel)? {
            Style::Formatted => Some(proof),
            Style::Unreadable => None,
            Style::Other(line) => {
                let others = self.unformatted(exercise, cancel)?;
                let what = match others.len() {
                    0 => "it is not formatted".to_owned(),
                    _ => format!("it is not formatted, nor is {}", others.join(", nor ")),
                };
                let all = std::iter::once(file.as_str()).chain(others.iter().map(String::as_str));
                let all = all.collect::<Vec<_>>().join(" ");
                let them = if others.is_empty() { "it" } else { "them" };
                let help = format!("`rustfmt --edition {} {all}` formats {them}", self.project.kit.edition);
                Some(proof.at(line).failing(Flaw::new(what, help)))
            }
        })
    }

    /// The starter and the mistakes of the exercise that are not formatted either: they are the same
    /// file but for a few lines, and a difference in all the others would hide these.
    fn unformatted(&self, exercise: &Exercise, cancel: &Cancel) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for file in std::iter::once(exercise.file()).chain(exercise.mistakes(&self.project.dir)) {
            let text = judged::read(self.project, &file).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            if let Some(text) = text
                && let Style::Other(_) = self.judge.style(&text, cancel)?
            {
                found.push(file);
            }
        }
        Ok(found)
    }
}

/// Whether something that happened at one of these paths may have changed a claim of the
/// exercise. What stands in `info.toml` is not looked at.
pub fn is_touched(project: &Project, exercise: &Exercise, paths: &[PathBuf]) -> bool {
    let mistakes = project.dir.join(exercise.mistakes_folder());
    let own: Vec<PathBuf> = exercise.files().iter().map(|file| project.dir.join(file)).collect();
    paths.iter().any(|changed| {
        is_shared(project, changed)
            || changed.starts_with(&mistakes)
            || mistakes.starts_with(changed)
            || own.iter().any(|file| file.starts_with(changed))
    })
}

/// Whether a file stands beside the exercises or solutions of format 1, which may have it as a module or read it.
fn is_shared(project: &Project, changed: &Path) -> bool {
    let Ok(file) = changed.strip_prefix(&project.dir) else { return false };
    let file = file.to_string_lossy().replace('\\', "/");
    let is_own = |exercise: &Exercise| exercise.file() == file || exercise.solution_file() == file;
    project.kit.format == 1
        && ["exercises/", "solutions/"].iter().any(|folder| file.starts_with(folder))
        && !project.kit.exercises.iter().any(is_own)
}

/// The claims of the kit as a whole.
pub fn kit_wide(project: &Project) -> Proved {
    let mut proofs = coverage::of_kit(project);
    proofs.extend(files::proofs(project));
    proofs.extend(links::proofs(project));
    Proved { proofs, notes: notes::to_do(project).into_iter().collect() }
}

fn is_code(exercise: &Exercise) -> bool {
    matches!(exercise.kind, Kind::Code | Kind::Witness)
}
