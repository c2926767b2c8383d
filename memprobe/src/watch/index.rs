//! Finding the entries of a table: open addressing with linear probing. Small at first, because
//! memory that is touched for the first time takes longer than everything else in here.

use crate::system;

/// An index of numbers.
pub struct Index {
    /// Numbers, one higher; 0 where there is none.
    places: *mut u32,
    /// How many places there are: two to this power.
    bits: u32,
    used: usize,
}

const FIRST_BITS: u32 = 12;

impl Index {
    /// One without memory.
    pub const fn new() -> Self {
        Self { places: std::ptr::null_mut(), bits: 0, used: 0 }
    }

    /// Gets its memory; says whether there is any.
    pub fn prepare(&mut self) -> bool {
        if let Some(places) = places(FIRST_BITS) {
            (self.places, self.bits) = (places, FIRST_BITS);
        }
        !self.places.is_null()
    }

    /// The number of this hash that is the right one; or the place where it belongs, if there
    /// is any place at all.
    pub fn find(&self, hash: u64, is_right: impl Fn(usize) -> bool) -> Result<usize, Option<usize>> {
        if self.places.is_null() {
            return Err(None);
        }
        let mut place = (hash >> (64 - self.bits)) as usize;
        loop {
            // SAFETY: within the index, which is never full.
            match unsafe { *self.places.add(place) } as usize {
                0 => return Err(Some(place)),
                number if is_right(number - 1) => return Ok(number - 1),
                _ => place = (place + 1) % (1 << self.bits),
            }
        }
    }

    /// Adds a number that is not in it yet; says whether there was room. `hash_of` gives the hash
    /// of each number that is in it.
    pub fn add(&mut self, hash: u64, number: usize, hash_of: &dyn Fn(usize) -> u64) -> bool {
        if 2 * (self.used + 1) > 1 << self.bits && !self.grow(hash_of) {
            return false;
        }
        let Err(Some(place)) = self.find(hash, |_| false) else { return false };
        // SAFETY: within the index.
        unsafe { *self.places.add(place) = number as u32 + 1 };
        self.used += 1;
        true
    }

    fn grow(&mut self, hash_of: &dyn Fn(usize) -> u64) -> bool {
        let Some(new) = places(self.bits + 1).filter(|_| !self.places.is_null()) else { return false };
        let mut larger = Self { places: new, bits: self.bits + 1, used: 0 };
        for place in 0..1 << self.bits {
            // SAFETY: within the index.
            let number = unsafe { *self.places.add(place) } as usize;
            if number > 0 {
                larger.add(hash_of(number - 1), number - 1, hash_of);
            }
        }
        system::release(self.places as usize, size(self.bits));
        *self = larger;
        true
    }
}

fn size(bits: u32) -> usize {
    (1 << bits) * std::mem::size_of::<u32>()
}

fn places(bits: u32) -> Option<*mut u32> {
    system::zeroed(size(bits)).map(|places| places as *mut u32)
}
