//! Where checks and processes meet: from an exercise and a file to a verdict. Every command
//! that judges comes through here.

mod cache;
mod code;
mod dependencies;
mod fair;
pub mod format;
mod harness;
mod helpers;
mod key;
pub mod many;
mod predict;
mod rubrics;
mod runs;
mod studied;
mod symbols;
mod walls;
mod work;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};
use std::{fs, io};

use tempfile::TempDir;

use dependencies::Dependencies;
use helpers::Helpers;
use rubrics::Rubrics;
use walls::Guard;

use crate::check::{answer, text};
use crate::error::{Error, Result};
use crate::kit::project::{Mode, Project};
use crate::kit::{Exercise, Kind};
use crate::runner::Cancel;
use crate::storage::read_file;
use crate::toolchain::Toolchain;
use crate::verdict::{Finding, Outcome, Reason, Severity, Verdict};

/// Said where the toolchain has no clippy.
pub const CLIPPY_MISSING: &str = "clippy is not installed, so only the compiler's own lints speak: `rustup component add clippy` installs it";

/// A build folder of this age belongs to nobody any more.
const STALE: Duration = Duration::from_secs(3600);

/// Judges the exercises of one project.
pub struct Judge<'a> {
    project: &'a Project,
    /// Made when first needed: text answers and cached verdicts need no compiler.
    toolchain: OnceLock<Toolchain>,
    harness: OnceLock<PathBuf>,
    /// What stands beside the exercises, and beside the solutions.
    helpers: [OnceLock<Helpers>; 2],
    dependencies: OnceLock<Dependencies>,
    rubrics: Rubrics,
    /// Whether `unsafe` is refused, by the exercises' names.
    unsafe_refused: Mutex<HashMap<String, bool>>,
    /// What stands around everything where what is judged is not trusted.
    guard: Guard,
}

/// How a judging is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Whether a verdict on the same input may be reused.
    pub reuse: bool,
    /// Ends the judging early.
    pub cancel: Cancel,
}

