//! Namespaces: an own numbering of processes, own mounts. Both are had by anyone through a user namespace, in
//! which the supervisor may do what only root may outside, and what it starts may not.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use nix::sched::{CloneFlags, unshare};
use nix::unistd::close;
use rustix::process::{Resource, Rlimit, getegid, geteuid, nice, setrlimit};
use rustix::thread::{
    CapabilitySet, capabilities, clear_ambient_capability_set, configure_capability_in_ambient_set,
    set_capabilities, set_no_new_privs,
};

use super::{Phase, Sandbox, calls, files, root};
use crate::runner::INIT;

/// Who a program is in its user namespace: not 0, so that it has no rights there.
const INSIDE: u32 = 1000;

/// More threads than the supervisor and the first process have.
const OWN_TASKS: u64 = 32;

/// What stands around a job that runs.
#[derive(Default)]
pub struct Walls {
    /// The first process of the job's own numbering, where it has one: its end is that of all others.
    pub init: Option<Child>,
}

/// Closes what memkata itself was started with besides its three streams: what is open already, no rule closes.
/// Nothing may have been opened yet.
pub fn close_inherited() {
    let entries = fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
    let numbers: Vec<i32> = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    for number in numbers.into_iter().filter(|number| *number > 2) {
        // One of them was the folder that has just been read.
        let _ = close(number);
    }
}

/// Takes this process into namespaces of its own. It must not have a second thread yet.
/// From now on the kernel counts its threads and those of what it starts, up to `tasks`.
pub fn enter(sandbox: &Sandbox, tasks: u64) -> Result<(), String> {
    if !sandbox.active.processes && !sandbox.active.root {
        return Ok(());
    }
    let (user, group) = (geteuid().as_raw(), getegid().as_raw());
    let mut spaces = CloneFlags::CLONE_NEWUSER | CloneFlags::CLONE_NEWIPC;
    spaces.set(CloneFlags::CLONE_NEWNS, sandbox.active.root);
    unshare(spaces).map_err(|why| format!("no user namespace: {why}"))?;
    let write = |name: &str, text: String| {
        fs::write(format!("/proc/self/{name}"), text).map_err(|why| format!("no {name}: {why}"))
    };
    write("setgroups", "deny".into())?;
    write("uid_map", format!("{INSIDE} {user} 1"))?;
    write("gid_map", format!("{INSIDE} {group} 1"))?;
    // Older kernels count all processes of the user's, wherever they are. None counts those of root.
    if is_since(5, 14) {
        let most = Some(tasks + OWN_TASKS);
        setrlimit(Resource::Nproc, Rlimit { current: most, maximum: most })
            .map_err(|why| format!("no limit for processes: {why}"))?;
    }
    Ok(())
}

/// Whether the kernel is of this version or a later one.
fn is_since(major: u32, minor: u32) -> bool {
    let release = rustix::system::uname().release().to_string_lossy().into_owned();
    let mut numbers = release.split(['.', '-']).map_while(|part| part.parse::<u32>().ok());
    let version = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    version >= (major, minor)
}

/// Starts a program behind the walls. What is set up here holds for the calling thread and what it starts.
pub fn start(sandbox: &Sandbox, command: &mut Command) -> Result<(Child, Walls), String> {
    let mut walls = Walls::default();
    let wants_proc = sandbox.active.root && sandbox.phase.reads_proc();
    if sandbox.active.processes {
        unshare(CloneFlags::CLONE_NEWPID).map_err(|why| format!("no process namespace: {why}"))?;
        walls.init = Some(start_init(wants_proc).map_err(|why| format!("no first process: {why}"))?);
    }
    if sandbox.active.root {
        root::build(sandbox).map_err(|why| format!("no root of its own: {why}"))?;
        if let (true, Some(init)) = (wants_proc, &mut walls.init) {
            ask_for_proc(init).map_err(|why| format!("no /proc of its own: {why}"))?;
        }
        root::enter().map_err(|why| format!("no root of its own: {why}"))?;
    }
    if sandbox.phase != Phase::Compile {
        // Whoever looks at it must not have to wait for it, whatever it does.
        nice(5).map_err(|why| format!("it cannot stand back: {why}"))?;
    }
    set_no_new_privs(true).map_err(|why| format!("its rights cannot be fixed: {why}"))?;
    if sandbox.active.landlock {
        files::close(sandbox).map_err(|why| format!("no Landlock: {why}"))?;
    }
    if sandbox.active.seccomp {
        calls::refuse().map_err(|why| format!("no seccomp: {why}"))?;
    }
    let child = command.spawn().map_err(|why| why.to_string());
    child.map(|child| (child, walls))
}

fn start_init(may_mount: bool) -> io::Result<Child> {
    let mut command = Command::new("/proc/self/exe");
    command.arg(INIT).env_clear().current_dir("/").stdin(Stdio::piped()).stderr(Stdio::null());
    command.stdout(if may_mount { Stdio::piped() } else { Stdio::null() });
    if !may_mount {
        return command.spawn();
    }
    let before = capabilities(None)?;
    let mut raised = before;
    raised.inheritable |= CapabilitySet::SYS_ADMIN;
    set_capabilities(None, raised)?;
    configure_capability_in_ambient_set(CapabilitySet::SYS_ADMIN, true)?;
    let started = command.spawn();
    clear_ambient_capability_set()?;
    set_capabilities(None, before)?;
    started
}

fn ask_for_proc(init: &mut Child) -> Result<(), String> {
    let (Some(stdin), Some(stdout)) = (&mut init.stdin, &mut init.stdout) else {
        return Err("no pipe".into());
    };
    let mut answer = String::new();
    let folder = root::at("/proc".as_ref());
    let asked =
        writeln!(stdin, "{}", folder.display()).and_then(|()| BufReader::new(stdout).read_line(&mut answer));
    match asked {
        Ok(_) if answer == "\n" => Ok(()),
        Ok(_) => Err(answer.trim().to_owned()),
        Err(why) => Err(why.to_string()),
    }
}
