//! Watching what a program does with its blocks.
//!
//! Each block is known by a table; what the program gives back is compared with it. Depending on
//! the [`Mode`], blocks also have guards, which [`fence`] and [`guard`] describe. All of it stands
//! behind one lock and takes its memory from the system, never from the allocator itself.

pub mod blocks;
pub mod faults;
mod fence;
mod guard;
mod index;
pub mod leaks;
pub mod misuse;
mod pattern;
pub mod threads;
mod traces;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use self::blocks::{Block, Blocks, Kind, State};
use self::fence::Fence;
use self::guard::Quarantine;
use self::misuse::{Access, Misuse};
use self::traces::Traces;
use crate::lock::{Held, Lock};
use crate::mode::{mode, Mode};
use crate::{system, trace};

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

/// A block of this layout, whose size is not zero.
pub fn allocate(layout: Layout, zeroed: bool) -> *mut u8 {
    let frames = trace::frames();
    match Turn::take() {
        Some(mut turn) => turn.watch.allocate(layout, zeroed, &frames) as *mut u8,
        None => unwatched(layout, zeroed) as *mut u8,
    }
}

/// Frees a block.
///
/// # Safety
/// As for the system's allocator, where the block is not watched.
pub unsafe fn free(block: *mut u8, layout: Layout) {
    let frames = trace::frames();
    let watched =
        Turn::take().is_some_and(|mut turn| turn.watch.free(block as usize, layout, "free", &frames));
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
        Some(mut turn) => turn.watch.resize(block as usize, layout, size, &frames) as *mut u8,
        // SAFETY: as the caller promises.
        None => unsafe { System.realloc(block, layout, size) },
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

fn unwatched(layout: Layout, zeroed: bool) -> usize {
    // SAFETY: the layout is not empty.
    unsafe {
        if zeroed {
            System.alloc_zeroed(layout) as usize
        } else {
            System.alloc(layout) as usize
        }
    }
}

impl Watch {
    fn prepare(&mut self) {
        self.ready = true;
        self.blocks.prepare();
        self.traces.prepare();
        match mode() {
            Mode::Fence => {
                self.fence.prepare();
                self.quarantine.prepare();
            }
            Mode::Guard => self.quarantine.prepare(),
            Mode::Asan | Mode::Count => {}
        }
        system::at_exit(look_for_damage_at_exit);
    }

    fn allocate(&mut self, layout: Layout, zeroed: bool, frames: &trace::Frames) -> usize {
        let (size, align) = (layout.size(), layout.align());
        let fenced = if mode() == Mode::Fence { self.fence.allocate(size, align) } else { None };
        let found = match fenced {
            Some(start) => Some((start, Kind::Fenced)),
            None if mode() == Mode::Asan => Some((unwatched(layout, zeroed), Kind::Plain)),
            None => guard::allocate(size, align, zeroed).map(|start| (start, Kind::Guarded)),
        };
        let Some((start, kind)) = found.filter(|(start, _)| *start != 0) else { return 0 };
        if !zeroed && kind != Kind::Plain {
            // SAFETY: the block is new.
            unsafe { pattern::fill(start, size.min(pattern::MOST), pattern::NEW) };
        }
        let mut block = Block::new(start, size, align, kind);
        block.owner = OWNER.load(Relaxed);
        block.allocated = self.traces.number(frames);
        if self.blocks.enter(block) {
            return start;
        }
        // There is no room in the table any more: this one is not watched.
        match kind {
            Kind::Plain => return start,
            Kind::Guarded => guard::release(&block),
            Kind::Fenced => self.fence.free(start, size),
        }
        let start = unwatched(layout, zeroed);
        if start != 0 {
            self.blocks.forget(start);
        }
        start
    }

    /// Whether the block was watched; if not, it is the system's to free.
    fn free(&mut self, start: usize, layout: Layout, by: &'static str, frames: &trace::Frames) -> bool {
        let Some(number) = self.check(start, layout, by, frames) else { return false };
        let block = *self.blocks.at(number);
        let freed = self.traces.number(frames);
        let entry = self.blocks.at(number);
        entry.state = State::Freed;
        entry.freed = freed;
        match block.kind {
            // Entered as freed before anybody else can be given the address.
            Kind::Plain => return false,
            Kind::Fenced => self.fence.free(start, block.size),
            Kind::Guarded if self.quarantine.takes(block.size) => {
                while let Some(oldest) = self.quarantine.overdue(block.size) {
                    let old = *self.blocks.at(oldest);
                    self.check_freed(&old);
                    self.quarantine.drop_oldest(old.size);
                    guard::release(&old);
                }
                self.quarantine.keep(number, &block);
            }
            Kind::Guarded => guard::release(&block),
        }
        true
    }

    /// The block at its new place, or zero.
    fn resize(&mut self, start: usize, layout: Layout, size: usize, frames: &trace::Frames) -> usize {
        let Some(number) = self.check(start, layout, "realloc", frames) else {
            // SAFETY: what is not watched is the system's.
            let moved = unsafe { System.realloc(start as *mut u8, layout, size) } as usize;
            self.blocks.forget(moved);
            return moved;
        };
        let block = *self.blocks.at(number);
        let new = Layout::from_size_align(size, layout.align()).ok();
        if block.kind == Kind::Plain {
            self.blocks.at(number).state = State::Freed;
            let freed = self.traces.number(frames);
            self.blocks.at(number).freed = freed;
            // SAFETY: the block is the system's, of this layout.
            let moved = unsafe { System.realloc(start as *mut u8, layout, size) } as usize;
            if moved == 0 {
                *self.blocks.at(number) = block;
                return 0;
            }
            let mut moved_block = Block::new(moved, size, layout.align(), Kind::Plain);
            moved_block.owner = OWNER.load(Relaxed);
            moved_block.allocated = freed;
            if !self.blocks.enter(moved_block) {
                self.blocks.forget(moved);
            }
            return moved;
        }
        // Always to another place: who still uses the old one is found out.
        let moved = new.map_or(0, |new| self.allocate(new, false, frames));
        if moved != 0 {
            // SAFETY: both are at least as large, and different.
            unsafe {
                std::ptr::copy_nonoverlapping(start as *const u8, moved as *mut u8, block.size.min(size));
            }
            self.free(start, layout, "realloc", frames);
        }
        moved
    }

    /// The number of a watched block that may be freed or resized with this layout. Does not
    /// come back where it may not; `None` where the system is to decide.
    fn check(
        &mut self,
        start: usize,
        layout: Layout,
        by: &'static str,
        frames: &trace::Frames,
    ) -> Option<usize> {
        let number = self.blocks.find(start);
        let block = number.map(|number| *self.blocks.at(number));
        let mut misuse = match block.map(|block| block.state) {
            Some(State::Live) => Misuse::new(misuse::Kind::WrongLayout),
            Some(State::Unwatched) => return None,
            // AddressSanitizer has better words for it.
            _ if mode() == Mode::Asan => return None,
            Some(State::Freed) if by == "realloc" => Misuse::new(misuse::Kind::UseAfterFree),
            Some(State::Freed) => Misuse::new(misuse::Kind::DoubleFree),
            None if self.blocks.incomplete => return None,
            None => Misuse::new(misuse::Kind::InvalidFree),
        };
        misuse.at = *frames;
        misuse.by = Some(by);
        misuse.block = block;
        match misuse.kind {
            misuse::Kind::WrongLayout => {
                let block =
                    block.filter(|block| (block.size, block.align()) == (layout.size(), layout.align()));
                if let Some(block) = block {
                    self.check_around(&block, frames);
                    return number;
                }
                misuse.asked = Some((layout.size(), layout.align()));
            }
            misuse::Kind::UseAfterFree => misuse.access = Some(Access::Unknown),
            misuse::Kind::InvalidFree => {
                misuse.region = region(start);
                misuse.block = self.block_around(start);
                misuse.offset = misuse.block.map(|block| start.wrapping_sub(block.start()) as isize);
            }
            _ => {}
        }
        misuse::end_process(&misuse, &self.traces);
    }

    /// The block that holds an address.
    fn block_around(&self, address: usize) -> Option<Block> {
        let blocks = self.blocks.all().iter().filter(|block| block.state != State::Unwatched);
        let mut around = blocks.filter(|block| (block.start()..block.end()).contains(&address));
        let first = around.next().copied();
        around.find(|block| block.state == State::Live).copied().or(first)
    }

    /// Does not come back where the bytes around a live block were written to.
    fn check_around(&self, block: &Block, frames: &trace::Frames) {
        let offset = match block.kind {
            Kind::Plain => None,
            Kind::Guarded => guard::damage(block),
            Kind::Fenced => self.fence.damage(block.start(), block.size),
        };
        if let Some(offset) = offset {
            self.end_late(misuse::Kind::Overflow, block, offset, frames);
        }
    }

    /// Does not come back where a kept block was written to.
    fn check_freed(&self, block: &Block) {
        if let Some(offset) = guard::damage_after_free(block) {
            self.end_late(misuse::Kind::UseAfterFree, block, offset, &[0; trace::DEPTH]);
        }
    }

    fn end_late(&self, kind: misuse::Kind, block: &Block, offset: isize, at: &trace::Frames) -> ! {
        let mut misuse = Misuse::new(kind);
        misuse.access = Some(Access::Write);
        misuse.late = true;
        misuse.offset = Some(offset);
        misuse.block = Some(*block);
        misuse.at = *at;
        misuse::end_process(&misuse, &self.traces);
    }

    fn look_for_damage(&self) {
        let blocks = self.blocks.all();
        for number in self.quarantine.kept() {
            self.check_freed(&blocks[number]);
        }
        for block in blocks.iter().filter(|block| block.state == State::Live) {
            self.check_around(block, &[0; trace::DEPTH]);
        }
    }
}

extern "C" fn look_for_damage_at_exit() {
    look_for_damage();
}

/// Where an address is that is in no block.
fn region(address: usize) -> Option<&'static str> {
    if threads::on_a_stack(address) {
        Some("stack")
    } else {
        system::is_static(address).then_some("static")
    }
}
