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
    /// In the program's own file, or a library's: literals and statics.
    Static,
}

/// Where the value that `value` refers to lives. A handle and what it holds can be in two
/// places: `region_of(&text)` is the place of the `String`, `region_of(text.as_str())` that of
/// its bytes.
///
/// A value may live in a register, or be optimized away, as long as nobody asks for its address.
/// This function does: what it is asked about has a place in memory for that very reason. A
/// constant expression may get a place among the statics (`region_of(&5)`), and so may a value
/// without a size anywhere.
///
/// How it is known:
///
/// - Stack: on Linux, macOS and Windows the system knows where the stack of this thread lies.
///   Those of other threads are known if they have allocated anything in a mode that watches
///   blocks; the main thread's is known always.
/// - Static: on these systems the dynamic linker knows what was loaded where. On Linux it also knows
///   where the thread-local variables of this thread lie, which count as static.
/// - Heap: what is in a block, where blocks are watched; otherwise everything else.
///
/// On other systems all of it is a guess.
pub fn region_of<T: ?Sized>(value: &T) -> Region {
    let address = std::ptr::from_ref(value).cast::<u8>() as usize;
    // Known first, because a block may lie where the stack of a thread lay that has ended.
    if watch::is_in_block(address) == Some(true) {
        return Region::Heap;
    }
    if system::is_static(address) {
        return Region::Static;
    }
    let here = 0_u8;
    let here = std::ptr::from_ref(&here) as usize;
    let own = threads::stack();
    if own.contains(&address) {
        // A frame below this one is gone, so what is on the stack lies above.
        return if address >= here { Region::Stack } else { Region::Heap };
    }
    if threads::on_a_stack(address) {
        Region::Stack
    } else {
        Region::Heap
    }
}
