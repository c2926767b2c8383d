//! Reports to memkata on standard error: written without allocating, because the allocator
//! itself may be in trouble. Only where a token was given, which proves that the report is one.
//!
//! A report begins with an empty line and `memprobe TOKEN WHAT`, and ends with `memprobe TOKEN end`.
//! Between them stand lines of a name and values, in this order:
//!
//! ```text
//! counted                       what all of it allocated: count, bytes, peak, live-blocks, live
//!
//! budget                        an assertion about a measurement that has failed:
//!   budget allocations|peak|live
//!   allowed N, count N, peak N, live N
//!   allocation SIZE, at HEX…    for each allocation that was recorded
//!
//! KIND                          a misuse; the process ends with status 66 right after it. KIND is
//!                               heap-use-after-free, heap-buffer-overflow, double-free,
//!                               invalid-free, wrong-layout, null-dereference or wild-access
//!   access read|write|unknown   where memory was accessed
//!   by alloc|free|realloc       where the allocator has noticed it
//!   region stack|static         where an address is that is no block's
//!   filled new|freed|guard      what kind of memory a wild address, or one to be freed, was read from
//!   offset N                    from the start of the block, may be negative
//!   block SIZE ALIGN
//!   asked SIZE ALIGN            what was said of the block instead
//!   thread N                    where it is not the main one
//!   test INDEX                  which the block was allocated for
//!   late                        noticed when the block was freed, when a test or `main` had
//!                               returned, or at the end
//!   pc HEX                      the instruction that faulted, where it is the program's own
//!   at HEX…                     the calls that led to it; not there where it was noticed at the end
//!   freed HEX…
//!   allocated HEX…
//!
//! leak                          blocks that nothing leads to any more; one report for each list
//!                               of calls that has allocated some, at most 8
//!   blocks N, live BYTES
//!   indirect BLOCKS BYTES       what only these lead to
//!   test INDEX
//!   cycle                       where they lead to one another
//!   allocated HEX…
//!
//! address-sanitizer             the report before this one is AddressSanitizer's own
//! ```
//!
//! `HEX…` are return addresses, the innermost first, relative to where the program was loaded; those
//! in libraries are left out, and so are lines about what is not known.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::lock::{Held, Lock};
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
    /// How memory was accessed: `read`, `write` or `unknown`.
    Access,
    /// The call of the allocator that noticed: `free` or `realloc`.
    By,
    /// Where an address is that is in no block: `stack` or `static`.
    Region,
    /// What memory an address that is nobody's was read from: `new`, `freed` or `guard`.
    Filled,
    /// Bytes from the start of the block; may be negative.
    Offset,
    /// The size and the alignment of a block.
    Block,
    /// The size and the alignment that were given for it when it was freed or resized.
    Asked,
    /// The number of the thread, where it is not the main one.
    Thread,
    /// The index of the test that the block was allocated for.
    Test,
    /// Noticed only afterwards.
    Late,
    /// The instruction that faulted.
    Pc,
    /// The calls that freed the block.
    Freed,
    /// The calls that allocated the block.
    Allocated,
    /// Blocks that nobody leads to any more.
    Blocks,
    /// Blocks, and their bytes, that only these lead to.
    Indirect,
    /// Blocks that lead to one another in a ring.
    Cycle,
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
            Self::Access => "access",
            Self::By => "by",
            Self::Region => "region",
            Self::Filled => "filled",
            Self::Offset => "offset",
            Self::Block => "block",
            Self::Asked => "asked",
            Self::Thread => "thread",
            Self::Test => "test",
            Self::Late => "late",
            Self::Pc => "pc",
            Self::Freed => "freed",
            Self::Allocated => "allocated",
            Self::Blocks => "blocks",
            Self::Indirect => "indirect",
            Self::Cycle => "cycle",
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

/// A report in the making. Others wait until it has ended.
pub struct Report(Text);

impl Report {
    /// Begins a report about `what`; `None` where nobody reads reports.
    pub fn begin(what: &str) -> Option<Self> {
        Self::with(what, Lock::lock)
    }

