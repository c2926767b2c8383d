//! Numbers about allocations: of the whole process, and of each thread.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// What was counted up to a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// How often the allocator was asked for memory; growing or shrinking a block counts, too.
    pub count: usize,
    /// Bytes of all blocks asked for, a block that was resized once more at its new size.
    pub bytes: usize,
    /// Blocks that are allocated now. Wraps below zero where another thread's are freed.
    pub live_blocks: usize,
    /// Bytes that are allocated now. Wraps below zero like `live_blocks`.
    pub live_bytes: usize,
    /// The most that `live_bytes` has been.
    pub peak_bytes: usize,
}

impl Counters {
    const NONE: Self = Self { count: 0, bytes: 0, live_blocks: 0, live_bytes: 0, peak_bytes: 0 };

    /// What happened between `start` and this moment. `peak_bytes` is the highest above the start.
    pub fn since(&self, start: &Self) -> Self {
        Self {
            count: self.count.wrapping_sub(start.count),
            bytes: self.bytes.wrapping_sub(start.bytes),
            live_blocks: self.live_blocks.wrapping_sub(start.live_blocks),
            live_bytes: self.live_bytes.wrapping_sub(start.live_bytes),
            peak_bytes: above(self.peak_bytes, start.live_bytes),
        }
    }

    fn add(&mut self, size: usize) {
        self.count = self.count.wrapping_add(1);
        self.bytes = self.bytes.wrapping_add(size);
    }

    fn raise_peak(&mut self) {
        if signed(self.live_bytes) > signed(self.peak_bytes) {
            self.peak_bytes = self.live_bytes;
        }
    }
}

/// A live number may have wrapped below zero.
fn signed(number: usize) -> isize {
    number as isize
}

/// How far `peak` is above `start`; none where it never was.
fn above(peak: usize, start: usize) -> usize {
    usize::try_from(signed(peak.wrapping_sub(start))).unwrap_or(0)
}

static COUNT: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);
static LIVE_BLOCKS: AtomicUsize = AtomicUsize::new(0);
static LIVE_BYTES: AtomicUsize = AtomicUsize::new(0);
static PEAK_BYTES: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    // Without a destructor, so that it works to the last moment of a thread.
    static THREAD: Cell<Counters> = const { Cell::new(Counters::NONE) };
}

/// A block was allocated.
pub fn allocated(size: usize) {
    COUNT.fetch_add(1, Relaxed);
    BYTES.fetch_add(size, Relaxed);
    LIVE_BLOCKS.fetch_add(1, Relaxed);
    grow(size);
    thread(|own| {
        own.add(size);
        own.live_blocks = own.live_blocks.wrapping_add(1);
        own.live_bytes = own.live_bytes.wrapping_add(size);
        own.raise_peak();
    });
}

/// A block was freed.
pub fn freed(size: usize) {
    LIVE_BLOCKS.fetch_sub(1, Relaxed);
    LIVE_BYTES.fetch_sub(size, Relaxed);
    thread(|own| {
        own.live_blocks = own.live_blocks.wrapping_sub(1);
        own.live_bytes = own.live_bytes.wrapping_sub(size);
    });
}

/// A block was given another size.
pub fn resized(old: usize, new: usize) {
    COUNT.fetch_add(1, Relaxed);
    BYTES.fetch_add(new, Relaxed);
    if new > old {
        grow(new - old);
    } else {
        LIVE_BYTES.fetch_sub(old - new, Relaxed);
    }
    thread(|own| {
        own.add(new);
        own.live_bytes = own.live_bytes.wrapping_add(new).wrapping_sub(old);
        own.raise_peak();
    });
}

fn grow(by: usize) {
    let now = LIVE_BYTES.fetch_add(by, Relaxed).wrapping_add(by);
    PEAK_BYTES.fetch_max(now, Relaxed);
}

fn thread(change: impl FnOnce(&mut Counters)) {
    THREAD.with(|cell| {
        let mut own = cell.get();
        change(&mut own);
        cell.set(own);
    });
}

/// What this thread has counted.
pub fn of_thread() -> Counters {
    THREAD.with(Cell::get)
}

/// What all threads together have counted.
pub fn of_process() -> Counters {
    Counters {
        count: COUNT.load(Relaxed),
        bytes: BYTES.load(Relaxed),
        live_blocks: LIVE_BLOCKS.load(Relaxed),
        live_bytes: LIVE_BYTES.load(Relaxed),
        peak_bytes: PEAK_BYTES.load(Relaxed),
    }
}

/// Lets the peak of this thread begin anew at what is live now; gives the one before.
pub fn restart_thread_peak() -> usize {
    THREAD.with(|cell| {
        let mut own = cell.get();
        let before = std::mem::replace(&mut own.peak_bytes, own.live_bytes);
        cell.set(own);
        before
    })
}

/// The peak of this thread is at least `peak` again: the end of a measurement inside another.
pub fn keep_thread_peak(peak: usize) {
    thread(|own| {
        if signed(peak) > signed(own.peak_bytes) {
            own.peak_bytes = peak;
        }
    });
}

/// The same for the whole process.
pub fn restart_process_peak() -> usize {
    PEAK_BYTES.swap(LIVE_BYTES.load(Relaxed), Relaxed)
}

/// The same for the whole process.
pub fn keep_process_peak(peak: usize) {
    PEAK_BYTES.fetch_max(peak, Relaxed);
}
