//! Running `main`: does it end well, and does it print what the exercise states.

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use similar::{ChangeTag, TextDiff};

use super::memory::oracle::Watcher;
use super::{compile, ends, panics};
use crate::kit::Exercise;
use crate::runner::{End, Job, JobLimits, JobOutcome, MemoryLimit, chosen_env};
use crate::toolchain::library_path;
use crate::verdict::{Finding, Reason};

/// More than any exercise needs, few enough to end them all at once.
const PROCESSES: usize = 32;

/// How a compiled program is started.
pub struct Start<'a> {
    /// The folder of the compiled harness.
    pub harness: &'a Path,
    /// What watches its memory.
    pub watcher: Watcher,
    /// Whether it was made for AddressSanitizer.
    pub sanitized: bool,
    /// Whether it gets what every program should have of memkata's environment.
    pub inherits: bool,
}

/// Runs the compiled program in its build folder with these lines on standard input.
pub fn job(start: &Start<'_>, exercise: &Exercise, build: &Path, stdin: String) -> Job {
    let limits = exercise.limits;
    let memory = limits.memory_mib << 20;
    let chosen: &[&str] =
        if start.inherits { &["HOME", "TMPDIR", "TEMP", "TMP", "LANG", "SystemRoot"] } else { &[] };
    let mut env = chosen_env(chosen);
    env.push(library_path(start.harness));
    env.extend(start.watcher.variables(start.sanitized));
    Job {
        program: build.join(compile::program_name()),
        args: Vec::new(),
        dir: build.to_owned(),
        env,
        stdin,
        // AddressSanitizer reads its settings there. Where it watches, the code may use `unsafe`,
        // and could look into its own memory anyway.
        without_proc: !start.sanitized,
        sandbox: None,
        limits: JobLimits {
            wall: limits.wall(),
            memory: match start.watcher.reserves() || start.sanitized {
                true => MemoryLimit::Resident(memory),
                false => MemoryLimit::AddressSpace(memory),
            },
            output: limits.output_kib << 10,
            processes: PROCESSES,
        },
    }
}

/// What the program reads to run `main`, and whether a panic of any thread ends all of it, as in a
/// program that was compiled with `panic = "abort"`.
pub fn main_stdin(begin: &str, aborts: bool) -> String {
    format!("main {begin}{}\n", if aborts { " aborts" } else { "" })
}

/// What `main` came to.
pub struct MainRun {
    /// What it printed to standard output.
    pub output: String,
    /// What went wrong, if anything.
    pub finding: Option<Finding>,
    /// Which bytes of what the program wrote to standard error are its own.
    pub said: Range<usize>,
}

/// Judges one run of `main`; `begin` is the token that was printed before it started.
pub fn judge(exercise: &Exercise, outcome: &JobOutcome, begin: &str) -> MainRun {
    let stdout = String::from_utf8_lossy(&outcome.stdout);
    let stderr = String::from_utf8_lossy(&outcome.stderr);
    let (output, said) = (own_part(&stdout, begin).to_owned(), own_part(&stderr, begin));
    let finding =
        ends::finding(outcome, said, &exercise.limits, "your program").or_else(|| match outcome.end {
            End::Exited(0) => expected_output(exercise, &output),
            End::Exited(status) => Some(bad_status(status, said)),
            _ => None,
        });
    let said = stderr.len() - said.len()..stderr.len();
    MainRun { output, finding, said }
}

/// What `main` itself has written: what follows the token that was printed before it started.
pub fn own_part<'a>(text: &'a str, begin: &str) -> &'a str {
    text.split_once(&format!("\n{begin}\n")).map_or(text, |(_, after)| after)
}

fn bad_status(status: i32, said: &str) -> Finding {
    if let Some(panic) = panics::first(said) {
        return panic.finding(Reason::Run, "your program");
    }
    let mut finding = Finding::error(
        Reason::Run,
        format!("your program ended with status {status}, which means failure"),
    )
    .because(
        "`main` returned an error, or something called `std::process::exit` with another number than 0.",
    );
    finding.rendered = Some(said.trim().to_owned()).filter(|said| !said.is_empty());
    finding
}

fn expected_output(exercise: &Exercise, output: &str) -> Option<Finding> {
    let expected = exercise.stdout.as_deref()?;
    let (expected, output) = (lines_of(expected), lines_of(output));
    if expected == output {
        return None;
    }
    let first = expected.lines().zip(output.lines()).position(|(wanted, printed)| wanted != printed);
    let line = first.unwrap_or_else(|| expected.lines().count().min(output.lines().count())) + 1;
    let mut finding = Finding::error(
        Reason::Output,
        format!(
            "your program printed something else than the exercise states, first in line {line} of the output"
        ),
    )
    .because("`-` is a line that is missing, `+` a line that was printed instead.");
    finding.rendered = Some(difference(&expected, &output));
    Some(finding)
}

/// Line ends and white space at the end of a line are nobody's point.
fn lines_of(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

fn difference(expected: &str, output: &str) -> String {
    let (expected, output) = (format!("{expected}\n"), format!("{output}\n"));
    let diff = TextDiff::from_lines(&expected, &output);
    let lines = diff.iter_all_changes().take(40).map(|change| {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        format!("{sign} {}", change.value().trim_end())
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A token that nobody can know before it is used: a hash over the process's own random
/// state, the time and a counter.
pub fn token() -> String {
    use std::hash::{BuildHasher, RandomState};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut hasher = blake3::Hasher::new();
    // Keys that the system made at random for this thread; a fresh one for each half.
    for half in 0_u64..4 {
        hasher.update(&RandomState::new().hash_one(half).to_le_bytes());
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    hasher.update(&now.as_nanos().to_le_bytes());
    hasher.update(&COUNT.fetch_add(1, Ordering::Relaxed).to_le_bytes());
    hasher.finalize().to_hex().to_string()
}
