//! The bare calls: the compiler with exactly memkata's files and words, then one run of the
//! program, and nothing around them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::process::{copy_dir, run};
use crate::record::{Call, Words};

/// A compile and a run, in a folder of their own.
pub struct Bare {
    compile: Words,
    program: PathBuf,
    run: Words,
    dir: PathBuf,
}

impl Bare {
    /// Repeats a recorded call in `dir`.
    pub fn new(call: &Call, dir: &Path) -> Result<Self> {
        copy_dir(&call.files, dir)?;
        let there = call.compile.dir.clone();
        let here = |words: &Words| {
            let moved = |text: &String| text.replace(&there, &dir.display().to_string());
            Words {
                program: words.program.clone(),
                dir: dir.display().to_string(),
                args: words.args.iter().map(moved).collect(),
                env: words.env.iter().map(|(name, value)| (name.clone(), moved(value))).collect(),
                stdin: words.stdin.clone(),
            }
        };
        let compile = here(&call.compile);
        let output = compile.args.iter().position(|arg| arg == "-o").and_then(|at| compile.args.get(at + 1));
        let program = dir.join(output.context("the call names no output")?);
        // memkata runs the tests and `main` in a process each, at the same time. The program
        // itself can do both in one, `main` last: that is the least that any judge must do.
        let mut runs: Vec<&Words> = call.runs.iter().collect();
        runs.sort_by_key(|words| words.stdin.starts_with("main"));
        let first = runs.first().context("the program was never run")?;
        let stdin = runs.iter().map(|words| words.stdin.as_str()).collect();
        Ok(Self { run: Words { stdin, ..here(first) }, compile, program, dir: dir.to_owned() })
    }

    /// A file of the call, by its path in memkata's build folder.
    pub fn file(&self, path: &str) -> PathBuf {
        self.dir.join(path)
    }

    /// Compiles; `fails` says whether the compiler must refuse.
    pub fn compile(&self, fails: bool) -> Result<()> {
        run(&mut command(Path::new(&self.compile.program), &self.compile), i32::from(fails)).map(|_| ())
    }

    /// Runs the compiled program with all that memkata asks of it.
    pub fn run(&self) -> Result<()> {
        let file = self.dir.join("stdin.txt");
        if !file.exists() {
            fs::write(&file, &self.run.stdin)?;
        }
        run(command(&self.program, &self.run).stdin(fs::File::open(file)?), 0).map(|_| ())
    }
}

fn command(program: &Path, words: &Words) -> Command {
    let mut command = Command::new(program);
    command.args(&words.args).current_dir(&words.dir).stdin(Stdio::null());
    command.env_clear().envs(words.env.iter().map(|(name, value)| (name, value)));
    command
}

/// Compiles and runs all of them, as many at a time as there are cores.
pub fn all(calls: &[Bare], cores: usize) -> Result<()> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<()> {
        while let Some(bare) = calls.get(next.fetch_add(1, Ordering::Relaxed)) {
            bare.compile(false)?;
            bare.run()?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            match worker.join() {
                Ok(result) => result?,
                Err(_) => bail!("a worker panicked"),
            }
        }
        Ok(())
    })
}
