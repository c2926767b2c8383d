//! Reports to memkata on standard error: written without allocating, because the allocator
//! itself may be in trouble. Only where a token was given, which proves that the report is one.
//!
//! ```text
//! memprobe TOKEN budget
//! allowed 0
//! allocation 24
//! at 1a2b 1b00
//! memprobe TOKEN end
//! ```
//!
//! Addresses are relative to where the program was loaded, in hexadecimal.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::system;
use crate::trace::Frames;

/// What a line of a report says.
#[derive(Clone, Copy)]
pub enum Field {
    /// Which budget was exceeded: `allocations`, `peak` or `live`.
    Budget,
    /// What it allowed.
    Allowed,
    /// Allocations in all.
    Count,
    /// Bytes of all blocks asked for.
    Bytes,
    /// Bytes at the peak.
    Peak,
    /// Bytes not freed.
    Live,
    /// Blocks not freed.
    LiveBlocks,
    /// One allocation and its size.
    Allocation,
    /// The calls that led to what the report, or the line before, is about.
    At,
}

impl Field {
    fn name(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Allowed => "allowed",
            Self::Count => "count",
            Self::Peak => "peak",
            Self::Bytes => "bytes",
            Self::Live => "live",
            Self::LiveBlocks => "live-blocks",
            Self::Allocation => "allocation",
            Self::At => "at",
        }
    }
}

const LONGEST: usize = 80;

struct Token(UnsafeCell<[u8; LONGEST]>);
// SAFETY: written once, before the program's own threads begin.
unsafe impl Sync for Token {}
static TOKEN: Token = Token(UnsafeCell::new([0; LONGEST]));
static TOKEN_LENGTH: AtomicUsize = AtomicUsize::new(0);

/// From now on reports are written, and proved by this token.
pub fn set_token(token: &str) {
    let length = token.len().min(LONGEST);
    // SAFETY: as above.
    unsafe { (&mut *TOKEN.0.get())[..length].copy_from_slice(&token.as_bytes()[..length]) };
    TOKEN_LENGTH.store(length, Ordering::SeqCst);
}

/// A report in the making.
pub struct Report {
    buffer: [u8; 4096],
    used: usize,
}

impl Report {
    /// Begins a report about `what`; `None` where nobody reads reports.
    pub fn begin(what: &str) -> Option<Self> {
        if TOKEN_LENGTH.load(Ordering::SeqCst) == 0 {
            return None;
        }
        let mut report = Self { buffer: [0; 4096], used: 0 };
        report.text("\n");
        report.mark(what);
        Some(report)
    }

    /// A line with a word.
    pub fn field(&mut self, field: Field, value: &str) {
        self.text(field.name());
        self.text(" ");
        self.text(value);
        self.text("\n");
    }

    /// A line with a number.
    pub fn number(&mut self, field: Field, value: usize) {
        self.text(field.name());
        self.text(" ");
        self.digits(value, 10);
        self.text("\n");
    }

    /// A line with those of the addresses that are the program's own.
    pub fn frames(&mut self, field: Field, frames: &Frames) {
        self.text(field.name());
        let program = system::program();
        for frame in frames.iter().filter(|frame| program.contains(**frame)) {
            self.text(" ");
            self.digits(frame - program.base, 16);
        }
        self.text("\n");
    }

    /// Ends the report and writes what is not written yet.
    pub fn end(mut self) {
        self.mark("end");
        self.flush();
    }

    fn mark(&mut self, word: &str) {
        self.text("memprobe ");
        let length = TOKEN_LENGTH.load(Ordering::SeqCst);
        // SAFETY: nobody writes it any more.
        let token = unsafe { &*TOKEN.0.get() };
        self.bytes(&token[..length]);
        self.text(" ");
        self.text(word);
        self.text("\n");
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if self.used == self.buffer.len() {
                self.flush();
            }
            self.buffer[self.used] = *byte;
            self.used += 1;
        }
    }

    fn digits(&mut self, number: usize, base: usize) {
        let mut digits = [0; 20];
        let mut at = digits.len();
        let mut left = number;
        loop {
            at -= 1;
            digits[at] = b"0123456789abcdef"[left % base];
            left /= base;
            if left == 0 {
                break;
            }
        }
        self.bytes(&digits[at..]);
    }

    fn flush(&mut self) {
        system::write_to_stderr(&self.buffer[..self.used]);
        self.used = 0;
    }
}
