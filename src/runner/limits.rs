//! The limits of a job: those that the system keeps, and those that are looked at from time to time.

use std::io;

use super::descendants::Tree;
use super::sandbox::{Phase, Sandbox};
use super::{End, Job, MemoryLimit};

/// In a sandbox, how many threads all processes together may have for each process that they may have.
pub(super) const THREADS_EACH: usize = 8;

/// What a look at a job that runs came to.
pub(super) enum Look {
    /// It keeps its limits.
    Within,
    /// It does not.
    Beyond(End),
    /// This system does not tell.
    Blind,
}

/// Looks at what a job has by now.
pub(super) fn look(job: &Job, tree: &Tree) -> Look {
    let Some(count) = tree.count(job.limits.processes) else { return Look::Blind };
    let most = job.limits.processes;
    if count.processes > most || job.sandbox.is_some() && count.threads > most * THREADS_EACH {
        return Look::Beyond(End::TooManyProcesses);
    }
    let memory = match (job.limits.memory, &job.sandbox) {
        // Each process may have that much, and there may be many.
        (_, Some(sandbox)) => sandbox.memory,
        (MemoryLimit::Resident(bytes), None) => bytes,
        (MemoryLimit::AddressSpace(_), None) => return Look::Within,
    };
    if tree.resident().is_some_and(|resident| resident > memory) {
        return Look::Beyond(End::TooMuchMemory);
    }
    Look::Within
}

/// What is not trusted is judged for others, and has to come to the same whenever it is: an address that a program prints,
/// or adds where it means a value, is the same in each run. Where the system refuses, it is as it was.
#[cfg(target_os = "linux")]
fn same_addresses() {
    use nix::sys::personality::{self, Persona};
    let _ = personality::get().and_then(|now| personality::set(now | Persona::ADDR_NO_RANDOMIZE));
}

#[cfg(all(unix, not(target_os = "linux")))]
fn same_addresses() {}

/// The limits are set on the supervisor itself, which the program inherits: a limit set
/// after the start would come too late.
#[cfg(unix)]
pub(super) fn set(job: &Job) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let lower = |resource: Resource, wanted: u64| {
        let most = getrlimit(resource).maximum;
        let wanted = Some(most.map_or(wanted, |most| most.min(wanted)));
        setrlimit(resource, Rlimit { current: wanted, maximum: wanted }).map_err(io::Error::from)
    };
    // 1 is too little for a file, and tells the kernel to start no program for it either.
    lower(Resource::Core, u64::from(job.sandbox.is_some()))?;
    // The same stack on every machine, or a recursion passes here and overflows there.
    let stack = getrlimit(Resource::Stack);
    let eight = stack.maximum.map_or(8 << 20, |most| most.min(8 << 20));
    setrlimit(Resource::Stack, Rlimit { current: Some(eight), maximum: stack.maximum })?;
    if let Some(sandbox) = &job.sandbox {
        same_addresses();
        for (resource, wanted) in beyond(job, sandbox) {
            lower(resource, wanted)?;
        }
    }
    // Darwin refuses this one; there the wall clock is the limit that holds.
    if cfg!(target_os = "macos") {
        return Ok(());
    }
    match job.limits.memory {
        MemoryLimit::AddressSpace(bytes) => lower(Resource::As, bytes),
        MemoryLimit::Resident(_) => Ok(()),
    }
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the Unix twin can fail")]
pub(super) fn set(_job: &Job) -> io::Result<()> {
    Ok(())
}

/// What is limited besides where nothing is trusted.
#[cfg(unix)]
fn beyond(job: &Job, sandbox: &Sandbox) -> Vec<(rustix::process::Resource, u64)> {
    use rustix::process::Resource;
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let (file, files) = match sandbox.phase {
        Phase::Compile => (512 << 20, 512),
        Phase::Run { .. } => (32 << 20, 128),
    };
    #[cfg_attr(not(target_os = "linux"), expect(unused_mut, reason = "there is more on Linux"))]
    let mut all = vec![
        // Only where nobody looks at the clock any more.
        (Resource::Cpu, (job.limits.wall.as_secs() + 5) * cores),
        (Resource::Fsize, file),
        (Resource::Nofile, files),
    ];
    #[cfg(target_os = "linux")]
    {
        all.extend([(Resource::Memlock, 64 << 10), (Resource::Msgqueue, 0)]);
    }
    all
}
