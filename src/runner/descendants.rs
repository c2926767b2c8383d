//! Ending a whole tree of processes. On Linux the supervisor adopts orphans, so that even a
//! child that left its group and session is found; elsewhere the process group is what
//! there is.

/// What a job consists of.
pub(super) struct Tree {
    /// The program that was started.
    pub(super) program: u32,
    /// The first process of its own numbering, where it has one: it is ours, and not the job's.
    pub(super) init: Option<u32>,
}

/// How much there is of a job.
pub(super) struct Count {
    /// Processes, the program itself among them.
    pub(super) processes: usize,
    /// The threads of all of them.
    pub(super) threads: usize,
}

impl Tree {
    /// `None` where the system gives no way to count. Nobody counts further than a little beyond `enough`
    /// processes: a bomb would grow faster than it is counted.
    pub(super) fn count(&self, enough: usize) -> Option<Count> {
        system::count(self.init, enough)
    }

    /// The bytes that all processes together have in memory, where the system tells.
    pub(super) fn resident(&self) -> Option<u64> {
        system::resident(self.init)
    }

    /// Ends the program and everything that descends from it.
    pub(super) fn end(&self) {
        match self.init {
            // The kernel ends all others at once, and lets none of them start another.
            Some(init) => system::end_process(init),
            None => {
                system::end_group(self.program);
                system::end_descendants();
            }
        }
    }

    /// Whether there are processes whose parents are gone: those of a numbering of their own, which end
    /// together with its first process.
    pub(super) fn has_left_processes(&self) -> bool {
        self.init.is_some_and(system::has_children)
    }

    /// Ends what is left after the program itself has been waited for. Returns whether anything
    /// was left.
    pub(super) fn end_rest(&self) -> bool {
        system::end_rest(self.program)
    }
}

/// Makes orphaned descendants children of this process, where the system can.
pub(super) fn adopt_orphans() {
    system::adopt_orphans();
}

#[cfg(target_os = "linux")]
mod system {
    use std::fs::File;
    use std::io::Read;
    use std::os::fd::OwnedFd;
    use std::sync::OnceLock;
    use std::thread::sleep;
    use std::time::Duration;

    use rustix::fs::{CWD, Dir, Mode, OFlags, openat};
    use rustix::process::{
        Pid, Signal, WaitOptions, getpid, kill_process, kill_process_group, set_child_subreaper, wait,
    };

    use super::Count;

    /// `/proc` as it was when this process began: it may get a root without one.
    static PROC: OnceLock<Option<OwnedFd>> = OnceLock::new();

    pub(super) fn adopt_orphans() {
        // Without it, what stays in the program's group is still found.
        let _ = set_child_subreaper(Some(getpid()));
        proc();
    }

    fn proc() -> Option<&'static OwnedFd> {
        let open = || openat(CWD, "/proc", OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
        PROC.get_or_init(|| open().ok()).as_ref()
    }

    /// The text of a file below `/proc`; empty where it cannot be read.
    fn read(path: &str) -> String {
        let mut text = String::new();
        let file =
            proc().and_then(|proc| openat(proc, path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()).ok());
        // What ends while it is read has nothing more to tell.
        let _ = file.map(|file| File::from(file).read_to_string(&mut text));
        text
    }

    pub(super) fn count(init: Option<u32>, enough: usize) -> Option<Count> {
        // One more for the first process of their numbering.
        let all = descendants(enough + 1);
        let mine = all.iter().filter(|found| Some(found.pid.as_raw_nonzero().get().cast_unsigned()) != init);
        let (mut processes, mut threads) = (0, 0);
        for found in mine {
            processes += 1;
            threads += found.threads;
        }
        Some(Count { processes, threads })
    }

    /// The second number of `/proc/PID/statm` counts the pages in memory, see proc(5).
    pub(super) fn resident(init: Option<u32>) -> Option<u64> {
        let page = rustix::param::page_size() as u64;
        let pages = |process: Pid| -> Option<u64> {
            read(&format!("{}/statm", process.as_raw_nonzero())).split_whitespace().nth(1)?.parse().ok()
        };
        let is_mine = |process: &Pid| Some(process.as_raw_nonzero().get().cast_unsigned()) != init;
        let mine = descendants(usize::MAX).into_iter().map(|found| found.pid).filter(is_mine);
        Some(mine.filter_map(pages).sum::<u64>() * page)
    }

    pub(super) fn end_process(process: u32) {
        if let Some(process) = pid(process) {
            let _ = kill_process(process, Signal::KILL);
        }
    }

    pub(super) fn end_group(program: u32) {
        if let Some(group) = pid(program) {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }

    pub(super) fn end_descendants() {
        for found in descendants(usize::MAX) {
            let _ = kill_process(found.pid, Signal::KILL);
        }
    }

    /// Whether a process has children that are more than a status nobody has asked for yet.
    pub(super) fn has_children(process: u32) -> bool {
        let children = pid(process).map(children_of).unwrap_or_default().0;
        children.into_iter().any(|child| {
            let stat = read(&format!("{}/stat", child.as_raw_nonzero()));
            stat.rsplit(')').next().is_some_and(|rest| !rest.trim_start().starts_with(['Z', 'X']))
        })
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

    struct Found {
        pid: Pid,
        threads: usize,
    }

    /// All processes below this one, parents before their children; no more are looked for where there are more than
    /// `enough`.
    fn descendants(enough: usize) -> Vec<Found> {
        let mut found: Vec<Found> =
            children_of(getpid()).0.into_iter().map(|pid| Found { pid, threads: 1 }).collect();
        let mut next = 0;
        while found.len() <= enough
            && let Some(parent) = found.get_mut(next)
        {
            let (children, threads) = children_of(parent.pid);
            parent.threads = threads;
            found.extend(children.into_iter().map(|pid| Found { pid, threads: 1 }));
            next += 1;
        }
        found
    }

    /// The children of a process, and how many threads it has.
    fn children_of(parent: Pid) -> (Vec<Pid>, usize) {
        let tasks = format!("{}/task", parent.as_raw_nonzero());
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let folder =
            proc().and_then(|proc| Dir::read_from(openat(proc, &tasks, flags, Mode::empty()).ok()?).ok());
        let (mut children, mut threads) = (Vec::new(), 0);
        for task in folder.into_iter().flatten().flatten() {
            let name = task.file_name().to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            threads += 1;
            // Each thread lists the children that it has started.
            let list = read(&format!("{tasks}/{name}/children"));
            children.extend(list.split_whitespace().filter_map(|word| pid(word.parse().ok()?)));
        }
        (children, threads)
    }
}

#[cfg(all(unix, not(target_os = "linux")))]
mod system {
    use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};

    pub(super) fn adopt_orphans() {}

    pub(super) fn resident(_init: Option<u32>) -> Option<u64> {
        None
    }

    pub(super) fn count(_init: Option<u32>, _enough: usize) -> Option<super::Count> {
        None
    }

    pub(super) fn has_children(_process: u32) -> bool {
        false
    }

    pub(super) fn end_group(program: u32) {
        if let Some(group) = group(program) {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }

    pub(super) fn end_descendants() {}

    pub(super) fn end_process(_process: u32) {}

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

    pub(super) fn resident(_init: Option<u32>) -> Option<u64> {
        None
    }

    pub(super) fn count(_init: Option<u32>, _enough: usize) -> Option<super::Count> {
        None
    }

    pub(super) fn has_children(_process: u32) -> bool {
        false
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

    pub(super) fn end_process(_process: u32) {}

    pub(super) fn end_rest(_program: u32) -> bool {
        false
    }
}
