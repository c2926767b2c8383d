//! Grading a class, from its submissions to the grades: what `memkata grade` and the selftest do.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::assemble::Parts;
use super::beliefs::Beliefs;
use super::class::Class;
use super::decisions::{self, Decisions};
use super::grades::{Grades, Layer, Sandbox};
use super::inputs::Inputs;
use super::units::{Judged, Plan};
use super::{copies, outputs, submissions};
use crate::error::{Error, Problem, Result};
use crate::judge::Judge;
use crate::kit::paths::shown;
use crate::kit::project::{Project, STATE_DIR, cannot_write};
use crate::kit::{Exercise, Source};
use crate::proof::{self, Claim, Proof};
use crate::runner::sandbox::Active;
use crate::runner::{Cancel, sandbox};

/// What is asked of a grading.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The kit's folder; the built-in one where none is named.
    pub kit: Option<PathBuf>,
    /// Folders and archives.
    pub submissions: Vec<PathBuf>,
    /// Where the reports go, and what is kept for the next run.
    pub out: PathBuf,
    /// Who is in the class.
    pub roster: Option<PathBuf>,
    /// The instructor's own decisions.
    pub overrides: Option<PathBuf>,
    /// Exercises and chapters; all where none is named.
    pub only: Vec<String>,
    /// Whether a machine without some layers of the sandbox will do.
    pub best_effort: bool,
}

/// What takes its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The kit is proved to be what it claims.
    Verifying,
    /// The units are judged.
    Judging,
}

/// Told how far a stage is: so many of so many.
pub type Told<'t> = &'t (dyn Fn(Stage, usize, usize) + Sync);

/// An opened class: read, and not judged yet.
pub struct Grading {
    project: Project,
    names: Vec<String>,
    class: Class,
    inputs: Inputs,
    decisions: Decisions,
    sandbox: Sandbox,
    /// Those of its layers that everything is judged behind.
    active: Active,
    /// Nobody else writes there meanwhile.
    _held: Option<File>,
}

impl Grading {
    /// Reads everything that is asked for and makes sure that it can be judged.
    ///
    /// # Errors
    /// Wrong usage; a kit that is not what it claims to be; a machine without a compiler, or without a sandbox.
    pub fn open(asked: &Asked, told: Told<'_>) -> Result<Self> {
        let state = std::path::absolute(&asked.out)
            .map_err(|error| Error::machine(format!("the current folder is not there: {error}")))?
            .join(STATE_DIR);
        let source = asked.kit.clone().map_or(Source::Embedded, Source::Folder);
        let project = Project::for_class(source, &state)?;
        check_place(&asked.out, &project)?;
        let names: Vec<String> =
            project.chosen_with_chapters(&asked.only)?.iter().map(|exercise| exercise.name.clone()).collect();
        let was_there = asked.out.exists();
        let held = hold(&state, &asked.out)?;
        if held.is_some() {
            outputs::sweep(&asked.out);
        }
        let opened = Self::read(asked, project, names, held, &state, told);
        if opened.is_err() && !was_there {
            // Nothing was graded, so there is nothing to keep.
            let _ = std::fs::remove_dir_all(&asked.out);
        }
        opened
    }

    /// Reads the class and makes sure that it can be judged.
    fn read(
        asked: &Asked,
        project: Project,
        names: Vec<String>,
        held: Option<File>,
        state: &Path,
        told: Told<'_>,
    ) -> Result<Self> {
        let (sandbox, active) = layers(asked.best_effort)?;
        let inputs = Inputs::new(state.join("inputs"));
        let wanted = submissions::Asked { places: &asked.submissions, roster: asked.roster.as_deref() };
        let class = submissions::read(&wanted, &project.kit, &inputs)?;
        let mut grading =
            Self { project, names, class, inputs, decisions: Decisions::new(), sandbox, active, _held: held };
        if let Some(file) = &asked.overrides {
            grading.decisions = decisions::read(file, &grading.class, &grading.exercises())?;
            let bonus = decisions::above(&grading.decisions, &grading.class, &grading.exercises());
            grading.class.notices.extend(bonus);
        }
        // Before the kit is looked at, which takes a compiler.
        grading.judge().prepare()?;
        grading.verify(state, told)?;
        Ok(grading)
    }

