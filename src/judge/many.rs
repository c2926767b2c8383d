//! Judging many exercises on all cores.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::{Asked, Judge, Subject};
use crate::error::{Error, Result};
use crate::kit::Exercise;
use crate::runner::Cancel;
use crate::verdict::Verdict;

/// One thing to judge.
pub struct Item<'a> {
    /// By the rules of this exercise.
    pub exercise: &'a Exercise,
    /// What is judged.
    pub subject: Subject<'a>,
}

/// Judges all items and returns their verdicts in the same order; those that were cancelled
/// are left out. `done` is told after each how many are done, and the verdict.
///
/// # Errors
/// The first error of the kit or the machine; it ends the rest.
pub fn judge(
    judge: &Judge<'_>,
    items: &[Item<'_>],
    reuse: bool,
    cancel: &Cancel,
    done: impl Fn(usize, &Verdict) + Sync,
) -> Result<Vec<Verdict>> {
    let asked = Asked { reuse, cancel: cancel.clone() };
    let finished = AtomicUsize::new(0);
    let verdicts = across_cores(items.len(), cancel, |at| {
        let verdict = judge.judge(items[at].exercise, items[at].subject, &asked, &mut |_| {})?;
        done(finished.fetch_add(1, Ordering::Relaxed) + 1, &verdict);
        Ok(verdict)
    })?;
    Ok(verdicts.into_iter().flatten().collect())
}

/// Does `work` for each number below `count`, on all cores, and returns what it came to in their
/// order: `None` for what was cancelled before its turn.
///
/// # Errors
/// The first error; it ends the rest.
pub fn across_cores<T: Send>(
    count: usize,
    cancel: &Cancel,
    work: impl Fn(usize) -> Result<T> + Sync,
) -> Result<Vec<Option<T>>> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<T>>> = (0..count).map(|_| Mutex::new(None)).collect();
    let failure: Mutex<Option<Error>> = Mutex::new(None);
    let worker = || {
        while let Some(at) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < count) {
            if cancel.is_cancelled() {
                return;
            }
            match work(at) {
                Ok(result) => *lock(&results[at]) = Some(result),
                Err(error) => {
                    lock(&failure).get_or_insert(error);
                    cancel.cancel();
                }
            }
        }
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(count);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(worker);
        }
    });
    match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(results
            .into_iter()
            .map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner))
            .collect()),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
