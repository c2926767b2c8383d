//! Systems without `mmap`: tables are blocks of the system's allocator, and there are no fences.

use std::alloc::{GlobalAlloc, Layout, System};

/// What table sizes are rounded to.
pub fn page_size() -> usize {
    4096
}

/// There is nothing to reserve.
pub fn reserve(_size: usize) -> Option<usize> {
    None
}

/// Never asked for, because nothing is reserved.
pub fn open(_start: usize, _size: usize) -> bool {
    false
}

/// Never asked for, because nothing is reserved.
pub fn close(_start: usize, _size: usize) {}

/// Memory for a table: zero.
pub fn zeroed(size: usize) -> Option<usize> {
    let layout = Layout::from_size_align(size, page_size()).ok()?;
    // SAFETY: tables are not empty.
    let found = unsafe { System.alloc_zeroed(layout) } as usize;
    (found != 0).then_some(found)
}

/// Gives such memory back.
pub fn release(start: usize, size: usize) {
    if let Ok(layout) = Layout::from_size_align(size, page_size()) {
        // SAFETY: it came from `zeroed` with this size.
        unsafe { System.dealloc(start as *mut u8, layout) };
    }
}
