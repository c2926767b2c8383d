//! Telling what was done wrong with memory, and ending the process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{process, thread};

use super::blocks::Block;
use super::traces::Traces;
use super::{threads, Owner};
use crate::report::{self, Field, Report};
use crate::system;
use crate::trace::{Frames, DEPTH};

/// The exit status of a process that was ended because of what it did with memory.
pub const STATUS: i32 = 66;

/// What was done wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Memory was used, or resized, after it was freed.
    UseAfterFree,
    /// Memory beside a block was used.
    Overflow,
    /// A block was freed once more.
    DoubleFree,
    /// What was freed is no block.
    InvalidFree,
    /// A block was freed or resized with another layout than it was allocated with.
    WrongLayout,
    /// An address close to zero was used.
    Null,
    /// An address was used that belongs to nothing.
    Wild,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::UseAfterFree => "heap-use-after-free",
            Self::Overflow => "heap-buffer-overflow",
            Self::DoubleFree => "double-free",
            Self::InvalidFree => "invalid-free",
            Self::WrongLayout => "wrong-layout",
            Self::Null => "null-dereference",
            Self::Wild => "wild-access",
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::UseAfterFree => "was used after it was freed",
            Self::Overflow => "was used beyond its end or before its start",
            Self::DoubleFree => "was freed twice",
            Self::InvalidFree => "was freed at an address that is not its start",
            Self::WrongLayout => "was freed or resized with another layout than it was allocated with",
            Self::Null => "was used through a null pointer",
            Self::Wild => "was used at an address that belongs to nothing",
        }
    }
}

/// What an access was.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// From memory.
    Read,
    /// To memory.
    Write,
    /// Not known.
    Unknown,
}

/// One misuse.
pub struct Misuse {
    /// What was done.
    pub kind: Kind,
    /// How memory was accessed, where it was.
    pub access: Option<Access>,
    /// The call of the allocator that noticed: `free` or `realloc`.
    pub by: Option<&'static str>,
    /// Bytes from the block's start.
    pub offset: Option<isize>,
    /// The block.
    pub block: Option<Block>,
    /// The size and alignment that were given for it.
    pub asked: Option<(usize, usize)>,
    /// Where an address that is in no block is: `stack` or `static`.
    pub region: Option<&'static str>,
    /// What memory an address that belongs to nothing was read from: `new`, where nobody has
    /// written yet, `freed`, or `guard`, beside a block.
    pub filled: Option<&'static str>,
    /// Whether it was noticed only afterwards.
    pub late: bool,
    /// The instruction that faulted.
    pub pc: Option<usize>,
    /// The calls that led to it.
    pub at: Frames,
}

impl Misuse {
    /// Nothing known but its kind.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            access: None,
            by: None,
            offset: None,
            block: None,
            asked: None,
            region: None,
            filled: None,
            late: false,
            pc: None,
            at: [0; DEPTH],
        }
    }
}

/// Reports a misuse and ends the process. The first thread to come here speaks for all.
pub fn end_process(misuse: &Misuse, traces: &Traces) -> ! {
    static SPEAKING: AtomicBool = AtomicBool::new(false);
    if SPEAKING.swap(true, Ordering::SeqCst) {
        // Somebody else will end the process soon, or it is this very thread that has failed.
        (0..1_000).for_each(|_| thread::sleep(Duration::from_millis(1)));
        system::exit_now(STATUS);
    }
    let Some(mut report) = Report::begin_at_last(misuse.kind.name()) else {
        in_words(misuse);
        process::abort();
    };
    if let Some(access) = misuse.access {
        let name = match access {
            Access::Read => "read",
            Access::Write => "write",
            Access::Unknown => "unknown",
        };
        report.field(Field::Access, name);
    }
    if let Some(by) = misuse.by {
        report.field(Field::By, by);
    }
    if let Some(region) = misuse.region {
        report.field(Field::Region, region);
    }
    if let Some(filled) = misuse.filled {
        report.field(Field::Filled, filled);
    }
    if let Some(offset) = misuse.offset {
        report.signed(Field::Offset, offset);
    }
    if let Some(block) = &misuse.block {
        report.numbers(Field::Block, &[block.size, block.align()]);
    }
    if let Some((size, align)) = misuse.asked {
        report.numbers(Field::Asked, &[size, align]);
    }
    if threads::number() != threads::MAIN {
        report.number(Field::Thread, threads::number() as usize);
    }
    if let Some(Owner::Test(index)) = misuse.block.map(|block| Owner::of(&block)) {
        report.number(Field::Test, index);
    }
    if misuse.late {
        report.bare(Field::Late);
    }
    if let Some(pc) = misuse.pc {
        report.address(Field::Pc, pc);
    }
    if misuse.at[0] != 0 {
        report.frames(Field::At, &misuse.at);
    }
    if let Some(block) = &misuse.block {
        if block.freed != 0 {
            report.frames(Field::Freed, &traces.get(block.freed));
        }
        report.frames(Field::Allocated, &traces.get(block.allocated));
    }
    report.end();
    system::exit_now(STATUS);
}

/// What is said where nobody reads reports.
fn in_words(misuse: &Misuse) {
    let mut text = report::Text::new();
    text.push("memprobe: ");
    match &misuse.block {
        Some(block) => {
            text.push("this block of ");
            text.digits(block.size, 10);
            text.push(" bytes ");
        }
        None => text.push("memory "),
    }
    text.push(misuse.kind.in_words());
    if let Some((size, align)) = misuse.asked {
        text.push(" (");
        text.digits(size, 10);
        text.push(" bytes aligned to ");
        text.digits(align, 10);
        text.push(")");
    }
    text.push(if misuse.late { ". That was noticed only now" } else { "" });
    text.push(". Run it with memkata to see the lines.\n");
    text.write();
}
