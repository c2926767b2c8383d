//! What is known of each block: a table outside of the memory that it is about.
//!
//! Entries stand in the order of their first use; an [`Index`] finds them by
//! address. Addresses are kept inverted, so that neither a leak checker nor our own search for
//! reachable blocks takes the table for somebody who still needs them.

use super::index::Index;
use crate::system;

/// Where a block comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    /// The system's allocator, as it is.
    Plain,
    /// The system's allocator, with guard bytes around.
    Guarded,
    /// Pages of its own.
    Fenced,
}

/// What became of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum State {
    /// It is allocated.
    Live,
    /// It was freed.
    Freed,
    /// What lies at this address now is not watched.
    Unwatched,
}

/// One block.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    hidden: usize,
    /// The bytes asked for.
    pub size: usize,
    /// When it was allocated: the how-manieth of all watched blocks.
    pub order: u64,
    /// The number of the list of calls that allocated it.
    pub allocated: u32,
    /// The same for who freed it.
    pub freed: u32,
    /// Whose it is: see `watch::Owner`.
    pub owner: u32,
    shift: u8,
    /// Where it comes from.
    pub kind: Kind,
    /// What became of it.
    pub state: State,
}

impl Block {
    /// A live block.
    pub fn new(address: usize, size: usize, align: usize, kind: Kind) -> Self {
        Self {
            hidden: !address,
            size,
            order: 0,
            allocated: 0,
            freed: 0,
            owner: 0,
            shift: align.trailing_zeros() as u8,
            kind,
            state: State::Live,
        }
    }

    /// Its first byte.
    pub fn start(&self) -> usize {
        !self.hidden
    }

    /// The byte after its last.
    pub fn end(&self) -> usize {
        self.start() + self.size
    }

    /// The alignment asked for.
    pub fn align(&self) -> usize {
        1 << self.shift
    }
}

/// The most blocks that are known.
const MOST: usize = if cfg!(unix) { 1 << 20 } else { 1 << 16 };

/// Fibonacci hashing: the upper bits of the product depend on all of the address.
fn hash(address: usize) -> u64 {
    (address as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// All blocks that are known.
pub struct Blocks {
    entries: *mut Block,
    index: Index,
    used: usize,
    next_order: u64,
    /// Whether there are blocks that are not in the table.
    pub incomplete: bool,
}

impl Blocks {
    /// A table without memory.
    pub const fn new() -> Self {
        Self { entries: std::ptr::null_mut(), index: Index::new(), used: 0, next_order: 0, incomplete: false }
    }

    /// Gets the table's memory; without it nothing is known of any block.
    pub fn prepare(&mut self) {
        let entries = system::zeroed(MOST * std::mem::size_of::<Block>());
        if let Some(entries) = entries.filter(|_| self.index.prepare()) {
            self.entries = entries as *mut Block;
        }
    }

    /// All blocks, those first that were used first.
    pub fn all(&self) -> &[Block] {
        if self.used == 0 {
            return &[];
        }
        // SAFETY: that many are written, and nobody changes them while they are borrowed.
        unsafe { std::slice::from_raw_parts(self.entries, self.used) }
    }

    /// The block with this number.
    pub fn at(&mut self, number: usize) -> &mut Block {
        assert!(number < self.used);
        // SAFETY: it is written.
        unsafe { &mut *self.entries.add(number) }
    }

    /// The number of the block that starts at `address`.
    pub fn find(&self, address: usize) -> Option<usize> {
        self.index.find(hash(address), |number| self.all()[number].start() == address).ok()
    }

    /// Enters a block in place of what was at its address before; says whether there was room.
    pub fn enter(&mut self, mut block: Block) -> bool {
        block.order = self.next_order;
        self.next_order += 1;
        if let Some(number) = self.find(block.start()) {
            *self.at(number) = block;
            return true;
        }
        let number = self.used;
        let room = !self.entries.is_null() && number < MOST;
        // SAFETY: the entries of all numbers in the index are written.
        let hash_of = |number| hash(unsafe { (*self.entries.add(number)).start() });
        if !room || !self.index.add(hash(block.start()), number, &hash_of) {
            self.incomplete = true;
            return false;
        }
        // SAFETY: within the entries.
        unsafe { self.entries.add(number).write(block) };
        self.used += 1;
        true
    }

    /// Nothing is known any more of what is at `address`.
    pub fn forget(&mut self, address: usize) {
        self.incomplete = true;
        if let Some(number) = self.find(address) {
            self.at(number).state = State::Unwatched;
        }
    }

    /// The block that an access to `address`, which is in none that is live, was meant for: the
    /// one before, or the one that begins within `reach` bytes.
    pub fn meant(&self, address: usize, reach: usize, far: usize) -> Option<Block> {
        let mut before: Option<&Block> = None;
        let mut after: Option<&Block> = None;
        for block in self.all().iter().filter(|block| block.state != State::Unwatched) {
            if block.start() <= address {
                if before.is_none_or(|known| known.start() < block.start()) {
                    before = Some(block);
                }
            } else if after.is_none_or(|known| known.start() > block.start()) {
                after = Some(block);
            }
        }
        let before = before.filter(|block| address - block.start() < block.size.max(1) + far);
        let after = after.filter(|block| block.start() - address <= reach);
        match (before, after) {
            (Some(block), _) if address < block.end() => Some(*block),
            (_, Some(block)) => Some(*block),
            (before, None) => before.copied(),
        }
    }
}
