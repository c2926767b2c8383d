//! How a program's end is told to the learner: limits and signals in words.

use super::panics;
use crate::kit::Limits;
use crate::runner::{End, JobOutcome, signal_name};
use crate::verdict::{Finding, Reason};

/// The finding for a program that did not end by itself; `None` when it did. `whose` is the
/// test, or "your program".
pub fn finding(outcome: &JobOutcome, stderr: &str, limits: &Limits, whose: &str) -> Option<Finding> {
    Some(match &outcome.end {
        End::Exited(_) | End::Cancelled => return None,
        End::NotStarted(_) => Finding::error(Reason::Crash, format!("{whose} could not begin: the compiled program was gone"))
            .because("Something in the code removes or moves the folder that it runs in; no exercise needs that."),
        End::TimedOut => Finding::error(Reason::Timeout, format!("{whose} was still running after {} and was ended", seconds(limits.seconds)))
            .because("Look for a loop whose condition never becomes false, or a wait for something that never comes (standard input is empty here)."),
        End::TooMuchOutput => Finding::error(Reason::OutputLimit, format!("{whose} printed more than {} KiB and was ended", limits.output_kib))
            .because("Look for a print inside a loop that does not end; the first part of the output is shown."),
        End::TooMuchMemory => Finding::error(Reason::MemoryLimit, format!("{whose} used more than {} MiB of memory and was ended", limits.memory_mib))
            .because("Look for something that grows in a loop that does not end, or a size that is much larger than meant."),
        End::TooManyProcesses => Finding::error(Reason::Crash, format!("{whose} started more processes than an exercise may, and all were ended"))
            .because("No exercise needs to start other programs."),
        End::Signaled(signal) => signalled(*signal, stderr, limits, whose),
    })
}

/// The code of a note that processes were left behind.
pub const LEFT_PROCESSES: &str = "left-processes";

/// Told when a program had started processes that were still running when it ended.
pub fn left_processes() -> Finding {
    Finding::note(
        Reason::Run,
        "it had started processes that were still running when it ended; they were ended",
    )
    .coded(LEFT_PROCESSES)
    .because("No exercise needs to start other programs; one that does has to wait for them.")
}

fn signalled(signal: i32, stderr: &str, limits: &Limits, whose: &str) -> Finding {
    if stderr.contains("has overflowed its stack") {
        return Finding::error(Reason::Crash, format!("{whose} ran out of stack"))
            .because("Each call takes a frame of the stack until it returns, and a large local takes its whole size; look for a recursion that goes too deep, or a large array in a variable.");
    }
    if let Some(bytes) = failed_allocation(stderr) {
        return Finding::error(Reason::MemoryLimit, format!("{whose} ran out of memory: {bytes} more bytes were asked for, and the limit is {} MiB", limits.memory_mib))
            .because("Look for something that grows in a loop that does not end, or a size that is much larger than meant.");
    }
    let name = signal_name(signal);
    let why = match name.as_str() {
        "SIGABRT"
            if stderr.contains("panic in a destructor")
                || stderr.contains("panicked while processing panic") =>
        {
            "A second panic came while the first one was still cleaning up, for example in a `drop`; then nothing is left but to abort."
        }
        "SIGABRT" => {
            "The program gave up by itself: `abort`, a panic that cannot unwind, or the allocator that found its memory damaged."
        }
        "SIGSEGV" | "SIGBUS" => {
            "The program touched an address that it may not touch: a pointer that dangles, is null, or points past its block."
        }
        "SIGILL" => "The program came to a point that should never be reached.",
        "SIGKILL" => "Somebody ended it from outside; where no one did, the system ran short of memory.",
        _ => "A signal ended the program before it could finish.",
    };
    let mut finding = Finding::error(Reason::Crash, format!("{whose} was ended by {name}")).because(why);
    if let Some(panic) = panics::first(stderr) {
        let place = panic.finding(Reason::Crash, whose);
        (finding.file, finding.line, finding.column, finding.origin) =
            (place.file, place.line, place.column, place.origin);
        finding.rendered = place.rendered;
    }
    finding
}

/// The size in the allocator's "memory allocation of N bytes failed".
fn failed_allocation(stderr: &str) -> Option<&str> {
    let (_, rest) = stderr.split_once("memory allocation of ")?;
    rest.split_once(" bytes failed").map(|(bytes, _)| bytes)
}

fn seconds(count: u64) -> String {
    if count == 1 { "1 second".into() } else { format!("{count} seconds") }
}
