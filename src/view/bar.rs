//! A progress bar on standard error.

use std::io;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::write_to;

/// Redrawn at most this often.
const EVERY: Duration = Duration::from_millis(40);

/// A bar; silent where standard error is no terminal.
pub struct Bar {
    total: usize,
    visible: bool,
    last: Mutex<Option<Instant>>,
}

impl Bar {
    pub(super) fn new(total: usize, visible: bool) -> Self {
        Self { total, visible, last: Mutex::new(None) }
    }

    /// Shows that `done` are done.
    pub fn show(&self, done: usize) {
        if !self.visible {
            return;
        }
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if last.is_some_and(|last| last.elapsed() < EVERY) && done < self.total {
            return;
        }
        *last = Some(Instant::now());
        write_to(&mut io::stderr(), format!("\r{}", draw(done, self.total, 40)).as_bytes());
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        if self.visible {
            write_to(&mut io::stderr(), b"\r\x1b[K");
        }
    }
}

/// The bar as text: `[####----] 4/8`.
pub fn draw(done: usize, total: usize, width: usize) -> String {
    let filled = (done * width).checked_div(total).unwrap_or(0).min(width);
    format!("[{}{}] {done}/{total}", "#".repeat(filled), "-".repeat(width - filled))
}
