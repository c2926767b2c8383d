//! A memory error in plain words, with the learner's own lines.

use super::fault::{Access, Fault, MemoryError};
use super::place::{Finder, Found, Listing};
use crate::verdict::{Finding, Origin, Reason};

/// The finding for a fault. `whose` is the test, or "" for the whole program.
pub fn finding(fault: &Fault, finder: &Finder<'_>, whose: &str) -> Finding {
    let lines = Lines {
        at: finder.find(&fault.at),
        freed: finder.line(&fault.freed),
        allocated: finder.line(&fault.allocated),
    };
    let mut message = sentence(fault, &lines);
    // A leak has no line of its own: where it was allocated is the place to look.
    if lines.at.is_none() && fault.error != MemoryError::Leak {
        message.push_str(" (the line is not known)");
    }
    let mut finding = Finding::error(Reason::Memory, format!("{}{message}", super::prefix(whose)));
    finding.code = Some(fault.error.name().to_owned());
    finding.why = Some(why(fault).to_owned());
    let place = lines.at.clone().or_else(|| finder.find(&fault.allocated));
    if let Some(place) = place {
        finding = finding.at(&place.file, place.line, place.column);
        finding.origin = place.origin;
    }
    finding.rendered = Some(listing(fault, &lines, finder)).filter(|text| !text.is_empty());
    finding
}

/// The lines that a fault is about, as far as they are known.
struct Lines {
    at: Option<Found>,
    freed: Option<u32>,
    allocated: Option<u32>,
}

impl Lines {
    /// The line of the access, where it is one of the learner's.
    fn own(&self) -> Option<u32> {
        self.at.as_ref().filter(|at| at.origin == Origin::Learner).map(|at| at.line)
    }

    /// Who does it: "line 14", "line 30 of the tests", "something".
    fn subject(&self) -> String {
        match &self.at {
            Some(at) if at.origin == Origin::Learner => format!("line {}", at.line),
            Some(at) => format!("line {} of the tests", at.line),
            None => "something".into(),
        }
    }
}

fn sentence(fault: &Fault, lines: &Lines) -> String {
    let subject = lines.subject();
    let touches = touches(fault);
    let born = lines.allocated.map(|line| format!(" (allocated on line {line})")).unwrap_or_default();
    let late = if fault.late { ", noticed only later" } else { "" };
    match fault.error {
        MemoryError::HeapUseAfterFree => {
            let who = lines.freed.map_or("was freed".to_owned(), |line| format!("line {line} has freed"));
            format!("{subject} {touches} a block that {who}{born}{late}")
        }
        MemoryError::DoubleFree if lines.own().is_some() && lines.own() == lines.freed => {
            format!("{subject} frees the same block twice{born}")
        }
        MemoryError::DoubleFree => {
            let who = lines.freed.map_or("was freed".to_owned(), |line| format!("line {line} has freed"));
            format!("{subject} frees a block that {who} already{born}")
        }
        MemoryError::InvalidFree => format!("{subject} frees {}", never_given_out(fault, &born)),
        MemoryError::HeapBufferOverflow => {
            format!("{subject} {touches} memory {}{born}{late}", beside_block(fault))
        }
        MemoryError::StackBufferOverflow => {
            format!("{subject} {touches} memory outside {}", variable(fault, "a local variable"))
        }
        MemoryError::GlobalBufferOverflow => {
            format!("{subject} {touches} memory outside {}", variable(fault, "a static or a literal"))
        }
        MemoryError::StackUseAfterScope => {
            format!("{subject} {touches} {}, whose scope has ended", variable(fault, "a local variable"))
        }
        MemoryError::StackUseAfterReturn => {
            format!(
                "{subject} {touches} {}, whose function has returned",
                variable(fault, "a local variable")
            )
        }
        MemoryError::WrongLayout => match (fault.asked, fault.block, fault.align) {
            (Some((size, align)), Some(was), Some(aligned)) => format!(
                "{subject} gives a block back as {} aligned to {align}, and it was allocated as {} aligned to {aligned}{born}",
                bytes(size),
                bytes(was)
            ),
            _ if fault.asks_for_nothing() => format!("{subject} asks the allocator for a block of 0 bytes"),
            _ => format!("{subject} gives a block back with another layout than it was allocated with{born}"),
        },
        MemoryError::Leak => leak(fault, lines),
        MemoryError::NullDereference => match fault.address {
            Some(address @ 1..) => {
                format!("{subject} {touches} memory at address {address}, close to null, where nothing is")
            }
            _ => format!("{subject} {touches} memory through a null pointer"),
        },
        MemoryError::WildAccess => format!("{subject} {touches} memory at an address where nothing is"),
        MemoryError::StackOverflow if lines.at.is_none() => "a call finds no room on the stack".into(),
        MemoryError::StackOverflow => {
            format!("{subject} makes a call for which there is no room on the stack")
        }
        MemoryError::UninitialisedRead if fault.is_free() => {
            format!("{subject} drops a value that was never written")
        }
        MemoryError::UninitialisedRead => format!("{subject} uses memory that was never written"),
        MemoryError::Other => format!("{subject} misuses memory: {}", fault.told),
    }
}

