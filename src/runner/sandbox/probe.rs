//! Which layers this machine has: each is set up around a process that then tries to get through it.

use std::path::{Path, PathBuf};
use std::process::exit;
use std::time::Duration;
use std::{env, fs};

use super::{Active, FAULT, Layer, Phase, Sandbox};
use crate::runner::{self, Cancel, End, Job, JobLimits, MemoryLimit, PROBE};

pub(super) const LANDLOCK: &str = "Landlock";
pub(super) const SECCOMP: &str = "seccomp";
pub(super) const PROCESSES: &str = "process namespace";
pub(super) const ROOT: &str = "mount namespace";

/// The layers, tried on this machine.
pub fn layers() -> Vec<Layer> {
    let active = |landlock, seccomp, processes, root| Active { landlock, seccomp, processes, root };
    let tried = [
        (
            LANDLOCK,
            "the kernel opens no file but those that compiling and running need, and no TCP connection",
            active(true, false, false, false),
        ),
        (
            SECCOMP,
            "no network, and no call of the system that reaches other programs or the system itself",
            active(false, true, false, false),
        ),
        (
            PROCESSES,
            "sees and reaches no process but its own, and all of them end with it",
            active(false, false, true, false),
        ),
        (
            ROOT,
            "files outside do not even have a name, and what it writes is gone when it ends",
            active(false, false, true, true),
        ),
    ];
    let tried = tried.map(|(name, about, active)| Layer { name, about, missing: missing(name, active) });
    let always = [
        (
            "limits",
            if cfg!(target_os = "linux") {
                "time, memory, output, processes and threads, open files, the size of files"
            } else {
                "time and output, and what this system can limit besides"
            },
        ),
        ("environment", "no variable of the one who grades: a short list that is the same everywhere"),
    ];
    let always = always.map(|(name, about)| Layer { name, about, missing: None });
    tried.into_iter().chain(always).collect()
}

/// Why a layer does not hold here; `None` where it does.
fn missing(name: &str, active: Active) -> Option<String> {
    if !cfg!(target_os = "linux") {
        return Some("it needs Linux".into());
    }
    let end = match attempt(name, active) {
        Ok(end) => end,
        Err(why) => return Some(format!("it cannot be tried: {why}")),
    };
    match end {
        End::Exited(0) => None,
        End::Exited(_) => Some("it was set up, and does not hold".into()),
        End::NotStarted(why) => {
            let why = why.strip_prefix(FAULT).map_or(why.as_str(), |why| why.trim_start_matches(": "));
            Some(format!("{why}{}", what_helps(name)))
        }
        end => Some(format!("trying it ended with {end:?}")),
    }
}

fn attempt(name: &str, active: Active) -> std::io::Result<End> {
    let (build, outside) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let canary = outside.path().join("canary");
    fs::write(&canary, "not to be read")?;
    let program = env::current_exe()?;
    let phase = if active.root { Phase::Run { proc: true } } else { Phase::Compile };
    let sandbox = Sandbox {
        active,
        phase,
        read: vec![program.clone()],
        build: build.path().canonicalize()?,
        memory: 1 << 30,
    };
    let job = Job {
        program,
        args: vec![PROBE.into(), name.into(), canary.canonicalize()?.into()],
        dir: sandbox.build.clone(),
        env: sandbox.env(),
        stdin: String::new(),
        limits: JobLimits {
            wall: Duration::from_secs(20),
            memory: MemoryLimit::Resident(1 << 30),
            output: 1 << 10,
            processes: 8,
        },
        without_proc: false,
        sandbox: Some(sandbox),
    };
    Ok(runner::run(&job, &Cancel::default()).end)
}

/// What opens user namespaces on this machine, where it is known what closes them.
fn what_helps(name: &str) -> String {
    if ![PROCESSES, ROOT].contains(&name) {
        return String::new();
    }
    let says = |name: &str, value: &str| {
        fs::read_to_string(Path::new("/proc/sys").join(name)).is_ok_and(|text| text.trim() == value)
    };
    let switches = [
        ("kernel/apparmor_restrict_unprivileged_userns", "1", "0"),
        ("kernel/unprivileged_userns_clone", "0", "1"),
        ("user/max_user_namespaces", "0", "10000"),
    ];
    let closed = switches.iter().find(|(name, closed, _)| says(name, closed));
    match closed {
        Some((name, _, open)) => {
            format!("; `sudo sysctl -w {}={open}` opens it", name.replace('/', "."))
        }
        None if PathBuf::from("/.dockerenv").exists() => {
            "; in Docker, `--security-opt seccomp=unconfined --security-opt systempaths=unconfined` opens it"
                .into()
        }
        None => String::new(),
    }
}

/// Tries from the inside to get through a layer; the exit status is 0 where that fails.
pub fn probe() {
    let words: Vec<String> = env::args().collect();
    let (name, canary) = match words.as_slice() {
        [_, _, name, canary] => (name.as_str(), Path::new(canary)),
        _ => exit(2),
    };
    exit(i32::from(!holds(name, canary)));
}

fn holds(name: &str, canary: &Path) -> bool {
    use std::io::ErrorKind::{NotFound, PermissionDenied};
    match name {
        LANDLOCK => fs::read(canary).is_err_and(|why| why.kind() == PermissionDenied),
        SECCOMP => std::net::UdpSocket::bind("127.0.0.1:0").is_err_and(|why| why.kind() == PermissionDenied),
        PROCESSES => has_no_parent(),
        // AddressSanitizer cannot begin without its own /proc.
        ROOT => {
            let closed = fs::metadata(canary).is_err_and(|why| why.kind() == NotFound);
            closed && fs::read("/proc/self/maps").is_ok_and(|maps| !maps.is_empty())
        }
        _ => false,
    }
}

#[cfg(unix)]
fn has_no_parent() -> bool {
    std::os::unix::process::parent_id() == 0
}

#[cfg(not(unix))]
fn has_no_parent() -> bool {
    false
}
