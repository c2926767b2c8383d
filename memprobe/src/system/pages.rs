//! Memory straight from the operating system: `mmap(2)` and `mprotect(2)`.
//!
//! The constants are those of `asm-generic/mman-common.h` on Linux and `sys/mman.h` on macOS.

use std::ffi::{c_int, c_void};

const PROT_NONE: c_int = 0;
const PROT_READ_WRITE: c_int = 1 | 2;
const MAP_PRIVATE: c_int = 0x02;
const MAP_FIXED: c_int = 0x10;
const MAP_ANONYMOUS: c_int = if cfg!(target_os = "macos") { 0x1000 } else { 0x20 };
/// Nothing is set aside for pages that nobody has written to.
const MAP_NORESERVE: c_int = if cfg!(target_os = "macos") { 0x40 } else { 0x4000 };
/// Their memory is there from the beginning; only on Linux.
const MAP_POPULATE: c_int = 0x8000;
const MOST_AT_ONCE: usize = 64 << 10;
const COMMON: c_int = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

extern "C" {
    fn mmap(at: *mut c_void, size: usize, access: c_int, flags: c_int, file: c_int, from: i64)
        -> *mut c_void;
    fn mprotect(at: *mut c_void, size: usize, access: c_int) -> c_int;
    fn munmap(at: *mut c_void, size: usize) -> c_int;
    fn getpagesize() -> c_int;
}

fn map(at: usize, size: usize, access: c_int, flags: c_int) -> Option<usize> {
    // SAFETY: without a place the system chooses a free one; with one, it is the caller's own.
    let found = unsafe { mmap(at as *mut c_void, size, access, flags, -1, 0) } as usize;
    (found != usize::MAX).then_some(found)
}

/// The size of a page.
pub fn page_size() -> usize {
    // SAFETY: always possible.
    usize::try_from(unsafe { getpagesize() }).unwrap_or(4096)
}

/// Addresses that nothing else will get and that nobody can use yet.
pub fn reserve(size: usize) -> Option<usize> {
    map(0, size, PROT_NONE, COMMON)
}

/// Makes pages of a reserved region usable; they are zero.
pub fn open(start: usize, size: usize) -> bool {
    // Mapped anew with their memory: a fault for each page would take longer.
    if cfg!(target_os = "linux") && size <= MOST_AT_ONCE {
        return map(start, size, PROT_READ_WRITE, COMMON | MAP_FIXED | MAP_POPULATE).is_some();
    }
    // SAFETY: the pages are part of the caller's region.
    unsafe { mprotect(start as *mut c_void, size, PROT_READ_WRITE) == 0 }
}

/// Makes pages of a reserved region inaccessible and gives their memory back. Mapped anew rather
/// than protected: neighbours with different histories (`anon_vma`) would stay mappings of their
/// own for the kernel, of which a process can have 65,530.
pub fn close(start: usize, size: usize) {
    if map(start, size, PROT_NONE, COMMON | MAP_FIXED).is_none() {
        // SAFETY: the pages are part of the caller's region.
        unsafe { mprotect(start as *mut c_void, size, PROT_NONE) };
    }
}

/// Memory for a table: zero, and taken from the system only where it is written to.
pub fn zeroed(size: usize) -> Option<usize> {
    map(0, size, PROT_READ_WRITE, COMMON)
}

/// Gives such memory back.
pub fn release(start: usize, size: usize) {
    // SAFETY: it came from `zeroed` with this size.
    unsafe { munmap(start as *mut c_void, size) };
}
