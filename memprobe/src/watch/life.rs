//! The life of a block: allocated, resized, freed.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::Ordering::Relaxed;

use super::blocks::{Block, Kind, State};
use super::{guard, look_for_damage_at_exit, pattern, Watch, OWNER};
use crate::mode::{mode, Mode};
use crate::{system, trace};

/// A block of the system's allocator, as it is; zero where there is none.
pub fn unwatched(layout: Layout, zeroed: bool) -> usize {
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
    /// Gets everything the memory that it needs, at the first allocation.
    pub fn prepare(&mut self) {
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

    /// A block; zero where there is no memory.
    pub fn allocate(&mut self, layout: Layout, zeroed: bool, frames: &trace::Frames) -> usize {
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
    pub fn free(&mut self, start: usize, layout: Layout, by: &'static str, frames: &trace::Frames) -> bool {
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
    pub fn resize(&mut self, start: usize, layout: Layout, size: usize, frames: &trace::Frames) -> usize {
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
}
