//! The allocator: the system's own, counted and, where it is asked for, watched.

use std::alloc::{GlobalAlloc, Layout, System};

use crate::mode::{mode, Mode};
use crate::{counters, records, watch};

/// Every program that uses this crate has this allocator.
pub struct Allocator;

// SAFETY: every block comes from the system's allocator or the watch, and goes back to where it
// came from with its own layout; the mode is the same for all of the process's time.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let block = match mode() {
            // SAFETY: as the caller promises.
            Mode::Count => unsafe { System.alloc(layout) },
            _ => watch::allocate(layout, false),
        };
        if !block.is_null() {
            counters::allocated(layout.size());
            records::record(layout.size());
        }
        block
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let block = match mode() {
            // SAFETY: as the caller promises.
            Mode::Count => unsafe { System.alloc_zeroed(layout) },
            _ => watch::allocate(layout, true),
        };
        if !block.is_null() {
            counters::allocated(layout.size());
            records::record(layout.size());
        }
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        counters::freed(layout.size());
        match mode() {
            // SAFETY: as the caller promises.
            Mode::Count => unsafe { System.dealloc(block, layout) },
            // SAFETY: as the caller promises.
            _ => unsafe { watch::free(block, layout) },
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let moved = match mode() {
            // SAFETY: as the caller promises.
            Mode::Count => unsafe { System.realloc(block, layout, size) },
            // SAFETY: as the caller promises.
            _ => unsafe { watch::resize(block, layout, size) },
        };
        if !moved.is_null() {
            counters::resized(layout.size(), size);
            records::record(size);
        }
        moved
    }
}
