//! Where a value lives.

use crate::system;
use crate::watch::{self, threads};

/// The three places for values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// On the stack of the thread that asks.
    Stack,
    /// In a block of the allocator's.
    Heap,
    /// In the program's own file: literals and statics.
    Static,
}

/// Where the value that `value` refers to lives. A handle and what it holds can be in two
/// places: `region_of(&text)` is the place of the `String`, `region_of(text.as_str())` that of
/// its bytes.
pub fn region_of<T: ?Sized>(value: &T) -> Region {
    let address = std::ptr::from_ref(value).cast::<u8>() as usize;
    // Known first, because a block may lie where the stack of a thread lay that has ended.
    if watch::is_in_block(address) == Some(true) {
        return Region::Heap;
    }
    let here = 0_u8;
    let here = std::ptr::from_ref(&here) as usize;
    let own = threads::stack();
    if own.contains(&address) {
        // A frame below this one is gone, so what is on the stack lies above.
        return if address >= here { Region::Stack } else { Region::Heap };
    }
    if system::is_static(address) {
        Region::Static
    } else if threads::on_a_stack(address) {
        Region::Stack
    } else {
        Region::Heap
    }
}