fn leak(fault: &Fault, lines: &Lines) -> String {
    let size = fault.block.map_or("memory".to_owned(), bytes);
    let size = match fault.blocks {
        0 | 1 => size,
        blocks => format!("{size} in {blocks} blocks"),
    };
    let by = lines.allocated.map_or(String::new(), |line| format!(", allocated on line {line},"));
    let verb = if fault.block == Some(1) && fault.blocks <= 1 { "is" } else { "are" };
    match fault.cycle {
        true => format!("{size}{by} {verb} never freed: the blocks keep one another alive"),
        false => format!("{size}{by} {verb} never freed"),
    }
}

/// "reads 4 bytes of", "writes to".
fn touches(fault: &Fault) -> String {
    match (fault.access, fault.size) {
        (Access::Read, Some(size)) => format!("reads {} of", bytes(size)),
        (Access::Write, Some(size)) => format!("writes {} into", bytes(size)),
        (Access::Read, None) => "reads from".into(),
        (Access::Write, None) => "writes into".into(),
        (Access::Unknown, _) => "uses".into(),
    }
}

/// What was freed that is not the start of a block.
fn never_given_out(fault: &Fault, born: &str) -> String {
    match (fault.block, fault.offset) {
        (Some(size), Some(offset)) if offset > 0 => {
            let inside = bytes(offset.unsigned_abs());
            format!("an address {inside} inside a block of {}{born}", bytes(size))
        }
        _ if fault.variable.is_some() => {
            format!("{}, which the allocator never gave out", variable(fault, ""))
        }
        _ => "something that the allocator never gave out".into(),
    }
}

/// "right behind a block of 16 bytes".
fn beside_block(fault: &Fault) -> String {
    let (Some(size), Some(offset)) = (fault.block, fault.offset) else {
        return "outside a block".into();
    };
    let block = format!("a block of {}", bytes(size));
    let end = i64::try_from(size).unwrap_or(i64::MAX);
    match offset {
        before if before < 0 => format!("{} before {block}", bytes(before.unsigned_abs())),
        at if at < end => format!("that begins in {block} and ends behind it"),
        at if at == end && is_run(fault.size) => format!("and goes on behind {block}"),
        at if at == end => format!("right behind {block}"),
        behind => format!("{} behind the end of {block}", bytes((behind - end).unsigned_abs())),
    }
}

/// Whether so many bytes were copied or filled at once: then only the end lies outside.
fn is_run(size: Option<u64>) -> bool {
    size.is_some_and(|size| size > 16)
}

fn variable(fault: &Fault, unknown: &str) -> String {
    match &fault.variable {
        Some(variable) => match variable.line {
            Some(line) => format!("the variable `{}` (line {line})", variable.name),
            None => format!("`{}`", variable.name),
        },
        None => unknown.to_owned(),
    }
}

fn bytes(count: u64) -> String {
    if count == 1 { "1 byte".into() } else { format!("{count} bytes") }
}

