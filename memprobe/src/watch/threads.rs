//! The threads that have allocated something: small numbers for reports, and their stacks.

use std::cell::Cell;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering::Relaxed};

use crate::system;

/// The thread that the harness runs everything on.
pub const MAIN: u32 = 0;
const UNKNOWN: u32 = u32::MAX;

static NEXT: AtomicU32 = AtomicU32::new(1);

thread_local! {
    // Without destructors, so that they work to the last moment of a thread.
    static NUMBER: Cell<u32> = const { Cell::new(UNKNOWN) };
    static STACK: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// Where the stacks of the latest threads lie. Of a thread that has ended it stays until
/// another one takes its place.
const STACKS: usize = 64;
static STARTS: [AtomicUsize; STACKS] = [const { AtomicUsize::new(0) }; STACKS];
static ENDS: [AtomicUsize; STACKS] = [const { AtomicUsize::new(0) }; STACKS];

/// Makes this thread known.
pub fn touch() {
    if NUMBER.with(Cell::get) == UNKNOWN {
        NUMBER.with(|cell| cell.set(NEXT.fetch_add(1, Relaxed)));
        stack();
    }
}

/// This is the main thread; the others are counted from here on.
pub fn this_is_main() {
    NUMBER.with(|cell| cell.set(MAIN));
    NEXT.store(1, Relaxed);
    stack();
}

/// This thread's number.
pub fn number() -> u32 {
    NUMBER.with(Cell::get)
}

/// Where this thread's stack lies, from the lowest address to the one after the highest; empty
/// where the system does not say.
pub fn stack() -> Range<usize> {
    let (start, end) = STACK.with(Cell::get);
    if end != 0 {
        return start..end;
    }
    // Not asked for twice.
    let found = system::stack().unwrap_or(1..1);
    STACK.with(|cell| cell.set((found.start, found.end)));
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let turn = TURN.fetch_add(1, Relaxed) % STACKS;
    STARTS[turn].store(found.start, Relaxed);
    ENDS[turn].store(found.end, Relaxed);
    found
}

/// Whether an address is on the stack of a thread that is known.
pub fn on_a_stack(address: usize) -> bool {
    (0..STACKS).any(|turn| (STARTS[turn].load(Relaxed)..ENDS[turn].load(Relaxed)).contains(&address))
}
