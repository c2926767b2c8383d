//! The only place that starts a process.
//!
//! Whatever runs (the compiler, a learner's program) runs under a *supervisor*: this very
//! program, started again with a hidden command. The supervisor sets the limits on itself,
//! starts the program, passes on its output, and ends the whole tree of processes when the
//! program is done, a limit is reached, or memkata goes away, in whatever way that happens.

mod descendants;
mod frames;
mod limits;
pub mod own;
pub mod sandbox;
mod supervisor;
pub mod tools;

use std::ffi::OsString;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{env, iter, thread};

use serde::{Deserialize, Serialize};

use frames::Frame;
pub use sandbox::Sandbox;
use supervisor::supervise;

/// The hidden command that turns this program into a supervisor.
pub const SUPERVISE: &str = "__supervise";

/// The hidden command that turns it into the first process of a job's own numbering of processes.
const INIT: &str = "__init";

/// The hidden command that tries from the inside whether a layer of the sandbox holds.
const PROBE: &str = "__probe";

/// Whether this process was started for one of the hidden commands, which then has been done. Nothing may come
/// before it: it is asked for every process that memkata runs.
pub fn is_hidden() -> bool {
    let Some(command) = env::args_os().nth(1) else { return false };
    if command == SUPERVISE {
        supervise();
    } else if command == INIT {
        sandbox::init();
    } else if command == PROBE {
        sandbox::probe();
    } else {
        return false;
    }
    true
}

/// A program to run, and what it may use.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// The program's path.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// The folder it starts in.
    pub dir: PathBuf,
    /// Its whole environment: nothing is inherited.
    pub env: Vec<(OsString, OsString)>,
    /// What it reads from standard input; then comes the end of the file.
    pub stdin: String,
    /// What it may use.
    pub limits: JobLimits,
    /// Whether `/proc` stays closed to it, where the system can do that: there a program could
    /// read its own memory, and in it what proves a test. A sandbox decides about it by itself.
    pub without_proc: bool,
    /// The walls around it, where it is not trusted. Without them it may do what its user may.
    pub sandbox: Option<Sandbox>,
}

/// Limits of one process tree.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct JobLimits {
    /// Wall-clock time.
    pub wall: Duration,
    /// How much memory, where the system can limit it.
    pub memory: MemoryLimit,
    /// Bytes of standard output and standard error together.
    pub output: u64,
    /// Processes at one time.
    pub processes: usize,
}

/// A limit of memory, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemoryLimit {
    /// Address space of each process: the system itself refuses what is beyond.
    AddressSpace(u64),
    /// What all processes together really have in memory, looked at from time to time: for
    /// programs that reserve much more address space than they use.
    Resident(u64),
}

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// By itself, with this status.
    Exited(i32),
    /// By a signal that memkata did not send.
    Signaled(i32),
    /// Ended at its wall-clock limit.
    TimedOut,
    /// Ended at its output limit.
    TooMuchOutput,
    /// Ended because it had more in memory than it may.
    TooMuchMemory,
    /// Ended because it started too many processes.
    TooManyProcesses,
    /// Ended because nobody wants its result any more.
    Cancelled,
    /// It could not be started; why.
    NotStarted(String),
}

/// What a job came to.
#[derive(Debug, Clone)]
pub struct JobOutcome {
    /// How it ended.
    pub end: End,
    /// Its standard output, up to the limit.
    pub stdout: Vec<u8>,
    /// Its standard error, up to the limit.
    pub stderr: Vec<u8>,
    /// Whether processes that it had started were still there when it ended.
    pub left_processes: bool,
}

impl JobOutcome {
    fn not_started(why: impl Into<String>) -> Self {
        let end = End::NotStarted(why.into());
        Self { end, stdout: Vec::new(), stderr: Vec::new(), left_processes: false }
    }

    /// Whether it ended by itself with status 0.
    pub fn succeeded(&self) -> bool {
        self.end == End::Exited(0)
    }
}

/// A shared switch that ends running jobs and keeps new ones from starting.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<Mutex<CancelState>>);

#[derive(Debug, Default)]
struct CancelState {
    cancelled: bool,
    next: u64,
    /// Closing a supervisor's standard input tells it to end everything.
    running: Vec<(u64, ChildStdin)>,
}

impl Cancel {
    /// Ends all jobs that run under this switch.
    pub fn cancel(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.cancelled = true;
        state.running.clear();
    }

    /// Whether `cancel` was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).cancelled
    }

    /// Keeps the supervisor's input open until `forget` or `cancel`.
    fn remember(&self, stdin: ChildStdin) -> Option<u64> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.cancelled {
            return None;
        }
        state.next += 1;
        let id = state.next;
        state.running.push((id, stdin));
        Some(id)
    }

    fn forget(&self, id: u64) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.running.retain(|(running, _)| *running != id);
    }
}

