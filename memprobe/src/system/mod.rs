//! What only the operating system knows.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::{is_static, program, stack_end};

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(not(target_os = "linux"))]
pub use elsewhere::{is_static, program, stack_end};

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

/// Writes straight to standard error.
pub fn write_to_stderr(mut bytes: &[u8]) {
    extern "C" {
        #[cfg_attr(windows, link_name = "_write")]
        fn write(file: i32, bytes: *const u8, count: usize) -> isize;
    }
    while !bytes.is_empty() {
        // SAFETY: the slice is readable.
        let written = unsafe { write(2, bytes.as_ptr(), bytes.len()) };
        match usize::try_from(written) {
            Ok(written @ 1..) => bytes = &bytes[written.min(bytes.len())..],
            _ => return,
        }
    }
}
