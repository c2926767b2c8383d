//! Measuring what a piece of a program allocates, and holding it to a budget.

use std::fmt::Write as _;

use crate::counters::{self, Counters};
use crate::records::{Recording, Records};
use crate::report::{Field, Report};

/// What a closure allocated.
///
/// Memory that `f` returns or keeps counts as still allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allocations {
    /// How often the allocator was asked for memory. A block that grows or shrinks counts again.
    pub count: usize,
    /// Bytes of all the blocks asked for.
    pub bytes: usize,
    /// The most bytes that were allocated at one moment, beyond what was there before.
    pub peak_bytes: usize,
    /// Blocks still allocated at the end, less those from before that were freed.
    pub live_blocks: isize,
    /// Bytes still allocated at the end, less those from before that were freed.
    pub live_bytes: isize,
    /// The records of its allocations.
    records: Records,
}

/// Runs `f` and counts what *this thread* allocates meanwhile. A panic of `f` goes through.
pub fn allocations<T>(f: impl FnOnce() -> T) -> (T, Allocations) {
    let window = Window::open(Scope::Thread);
    let value = f();
    let used = window.used();
    (value, used)
}

/// Runs `f` and counts what *all threads* of the program allocate meanwhile: also that of
/// threads which `f` starts, and what starting them takes. Join them: what a thread frees at its
/// very end may come after `f` otherwise, also where it is scoped.
pub fn process_allocations<T>(f: impl FnOnce() -> T) -> (T, Allocations) {
    let window = Window::open(Scope::Process);
    let value = f();
    let used = window.used();
    (value, used)
}

impl Allocations {
    /// Panics when there were more than `allowed` allocations.
    #[track_caller]
    pub fn at_most(&self, allowed: usize) {
        if self.count > allowed {
            self.report("allocations", allowed);
            panic!("{}, and at most {allowed} may be{}", plural(self.count, "allocation"), self.sizes());
        }
    }

    /// Panics when there was a moment with more than `allowed` bytes.
    #[track_caller]
    pub fn peak_at_most(&self, allowed: usize) {
        if self.peak_bytes > allowed {
            self.report("peak", allowed);
            panic!("{} B at the peak, and at most {allowed} B may be{}", self.peak_bytes, self.sizes());
        }
    }

    /// Panics when something that was allocated has not been freed.
    #[track_caller]
    pub fn all_freed(&self) {
        if self.live_blocks > 0 || self.live_bytes > 0 {
            self.report("live", 0);
            panic!(
                "{} of {} B not freed",
                plural(self.live_blocks.max(1) as usize, "block"),
                self.live_bytes
            );
        }
    }

    fn sizes(&self) -> String {
        let mut text = String::new();
        self.records.each(|record| {
            let _ = write!(text, "{}{} B", if text.is_empty() { ": " } else { ", " }, record.size);
        });
        text
    }

    /// For memkata, which knows the lines: what was allowed, and each allocation with its place.
    fn report(&self, budget: &str, allowed: usize) {
        let Some(mut report) = Report::begin("budget") else { return };
        report.field(Field::Budget, budget);
        report.number(Field::Allowed, allowed);
        report.number(Field::Count, self.count);
        report.number(Field::Peak, self.peak_bytes);
        report.number(Field::Live, self.live_bytes.max(0) as usize);
        self.records.each(|record| {
            report.number(Field::Allocation, record.size);
            report.frames(Field::At, &record.frames);
        });
        report.end();
    }
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Thread,
    Process,
}

/// A measurement that is going on; it ends also when a panic goes through it.
struct Window {
    scope: Scope,
    start: Counters,
    peak_before: usize,
    recording: Recording,
}

impl Window {
    fn open(scope: Scope) -> Self {
        let peak_before = match scope {
            Scope::Thread => counters::restart_thread_peak(),
            Scope::Process => counters::restart_process_peak(),
        };
        let recording = Recording::start(scope == Scope::Process);
        Self { scope, start: now(scope), peak_before, recording }
    }

    fn used(&self) -> Allocations {
        let used = now(self.scope).since(&self.start);
        Allocations {
            count: used.count,
            bytes: used.bytes,
            peak_bytes: used.peak_bytes,
            live_blocks: used.live_blocks as isize,
            live_bytes: used.live_bytes as isize,
            records: self.recording.so_far(),
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        match self.scope {
            Scope::Thread => counters::keep_thread_peak(self.peak_before),
            Scope::Process => counters::keep_process_peak(self.peak_before),
        }
    }
}

fn now(scope: Scope) -> Counters {
    match scope {
        Scope::Thread => counters::of_thread(),
        Scope::Process => counters::of_process(),
    }
}
