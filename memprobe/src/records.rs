//! Records of the single allocations of a measurement, for messages.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::lock::Lock;
use crate::trace::{self, Frames, DEPTH};

/// One allocation.
#[derive(Clone, Copy)]
pub struct Record {
    /// The bytes asked for.
    pub size: usize,
    /// Who asked.
    pub frames: Frames,
    /// Its own number, because another one may have taken its place.
    number: usize,
    /// On which thread.
    thread: usize,
}

/// How many records are kept. More than anybody reads.
const KEPT: usize = 128;

const NONE: Record = Record { size: 0, frames: [0; DEPTH], number: usize::MAX, thread: 0 };
static RECORDS: Lock<[Record; KEPT]> = Lock::new([NONE; KEPT]);
/// The number of the next record.
static NEXT: AtomicUsize = AtomicUsize::new(0);
/// How many measurements of all threads are going on, and the first record of the latest.
static OF_ALL: AtomicUsize = AtomicUsize::new(0);
static FIRST_OF_ALL: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    // Without destructors, so that they work to the last moment of a thread.
    static OWN: Cell<usize> = const { Cell::new(0) };
    static FIRST: Cell<usize> = const { Cell::new(0) };
}

/// The records of one measurement: the first `KEPT` are kept. Those of a measurement inside it may
/// take the place of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Records {
    first: usize,
    last: usize,
    /// The only thread, if it is not all.
    thread: Option<usize>,
}

/// A measurement that is going on.
pub struct Recording {
    records: Records,
    first_before: usize,
}

impl Recording {
    /// Begins to keep a record of each allocation, of this thread or of all.
    pub fn start(on_all_threads: bool) -> Self {
        let first = NEXT.load(Relaxed);
        let first_before = if on_all_threads {
            OF_ALL.fetch_add(1, Relaxed);
            FIRST_OF_ALL.swap(first, Relaxed)
        } else {
            OWN.with(|own| own.set(own.get() + 1));
            FIRST.with(|cell| cell.replace(first))
        };
        let thread = (!on_all_threads).then(this_thread);
        Self { records: Records { first, last: first, thread }, first_before }
    }

    /// The records up to now.
    pub fn so_far(&self) -> Records {
        Records { last: NEXT.load(Relaxed), ..self.records }
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        if self.records.thread.is_none() {
            FIRST_OF_ALL.store(self.first_before, Relaxed);
            OF_ALL.fetch_sub(1, Relaxed);
        } else {
            FIRST.with(|cell| cell.set(self.first_before));
            OWN.with(|own| own.set(own.get() - 1));
        }
    }
}

/// A number that no other thread has at this time: where its variables are.
fn this_thread() -> usize {
    OWN.with(|own| std::ptr::from_ref(own) as usize)
}

/// Keeps a record, if a measurement is going on.
pub fn record(size: usize) {
    let own = OWN.with(Cell::get) > 0;
    if !own && OF_ALL.load(Relaxed) == 0 {
        return;
    }
    let number = NEXT.fetch_add(1, Relaxed);
    let first = if own { FIRST.with(Cell::get) } else { FIRST_OF_ALL.load(Relaxed) };
    if number.wrapping_sub(first) < KEPT {
        let record = Record { size, frames: trace::frames(), number, thread: this_thread() };
        RECORDS.lock()[number % KEPT] = record;
    }
}

impl Records {
    /// Calls `each` with every one that is kept.
    pub fn each(&self, mut each: impl FnMut(&Record)) {
        for number in self.first..self.last.min(self.first + KEPT) {
            // Copied, because `each` may allocate.
            let record = RECORDS.lock()[number % KEPT];
            if record.number == number && self.thread.is_none_or(|thread| thread == record.thread) {
                each(&record);
            }
        }
    }
}
