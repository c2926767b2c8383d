//! Processes with an end to one's patience: a hang fails a test instead of blocking it.

use std::fs::File;
use std::io::{Read, Seek};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::answer::Answer;

/// Far longer than anything here takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(180);
const STEP: Duration = Duration::from_millis(5);

/// Waits until something is so.
#[track_caller]
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "waited in vain: {what}");
        sleep(STEP);
    }
}

/// A program at work. Its output goes into files, which no lingering process can hold up.
pub struct Running {
    child: Child,
    stdout: File,
    stderr: File,
}

impl Running {
    /// Starts it without a standard input.
    #[track_caller]
    pub fn start(mut command: Command) -> Self {
        let stdout = tempfile::tempfile().expect("a temporary file");
        let stderr = tempfile::tempfile().expect("a temporary file");
        command
            .stdin(Stdio::null())
            .stdout(stdout.try_clone().expect("a second handle"))
            .stderr(stderr.try_clone().expect("a second handle"));
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self { child, stdout, stderr }
    }

    /// Its process's number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it at once, as `kill -9` does.
    pub fn kill(&mut self) {
        self.child.kill().expect("one's own child can be ended");
    }

    /// Waits for its end.
    #[track_caller]
    pub fn finish(mut self) -> Answer {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("one's own child can be waited for") {
                break Some(status);
            }
            if start.elapsed() > PATIENCE {
                break None;
            }
            sleep(STEP);
        };
        let answer = Answer {
            status: status.and_then(|status| status.code()),
            stdout: text(&mut self.stdout),
            stderr: text(&mut self.stderr),
        };
        assert!(status.is_some(), "it hangs; so far: {answer:?}");
        answer
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Ended already, or a test has failed before its end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn text(file: &mut File) -> String {
    let mut bytes = Vec::new();
    file.rewind().and_then(|()| file.read_to_end(&mut bytes)).expect("a file can be read again");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Runs a program to its end.
#[track_caller]
pub fn finish(command: Command) -> Answer {
    Running::start(command).finish()
}

/// The processes that have this word among their arguments.
#[cfg(target_os = "linux")]
pub fn processes_with(marker: &str) -> Vec<i32> {
    let entries = std::fs::read_dir("/proc").expect("Linux has /proc").flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let named = |process: &i32| {
        let line = std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains(marker)
    };
    numbers.filter(named).collect()
}

/// Ends what a failed test may have left behind.
#[cfg(target_os = "linux")]
pub struct Kill(pub String);

#[cfg(target_os = "linux")]
impl Drop for Kill {
    fn drop(&mut self) {
        for process in processes_with(&self.0) {
            if let Some(process) = rustix::process::Pid::from_raw(process) {
                let _ = rustix::process::kill_process(process, rustix::process::Signal::KILL);
            }
        }
    }
}

/// The processes that work in this folder or were started from it.
#[cfg(target_os = "linux")]
pub fn processes_below(folder: &std::path::Path) -> Vec<i32> {
    let folder = folder.canonicalize().expect("the folder is there");
    let entries = std::fs::read_dir("/proc").expect("Linux has /proc").flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let is_below = |process: &i32| {
        let leads_below = |link: &str| {
            std::fs::read_link(format!("/proc/{process}/{link}")).is_ok_and(|path| path.starts_with(&folder))
        };
        leads_below("cwd") || leads_below("exe")
    };
    numbers.filter(is_below).collect()
}
