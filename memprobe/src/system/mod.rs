//! What only the operating system knows.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(windows, path = "windows.rs")]
#[cfg_attr(not(any(target_os = "linux", target_os = "macos", windows)), path = "elsewhere.rs")]
mod places;
use places::find_program;
pub use places::{is_alone, is_static, roots, stack};

#[cfg_attr(not(any(target_os = "linux", target_os = "macos")), path = "no_pages.rs")]
mod pages;
pub use pages::{close, open, page_size, release, reserve, zeroed};

mod table;
pub use table::{Table, Zero};

use std::io::{Error, ErrorKind};
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

/// Where the program itself was loaded, without its libraries.
#[derive(Clone, Copy, Default)]
pub struct Program {
    /// What to take from an address to get the one in the file.
    pub base: usize,
    /// Its first address.
    pub start: usize,
    /// The address after its last.
    pub end: usize,
}

impl Program {
    /// Whether the address is in it.
    pub fn contains(&self, address: usize) -> bool {
        (self.start..self.end).contains(&address)
    }
}

/// Where the program itself was loaded; asked for once.
pub fn program() -> Program {
    static BASE: AtomicUsize = AtomicUsize::new(0);
    static START: AtomicUsize = AtomicUsize::new(0);
    // Stored last, so that the others are there when it is.
    static END: AtomicUsize = AtomicUsize::new(0);
    let end = END.load(Acquire);
    if end != 0 {
        return Program { base: BASE.load(Relaxed), start: START.load(Relaxed), end };
    }
    let program = find_program();
    BASE.store(program.base, Relaxed);
    START.store(program.start, Relaxed);
    END.store(program.end, Release);
    program
}

/// Ends the process without anything else running in it.
pub fn exit_now(status: i32) -> ! {
    extern "C" {
        fn _exit(status: i32) -> !;
    }
    // SAFETY: always possible.
    unsafe { _exit(status) }
}

/// Has a function called when the process ends in the usual way.
pub fn at_exit(call: extern "C" fn()) {
    extern "C" {
        fn atexit(call: extern "C" fn()) -> i32;
    }
    // SAFETY: the function lives as long as the process.
    unsafe { atexit(call) };
}

/// Writes straight to standard error.
pub fn write_to_stderr(mut bytes: &[u8]) {
    // What `write(2)` takes and gives; `_write` of the C library on Windows has narrower numbers.
    #[cfg(not(windows))]
    type Count = usize;
    #[cfg(not(windows))]
    type Written = isize;
    #[cfg(windows)]
    type Count = u32;
    #[cfg(windows)]
    type Written = i32;
    extern "C" {
        #[cfg_attr(windows, link_name = "_write")]
        fn write(file: i32, bytes: *const u8, count: Count) -> Written;
    }
    while !bytes.is_empty() {
        // SAFETY: the slice is readable; what is written here is at most a few kibibytes.
        let written = unsafe { write(2, bytes.as_ptr(), bytes.len() as Count) };
        match usize::try_from(written) {
            Ok(written @ 1..) => bytes = &bytes[written.min(bytes.len())..],
            // A signal has come in between, and nothing is written yet.
            Err(_) if Error::last_os_error().kind() == ErrorKind::Interrupted => {}
            _ => return,
        }
    }
}