    /// The exercises that are graded, in the kit's order.
    pub fn exercises(&self) -> Vec<&Exercise> {
        self.names.iter().filter_map(|name| Some(self.project.kit.find(name)?.1)).collect()
    }

    /// Everybody, and what they have handed in.
    pub fn class(&self) -> &Class {
        &self.class
    }

    /// The kit that is judged by.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The sandbox as it is here.
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    fn judge(&self) -> Judge<'_> {
        Judge::new(&self.project).in_sandbox(self.active)
    }

    /// What is to be judged.
    ///
    /// # Errors
    /// When the machine has no compiler.
    pub fn plan(&self) -> Result<Plan<'_>> {
        Plan::new(&self.project, &self.judge(), &self.class, &self.inputs, &self.exercises())
    }

    /// Judges everything that was not judged before. `None` when it was cancelled on the way.
    ///
    /// # Errors
    /// When results cannot be kept.
    pub fn grade(&self, cancel: &Cancel, told: Told<'_>) -> Result<Option<Grades>> {
        let (judge, exercises) = (self.judge(), self.exercises());
        let plan = Plan::new(&self.project, &judge, &self.class, &self.inputs, &exercises)?;
        let total = plan.distinct.len();
        let judged = plan.judge(&judge, &self.inputs, cancel, |done| told(Stage::Judging, done, total))?;
        let judged: Option<Vec<Judged>> = judged.into_iter().collect();
        let Some(judged) = judged.filter(|_| !cancel.is_cancelled()) else { return Ok(None) };
        let copies = copies::find(&plan, &self.inputs);
        let beliefs = Beliefs::new(&self.project, &judge);
        let Some(mistakes) = plan.beliefs(&beliefs, &judged, &self.inputs, cancel)? else { return Ok(None) };
        let parts = Parts {
            kit: &self.project.kit,
            exercises: &exercises,
            class: &self.class,
            plan: &plan,
            judged: &judged,
            mistakes: &mistakes,
            texts: &plan.texts(&judged, &copies, &self.inputs)?,
            decisions: &self.decisions,
            copies: &copies,
            sandbox: self.sandbox.clone(),
        };
        Ok(Some(parts.grades()))
    }

    /// A kit whose own solutions do not pass, or whose starters do, would judge nobody fairly.
    fn verify(&mut self, state: &Path, told: Told<'_>) -> Result<()> {
        let Source::Folder(root) = &self.project.kit.source else {
            // The built-in kit is proved before it is built in.
            return Ok(());
        };
        let mut author = Project::open(root)?;
        // What is proved already stays proved, also where the kit's folder cannot be written to.
        if !is_writable(&author.state) {
            author.state = state.join("kit");
        }
        let judge = Judge::new(&author);
        let exercises = author.chosen(&self.names)?;
        let plan = proof::Plan::new(&author, &judge, &exercises)?.without_style();
        let total = plan.steps();
        let proved = plan.prove(&Cancel::default(), |done| told(Stage::Verifying, done, total))?;
        let proofs = proved.map(|proved| proved.proofs).unwrap_or_default();
        let failing = || proofs.iter().filter(|proof| !proof.holds());
        let grave: Vec<Problem> = failing().filter(|proof| decides(proof.claim)).map(problem).collect();
        if !grave.is_empty() {
            return Err(Error { kind: crate::error::ErrorKind::Kit, problems: grave });
        }
        match failing().count() {
            0 => {}
            count => self.class.notices.push(format!(
                "{count} of the kit's claims about its texts do not hold, which decides no verdict: `memkata verify` in its folder names them"
            )),
        }
        Ok(())
    }
}

