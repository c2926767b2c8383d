//! Keys for a watch without a screen: lines on standard input, one letter each.

use std::io;
use std::io::BufRead as _;
use std::thread;

use super::events::Action;

/// What lines there are, as a notice says it.
pub(super) const LINES: &str = "`n` (next), `d` (do it later), `r` (judge once more), `q` (quit), and `y` where a notice offers something";

/// What a line means; `None` for one without a meaning.
pub(super) fn action(line: &str) -> Option<Action> {
    match line.to_ascii_lowercase().as_str() {
        "n" => Some(Action::Next),
        "d" => Some(Action::Later),
        "r" => Some(Action::Again),
        "q" => Some(Action::Quit),
        "y" => Some(Action::Text('y')),
        _ => None,
    }
}

/// Reads lines on a thread of its own, for as long as there are any and `tell` wants them. Their
/// end is not the watch's end: many a watch has nothing to read.
pub(super) fn read(tell: impl Fn(String) -> bool + Send + 'static) {
    if !may_read() {
        return;
    }
    thread::spawn(move || {
        for line in io::stdin().lock().split(b'\n') {
            let Ok(line) = line else { return };
            let line = String::from_utf8_lossy(&line);
            let line = line.trim();
            if !line.is_empty() && !tell(line.to_owned()) {
                return;
            }
        }
    });
}

/// A program in the background that reads from its terminal is stopped, and a watch there has to
/// go on.
#[cfg(unix)]
fn may_read() -> bool {
    let stdin = io::stdin();
    !rustix::termios::isatty(&stdin)
        || rustix::termios::tcgetpgrp(&stdin).is_ok_and(|group| group == rustix::process::getpgrp())
}

#[cfg(not(unix))]
fn may_read() -> bool {
    true
}
