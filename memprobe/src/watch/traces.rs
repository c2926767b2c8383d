//! Lists of calls, each kept once however many blocks were allocated by it.

use crate::system;
use crate::trace::{Frames, DEPTH};

const MOST: usize = if cfg!(unix) { 1 << 16 } else { 1 << 12 };
const PLACES: usize = 2 * MOST;

/// All lists that are known.
pub struct Traces {
    lists: *mut Frames,
    /// Numbers of lists; 0 where there is none.
    places: *mut u32,
    /// The next list's number. Number 0 is the empty list.
    next: usize,
}

impl Traces {
    /// A table without memory.
    pub const fn new() -> Self {
        Self { lists: std::ptr::null_mut(), places: std::ptr::null_mut(), next: 1 }
    }

    /// Gets the table's memory; without it all lists are empty.
    pub fn prepare(&mut self) {
        let lists = system::zeroed(MOST * std::mem::size_of::<Frames>());
        let places = system::zeroed(PLACES * std::mem::size_of::<u32>());
        if let (Some(lists), Some(places)) = (lists, places) {
            self.lists = lists as *mut Frames;
            self.places = places as *mut u32;
        }
    }

    /// The list with this number.
    pub fn get(&self, number: u32) -> Frames {
        if number == 0 || number as usize >= self.next {
            return [0; DEPTH];
        }
        // SAFETY: it is written.
        unsafe { *self.lists.add(number as usize) }
    }

    /// The number of a list, which is kept from now on.
    pub fn number(&mut self, frames: &Frames) -> u32 {
        if self.lists.is_null() || frames[0] == 0 {
            return 0;
        }
        let mut hash: u64 = 0;
        for frame in frames.iter().take_while(|frame| **frame != 0) {
            hash = (hash.rotate_left(5) ^ *frame as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
        let mut place = (hash >> (64 - PLACES.trailing_zeros())) as usize;
        loop {
            // SAFETY: within the index, which has more places than there are lists.
            let number = unsafe { &mut *self.places.add(place) };
            if *number == 0 {
                if self.next == MOST {
                    return 0;
                }
                *number = self.next as u32;
                self.next += 1;
                // SAFETY: within the lists.
                unsafe { self.lists.add(*number as usize).write(*frames) };
                return *number;
            }
            // SAFETY: the index holds numbers of written lists only.
            if unsafe { &*self.lists.add(*number as usize) } == frames {
                return *number;
            }
            place = (place + 1) % PLACES;
        }
    }
}
