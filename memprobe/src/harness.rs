//! What memkata's harness needs of this crate; nobody else should use it.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::counters::{self, Counters};
use crate::mode::{mode, Mode};
use crate::report::{self, Field, Report};
use crate::watch::{self, faults, leaks, threads, Owner};
use crate::{system, trace};

/// What was counted between two moments.
pub type Counted = Counters;

/// The right to report, which there is once: the harness has it before any other code runs.
#[derive(Clone, Copy)]
pub struct Reporter(());

/// Lets reports be written, proved by this token. Only the first call gets the right; the thread
/// it comes from is the main one. Unless it only counts, faults are looked into from now on.
pub fn report_with(token: &str) -> Option<Reporter> {
    static TAKEN: AtomicBool = AtomicBool::new(false);
    if TAKEN.swap(true, Ordering::SeqCst) {
        return None;
    }
    report::set_token(token);
    threads::this_is_main();
    if mode() != Mode::Count && mode() != Mode::Asan {
        faults::install();
    }
    Some(Reporter(()))
}

/// A measurement of all threads that has begun.
pub struct Measurement(Counters);

impl Reporter {
    /// Begins to measure all threads, for the test of this index or for `main`.
    pub fn begin(self, test: Option<usize>) -> Measurement {
        test.map_or(Owner::Main, Owner::Test).begins();
        counters::restart_process_peak();
        Measurement(counters::of_process())
    }

    /// What is allocated from now on is for nobody. Looks at everything that must not have been
    /// written to; ends the process where it was.
    pub fn check(self) {
        Owner::Nobody.begins();
        watch::look_for_damage();
    }

    /// Reports which blocks of `main` and of the tests nobody leads to any more. To be called
    /// when they all have returned, from a frame that has not seen any of their values.
    #[inline(never)]
    pub fn leaks(self) {
        leaks::report(trace::frame_pointer());
    }

    /// Reports what was counted.
    pub fn counted(self, counted: &Counted) {
        let Some(mut report) = Report::begin("counted") else { return };
        report.number(Field::Count, counted.count);
        report.number(Field::Bytes, counted.bytes);
        report.number(Field::Peak, counted.peak_bytes);
        report.number(Field::LiveBlocks, counted.live_blocks);
        report.number(Field::Live, counted.live_bytes);
        report.end();
    }

    /// Proves that the report before this one on standard error is AddressSanitizer's own.
    pub fn sanitizer_reported(self) {
        if let Some(report) = Report::begin("address-sanitizer") {
            report.end();
        }
    }
}

impl Measurement {
    /// What was counted since the beginning. Where something is left, threads that are about to
    /// end are waited for: what they still free would be counted or not, as luck has it.
    pub fn so_far(&self) -> Counted {
        let mut counted = counters::of_process().since(&self.0);
        if (counted.live_blocks as isize) > 0 && system::is_alone() {
            // Only these: finding out has allocated something.
            let later = counters::of_process().since(&self.0);
            (counted.live_blocks, counted.live_bytes) = (later.live_blocks, later.live_bytes);
        }
        counted
    }
}
