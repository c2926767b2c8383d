//! Blocks of the system's allocator with known bytes before and after; freed ones are kept for a
//! while, filled with other known bytes. What was written where it should not be is seen later.

use std::alloc::{GlobalAlloc, Layout, System};

use super::blocks::Block;
use super::pattern::{self, FENCE, FREED};
use crate::system;

/// The bytes after a block, and at least as many before it.
const MARGIN: usize = 16;

/// The room that a block of this layout takes, and where in it the block begins.
fn room(size: usize, align: usize) -> Option<(Layout, usize)> {
    let front = align.max(MARGIN);
    let whole = front.checked_add(size)?.checked_add(MARGIN)?;
    Some((Layout::from_size_align(whole, front).ok()?, front))
}

/// A block; zero if it is asked to be.
pub fn allocate(size: usize, align: usize, zeroed: bool) -> Option<usize> {
    let (layout, front) = room(size, align)?;
    // SAFETY: the layout is not empty.
    let whole = unsafe {
        if zeroed {
            System.alloc_zeroed(layout)
        } else {
            System.alloc(layout)
        }
    } as usize;
    if whole == 0 {
        return None;
    }
    // SAFETY: as large as was asked for.
    unsafe {
        pattern::fill(whole, front, FENCE);
        pattern::fill(whole + front + size, MARGIN, FENCE);
    }
    Some(whole + front)
}

/// The place of a byte around a block that was written to, relative to its start.
pub fn damage(block: &Block) -> Option<isize> {
    let (_, front) = room(block.size, block.align())?;
    // SAFETY: all that is the block's room, which the system has not got back.
    unsafe { pattern::around(block.start() - front, block.start(), block.size, block.end() + MARGIN) }
}

/// The same for a block that was freed, whose own bytes must not be written to either.
pub fn damage_after_free(block: &Block) -> Option<isize> {
    // SAFETY: the room is kept.
    let inside = unsafe { pattern::differs(block.start(), block.size, FREED) };
    inside.map(|at| (at - block.start()) as isize).or_else(|| damage(block))
}

/// Gives the room of a block back to the system.
pub fn release(block: &Block) {
    if let Some((layout, front)) = room(block.size, block.align()) {
        // SAFETY: it was allocated with this layout, and the table knows that it is not back yet.
        unsafe { System.dealloc((block.start() - front) as *mut u8, layout) };
    }
}

/// How many bytes and blocks are kept after they were freed; larger blocks are not kept at all.
const MOST_BYTES: usize = 4 << 20;
const MOST_BLOCKS: usize = 1 << 14;

/// Freed blocks that the system has not got back yet, by their numbers in the table.
pub struct Quarantine {
    ring: *mut u32,
    first: usize,
    count: usize,
    bytes: usize,
}

impl Quarantine {
    /// One that keeps nothing.
    pub const fn new() -> Self {
        Self { ring: std::ptr::null_mut(), first: 0, count: 0, bytes: 0 }
    }

    /// Gets its memory.
    pub fn prepare(&mut self) {
        if let Some(ring) = system::zeroed(MOST_BLOCKS * std::mem::size_of::<u32>()) {
            self.ring = ring as *mut u32;
        }
    }

    /// Whether a block of this size is kept at all.
    pub fn takes(&self, size: usize) -> bool {
        !self.ring.is_null() && size <= MOST_BYTES / 4
    }

    /// Keeps a block. Call `overdue` until it has no more, first.
    pub fn keep(&mut self, number: usize, block: &Block) {
        // SAFETY: the block's bytes are its own, and nobody else has been given them.
        unsafe { pattern::fill(block.start(), block.size, FREED) };
        // SAFETY: within the ring.
        unsafe { self.ring.add((self.first + self.count) % MOST_BLOCKS).write(number as u32) };
        self.count += 1;
        self.bytes += block.size;
    }

    /// The number of a block that has to go so that one of `size` can be kept.
    pub fn overdue(&self, size: usize) -> Option<usize> {
        let full = self.count == MOST_BLOCKS || (self.count > 0 && self.bytes + size > MOST_BYTES);
        // SAFETY: within the ring.
        full.then(|| unsafe { *self.ring.add(self.first) as usize })
    }

    /// The oldest one, of this size, goes.
    pub fn drop_oldest(&mut self, size: usize) {
        self.first = (self.first + 1) % MOST_BLOCKS;
        self.count -= 1;
        self.bytes -= size;
    }

    /// The numbers of all that are kept.
    pub fn kept(&self) -> impl Iterator<Item = usize> + '_ {
        // SAFETY: within the ring.
        (0..self.count).map(|at| unsafe { *self.ring.add((self.first + at) % MOST_BLOCKS) as usize })
    }
}
