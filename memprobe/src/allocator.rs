//! The allocator: the system's own, counted and, where it is asked for, watched.

use std::alloc::{GlobalAlloc, Layout, System};

use crate::{counters, trace};

/// Every program that uses this crate has this allocator.
pub struct Allocator;

// SAFETY: every block comes from the system's allocator and goes back to it with its own layout.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let block = unsafe { System.alloc(layout) };
        if !block.is_null() {
            counters::allocated(layout.size());
            trace::record(layout.size());
        }
        block
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let block = unsafe { System.alloc_zeroed(layout) };
        if !block.is_null() {
            counters::allocated(layout.size());
            trace::record(layout.size());
        }
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        counters::freed(layout.size());
        unsafe { System.dealloc(block, layout) };
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let moved = unsafe { System.realloc(block, layout, size) };
        if !moved.is_null() {
            counters::resized(layout.size(), size);
            trace::record(size);
        }
        moved
    }
}