    /// The same for the last report of a process: does not wait for ever.
    pub fn begin_at_last(what: &str) -> Option<Self> {
        Self::with(what, Lock::lock_at_last)
    }

    fn with(what: &str, lock: fn(&'static Lock<Buffer>) -> Held<'static, Buffer>) -> Option<Self> {
        if TOKEN_LENGTH.load(Ordering::SeqCst) == 0 {
            return None;
        }
        let mut report = Self(Text::with(lock));
        report.0.push("\n");
        report.mark(what);
        Some(report)
    }

    /// A line with a word.
    pub fn field(&mut self, field: Field, value: &str) {
        self.0.push(field.name());
        self.0.push(" ");
        self.0.push(value);
        self.0.push("\n");
    }

    /// A line with nothing but its name.
    pub fn bare(&mut self, field: Field) {
        self.0.push(field.name());
        self.0.push("\n");
    }

    /// A line with a number.
    pub fn number(&mut self, field: Field, value: usize) {
        self.numbers(field, &[value]);
    }

    /// A line with numbers.
    pub fn numbers(&mut self, field: Field, values: &[usize]) {
        self.0.push(field.name());
        for value in values {
            self.0.push(" ");
            self.0.digits(*value, 10);
        }
        self.0.push("\n");
    }

    /// A line with a number that may be negative.
    pub fn signed(&mut self, field: Field, value: isize) {
        self.0.push(field.name());
        self.0.push(if value < 0 { " -" } else { " " });
        self.0.digits(value.unsigned_abs(), 10);
        self.0.push("\n");
    }

    /// A line with an address, if it is the program's own.
    pub fn address(&mut self, field: Field, address: usize) {
        if system::program().contains(address) {
            self.0.push(field.name());
            self.0.push(" ");
            self.0.digits(address - system::program().base, 16);
            self.0.push("\n");
        }
    }

    /// A line with those of the addresses that are the program's own.
    pub fn frames(&mut self, field: Field, frames: &Frames) {
        self.0.push(field.name());
        let program = system::program();
        for frame in frames.iter().filter(|frame| program.contains(**frame)) {
            self.0.push(" ");
            self.0.digits(frame - program.base, 16);
        }
        self.0.push("\n");
    }

    /// Ends the report and writes what is not written yet.
    pub fn end(mut self) {
        self.mark("end");
        self.0.write();
    }

    fn mark(&mut self, word: &str) {
        self.0.push("memprobe ");
        let length = TOKEN_LENGTH.load(Ordering::SeqCst);
        // SAFETY: nobody writes it any more.
        let token = unsafe { &*TOKEN.0.get() };
        self.0.bytes(&token[..length]);
        self.0.push(" ");
        self.0.push(word);
        self.0.push("\n");
    }
}

/// A pipe takes this much at once, so that nothing of other threads gets in between (pipe(7)).
/// Not on the stack, because that of a signal handler is small.
struct Buffer {
    bytes: [u8; 4096],
    used: usize,
}

static BUFFER: Lock<Buffer> = Lock::new(Buffer { bytes: [0; 4096], used: 0 });

/// Text for standard error. Others wait until it is written.
pub struct Text(Held<'static, Buffer>);

impl Text {
    /// No text yet. Does not wait for ever.
    pub fn new() -> Self {
        Self::with(Lock::lock_at_last)
    }

    fn with(lock: fn(&'static Lock<Buffer>) -> Held<'static, Buffer>) -> Self {
        let mut held = lock(&BUFFER);
        held.used = 0;
        Self(held)
    }

    /// Adds text.
    pub fn push(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Adds a number.
    pub fn digits(&mut self, number: usize, base: usize) {
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

    /// Writes it.
    pub fn write(mut self) {
        self.flush();
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if self.0.used == self.0.bytes.len() {
                self.flush();
            }
            let used = self.0.used;
            self.0.bytes[used] = *byte;
            self.0.used = used + 1;
        }
    }

    fn flush(&mut self) {
        system::write_to_stderr(&self.0.bytes[..self.0.used]);
        self.0.used = 0;
    }
}
