//! Everything that is there before the first row: both programs, and a folder to work in.

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::kits::{self, Exercise};
use crate::options::Options;
use crate::process::{answer, command, run};
use crate::programs::{RUSTLINGS, build_memkata, install_rustlings};

/// Both programs and a folder to work in, which is removed at the end.
pub struct Bench<'a> {
    pub options: &'a Options,
    /// memkata's repository.
    pub repository: PathBuf,
    /// The folder to work in.
    pub home: PathBuf,
    pub memkata: PathBuf,
    pub rustlings: PathBuf,
    pub memkata_version: String,
    pub rustlings_version: String,
    pub rustc_version: String,
    pub cores: usize,
}

impl<'a> Bench<'a> {
    /// Builds memkata and installs rustlings, where they are not given.
    pub fn prepare(options: &'a Options) -> Result<Self> {
        let own = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let repository = own.parent().context("the benchmark is not in memkata's repository")?.to_owned();
        let target = own.join("target");
        let home = target.join(format!("work-{}", std::process::id()));
        fs::create_dir_all(&home).with_context(|| format!("cannot make {}", home.display()))?;
        let home = fs::canonicalize(home)?;
        let memkata = match &options.memkata {
            Some(path) => path.clone(),
            None => build_memkata(&repository)?,
        };
        let rustlings = match &options.rustlings {
            Some(path) => path.clone(),
            None => install_rustlings(&target.join("rustlings"))?,
        };
        let version = |program: &Path| {
            answer(&program.display().to_string(), &["--version"], &home)
                .with_context(|| format!("{} does not work", program.display()))
        };
        let rustlings_version = version(&rustlings)?;
        if !rustlings_version.ends_with(RUSTLINGS) {
            bail!("{} is {rustlings_version}, not {RUSTLINGS}", rustlings.display());
        }
        Ok(Self {
            memkata_version: version(&memkata)?,
            rustlings_version,
            rustc_version: version(Path::new("rustc"))?,
            cores: std::thread::available_parallelism().map_or(1, NonZero::get),
            options,
            repository,
            home,
            memkata,
            rustlings,
        })
    }

    /// A folder of this name that does not exist yet.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    /// A workspace of memkata's with these exercises.
    pub fn workspace(&self, name: &str, exercises: &[Exercise]) -> Result<PathBuf> {
        let kit = self.folder(&format!("{name}-kit"));
        kits::write_memkata(&kit, exercises)?;
        let workspace = self.folder(name);
        run(command(&self.memkata, &self.home).arg("init").arg(&workspace).arg("--kit").arg(&kit), 0)?;
        Ok(workspace)
    }

    /// A folder with the same exercises for rustlings.
    pub fn rustlings_kit(&self, name: &str, exercises: &[Exercise]) -> Result<PathBuf> {
        let kit = self.folder(&format!("{name}-rustlings"));
        kits::write_rustlings(&kit, exercises)?;
        Ok(kit)
    }

    /// A workspace of the official kit with every exercise solved.
    pub fn official_workspace(&self, name: &str) -> Result<PathBuf> {
        let workspace = self.folder(name);
        run(command(&self.memkata, &self.home).arg("init").arg(&workspace), 0)?;
        solve(&self.repository.join("solutions"), &workspace.join("exercises"))?;
        Ok(workspace)
    }
}

impl Drop for Bench<'_> {
    fn drop(&mut self) {
        if !self.options.keep {
            // What is left behind is only in the way; the next run uses another folder.
            let _ = fs::remove_dir_all(&self.home);
        }
    }
}

/// Puts each solution in the place of its exercise.
fn solve(solutions: &Path, exercises: &Path) -> Result<()> {
    for entry in fs::read_dir(solutions).with_context(|| format!("cannot read {}", solutions.display()))? {
        let entry = entry?;
        let (from, to) = (entry.path(), exercises.join(entry.file_name()));
        if to.is_dir() {
            solve(&from, &to)?;
        } else if to.is_file() {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}
