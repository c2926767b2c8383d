//! The supervisor: reads one job from standard input, runs it under its limits, and writes
//! frames to standard output. The end of its input means "nobody wants this any more".

use std::io::{self, BufRead, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::descendants::{self, Tree};
use super::frames::Frame;
use super::sandbox::{self, Walls};
use super::{End, Job, limits};

/// How often the number of processes is looked at while a job runs.
const LOOK_EVERY: Duration = Duration::from_millis(25);

/// What can happen while a job runs.
enum Event {
    Exited(io::Result<ExitStatus>),
    OutputLimit,
    Cancelled,
}

/// Runs the job that standard input describes and reports on standard output.
pub fn supervise() {
    let mut stdin = io::stdin().lock();
    let mut line = String::new();
    let job = stdin
        .read_line(&mut line)
        .map_err(|error| error.to_string())
        .and_then(|_| serde_json::from_str::<Job>(&line).map_err(|error| error.to_string()));
    drop(stdin);
    let out = Arc::new(Mutex::new(io::stdout()));
    let (end, left_processes) = match job {
        Ok(job) => run(&job, &out),
        Err(why) => (End::NotStarted(why), false),
    };
    send(&out, &Frame::End { end, left_processes });
}

fn run(job: &Job, out: &Arc<Mutex<io::Stdout>>) -> (End, bool) {
    if job.sandbox.is_some() {
        sandbox::close_inherited();
    }
    descendants::adopt_orphans();
    let started = limits::set(job)
        .map_err(|error| format!("its limits cannot be set: {error}"))
        .and_then(|()| start(job));
    let (mut child, mut walls) = match started {
        Ok(started) => started,
        Err(why) => return (End::NotStarted(why), false),
    };
    let tree = Tree { program: child.id(), init: walls.init.as_ref().map(Child::id) };
    let (events, happened) = mpsc::channel();
    watch_for_cancel(events.clone());
    let budget = Arc::new(Mutex::new(job.limits.output));
    let mut readers = Vec::new();
    if let Some(pipe) = child.stdout.take() {
        readers.push(pass_on(pipe, Frame::Stdout, &budget, out, events.clone()));
    }
    if let Some(pipe) = child.stderr.take() {
        readers.push(pass_on(pipe, Frame::Stderr, &budget, out, events.clone()));
    }
    if let Some(mut pipe) = child.stdin.take() {
        let text = job.stdin.clone();
        // A program that never reads must not hold up the supervisor.
        thread::spawn(move || pipe.write_all(text.as_bytes()));
    }
    let waiting = thread::spawn(move || {
        let _ = events.send(Event::Exited(child.wait()));
    });

    let mut end = first_end(job, &tree, &happened);
    if !matches!(end, End::Exited(_) | End::Signaled(_)) {
        tree.end();
    }
    let _ = waiting.join();
    let mut left_processes = tree.has_left_processes();
    if let Some(mut init) = walls.init.take() {
        // The kernel ends all that it is the first process of, and only then it is gone itself.
        let _ = init.kill().and_then(|()| init.wait());
    }
    left_processes |= tree.end_rest();
    // Everybody who held the pipes is gone, so the readers come to an end.
    for reader in readers {
        let _ = reader.join();
    }
    // A flood may become known only after the program has ended by itself.
    let flooded = happened.try_iter().any(|event| matches!(event, Event::OutputLimit));
    if flooded && matches!(end, End::Exited(_) | End::Signaled(_)) {
        end = End::TooMuchOutput;
    }
    (end, left_processes)
}

/// Waits for the program's own end or the first reason to end it.
fn first_end(job: &Job, tree: &Tree, happened: &mpsc::Receiver<Event>) -> End {
    let deadline = Instant::now() + job.limits.wall;
    let mut look = LOOK_EVERY;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match happened.recv_timeout(left.min(look)) {
            Ok(Event::Exited(Ok(status))) => return ended_by_itself(status),
            Ok(Event::Exited(Err(error))) => return End::NotStarted(error.to_string()),
            Ok(Event::OutputLimit) => return End::TooMuchOutput,
            Ok(Event::Cancelled) | Err(RecvTimeoutError::Disconnected) => return End::Cancelled,
            Err(RecvTimeoutError::Timeout) if Instant::now() >= deadline => return End::TimedOut,
            Err(RecvTimeoutError::Timeout) => match limits::look(job, tree) {
                limits::Look::Within => {}
                limits::Look::Beyond(end) => return end,
                // Nothing to count with on this system: no need to wake up for it.
                limits::Look::Blind => look = job.limits.wall,
            },
        }
    }
}

