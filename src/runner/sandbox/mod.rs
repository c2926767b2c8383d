//! What keeps untrusted code from the machine, and from each other.
//!
//! A job with a [`Sandbox`] is started behind walls that the supervisor builds around it. Each layer holds by
//! itself; together they leave a program its own folder, the system's libraries, memory and time. Where a
//! layer that was asked for cannot be set up, nothing is started.

#[cfg(target_os = "linux")]
mod calls;
#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod init;
mod probe;
#[cfg(target_os = "linux")]
mod root;
#[cfg(target_os = "linux")]
mod spaces;
mod system;

use std::ffi::OsString;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

#[cfg(not(target_os = "linux"))]
pub use elsewhere::{Walls, close_inherited, enter, init, start};
#[cfg(target_os = "linux")]
pub use init::init;
pub use probe::layers;
pub use probe::probe;
#[cfg(target_os = "linux")]
pub use spaces::{Walls, close_inherited, enter, start};
pub use system::linker_folder;

/// What the reason begins with where a program was not started because its sandbox could not be set up: a
/// fault of the machine.
pub const FAULT: &str = "its sandbox cannot be set up";

/// A layer of the sandbox, and whether this machine has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Its name: "Landlock".
    pub name: &'static str,
    /// What it is for, in a few words: "files outside its folder are closed".
    pub about: &'static str,
    /// Why it is missing here; `None` where it is active.
    pub missing: Option<String>,
}

/// The layers that a job is to have, of those that not every machine has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Active {
    /// Rules for files, of the kernel's.
    pub landlock: bool,
    /// Calls of the system that are refused.
    pub seccomp: bool,
    /// Its own numbering of processes.
    pub processes: bool,
    /// A root of its own.
    pub root: bool,
}

impl Active {
    /// Those that are not missing.
    pub fn of(layers: &[Layer]) -> Self {
        let has = |name| layers.iter().any(|layer| layer.name == name && layer.missing.is_none());
        Self {
            landlock: has(probe::LANDLOCK),
            seccomp: has(probe::SECCOMP),
            processes: has(probe::PROCESSES),
            root: has(probe::ROOT),
        }
    }
}

/// What is done behind the walls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Compiling: with the system's linker, and what it writes stays.
    Compile,
    /// Running what was compiled: without programs of the system. What it writes is gone with it.
    Run {
        /// Whether it reads about itself below `/proc`, as AddressSanitizer does.
        proc: bool,
    },
}

impl Phase {
    /// Whether there is a `/proc`, with the job's own processes in it: a linker, and the loader of the compiler, ask
    /// there where they are.
    fn reads_proc(self) -> bool {
        matches!(self, Self::Compile | Self::Run { proc: true })
    }
}

/// The walls of one job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sandbox {
    /// The layers that it is to have.
    pub active: Active,
    /// What is done.
    pub phase: Phase,
    /// The files and folders that it may read, besides the system's own.
    pub read: Vec<PathBuf>,
    /// The folder that it works in.
    pub build: PathBuf,
    /// Bytes that all its processes together may have in memory.
    pub memory: u64,
}

impl Sandbox {
    /// The variables that everything in a sandbox has, whatever the environment of memkata has.
    pub fn env(&self) -> Vec<(OsString, OsString)> {
        let mut env: Vec<(OsString, OsString)> = vec![
            ("LANG".into(), "C.UTF-8".into()),
            ("HOME".into(), self.build.clone().into()),
            ("TMPDIR".into(), self.build.clone().into()),
        ];
        if self.phase == Phase::Compile {
            env.push(("PATH".into(), system::path()));
        }
        env
    }
}
