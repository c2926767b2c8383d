//! The sandbox of a judging: what compiling and running may read on this machine, found once.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::Judge;
use crate::check::compile::SYSROOT;
use crate::error::Result;
use crate::runner::sandbox::{Active, FAULT, Phase, linker_folder};
use crate::runner::{Job, MemoryLimit, Sandbox};
use crate::toolchain::Toolchain;

/// Bytes that a compiler and its linker may have in memory: many times what an exercise takes.
const COMPILING: u64 = 2 << 30;

/// Whether what is judged is trusted.
#[derive(Default)]
pub(super) struct Guard {
    /// The layers of the sandbox, where it is not.
    pub(super) active: Option<Active>,
    /// What stands around exercises then, and around solutions.
    walls: [OnceLock<Walls>; 2],
}

/// What stands around everything that is compiled and run.
pub(super) struct Walls {
    active: Active,
    compiling: Vec<PathBuf>,
    running: Vec<PathBuf>,
}

impl Judge<'_> {
    /// Judges what is not trusted: everything is compiled and run behind these layers.
    #[must_use]
    pub fn in_sandbox(mut self, active: Active) -> Self {
        self.guard.active = Some(active);
        self
    }

    /// The walls, where the judging has them.
    ///
    /// # Errors
    /// When the machine has no compiler.
    pub(super) fn walls(&self, is_solution: bool) -> Result<Option<&Walls>> {
        let Some(active) = self.guard.active else { return Ok(None) };
        let found = &self.guard.walls[usize::from(is_solution)];
        if found.get().is_none() {
            let walls = self.find_walls(active, is_solution)?;
            // Another thread may have been faster; it has found the same.
            let _ = found.set(walls);
        }
        Ok(found.get())
    }

    fn find_walls(&self, active: Active, is_solution: bool) -> Result<Walls> {
        let harness = self.harness()?.to_owned();
        let mut beside = self.helpers(is_solution).targets();
        // Words for the compiler: `-L`, `dependency=FOLDER`, `--extern`, `NAME=FILE`.
        for word in self.dependencies()?.args.iter().filter_map(|word| word.to_str()) {
            let path = Path::new(word.split_once('=').map_or(word, |(_, path)| path));
            let folder = if path.is_dir() { Some(path) } else { path.parent().filter(|_| path.is_file()) };
            beside.extend(folder.map(Path::to_owned));
        }
        let mut compiling = toolchain(self.toolchain()?, &harness);
        compiling.extend(linker_folder());
        compiling.push(harness.clone());
        compiling.extend(beside.iter().cloned());
        let running = std::iter::once(harness).chain(beside).collect();
        Ok(Walls { active, compiling: outermost(compiling), running: outermost(running) })
    }
}

impl Walls {
    /// Puts a compile behind the walls.
    pub(super) fn around_compile(&self, job: Job) -> Job {
        self.around(job, Phase::Compile, &self.compiling, COMPILING)
    }

    /// Puts a run of what was compiled behind them.
    pub(super) fn around_run(&self, job: Job) -> Job {
        let memory = match job.limits.memory {
            MemoryLimit::AddressSpace(bytes) | MemoryLimit::Resident(bytes) => bytes,
        };
        let phase = Phase::Run { proc: !job.without_proc };
        self.around(job, phase, &self.running, memory)
    }

    fn around(&self, mut job: Job, phase: Phase, read: &[PathBuf], memory: u64) -> Job {
        let build = job.dir.clone();
        let sandbox = Sandbox { active: self.active, phase, read: read.to_vec(), build, memory };
        job.env.extend(sandbox.env());
        job.sandbox = Some(sandbox);
        job
    }
}

/// Whether a job was not started because of its sandbox, and not for what it is.
pub(super) fn is_fault(why: &str) -> bool {
    why.starts_with(FAULT)
}

/// The folders of the compiler, with those that links in them lead to.
fn toolchain(toolchain: &Toolchain, harness: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for program in [&toolchain.rustc, &toolchain.driver().to_owned()] {
        let real = program.canonicalize().unwrap_or_else(|_| program.clone());
        for program in [program, &real] {
            let sysroot = program.parent().and_then(Path::parent);
            folders
                .extend(sysroot.into_iter().flat_map(|sysroot| [sysroot.join("bin"), sysroot.join("lib")]));
        }
    }
    folders.extend(toolchain.target().map(Path::to_owned));
    let mut open = vec![harness.join(SYSROOT)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, kind) = (entry.path(), entry.file_type());
            if kind.as_ref().is_ok_and(fs::FileType::is_dir) {
                open.push(path);
            } else if kind.is_ok_and(|kind| kind.is_symlink()) {
                let real = path.canonicalize().ok();
                folders.extend(real.as_deref().and_then(Path::parent).map(Path::to_owned));
            }
        }
    }
    folders
}

/// Those that are there, without those that are inside others.
fn outermost(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    paths.retain(|path| path.exists());
    paths.sort();
    paths.dedup();
    let mut kept: Vec<PathBuf> = Vec::new();
    for path in paths {
        if !kept.iter().any(|outer| path.starts_with(outer)) {
            kept.push(path);
        }
    }
    kept
}
