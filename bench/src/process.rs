//! Starting programs as a person's shell would, and what Linux tells about them.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Whether a variable was set by `cargo run` or rustup for this program, not by the person.
pub fn set_by_cargo(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    (name.starts_with("CARGO") && name != "CARGO_HOME")
        || name.starts_with("LD_")
        || name.starts_with("DYLD_")
        || ["RUSTUP_TOOLCHAIN", "RUST_RECURSION_COUNT", "RUSTC", "RUSTDOC"].contains(&&*name)
}

/// A command in `dir` with the environment that a shell would give it.
pub fn command(program: &Path, dir: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(dir).stdin(Stdio::null());
    for (name, _) in std::env::vars_os().filter(|(name, _)| set_by_cargo(name)) {
        command.env_remove(name);
    }
    command
}

/// Runs to the end and demands this exit status; what was printed is in the error.
pub fn run(command: &mut Command, status: i32) -> Result<Output> {
    let output = command.output().with_context(|| format!("cannot start {:?}", command.get_program()))?;
    if output.status.code() != Some(status) {
        bail!(
            "{} ended with {}, not {status}: {}",
            shown(command),
            output.status,
            first_lines(&[output.stdout, output.stderr].concat())
        );
    }
    Ok(output)
}

/// What `program ARGS` prints, without white space around it.
pub fn answer(program: &str, args: &[&str], dir: &Path) -> Result<String> {
    let output = run(command(Path::new(program), dir).args(args), 0)?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default().to_owned();
    let words: Vec<OsString> = std::iter::once(name).chain(command.get_args().map(OsString::from)).collect();
    format!("`{}`", words.join(OsStr::new(" ")).to_string_lossy())
}

fn first_lines(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(4).collect();
    lines.join(" / ")
}

/// The toolchain's folder, past any rustup shim.
pub fn sysroot(dir: &Path) -> Result<PathBuf> {
    Ok(answer("rustc", &["--print", "sysroot"], dir)?.into())
}

/// What a process has used so far.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    pub cpu_ms: f64,
    pub wakeups: f64,
}

/// CPU time of all threads, and how often one of them was woken up.
pub fn usage(process: u32) -> Result<Usage> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name in parentheses may hold anything; the numbers follow the last one.
    let (_, numbers) = stat.rsplit_once(')').context("/proc/PID/stat has no name")?;
    let number = |at: usize| -> f64 {
        numbers.split_whitespace().nth(at).and_then(|word| word.parse().ok()).unwrap_or(f64::NAN)
    };
    let ticks_per_second = 100.0;
    let cpu_ms = (number(11) + number(12)) * 1000.0 / ticks_per_second;
    let mut wakeups = 0.0;
    for task in fs::read_dir(format!("/proc/{process}/task"))? {
        wakeups += status_number(&task?.path().join("status"), "voluntary_ctxt_switches:")?;
    }
    Ok(Usage { cpu_ms, wakeups })
}

/// The most memory that a process has had, in MB.
pub fn peak_mb(process: u32) -> Result<f64> {
    let kib = status_number(Path::new(&format!("/proc/{process}/status")), "VmHWM:")?;
    Ok(kib * 1024.0 / 1e6)
}

fn status_number(file: &Path, key: &str) -> Result<f64> {
    let text = fs::read_to_string(file)?;
    let value = text.lines().find_map(|line| line.strip_prefix(key));
    value
        .and_then(|value| value.split_whitespace().next()?.parse().ok())
        .with_context(|| format!("{} has no {key}", file.display()))
}

/// Copies a folder with all that is in it.
pub fn copy_dir(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_dir(&from, &to)?;
        } else {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

/// Runs to the end and demands this exit status; the most memory that the process itself has had, in MB, without the
/// programs that it has started. What is written in its last milliseconds may be missed.
pub fn peak_of(command: &mut Command, status: i32) -> Result<f64> {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut peak = None;
    let ended = loop {
        // At its end the number is gone.
        peak = peak_mb(child.id()).ok().or(peak);
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        thread::sleep(Duration::from_millis(5));
    };
    if ended.code() != Some(status) {
        bail!("{} ended with {ended}, not {status}", shown(command));
    }
    peak.context("it was over before it was looked at")
}