#[cfg(unix)]
fn ended_by_itself(status: ExitStatus) -> End {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => End::Exited(code),
        (None, Some(signal)) => End::Signaled(signal),
        (None, None) => End::Exited(-1),
    }
}

/// On Windows a crash is an exit with an NTSTATUS; those that matter get Unix's numbers.
#[cfg(not(unix))]
fn ended_by_itself(status: ExitStatus) -> End {
    match status.code().unwrap_or(-1).cast_unsigned() {
        0xC000_0005 | 0xC000_00FD => End::Signaled(11),
        0xC000_0409 => End::Signaled(6),
        code => End::Exited(code.cast_signed()),
    }
}

fn start(job: &Job) -> Result<(Child, Walls), String> {
    let mut command = Command::new(&job.program);
    command
        .args(&job.args)
        .current_dir(&job.dir)
        .env_clear()
        .envs(job.env.iter().map(|(name, value)| (name, value)))
        .stdin(if job.stdin.is_empty() { Stdio::null() } else { Stdio::piped() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    super::own_group(&mut command);
    let spawned = |child: io::Result<Child>| match child {
        Ok(child) => Ok((child, Walls::default())),
        Err(error) => Err(error.to_string()),
    };
    // A restriction holds for the thread that asks for it and for what it starts; the supervisor's
    // other threads still look at /proc themselves.
    let started = match job.sandbox.clone() {
        Some(walls) => {
            let tasks = (job.limits.processes * limits::THREADS_EACH) as u64;
            sandbox::enter(&walls, tasks).map_err(|why| format!("{}: {why}", sandbox::FAULT))?;
            thread::spawn(move || sandbox::start(&walls, &mut command)).join()
        }
        None if job.without_proc => thread::spawn(move || {
            close_proc();
            spawned(command.spawn())
        })
        .join(),
        None => return spawned(command.spawn()),
    };
    started.unwrap_or_else(|_| Err("the thread that starts it has panicked".into()))
}

/// Closes `/proc` to this thread and what it starts: everything else below `/` stays open. Where
/// the kernel has no Landlock, nothing is closed.
#[cfg(target_os = "linux")]
fn close_proc() {
    use landlock::{AccessFs, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError, path_beneath_rules};
    let reading = AccessFs::ReadFile | AccessFs::ReadDir;
    let entries = std::fs::read_dir("/").into_iter().flatten().flatten().map(|entry| entry.path());
    let open = entries.filter(|path| path != std::path::Path::new("/proc"));
    let restrict = || -> Result<_, RulesetError> {
        let rules = Ruleset::default().handle_access(reading)?.create()?;
        rules.add_rules(path_beneath_rules(open, reading))?.restrict_self()
    };
    let _ = restrict();
}

#[cfg(not(target_os = "linux"))]
fn close_proc() {}

/// Ends with an event when memkata closes our standard input, in whatever way it went.
fn watch_for_cancel(events: Sender<Event>) {
    thread::spawn(move || {
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = events.send(Event::Cancelled);
    });
}

/// Passes on what comes through `pipe` until the shared budget is used up.
fn pass_on(
    mut pipe: impl Read + Send + 'static,
    frame: fn(Vec<u8>) -> Frame,
    budget: &Arc<Mutex<u64>>,
    out: &Arc<Mutex<io::Stdout>>,
    events: Sender<Event>,
) -> thread::JoinHandle<()> {
    let (budget, out) = (Arc::clone(budget), Arc::clone(out));
    thread::spawn(move || {
        let mut buffer = vec![0; 16 << 10];
        loop {
            let read = match pipe.read(&mut buffer) {
                Ok(0) => return,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return,
            };
            let allowed = {
                let mut left = budget.lock().unwrap_or_else(PoisonError::into_inner);
                let allowed = (*left).min(read as u64);
                *left -= allowed;
                usize::try_from(allowed).unwrap_or(read)
            };
            if allowed > 0 {
                send(&out, &frame(buffer[..allowed].to_vec()));
            }
            if allowed < read {
                // Reading stops here: the pipe fills and the program waits until it is ended.
                let _ = events.send(Event::OutputLimit);
                return;
            }
        }
    })
}

/// When memkata is gone nobody reads; the closed standard input then ends the job.
fn send(out: &Arc<Mutex<io::Stdout>>, frame: &Frame) {
    let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = frame.write(&mut *out);
}
