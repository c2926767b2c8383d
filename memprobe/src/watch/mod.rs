//! Watching what a program does with its blocks.
//!
//! Each block is known by a table; what the program gives back is compared with it. Depending on
//! the mode, blocks also have guards, which `fence.rs` and `guard.rs` describe. All of it stands
//! behind one lock and takes its memory from the system, never from the allocator itself.

pub mod blocks;
mod checks;
pub mod faults;
mod fence;
mod guard;
mod index;
pub mod leaks;
mod life;
pub mod misuse;
mod pattern;
mod reach;
mod rings;
pub mod threads;
mod traces;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

use self::blocks::{Block, Blocks, State};
use self::fence::Fence;
use self::guard::Quarantine;
use self::traces::Traces;
use crate::lock::{Held, Lock};
use crate::mode::{mode, Mode};
use crate::trace;

/// For whom a block was allocated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// What runs before and between everything else.
    Nobody,
    /// `main`.
    Main,
    /// A test, by its index.
    Test(usize),
}

static OWNER: AtomicU32 = AtomicU32::new(0);

impl Owner {
    /// What is allocated from now on is for this one.
    pub fn begins(self) {
        let number = match self {
            Self::Nobody => 0,
            Self::Main => 1,
            Self::Test(index) => u32::try_from(index).unwrap_or(u32::MAX - 2) + 2,
        };
        OWNER.store(number, Relaxed);
    }

    /// For whom this block was allocated.
    pub fn of(block: &Block) -> Self {
        match block.owner {
            0 => Self::Nobody,
            1 => Self::Main,
            test => Self::Test(test as usize - 2),
        }
    }
}

struct Watch {
    ready: bool,
    blocks: Blocks,
    traces: Traces,
    fence: Fence,
    quarantine: Quarantine,
}

static WATCH: Lock<Watch> = Lock::new(Watch {
    ready: false,
    blocks: Blocks::new(),
    traces: Traces::new(),
    fence: Fence::new(),
    quarantine: Quarantine::new(),
});

// SAFETY: the pointers lead to memory that belongs to the tables alone.
unsafe impl Send for Watch {}

thread_local! {
    // Whether this thread is at work in here: whoever allocates meanwhile is a signal handler.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Whether that has happened: then there are blocks that are not known.
static REENTERED: AtomicBool = AtomicBool::new(false);

/// The watch, held by this thread. Let go in the order of the fields.
struct Turn<'a> {
    watch: Held<'a, Watch>,
    _inside: Inside,
}

/// Marks a thread as being at work in here.
struct Inside;

impl Turn<'_> {
    /// `None` where this thread has it already.
    fn take() -> Option<Self> {
        if INSIDE.with(|inside| inside.replace(true)) {
            REENTERED.store(true, Relaxed);
            return None;
        }
        let inside = Inside;
        threads::touch();
        let mut held = WATCH.lock();
        if !held.ready {
            held.prepare();
        }
        Some(Self { watch: held, _inside: inside })
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        INSIDE.with(|inside| inside.set(false));
    }
}

/// A block of this layout. Its size may not be zero.
pub fn allocate(layout: Layout, zeroed: bool) -> *mut u8 {
    let frames = trace::frames();
    match Turn::take() {
        Some(mut turn) => {
            turn.watch.check_size(layout.size(), layout.align(), "alloc", &frames);
            turn.watch.allocate(layout, zeroed, &frames) as *mut u8
        }
        None => life::unwatched(layout, zeroed) as *mut u8,
    }
}

/// Frees a block.
///
/// # Safety
/// As for the system's allocator, where the block is not watched.
pub unsafe fn free(block: *mut u8, layout: Layout) {
    let frames = trace::frames();
    let watched = match Turn::take() {
        Some(mut turn) => turn.watch.free(block as usize, layout, "free", &frames),
        // A signal handler's: whose block it is cannot be looked up, so it is left as it is.
        None => true,
    };
    if !watched {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(block, layout) };
    }
}

/// Gives a block another size.
///
/// # Safety
/// As for the system's allocator, where the block is not watched.
pub unsafe fn resize(block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
    let frames = trace::frames();
    match Turn::take() {
        Some(mut turn) => {
            turn.watch.check_size(size, layout.align(), "realloc", &frames);
            turn.watch.resize(block as usize, layout, size, &frames) as *mut u8
        }
        // As above: copied, and the old one is left as it is.
        None => {
            let Ok(new) = Layout::from_size_align(size, layout.align()) else { return std::ptr::null_mut() };
            let moved = life::unwatched(new, false) as *mut u8;
            if !moved.is_null() {
                // SAFETY: both are at least as large, and different.
                unsafe { std::ptr::copy_nonoverlapping(block, moved, layout.size().min(size)) };
            }
            moved
        }
    }
}

/// Looks at everything around blocks and in freed ones that must not have been written to.
pub fn look_for_damage() {
    if mode() == Mode::Count {
        return;
    }
    if let Some(turn) = Turn::take() {
        turn.watch.look_for_damage();
    }
}

/// Whether an address is in a block that is allocated; `None` where nothing is known of blocks.
pub fn is_in_block(address: usize) -> Option<bool> {
    if mode() == Mode::Count {
        return None;
    }
    let turn = Turn::take()?;
    let live = turn.watch.blocks.all().iter().filter(|block| block.state == State::Live);
    Some(live.into_iter().any(|block| (block.start()..block.end()).contains(&address)))
}

extern "C" fn look_for_damage_at_exit() {
    look_for_damage();
}
