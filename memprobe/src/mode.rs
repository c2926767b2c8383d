//! What the allocator does besides counting, said by the environment variable `MEMPROBE`.

use std::ffi::{c_char, CStr};
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

/// What the allocator does besides counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// `count`: nothing.
    Count,
    /// `fence`: each block on pages of its own, which a use after free or beyond the end faults on.
    /// Only on Linux and macOS; elsewhere it is `guard`, and so are blocks beyond the number that
    /// can be fenced.
    Fence,
    /// `guard`, and everything else that is not named here: known bytes around each block, and
    /// in what was freed, tell afterwards what was written where.
    Guard,
    /// `asan`: AddressSanitizer guards the blocks, so only their layouts are watched, and leaks.
    Asan,
}

/// 0 until it is read.
static MODE: AtomicU8 = AtomicU8::new(0);

/// The mode of this process: read once, at the first allocation.
#[inline]
pub fn mode() -> Mode {
    match MODE.load(Relaxed) {
        1 => Mode::Count,
        2 => Mode::Fence,
        3 => Mode::Guard,
        4 => Mode::Asan,
        _ => read(),
    }
}

#[cold]
fn read() -> Mode {
    extern "C" {
        // The C library's, because that of `std` allocates.
        fn getenv(name: *const c_char) -> *const c_char;
    }
    // SAFETY: the name ends with a zero. Whatever changes the environment allocates before that,
    // and the first allocation has read it.
    let value = unsafe { getenv(c"MEMPROBE".as_ptr()) };
    let value = if value.is_null() {
        &[]
    } else {
        // SAFETY: the C library gives text that ends with a zero.
        unsafe { CStr::from_ptr(value) }.to_bytes()
    };
    let (mode, number) = match value {
        b"count" => (Mode::Count, 1),
        b"fence" if cfg!(any(target_os = "linux", target_os = "macos")) => (Mode::Fence, 2),
        b"asan" => (Mode::Asan, 4),
        _ => (Mode::Guard, 3),
    };
    MODE.store(number, Relaxed);
    mode
}
