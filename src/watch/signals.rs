//! The signals that ask a watch to end: Ctrl-C, `kill`, a closed terminal.

use crate::error::Result;

/// The signal of Ctrl-C.
pub(super) const INTERRUPT: i32 = 2;

/// The exit code of a watch that a signal has ended.
pub(super) fn exit_code(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(130)
}

/// Tells of each such signal, on a thread of its own, for as long as `tell` wants to hear more.
///
/// # Errors
/// When signals cannot be watched.
#[cfg(unix)]
pub(super) fn forward(tell: impl Fn(i32) -> bool + Send + 'static) -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])
        .map_err(|error| crate::error::Error::machine(format!("signals cannot be watched: {error}")))?;
    std::thread::spawn(move || signals.forever().all(tell));
    Ok(())
}

/// Elsewhere they end the process by themselves.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the Unix twin can fail")]
pub(super) fn forward(_tell: impl Fn(i32) -> bool + Send + 'static) -> Result<()> {
    Ok(())
}
