//! Starts this very program with another command, as somebody else would: with an environment of their own,
//! and an end to the patience.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use super::descendants::{self, Tree};

/// How often is looked whether it has ended.
const EVERY: Duration = Duration::from_millis(20);

/// What came of it.
#[derive(Debug)]
pub struct Ended {
    /// Its exit status; `None` where a signal or the end of the patience ended it.
    pub status: Option<i32>,
    /// What it wrote to standard output.
    pub stdout: Vec<u8>,
    /// What it wrote to standard error.
    pub stderr: String,
    /// Whether processes that it had started were still there; they are not any more.
    pub left_processes: bool,
    /// How long it took.
    pub took: Duration,
    /// Whether it did not end in time.
    pub timed_out: bool,
}

/// Runs this program with these arguments in a folder, with more variables than there are. What it writes is kept
/// in files of that folder, which nothing that it leaves behind can hold up.
///
/// # Errors
/// When it cannot be started.
pub fn run(
    args: &[OsString],
    dir: &Path,
    variables: &BTreeMap<String, String>,
    patience: Duration,
) -> io::Result<Ended> {
    descendants::adopt_orphans();
    let (out, err) = (dir.join("stdout"), dir.join("stderr"));
    let began = Instant::now();
    let mut command = Command::new(env::current_exe()?);
    command
        .args(args)
        .current_dir(dir)
        .envs(variables)
        .stdin(Stdio::null())
        .stdout(File::create(&out)?)
        .stderr(File::create(&err)?);
    own_group(&mut command);
    let mut child = command.spawn()?;
    let tree = Tree { program: child.id(), init: None };
    let mut timed_out = false;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status.code();
        }
        if began.elapsed() > patience {
            timed_out = true;
            tree.end();
            break child.wait()?.code().filter(|_| false);
        }
        thread::sleep(EVERY);
    };
    let took = began.elapsed();
    let left_processes = tree.end_rest();
    let stderr = String::from_utf8_lossy(&fs::read(&err)?).into_owned();
    Ok(Ended { status, stdout: fs::read(&out)?, stderr, left_processes, took, timed_out })
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}
