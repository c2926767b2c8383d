//! Blocks on pages of their own. A block ends where its last page ends, as far as its alignment
//! allows, and the pages after it are inaccessible: an access one byte too far faults. After it
//! was freed its own pages are inaccessible, too, and stay so: no address is used twice.

use super::pattern::{self, FENCE};
use crate::system;

/// How large a region is tried. The largest one leaves room for a wide gap after each block.
const REGIONS: [usize; 6] = [64 << 30, 16 << 30, 4 << 30, 1 << 30, 256 << 20, 64 << 20];
const WIDE_GAP: usize = 64 << 10;

/// The most blocks at once: each takes two of the mappings that a process may have, which on
/// Linux are 65,530 (`vm.max_map_count`).
const MOST_LIVE: usize = 25_000;

/// The most blocks in all: each takes a few microseconds, and a program that allocates in a long loop
/// must not take many times as long as without fences.
const MOST_EVER: usize = 150_000;

/// The region of all fenced blocks.
pub struct Fence {
    // Inverted, like all addresses that point close to blocks.
    first: usize,
    next: usize,
    end: usize,
    gap: usize,
    page: usize,
    live: usize,
    ever: usize,
}

impl Fence {
    /// No region.
    pub const fn new() -> Self {
        Self { first: !0, next: !0, end: !0, gap: 0, page: 1, live: 0, ever: 0 }
    }

    /// Reserves the region, the largest that the system gives; without one there are no fences.
    pub fn prepare(&mut self) {
        self.page = system::page_size();
        let found = REGIONS.iter().find_map(|size| Some((system::reserve(*size)?, *size)));
        if let Some((start, size)) = found {
            self.gap = if size == REGIONS[0] { WIDE_GAP.max(self.page) } else { self.page };
            self.first = !start;
            self.next = !(start + self.gap);
            self.end = !(start + size);
        }
    }

    /// Whether an address is in the region.
    pub fn contains(&self, address: usize) -> bool {
        (!self.first..!self.end).contains(&address)
    }

    /// The bytes around a block that an access beyond it may hit: before and after.
    pub fn reach(&self) -> (usize, usize) {
        (self.page, self.gap + self.page)
    }

    /// A block; zero, but for the bytes around it. `None` where there is no room for it.
    pub fn allocate(&mut self, size: usize, align: usize) -> Option<usize> {
        if self.live == MOST_LIVE || self.ever == MOST_EVER {
            return None;
        }
        let slot = size.checked_next_multiple_of(align.min(self.page))?;
        let pages = slot.checked_next_multiple_of(self.page)?;
        let first = (!self.next).checked_next_multiple_of(align.max(self.page))?;
        let end = first.checked_add(pages)?;
        if end.checked_add(self.gap)? > !self.end || !system::open(first, pages) {
            return None;
        }
        self.next = !(end + self.gap);
        self.live += 1;
        self.ever += 1;
        let start = if align > self.page { first } else { end - slot };
        // SAFETY: the pages are this block's own, and open.
        unsafe {
            pattern::fill(first, start - first, FENCE);
            pattern::fill(start + size, end - start - size, FENCE);
        }
        Some(start)
    }

    /// Takes a block's pages away.
    pub fn free(&mut self, start: usize, size: usize) {
        let (first, end) = self.pages(start, size);
        system::close(first, end - first);
        self.live -= 1;
    }

    /// The place of a byte around a live block that was written to, relative to its start.
    pub fn damage(&self, start: usize, size: usize) -> Option<isize> {
        let (first, end) = self.pages(start, size);
        // SAFETY: the pages of a live block are open.
        unsafe { pattern::around(first, start, size, end) }
    }

    fn pages(&self, start: usize, size: usize) -> (usize, usize) {
        (start - start % self.page, (start + size).next_multiple_of(self.page))
    }
}
