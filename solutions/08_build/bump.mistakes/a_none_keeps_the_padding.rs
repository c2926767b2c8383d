// fails: tests · belief: M20
// A hearing aid is too small for a large allocator. It has one buffer. For each sound it needs some
// places in this buffer, and when the sound is over, it needs none of them any more. The smallest
// allocator is enough for this, the bump allocator: it gives away places from the front of the
// buffer, and it never frees a single place. It frees all of them at the same time.
//
//     +-------+-----------+-----+-------------------+----------------------+
//     |  3 B  |    10 B   | pad |        16 B       |         rest         |
//     +-------+-----------+-----+-------------------+----------------------+
//     ^ first byte              ^ an address that is a multiple of 16
//
// - `rest.as_ptr().addr()` is the address of the first byte of `rest`, as a number, and
//   `address.next_multiple_of(16)` is the first multiple of 16 from there on.
// - `rest.split_off_mut(..n)` cuts the first `n` bytes off the slice and returns them; the slice is
//   shorter after that. If it has fewer than `n`, the result is `None`, and nothing is cut off. It
//   takes these bytes out of the field `rest`, with the whole lifetime `'a`. `split_at_mut` and
//   `&mut self.rest[..n]` only lend them from `self`, and rustc refuses to return that.
// - `a.checked_add(b)` is `None` if the sum is too large for its type.
// - `size_of::<T>()` and `align_of::<T>()` say what a value of a type needs. `place.as_mut_ptr()` is the
//   address of a place, for writing, and `pointer.cast()` the same address for another type. In
//   `unsafe`, `pointer.write(value)` writes there, and `&mut *pointer` makes the reference.
// - The `Bump<'_>` that `scope` returns borrows `self`: nobody can use `self` until it has ended.
//
// Goal: `alloc`, then `put`, then `scope`; four steps. The signatures and the tests stay as they are.

struct Bump<'a> {
    /// The part of the buffer that is still free.
    rest: &'a mut [u8],
}

impl<'a> Bump<'a> {
    fn new(buffer: &'a mut [u8]) -> Bump<'a> {
        Bump { rest: buffer }
    }

    /// `size` bytes whose address is a multiple of `align`: 1, 2, 4, 8 and so on. `None` if there is
    /// no room, and then all that was free stays free. The bytes come from the buffer, and may be
    /// used as long as the buffer (`'a`), also when `self` is used again.
    fn alloc(&mut self, size: usize, align: usize) -> Option<&'a mut [u8]> {
        let address: usize = self.rest.as_ptr().addr();
        let padding: usize = address.next_multiple_of(align) - address;
        self.rest.split_off_mut(..padding)?;
        self.rest.split_off_mut(..size)
    }

    /// A place for `value`, with the value in it. (`Copy` types only: they have no `drop`, and
    /// nobody would call it here.)
    fn put<T: Copy>(&mut self, value: T) -> Option<&'a mut T> {
        let place: *mut T = self.alloc(size_of::<T>(), align_of::<T>())?.as_mut_ptr().cast();
        // SAFETY: the place is aligned for `T` and large enough, and for `'a` nobody else has it.
        unsafe {
            place.write(value);
            Some(&mut *place)
        }
    }

    /// An allocator for what is free now. When it ends, all of that is free again.
    fn scope(&mut self) -> Bump<'_> {
        Bump { rest: self.rest }
    }
}

fn main() {
    let mut buffer: [u8; 64] = [0; 64];
    let mut bump = Bump::new(&mut buffer);
    for sound in ["a door", "a voice"] {
        let mut inner: Bump = bump.scope();
        if let Some(place) = inner.alloc(sound.len(), 1) {
            place.copy_from_slice(sound.as_bytes());
            println!("{sound}: {} bytes are left", inner.rest.len());
        }
    }
}

/// Its first byte has an address that is a multiple of 64.
#[cfg(test)]
#[repr(align(64))]
struct Buffer([u8; 64]);