/// Whether a claim that does not hold would make verdicts unfair.
fn decides(claim: Claim) -> bool {
    match claim {
        Claim::Starter | Claim::Solution | Claim::Time | Claim::Steps | Claim::Mistake | Claim::Example => {
            true
        }
        Claim::Rules | Claim::Blanks => true,
        Claim::Format | Claim::Hints | Claim::Spoilers | Claim::Order => false,
        Claim::Coverage | Claim::Files | Claim::Links => false,
    }
}

fn problem(proof: &Proof) -> Problem {
    let whose = proof.exercise.as_deref().map(|name| format!(" of `{name}`")).unwrap_or_default();
    let (what, help) = match &proof.flaw {
        Some(flaw) => (flaw.what.clone(), flaw.help.clone()),
        None => Default::default(),
    };
    let line = proof.line.map(|line| format!(":{line}")).unwrap_or_default();
    Problem {
        file: Some(format!("{}{line}", proof.file)),
        ..Problem::new(format!(
            "the kit does not verify, so nothing is judged by it: {}{whose}: {what}",
            proof.claim.name()
        ))
        .help(help)
    }
}

/// The reports must not go where something else is kept.
fn check_place(out: &Path, project: &Project) -> Result<()> {
    let named = shown(out);
    let is_ours = out.join(STATE_DIR).is_dir();
    let occupied = std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    if out.is_file() {
        return Err(Error::usage(format!("{named} is a file")).help("name a folder for the reports"));
    }
    let is_project = ["info.toml", "exercises"].iter().any(|name| out.join(name).exists());
    if is_project || (occupied && !is_ours) {
        return Err(Error::usage(format!("{named} holds something else than reports"))
            .help("name a folder that does not exist yet, or one that `memkata grade` has written"));
    }
    if let Source::Folder(kit) = &project.kit.source
        && std::path::absolute(out).is_ok_and(|out| out.starts_with(kit.join("exercises")))
    {
        return Err(
            Error::usage(format!("{named} is among the kit's exercises")).help("choose another folder")
        );
    }
    Ok(())
}

/// Two runs into one folder would take turns in overwriting each other's reports.
fn hold(state: &Path, out: &Path) -> Result<Option<File>> {
    let path = state.join("lock");
    let made = std::fs::create_dir_all(state).and_then(|()| File::create(&path));
    let file = made.map_err(|error| cannot_write(&path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(Error::usage(format!("another `memkata grade` is at work in {}", shown(out)))
                .help("wait for it, or name another folder with --out"))
        }
        // A file system without locks.
        Err(std::fs::TryLockError::Error(_)) => Ok(None),
    }
}

/// The layers of the sandbox, as far as this machine has them.
fn layers(best_effort: bool) -> Result<(Sandbox, Active)> {
    let tried = sandbox::layers();
    let active = Active::of(&tried);
    let layers: Vec<Layer> = tried
        .into_iter()
        .map(|layer| Layer {
            name: layer.name.into(),
            about: layer.about.into(),
            active: layer.missing.is_none(),
            why: layer.missing,
        })
        .collect();
    let whole = layers.iter().all(|layer| layer.active);
    if whole || best_effort {
        return Ok((Sandbox { whole, layers }, active));
    }
    let missing = layers.iter().filter(|layer| !layer.active).map(|layer| {
        let why = layer.why.clone().unwrap_or_default();
        Problem::new(format!(
            "a layer of the sandbox is missing on this machine: {}: {}",
            layer.name, layer.about
        ))
        .help(format!(
            "{why}; `--sandbox=best-effort` judges with the layers that are there, and each report says so"
        ))
    });
    Err(Error { kind: crate::error::ErrorKind::Machine, problems: missing.collect() })
}

fn is_writable(folder: &Path) -> bool {
    std::fs::create_dir_all(folder).and_then(|()| tempfile::tempfile_in(folder)).is_ok()
}
