//! Reading on all cores.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::gather::{Gather, Stop};

/// Does `work` for all jobs, some at a time on each core, and brings together what it finds.
///
/// # Errors
/// The first error of `work`.
pub(super) fn share<T: Send>(
    gather: &mut Gather<'_>,
    jobs: Vec<T>,
    work: impl Fn(&mut Gather<'_>, Vec<T>) -> Result<(), Stop> + Sync,
) -> Result<(), Stop> {
    /// So few that nobody waits for the last one, and so many that asking for them costs nothing.
    const AT_ONCE: usize = 64;
    let cores = thread::available_parallelism().map_or(1, NonZero::get).min(jobs.len().div_ceil(8)).max(1);
    let at_once = jobs.len().div_ceil(cores * 4).clamp(1, AT_ONCE);
    let jobs = Mutex::new(jobs.into_iter());
    let next = || {
        let mut jobs = jobs.lock().unwrap_or_else(PoisonError::into_inner);
        Some(jobs.by_ref().take(at_once).collect::<Vec<T>>()).filter(|some| !some.is_empty())
    };
    let shared: &Gather<'_> = gather;
    let worker = || {
        let mut own = shared.again();
        while let Some(some) = next() {
            work(&mut own, some)?;
        }
        Ok(own.found)
    };
    let all: Vec<Result<_, Stop>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        let joined = workers.into_iter().map(thread::ScopedJoinHandle::join);
        joined.map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    for found in all {
        gather.found.merge(found?);
    }
    Ok(())
}
