//! The bare calls: the compiler with exactly memkata's files and words, then one run of the
//! program, and nothing around them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::process::{copy_dir, run};
use crate::record::{Call, Words};

/// A compile and the runs of what it makes, in a folder of their own.
pub struct Bare {
    compile: Words,
    program: PathBuf,
    runs: Vec<Words>,
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
        Ok(Self {
            runs: together(&call.runs).iter().map(here).collect(),
            compile,
            program,
            dir: dir.to_owned(),
        })
    }

    /// A file of the call, by its path in memkata's build folder.
    pub fn file(&self, path: &str) -> PathBuf {
        self.dir.join(path)
    }

    /// Compiles; `fails` says whether the compiler must refuse.
    pub fn compile(&self, fails: bool) -> Result<()> {
        run(&mut command(Path::new(&self.compile.program), &self.compile), i32::from(fails)).map(|_| ())
    }

    /// Runs the compiled program with all that memkata asks of it; it has to end well.
    pub fn run(&self) -> Result<()> {
        self.run_each(|command| run(command, 0))
    }

    /// Compiles and runs; where memkata ran nothing, the compiler may refuse.
    fn compile_and_run(&self) -> Result<()> {
        if self.runs.is_empty() {
            command(Path::new(&self.compile.program), &self.compile).output()?;
            return Ok(());
        }
        self.compile(false)?;
        self.run_to_any_end()
    }

    /// The same for programs of which some end badly because that is their point.
    fn run_to_any_end(&self) -> Result<()> {
        self.run_each(|command| Ok(command.output()?))
    }

    fn run_each(&self, run: impl Fn(&mut Command) -> Result<Output>) -> Result<()> {
        for (at, words) in self.runs.iter().enumerate() {
            let file = self.dir.join(format!("stdin-{at}.txt"));
            if !file.exists() {
                fs::write(&file, &words.stdin)?;
            }
            run(command(&self.program, words).stdin(fs::File::open(file)?))?;
        }
        Ok(())
    }
}

/// memkata runs the tests and `main` in a process each, at the same time. The program itself can
/// do both in one: that is the least that any judge must do. What watches a process is said by
/// its environment, so there is one run for each. Where a test ends the process, memkata asks for
/// what is left in one more, and so does the bare call.
fn together(runs: &[Words]) -> Vec<Words> {
    let mut groups: Vec<Vec<&Words>> = Vec::new();
    for words in runs {
        match groups.iter_mut().find(|group| group[0].env == words.env) {
            Some(group) => group.push(words),
            None => groups.push(vec![words]),
        }
    }
    groups.into_iter().flat_map(|group| merged(&group)).collect()
}

fn merged(group: &[&Words]) -> Vec<Words> {
    let with_tests = group.iter().filter(|words| words.stdin.lines().any(|line| line.starts_with("test ")));
    if with_tests.count() > 1 {
        return group.iter().map(|words| (*words).clone()).collect();
    }
    let stdin: String = group.iter().map(|words| words.stdin.as_str()).collect();
    vec![Words { stdin: in_order(&stdin), ..group[0].clone() }]
}

/// The harness reads one `report` first, and `main` ends what it does.
fn in_order(requests: &str) -> String {
    let (reports, others): (Vec<&str>, Vec<&str>) =
        requests.lines().partition(|request| request.starts_with("report "));
    let (main, tests): (Vec<&str>, Vec<&str>) =
        others.into_iter().partition(|request| request.starts_with("main "));
    let report = reports.into_iter().take(1);
    report.chain(tests).chain(main).map(|request| format!("{request}\n")).collect()
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
            bare.compile_and_run()?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_processes_did_is_asked_of_one() {
        let main_first = "report a\nmain b\nreport c\ntest 0 d e\ntest 1 f g\n";
        assert_eq!(in_order(main_first), "report a\ntest 0 d e\ntest 1 f g\nmain b\n");
    }
}
