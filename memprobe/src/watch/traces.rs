//! Lists of calls, each kept once however many blocks were allocated by it.

use super::index::Index;
use crate::system;
use crate::trace::{Frames, DEPTH};

const MOST: usize = if cfg!(unix) { 1 << 16 } else { 1 << 12 };

/// All lists that are known.
pub struct Traces {
    lists: *mut Frames,
    index: Index,
    /// The next list's number. Number 0 is the empty list.
    next: usize,
}

impl Traces {
    /// A table without memory.
    pub const fn new() -> Self {
        Self { lists: std::ptr::null_mut(), index: Index::new(), next: 1 }
    }

    /// Gets the table's memory; without it all lists are empty.
    pub fn prepare(&mut self) {
        let lists = system::zeroed(MOST * std::mem::size_of::<Frames>());
        if let Some(lists) = lists.filter(|_| self.index.prepare()) {
            self.lists = lists as *mut Frames;
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
        let hash = hash(frames);
        // SAFETY: the index holds numbers of written lists only.
        let list = |number: usize| unsafe { &*self.lists.add(number) };
        if let Ok(number) = self.index.find(hash, |number| list(number) == frames) {
            return number as u32;
        }
        let number = self.next;
        if number == MOST || !self.index.add(hash, number, &|number| self::hash(list(number))) {
            return 0;
        }
        // SAFETY: within the lists.
        unsafe { self.lists.add(number).write(*frames) };
        self.next += 1;
        number as u32
    }
}

fn hash(frames: &Frames) -> u64 {
    let frames = frames.iter().take_while(|frame| **frame != 0);
    frames
        .fold(0, |hash: u64, frame| (hash.rotate_left(5) ^ *frame as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}