#[cfg(test)]
mod step_1 {
    use super::*;

    #[test]
    fn places_lie_side_by_side() {
        let mut buffer: [u8; 16] = [0; 16];
        let start: usize = buffer.as_ptr().addr();
        let mut bump = Bump::new(&mut buffer);
        let first: &mut [u8] = bump.alloc(3, 1).expect("there is room for 3 bytes in 16");
        let second: &mut [u8] = bump.alloc(10, 1).expect("there is room for 10 bytes in 13");
        assert_eq!(first.len(), 3, "the length of the first place, `alloc(3, 1)`");
        assert_eq!(second.len(), 10, "the length of the second place, `alloc(10, 1)`");
        assert_eq!(first.as_ptr().addr(), start, "the first place is at the beginning of the buffer");
        assert_eq!(second.as_ptr().addr(), start + 3, "the second place begins right after the first");
        first.fill(1);
        second.fill(2);
        let got: [u8; 16] = buffer;
        assert_eq!(got, [1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0], "3 ones, 10 twos");
    }

    #[test]
    fn a_full_buffer_says_none() {
        let mut buffer: [u8; 16] = [0; 16];
        let mut bump = Bump::new(&mut buffer);
        let all: Option<&mut [u8]> = bump.alloc(16, 1);
        assert!(all.is_some(), "16 of 16 bytes");
        let more: Option<&mut [u8]> = bump.alloc(1, 1);
        assert!(more.is_none(), "one more byte, after all 16 were given away: no room, so `None`");
        let huge: Option<&mut [u8]> = bump.alloc(usize::MAX, 1);
        assert!(huge.is_none(), "usize::MAX bytes: no room, so `None`");
    }

    #[test]
    fn none_takes_nothing_away() {
        let mut buffer: [u8; 16] = [0; 16];
        let mut bump = Bump::new(&mut buffer);
        let too_large: Option<&mut [u8]> = bump.alloc(17, 1);
        assert!(too_large.is_none(), "17 of 16 bytes: no room, so `None`");
        let all: Option<&mut [u8]> = bump.alloc(16, 1);
        assert!(all.is_some(), "16 bytes fit, also after somebody has asked for 17");
    }
}

#[cfg(test)]
mod step_2 {
    use super::*;

    #[test]
    fn addresses_are_multiples() {
        for (skip, align, expected) in [(0, 8, 0), (1, 8, 7), (1, 4, 3), (6, 2, 0), (24, 16, 8), (3, 32, 29)]
        {
            for end in 59..=64 {
                let mut buffer = Buffer([0; 64]);
                let mut bump = Bump::new(&mut buffer.0[skip..end]); // begins at a multiple of 64, plus `skip`
                let start: usize = bump.rest.as_ptr().addr();
                let place: &mut [u8] = bump.alloc(5, align).expect("there are enough bytes for 5");
                assert_eq!(place.len(), 5, "the padding is not a part of the place");
                let got: usize = place.as_ptr().addr() - start;
                assert_eq!(
                    got, expected,
                    "padding up to a multiple of {align}, in bytes {skip}..{end} after a multiple of 64"
                );
            }
        }
    }

    #[test]
    fn padding_needs_room() {
        let mut buffer = Buffer([0; 64]);
        let mut bump = Bump::new(&mut buffer.0[1..17]); // 16 bytes, of which 7 would be padding
        for size in [10, 16, usize::MAX - 6, usize::MAX] {
            let got: Option<&mut [u8]> = bump.alloc(size, 8);
            assert!(got.is_none(), "7 bytes of padding and {size} in 16 bytes: no room, so `None`");
        }
        let none: Option<&mut [u8]> = bump.alloc(0, 32);
        assert!(none.is_none(), "a multiple of 32 is after the end of this buffer: no room, so `None`");
        let all: Option<&mut [u8]> = bump.alloc(16, 1);
        assert!(
            all.is_some(),
            "16 bytes, after five answers of `None`: they must not take anything away, not even padding"
        );
    }