/// The lines with what happened in each, in the order of the file.
fn listing(fault: &Fault, lines: &Lines, finder: &Finder<'_>) -> String {
    let mut listing = Listing::default();
    let block = fault.block.map(|size| format!(": {}", bytes(size))).unwrap_or_default();
    let on_stack = matches!(
        fault.error,
        MemoryError::StackUseAfterReturn | MemoryError::StackUseAfterScope | MemoryError::StackBufferOverflow
    );
    if on_stack {
        listing.add(fault.variable.as_ref().and_then(|variable| variable.line), "the variable");
    } else {
        listing.add(lines.allocated, format!("allocated here{block}"));
    }
    listing.add(lines.freed, "freed here");
    let done = match (fault.error, fault.access) {
        (MemoryError::DoubleFree, _) => "freed again here",
        (MemoryError::WrongLayout, _) if fault.asks_for_nothing() => "asked for here",
        (MemoryError::InvalidFree | MemoryError::WrongLayout, _) => "given back here",
        (MemoryError::UninitialisedRead, _) if fault.is_free() => "dropped here",
        (MemoryError::StackOverflow, _) => "no room for this call",
        (_, Access::Read) => "read here",
        (_, Access::Write) => "written here",
        (_, Access::Unknown) => "used here",
    };
    listing.add(lines.own(), done);
    listing.render(finder)
}

/// What the error means, and where to look.
fn why(fault: &Fault) -> &'static str {
    match fault.error {
        MemoryError::HeapUseAfterFree => {
            "After a free the block belongs to the allocator again, and anybody may get it. The pointer still holds the old address; using it is what is wrong, not having it."
        }
        MemoryError::DoubleFree => {
            "A block is given back once. Two places believe that they own it: decide which one does."
        }
        MemoryError::InvalidFree => {
            "Only the address that the allocator gave out can be given back: not null, not that of `NonNull::dangling()`, which has no block, not one inside a block, and not that of a variable."
        }
        MemoryError::HeapBufferOverflow => {
            "A block has exactly the bytes that were asked for. Either the index or offset is too large (the last of `n` elements is number `n - 1`), or the block is too small (a `Layout` counts bytes, and has to be that of all that is written)."
        }
        MemoryError::StackBufferOverflow | MemoryError::GlobalBufferOverflow => {
            "Behind it lies something else. Look at the largest index or offset: the last element of `n` is number `n - 1`."
        }
        MemoryError::StackUseAfterScope => {
            "A local variable ends at the `}` of its scope, and its place may be used for something else. A pointer does not keep it."
        }
        MemoryError::StackUseAfterReturn => {
            "When a function returns, its frame is gone, and with it its local variables. A pointer does not keep them."
        }
        MemoryError::WrongLayout if fault.asks_for_nothing() => {
            "`alloc` and `realloc` may not be asked for nothing. Where no bytes are needed, there is no block, and a pointer such as `NonNull::dangling()` takes its place."
        }
        MemoryError::UninitialisedRead if fault.is_free() => {
            "`*place = value` drops what is in the place first, and in new memory nothing is there to be dropped. `place.write(value)` puts a value there and does not look at what was there before."
        }
        MemoryError::WrongLayout => {
            "The allocator trusts you to say the same size and alignment when you give a block back as when you asked for it."
        }
        MemoryError::Leak if fault.cycle => {
            "A count that never reaches zero frees nothing. One of the references in the ring must not own."
        }
        MemoryError::Leak => {
            "Nobody can reach it any more, so nobody can free it. On which way out of the function is the free missing?"
        }
        MemoryError::NullDereference => {
            "A null pointer says that there is nothing, and so does that of an empty `Vec`, which has no block yet. Whoever may get one has to look before using it."
        }
        MemoryError::WildAccess => {
            "The pointer holds an address that is none of the program's: it was never set, or was computed wrongly."
        }
        MemoryError::StackOverflow => {
            "Each call takes a frame of the stack until it returns; look for a recursion that goes too deep."
        }
        MemoryError::UninitialisedRead => {
            "Memory from the allocator holds anything. Here it was filled with a pattern so that it shows; elsewhere it may look right by chance."
        }
        MemoryError::Other => "See the report's own words below.",
    }
}
