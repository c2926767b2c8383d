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

/// Judges all items and returns their verdicts in the same order. `done` is told after each
/// how many are done, and the verdict.
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
    let next = AtomicUsize::new(0);
    let finished = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<Verdict>>> = items.iter().map(|_| Mutex::new(None)).collect();
    let failure: Mutex<Option<Error>> = Mutex::new(None);
    let asked = Asked { reuse, cancel: cancel.clone() };
    let work = || {
        while let Some(at) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < items.len()) {
            if cancel.is_cancelled() {
                return;
            }
            match judge.judge(items[at].exercise, items[at].subject, &asked, &mut |_| {}) {
                Ok(verdict) => {
                    done(finished.fetch_add(1, Ordering::Relaxed) + 1, &verdict);
                    *lock(&results[at]) = Some(verdict);
                }
                Err(error) => {
                    lock(&failure).get_or_insert(error);
                    cancel.cancel();
                }
            }
        }
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(results
            .into_iter()
            .filter_map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner))
            .collect()),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
