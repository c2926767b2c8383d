//! The first process of a job's own numbering of processes: this very program once more. It does nothing but
//! take note of processes that nobody waits for. Where it ends, the kernel ends all others.

use std::io::{self, BufRead, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use nix::mount::{MsFlags, mount};
use rustix::process::{DumpableBehavior, WaitOptions, set_dumpable_behavior, wait};
use rustix::thread::{CapabilitySet, CapabilitySets, clear_ambient_capability_set, set_capabilities};

/// How often it looks for processes that have ended.
const LOOK_EVERY: Duration = Duration::from_millis(25);

/// Runs until standard input ends. A line there names a folder for a `/proc` of its own; the answer is an
/// empty line, or why that cannot be.
pub fn init() {
    // What runs beside it must not look into it.
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    let (lines, asked) = mpsc::channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if lines.send(line).is_err() {
                return;
            }
        }
    });
    loop {
        match asked.recv_timeout(LOOK_EVERY) {
            Ok(folder) => {
                let answer = own_proc(&folder).err().unwrap_or_default();
                let mut out = io::stdout();
                if writeln!(out, "{answer}").and_then(|()| out.flush()).is_err() {
                    return;
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => while let Ok(Some(_)) = wait(WaitOptions::NOHANG) {},
        }
    }
}

/// Mounts what tells of the processes of this numbering only, and gives up the right to mount.
fn own_proc(folder: &str) -> Result<(), String> {
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC | MsFlags::MS_RDONLY;
    mount(Some("proc"), folder, Some("proc"), flags, None::<&str>).map_err(|why| why.to_string())?;
    let none = CapabilitySet::empty();
    clear_ambient_capability_set()
        .and_then(|()| {
            set_capabilities(None, CapabilitySets { effective: none, permitted: none, inheritable: none })
        })
        .map_err(|why| why.to_string())
}
