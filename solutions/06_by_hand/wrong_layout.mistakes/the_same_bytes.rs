// fails: wrong-layout · belief: M20
// A bicycle computer notes its speed, up to `room` times, in a block that is managed by hand.
// `dealloc` wants the layout that `alloc` got: some allocators look at it to find out what
// they get back. That of your system may not, and then this file seems to work.
//
// Goal: the block is freed with the layout it was allocated with; without `Vec` and `Box`.
// The struct `Trip`, `new`, `note` and the tests stay as they are.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};

struct Trip {
    block: *mut u16,
    used: usize,
    room: usize,
}

impl Trip {
    fn new(room: usize) -> Trip {
        assert!(room > 0, "a block cannot have 0 bytes");
        let layout: Layout = Layout::array::<u16>(room).expect("a trip of a possible length");
        let block: *mut u16 = unsafe { alloc(layout) }.cast();
        if block.is_null() {
            handle_alloc_error(layout);
        }
        Trip { block, used: 0, room }
    }

    /// Whether there was room for this speed.
    fn note(&mut self, speed: u16) -> bool {
        if self.used == self.room {
            return false;
        }
        unsafe { self.block.add(self.used).write(speed) };
        self.used += 1;
        true
    }
}

impl Drop for Trip {
    fn drop(&mut self) {
        let layout: Layout = Layout::array::<u8>(2 * self.room).expect("as in new");
        unsafe { dealloc(self.block.cast(), layout) };
    }
}

fn main() {
    let mut trip = Trip::new(60);
    let noted: bool = trip.note(21) && trip.note(23);
    println!("Both speeds are noted: {noted}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trip_with_room_left() {
        let mut trip = Trip::new(10);
        let noted: bool = trip.note(18) && trip.note(25) && trip.note(31);
        assert!(noted, "there is room for ten");
    }

    #[test]
    fn a_trip_that_is_full() {
        let mut trip = Trip::new(1);
        let noted: [bool; 2] = [trip.note(18), trip.note(25)];
        assert_eq!(noted, [true, false], "there is room for one");
    }
}
