//! A progress bar on standard error.

use std::io;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::write_to;

/// Redrawn at most this often.
const EVERY: Duration = Duration::from_millis(40);

/// A bar; silent where standard error is no terminal.
pub struct Bar {
    what: &'static str,
    total: usize,
    visible: bool,
    began: Instant,
    last: Mutex<Option<Instant>>,
}

impl Bar {
    pub(super) fn new(total: usize, visible: bool) -> Self {
        Self { what: "", total, visible, began: Instant::now(), last: Mutex::new(None) }
    }

    /// The same bar with words of what it is about, how fast it goes, and how long it will take.
    #[must_use]
    pub fn named(self, what: &'static str) -> Self {
        Self { what, ..self }
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
        let bar = draw(done, self.total, 40);
        let text = match self.what {
            "" => bar,
            what => format!("{what} {bar}{}\x1b[K", pace(done, self.total, self.began.elapsed())),
        };
        write_to(&mut io::stderr(), format!("\r{text}").as_bytes());
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        if self.visible {
            write_to(&mut io::stderr(), b"\r\x1b[K");
        }
    }
}

/// How many a second, and how long the rest will take; nothing before it can be told.
fn pace(done: usize, total: usize, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    if done == 0 || seconds < 1.0 {
        return String::new();
    }
    let rate = done as f64 / seconds;
    let left = ((total - done.min(total)) as f64 / rate).ceil() as u64;
    format!(" {rate:.1} a second, {}:{:02} left", left / 60, left % 60)
}

/// The bar as text: `[####----] 4/8`.
pub fn draw(done: usize, total: usize, width: usize) -> String {
    let filled = (done * width).checked_div(total).unwrap_or(0).min(width);
    format!("[{}{}] {done}/{total}", "#".repeat(filled), "-".repeat(width - filled))
}
