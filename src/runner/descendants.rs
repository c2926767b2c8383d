//! Ending a whole tree of processes. On Linux the supervisor adopts orphans, so that even a
//! child that left its group and session is found; elsewhere the process group is what
//! there is.

/// How many processes the tree below the supervisor has, `program` included. `None` where
/// the system gives no way to count.
pub(super) fn count(program: u32) -> Option<usize> {
    system::count(program)
}

/// The bytes that all processes below the supervisor have in memory together, where the system
/// tells.
pub(super) fn resident() -> Option<u64> {
    system::resident()
}

/// Makes orphaned descendants children of this process, where the system can.
pub(super) fn adopt_orphans() {
    system::adopt_orphans();
}

/// Ends the program and everything that descends from it.
pub(super) fn end_tree(program: u32) {
    system::end_group(program);
    system::end_descendants();
}

/// Ends what is left after the program itself has been waited for. Returns whether anything
/// was left.
pub(super) fn end_rest(program: u32) -> bool {
    system::end_rest(program)
}

#[cfg(target_os = "linux")]
mod system {
    use std::fs;
    use std::thread::sleep;
    use std::time::Duration;

    use rustix::process::{
        Pid, Signal, WaitOptions, getpid, kill_process, kill_process_group, set_child_subreaper, wait,
    };

    pub(super) fn adopt_orphans() {
        // Without it, what stays in the program's group is still found.
        let _ = set_child_subreaper(Some(getpid()));
    }

    pub(super) fn count(_program: u32) -> Option<usize> {
        Some(descendants().len())
    }

    /// The second number of `/proc/PID/statm` counts the pages in memory, see proc(5).
    pub(super) fn resident() -> Option<u64> {
        let page = rustix::param::page_size() as u64;
        let pages = |process: Pid| -> Option<u64> {
            let text = fs::read_to_string(format!("/proc/{}/statm", process.as_raw_nonzero())).ok()?;
            text.split_whitespace().nth(1)?.parse().ok()
        };
        Some(descendants().into_iter().filter_map(pages).sum::<u64>() * page)
    }

    pub(super) fn end_group(program: u32) {
        if let Some(group) = pid(program) {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }

    pub(super) fn end_descendants() {
        for process in descendants() {
            let _ = kill_process(process, Signal::KILL);
        }
    }

    pub(super) fn end_rest(program: u32) -> bool {
        let mut left = false;
        loop {
            match wait(WaitOptions::NOHANG) {
                // No children: the usual case, and no look at /proc is needed.
                Err(_) => return left,
                // A zombie that was adopted.
                Ok(Some(_)) => {}
                Ok(None) => {
                    left = true;
                    end_group(program);
                    end_descendants();
                    sleep(Duration::from_micros(500));
                }
            }
        }
    }

    fn pid(raw: u32) -> Option<Pid> {
        i32::try_from(raw).ok().and_then(Pid::from_raw)
    }

    /// All processes below this one, parents before their children.
    fn descendants() -> Vec<Pid> {
        let mut found = Vec::new();
        let mut parents = vec![getpid()];
        while let Some(parent) = parents.pop() {
            let children = children_of(parent);
            parents.extend(&children);
            found.extend(children);
        }
        found
    }

    fn children_of(parent: Pid) -> Vec<Pid> {
        let tasks = format!("/proc/{}/task", parent.as_raw_nonzero());
        let mut children = Vec::new();
        // Each thread lists the children that it has started.
        for task in fs::read_dir(tasks).into_iter().flatten().flatten() {
            let list = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            children.extend(list.split_whitespace().filter_map(|word| pid(word.parse().ok()?)));
        }
        children
    }
}

#[cfg(all(unix, not(target_os = "linux")))]
mod system {
    use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};

    pub(super) fn adopt_orphans() {}

    pub(super) fn resident() -> Option<u64> {
        None
    }

    pub(super) fn count(_program: u32) -> Option<usize> {
        None
    }

    pub(super) fn end_group(program: u32) {
        if let Some(group) = group(program) {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }

    pub(super) fn end_descendants() {}

    pub(super) fn end_rest(program: u32) -> bool {
        let left = group(program).is_some_and(|group| test_kill_process_group(group).is_ok());
        end_group(program);
        left
    }

    fn group(program: u32) -> Option<Pid> {
        i32::try_from(program).ok().and_then(Pid::from_raw)
    }
}

#[cfg(not(unix))]
mod system {
    use std::process::{Command, Stdio};

    pub(super) fn adopt_orphans() {}

    pub(super) fn resident() -> Option<u64> {
        None
    }

    pub(super) fn count(_program: u32) -> Option<usize> {
        None
    }

    pub(super) fn end_group(program: u32) {
        // Windows' own tool ends a process with all that descend from it.
        let _ = Command::new("taskkill")
            .args(["/T", "/F", "/PID", &program.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }

    pub(super) fn end_descendants() {}

    pub(super) fn end_rest(_program: u32) -> bool {
        false
    }
}
