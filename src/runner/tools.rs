//! Short runs of helper programs: asking the compiler who it is, opening an editor.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a program that answers at once and returns its standard output.
///
/// # Errors
/// When it cannot be started or says that it failed; the text is its standard error.
pub fn ask<A: AsRef<OsStr>>(program: &Path, args: &[A], dir: &Path) -> io::Result<String> {
    let output = Command::new(program).args(args).current_dir(dir).stdin(Stdio::null()).output()?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}

/// Runs a program in the foreground: it has the terminal until it ends.
///
/// # Errors
/// When it cannot be started.
pub fn hand_over<A: AsRef<OsStr>>(program: &str, args: &[A]) -> io::Result<()> {
    Command::new(program).args(args).status().map(|_| ())
}

/// Starts a program that has a window of its own and returns at once.
///
/// # Errors
/// When it cannot be started.
pub fn launch<A: AsRef<OsStr>>(program: &str, args: &[A]) -> io::Result<()> {
    let mut child = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // Someone has to wait for it, or it stays as a zombie.
    std::thread::spawn(move || child.wait());
    Ok(())
}