/// What is judged instead of the file in the project.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// The file as it is on disk.
    OnDisk,
    /// These bytes, as if they were the file.
    Bytes(&'a [u8]),
    /// The kit's own solution, which may be like itself.
    Solution(&'a [u8]),
}

impl<'a> Judge<'a> {
    /// A judge for this project. Starts nothing yet.
    pub fn new(project: &'a Project) -> Self {
        Self {
            project,
            toolchain: OnceLock::new(),
            harness: OnceLock::new(),
            helpers: [OnceLock::new(), OnceLock::new()],
            dependencies: OnceLock::new(),
            rubrics: Rubrics::default(),
            unsafe_refused: Mutex::default(),
            guard: Guard::default(),
        }
    }

    /// Judges one exercise. `early` sees the first error as soon as it is known.
    ///
    /// # Errors
    /// When the kit is broken or the machine lacks something: never the learner's fault.
    pub fn judge(
        &self,
        exercise: &Exercise,
        subject: Subject<'_>,
        asked: &Asked,
        early: &mut dyn FnMut(&Finding),
    ) -> Result<Verdict> {
        let started = Instant::now();
        let bytes = match subject {
            Subject::Bytes(bytes) | Subject::Solution(bytes) => bytes.to_vec(),
            Subject::OnDisk => match read_file(&self.project.path(exercise)) {
                Ok(bytes) => bytes,
                Err(error) => return Ok(unreadable(exercise, &error)),
            },
        };
        let is_solution = matches!(subject, Subject::Solution(_));
        let key = self.key(exercise, &bytes, is_solution)?;
        let is_known = !self.helpers(is_solution).is_cut;
        if asked.reuse
            && is_known
            && let Some(verdict) = self.cache().get(&key)
        {
            return Ok(verdict);
        }
        let mut verdict = match exercise.kind {
            Kind::Code | Kind::Witness => self.code(exercise, &bytes, is_solution, &asked.cancel, early)?,
            Kind::Answer => self.answer(exercise, &bytes, is_solution)?,
            Kind::Predict => self.predict(exercise, &bytes, is_solution, &asked.cancel)?,
        };
        verdict.hint = hint(exercise, &verdict);
        verdict.elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        if !asked.cancel.is_cancelled() && is_known {
            self.keep(&key, &verdict)?;
        }
        Ok(verdict)
    }

    /// Whether what is judged may differ from the kit's own files, which is worth telling.
    fn is_for_learners(&self) -> bool {
        matches!(self.project.mode, Mode::Workspace | Mode::Class)
    }

    /// Makes what is needed once per toolchain, so that the first save need not wait for it.
    ///
    /// # Errors
    /// When the machine has no compiler, or it does not work.
    pub fn prepare(&self) -> Result<()> {
        self.harness().map(|_| ())
    }

    /// Whether clippy is missing, so that only the compiler's own lints speak.
    ///
    /// # Errors
    /// When the machine has no compiler.
    pub fn lacks_clippy(&self) -> Result<bool> {
        Ok(self.toolchain()?.clippy_driver.is_none())
    }

    fn toolchain(&self) -> Result<&Toolchain> {
        if let Some(toolchain) = self.toolchain.get() {
            return Ok(toolchain);
        }
        let found = Toolchain::find(&self.project.dir, &self.cache_dir().join("toolchain.json"))?;
        Ok(self.toolchain.get_or_init(|| found))
    }

    fn harness(&self) -> Result<&Path> {
        if let Some(folder) = self.harness.get() {
            return Ok(folder);
        }
        let folder = harness::build(self.toolchain()?, &self.cache_dir())?;
        Ok(self.harness.get_or_init(|| folder))
    }

    /// What stands beside the exercises, or beside the solutions; looked for once.
    fn helpers(&self, is_solution: bool) -> &Helpers {
        self.helpers[usize::from(is_solution)].get_or_init(|| Helpers::find(self.project, is_solution))
    }

    /// What the kit's Cargo.toml depends on, built once.
    fn dependencies(&self) -> Result<&Dependencies> {
        if let Some(built) = self.dependencies.get() {
            return Ok(built);
        }
        let built = match &self.project.kit.cargo.dependencies {
            None => Dependencies::default(),
            Some(manifest) => {
                dependencies::build(manifest, self.project, self.toolchain()?, &self.cache_dir())?
            }
        };
        Ok(self.dependencies.get_or_init(|| built))
    }

    fn cache_dir(&self) -> PathBuf {
        self.project.state_dir().join("cache")
    }

    fn cache(&self) -> cache::Cache {
        cache::Cache::new(match self.project.mode {
            Mode::Class => self.project.state_dir().join("units"),
            _ => self.cache_dir().join("verdicts"),
        })
    }

    /// Keeps a verdict. A learner's is only a shortcut: without it the exercise is judged again. Of a class they are
    /// what a run has come to, and the next one goes on with.
    fn keep(&self, key: &str, verdict: &Verdict) -> Result<()> {
        match self.project.mode {
            Mode::Class => self.cache().put(key, verdict).map_err(|error| {
                crate::kit::project::cannot_write(&self.project.state_dir().join("units"), &error)
            }),
            _ => {
                if !cache::is_fickle(verdict) {
                    let _ = self.cache().put(key, verdict);
                }
                Ok(())
            }
        }
    }

    fn build_dir(&self) -> Result<TempDir> {
        let wanted = self.project.state_dir().join("build");
        sweep(&wanted);
        fs::create_dir_all(&wanted)
            .and_then(|()| TempDir::new_in(&wanted))
            // A folder that cannot be written to can still be judged.
            .or_else(|_| TempDir::new())
            // clippy looks for its settings here, and goes on in the folders around it: an empty
            // file ends the search before it meets the user's own.
            .and_then(|build| fs::write(build.path().join(".clippy.toml"), "").map(|()| build))
            .map_err(|error| {
                Error::machine(format!("there is nowhere to compile: {error}"))
                    .help("free some room on the disk, or set TMPDIR to a folder you may write to")
            })
    }

    fn answer(&self, exercise: &Exercise, bytes: &[u8], is_solution: bool) -> Result<Verdict> {
        let text = match text::decode(bytes, &exercise.file(), Reason::Answer) {
            Ok(text) => text,
            Err(finding) => return Ok(failed(exercise, vec![*finding])),
        };
        let Some(parts) = answer::parts(text) else {
            let starter = self.project.kit.source.read(&exercise.file()).unwrap_or_default();
            if answer::parts(&String::from_utf8_lossy(&starter)).is_none() {
                // Not to be helped with `reset`: the starter never had one.
                return Err(Error::kit(format!("there is no heading `{}`", answer::HEADING))
                    .in_file(self.project.kit.source.display(&exercise.file()))
                    .help("write it on a line of its own, where the answer is to begin"));
            }
            return Ok(failed(exercise, vec![answer::heading_missing(exercise)]));
        };
        if parts.answer.trim().is_empty() {
            return Ok(failed(exercise, vec![answer::empty(exercise, parts.line)]));
        }
        let rubric = self.rubric(exercise)?;
        let model = self.project.kit.source.read(&exercise.solution_file()).ok().filter(|_| !is_solution);
        let model =
            model.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()).and_then(answer::parts);
        let model = model.map(|model| model.answer);
        let mut verdict = settle(exercise, answer::findings(exercise, &rubric, &parts, model));
        verdict.model = model.filter(|_| verdict.passed()).map(|model| model.trim().to_owned());
        Ok(verdict)
    }
}