    #[test]
    fn padding_comes_before_each_place() {
        let mut buffer = Buffer([0; 64]);
        let mut bump = Bump::new(&mut buffer.0);
        let start: usize = bump.rest.as_ptr().addr();
        let got: [usize; 3] = [(3, 1), (16, 16), (8, 8)].map(|(size, align)| {
            let place: &mut [u8] = bump.alloc(size, align).expect("there is room");
            place.as_ptr().addr() - start
        });
        assert_eq!(got, [0, 16, 32], "where the places (3, 1), (16, 16) and (8, 8) begin");
    }
}

#[cfg(test)]
mod step_3 {
    use super::*;

    #[test]
    fn values_have_aligned_places() {
        let mut buffer = Buffer([0; 64]);
        let mut bump = Bump::new(&mut buffer.0[1..60]);
        let start: usize = bump.rest.as_ptr().addr();
        let (byte, large): (&mut u8, &mut u64) =
            (bump.put(7).expect("1 byte"), bump.put(8).expect("8 bytes"));
        let pair: &mut (u16, u32) = bump.put((9, 10)).expect("8 bytes");
        *large += 100;
        pair.0 += 100;
        let values: (u8, u64, (u16, u32)) = (*byte, *large, *pair);
        assert_eq!(values, (7, 108, (109, 10)), "what was put, and changed by 100 there");
        let (of_byte, of_large): (*const u8, *const u64) = (byte, large);
        assert_eq!(of_byte.addr() - start, 0, "the place of the `u8`, in the buffer");
        assert_eq!(of_large.addr() - start, 7, "the place of the `u64`, at a multiple of 8");
    }

    #[test]
    fn a_value_without_room_is_none() {
        let mut buffer = Buffer([0; 64]);
        let mut bump = Bump::new(&mut buffer.0[..12]);
        let (first, second): (Option<&mut u64>, Option<&mut u64>) = (bump.put(1), bump.put(2));
        assert!(first.is_some(), "a `u64` in 12 bytes");
        assert!(second.is_none(), "a `u64` in the last 4 bytes: no room, so `None`");
        let third: Option<&mut u32> = bump.put(3);
        assert_eq!(third, Some(&mut 3), "a `u32` in the last 4 bytes");
    }
}

#[cfg(test)]
mod step_4 {
    use super::*;

    #[test]
    fn the_end_of_a_scope_frees_all() {
        let mut buffer: [u8; 16] = [0; 16];
        let mut bump = Bump::new(&mut buffer);
        let kept: &mut u8 = bump.put(42).expect("1 byte");
        for round in 1..=100 {
            let mut inner: Bump = bump.scope();
            let place: Option<&mut [u8]> = inner.alloc(15, 1);
            assert!(
                place.is_some(),
                "15 of 15 free bytes, in scope {round}: those of the scope before have to come back"
            );
            let more: Option<&mut [u8]> = inner.alloc(1, 1);
            assert!(more.is_none(), "one more byte, in scope {round}: no room, so `None`");
        }
        let after: Option<&mut [u8]> = bump.alloc(15, 1);
        assert!(after.is_some(), "15 bytes, after all scopes have ended");
        assert_eq!(*kept, 42, "what was put before the scopes is still there");
    }

    #[test]
    fn scopes_in_scopes() {
        let mut buffer: [u8; 16] = [0; 16];
        let start: usize = buffer.as_ptr().addr();
        let mut bump = Bump::new(&mut buffer);
        let mut outer: Bump = bump.scope();
        outer.alloc(4, 1).expect("4 of 16 bytes");
        outer.scope().alloc(8, 1).expect("8 of 12 bytes");
        let second: &mut [u8] = outer.alloc(8, 1).expect("the inner scope has ended");
        assert_eq!(second.as_ptr().addr() - start, 4, "the place that the inner scope had");
    }
}
