//! Systems on which memprobe counts, but does not know where things are yet.

use super::Program;

/// Not known here: frames are left out of reports.
pub fn program() -> Program {
    Program::default()
}

/// Compares with a static of this crate's own: what is static lies within the same gibibyte.
pub fn is_static(address: usize) -> bool {
    static HERE: u8 = 0;
    address.abs_diff(std::ptr::from_ref(&HERE) as usize) < 1 << 26
}

/// The stack of a thread is at most a few mebibytes from here.
pub fn stack_end() -> Option<usize> {
    let here = 0_u8;
    Some((std::ptr::from_ref(&here) as usize).saturating_add(8 << 20))
}
