//! Whose a Ctrl-C is: an editor's that has the terminal, or ours.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The Ctrl-C that has ended an editor may be heard of this much later than the editor's end.
const LATE_SIGNAL: Duration = Duration::from_secs(1);

/// Whether an editor has the terminal.
#[derive(Clone, Default)]
pub(super) struct Lent(Arc<Mutex<Lease>>);

#[derive(Clone, Copy, Default)]
#[cfg_attr(not(unix), allow(dead_code, reason = "only signals ask for it"))]
enum Lease {
    #[default]
    Never,
    Now,
    Until(Instant),
}

impl Lent {
    /// From now on the terminal is an editor's.
    pub(super) fn begin(&self) {
        *self.lease() = Lease::Now;
    }

    /// The editor has ended.
    pub(super) fn end(&self) {
        *self.lease() = Lease::Until(Instant::now() + LATE_SIGNAL);
    }

    /// Whether a signal that is heard of now was meant for an editor.
    #[cfg_attr(not(unix), allow(dead_code, reason = "only signals ask for it"))]
    pub(super) fn covers_now(&self) -> bool {
        match *self.lease() {
            Lease::Never => false,
            Lease::Now => true,
            Lease::Until(end) => Instant::now() < end,
        }
    }

    fn lease(&self) -> std::sync::MutexGuard<'_, Lease> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