/// Passed when no finding stops it; else failed for the first one's reason.
fn settle(exercise: &Exercise, findings: Vec<Finding>) -> Verdict {
    let first =
        findings.iter().find(|finding| finding.severity == Severity::Error).map(|finding| finding.kind);
    let outcome = if first.is_some() { Outcome::Failed } else { Outcome::Passed };
    Verdict { findings, ..Verdict::new(&exercise.name, outcome, first) }
}

fn failed(exercise: &Exercise, findings: Vec<Finding>) -> Verdict {
    let mut verdict = settle(exercise, findings);
    verdict.verdict = Outcome::Failed;
    verdict
}

fn unreadable(exercise: &Exercise, error: &io::Error) -> Verdict {
    let file = exercise.file();
    let kind = match exercise.kind {
        Kind::Code | Kind::Witness => Reason::Compile,
        Kind::Answer => Reason::Answer,
        Kind::Predict => Reason::Predict,
    };
    let finding = match error.kind() {
        io::ErrorKind::NotFound => Finding::error(kind, format!("{file} is not there")).because(format!(
            "`memkata reset {}`, or `x` in the watch, brings the starter back.",
            exercise.name
        )),
        io::ErrorKind::InvalidInput => Finding::error(kind, format!("{file} is no file")).because(format!(
            "Move it away; `memkata reset {}`, or `x` in the watch, then brings the starter back.",
            exercise.name
        )),
        _ => Finding::error(kind, format!("{file} cannot be read: {error}"))
            .because("Check the file's permissions."),
    };
    failed(exercise, vec![finding.at(&file, 1, 1)])
}

/// The hint that the kit has for the first error: by its code, or by its reason.
fn hint(exercise: &Exercise, verdict: &Verdict) -> Option<String> {
    let first = verdict.errors().next()?;
    let by_code = first.code.as_ref().and_then(|code| exercise.hint_for.get(code));
    by_code.or_else(|| exercise.hint_for.get(first.kind.name())).cloned()
}

/// Removes what a memkata that was killed has left in the build folder: nothing is at work
/// for as long as an hour.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let changed = entry.metadata().and_then(|data| data.modified());
        let age = changed.ok().and_then(|changed| changed.elapsed().ok());
        if age.is_some_and(|age| age > STALE) {
            // If it stays, it only takes room.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