/// Runs a job to its end.
pub fn run(job: &Job, cancel: &Cancel) -> JobOutcome {
    run_watched(job, cancel, |_| ControlFlow::Continue(()))
}

/// Runs a job; `on_stderr` sees pieces of its standard error as they come, and may say that
/// nothing that matters can follow: then the job counts as exited with that status, and its
/// supervisor ends it without being waited for.
pub fn run_watched(
    job: &Job,
    cancel: &Cancel,
    mut on_stderr: impl FnMut(&[u8]) -> ControlFlow<i32>,
) -> JobOutcome {
    if cancel.is_cancelled() {
        return JobOutcome { end: End::Cancelled, ..JobOutcome::not_started("") };
    }
    let mut supervisor = match start_supervisor() {
        Ok(child) => child,
        Err(error) => return JobOutcome::not_started(format!("cannot start a process: {error}")),
    };
    let (Some(mut stdin), Some(mut stdout)) = (supervisor.stdin.take(), supervisor.stdout.take()) else {
        return JobOutcome::not_started("the supervisor has no pipes");
    };
    let sent = serde_json::to_vec(job)
        .map_err(io::Error::other)
        .and_then(|spec| stdin.write_all(&spec).and_then(|()| stdin.write_all(b"\n")));
    // Dropping `stdin` when cancelled makes the supervisor end at once.
    let id = cancel.remember(stdin);

    let mut outcome = JobOutcome::not_started(match sent {
        Ok(()) => "the supervisor went away".to_owned(),
        Err(error) => format!("the supervisor cannot be reached: {error}"),
    });
    let mut waited_for = true;
    loop {
        match Frame::read(&mut stdout) {
            Ok(Frame::Stdout(bytes)) => outcome.stdout.extend(bytes),
            Ok(Frame::Stderr(bytes)) => {
                let enough = on_stderr(&bytes);
                outcome.stderr.extend(bytes);
                if let ControlFlow::Break(status) = enough {
                    outcome.end = End::Exited(status);
                    waited_for = false;
                    break;
                }
            }
            Ok(Frame::End { end, left_processes }) => {
                outcome.end = end;
                outcome.left_processes = left_processes;
                break;
            }
            Err(_) => break,
        }
    }
    if let Some(id) = id {
        cancel.forget(id);
    }
    drop(stdout);
    // Taking its mounts apart takes a supervisor a while, when everything that matters is over.
    if waited_for && job.sandbox.is_none() {
        let _ = supervisor.wait();
    } else {
        // Its standard input is closed by now, which ends it at the latest; someone has to take note.
        thread::spawn(move || supervisor.wait());
    }
    if cancel.is_cancelled() {
        outcome.end = End::Cancelled;
    }
    outcome
}

fn start_supervisor() -> io::Result<std::process::Child> {
    // On Linux this name works even after the program's file was replaced by a newer one.
    let program =
        if cfg!(target_os = "linux") { PathBuf::from("/proc/self/exe") } else { env::current_exe()? };
    let mut command = Command::new(program);
    command.arg(SUPERVISE).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    own_group(&mut command);
    command.spawn()
}

/// Ctrl-C in the terminal is for memkata, which then ends its jobs in order.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}

/// This process's environment without the variables whose name `unwanted` picks out.
pub fn inherited_env(unwanted: impl Fn(&str) -> bool) -> Vec<(OsString, OsString)> {
    env::vars_os().filter(|(name, _)| !unwanted(&name.to_string_lossy())).collect()
}

/// This process's values of the named variables, where set.
pub fn chosen_env(names: &[&str]) -> Vec<(OsString, OsString)> {
    names.iter().filter_map(|name| Some((OsString::from(name), env::var_os(name)?))).collect()
}

/// Names for people: the signal that ended a program.
pub fn signal_name(signal: i32) -> String {
    let known = [
        (1, "SIGHUP"),
        (2, "SIGINT"),
        (3, "SIGQUIT"),
        (4, "SIGILL"),
        (6, "SIGABRT"),
        (8, "SIGFPE"),
        (9, "SIGKILL"),
        (11, "SIGSEGV"),
        (13, "SIGPIPE"),
        (15, "SIGTERM"),
        (24, "SIGXCPU"),
        (25, "SIGXFSZ"),
    ];
    iter::once((if cfg!(target_os = "macos") { 10 } else { 7 }, "SIGBUS"))
        .chain(known)
        .find(|(number, _)| *number == signal)
        .map_or_else(|| format!("signal {signal}"), |(_, name)| name.to_owned())
}
