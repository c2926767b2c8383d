//! An arena inside one block of bytes, with alignment.

use std::alloc::Layout;
use std::cell::Cell;

struct Bump {
    bytes: Vec<u8>,
    used: Cell<usize>,
}

impl Bump {
    fn new(room: usize) -> Self {
        Self { bytes: Vec::with_capacity(room), used: Cell::new(0) }
    }

    #[allow(clippy::mut_from_ref)]
    fn put<T: Copy>(&self, value: T) -> Option<&mut T> {
        let layout = Layout::new::<T>();
        let start = self.bytes.as_ptr().cast_mut();
        let at = start.wrapping_add(self.used.get());
        let padding = at.align_offset(layout.align());
        let from = self.used.get() + padding;
        if from + layout.size() > self.bytes.capacity() {
            return None;
        }
        self.used.set(from + layout.size());
        let place: *mut T = unsafe { start.add(from) }.cast();
        unsafe { place.write(value) };
        Some(unsafe { &mut *place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_used_to_its_last_byte() {
        let arena = Bump::new(64);
        let one: &mut u8 = arena.put(1).unwrap();
        let wide: &mut u64 = arena.put(2).unwrap();
        *one += 1;
        *wide += 1;
        assert_eq!((*one, *wide), (2, 3));
        while arena.put(0xFF_u8).is_some() {}
        assert_eq!(arena.used.get(), 64);
        assert_eq!((*one, *wide), (2, 3));
    }
}

fn main() {}
