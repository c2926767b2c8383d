// A `Box` is an owner with one address in it: the address of a block that holds its value. Most
// of `Box` can be written in Rust. You build it in six steps, and one step is judged at a time.
//
//     on the stack               on the heap
//     +-------+-----+            +---------------------+
//     | block |  *--|----------->| row: 7 | number: 12 |
//     +-------+-----+            +---------------------+
//     a MyBox<Seat>              a block with the layout of a Seat
//
// - `T` is a name for a type that somebody else chooses: `MyBox<u8>` and `MyBox<Seat>` are made
//   from this one text. `Layout::new::<T>()` has the size and the alignment of that type.
// - A `NonNull<T>` is a raw pointer to a `T` that is never null. `NonNull::new(pointer)` gives
//   `Some` with a `NonNull` in it, or `None` for null; `block.as_ptr()` gives the `*mut T`.
// - Three calls move or drop values in memory, and none of them frees a block:
//   `place.write(value)` moves the value to the place. What was there is not dropped.
//   `place.read()` moves the value out. The bytes stay, but nobody may use or drop them again.
//   `place.drop_in_place()` drops the value where it is.
// - `*place = value` first drops what is in the place. In a new block there is no value yet, so
//   there it is an error; `place.write(value)` drops nothing.
// - A raw pointer becomes a reference with `&*place`, or with `&mut *place`. That is `unsafe`:
//   you promise that a value is there as long as the reference is used.
// - `ManuallyDrop::new(value)` holds a value and never drops it. Its fields can still be used.
// - A type may have no bytes at all, `()` for example. For such a value there is nothing to
//   allocate, and you must not ask `alloc` for 0 bytes: use `NonNull::dangling()` as its address.
// Goal: a `MyBox` owns its value, as a `Box` does. The block comes from `alloc`: not from a `Box`,
// a `Vec` or another collection. The name and the type of the field `block` stay, and so do the
// signatures and the tests.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::mem::ManuallyDrop;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

// Two things follow from this field. A `NonNull<T>` is covariant, as `Box<T>` is: a
// `MyBox<&'static str>` can be used where a `MyBox<&'a str>` is wanted; a `*mut T` would not allow
// that. And it is neither `Send` nor `Sync`; `Box` says with two `unsafe impl`s that it is, if `T`
// is. A `PhantomData<T>` is not needed to say that a `T` is dropped: rustc assumes it, because
// `Drop` is implemented without the unstable `#[may_dangle]`.
struct MyBox<T> {
    block: NonNull<T>,
}

impl<T> MyBox<T> {
    /// Moves `value` to a block of its own.
    ///
    /// Step 6: a value without bytes needs no block. If the layout has a size of 0, nothing is
    /// allocated here, and nothing is freed in `drop` and `into_inner`. But such a value is
    /// written, read and dropped like any other.
    fn new(value: T) -> MyBox<T> {
        let layout: Layout = Layout::new::<T>();
        let block: NonNull<T> = if layout.size() == 0 {
            // Not null and aligned is all that a pointer to no bytes has to be.
            NonNull::dangling()
        } else {
            // SAFETY: the size is not zero.
            let place: *mut T = unsafe { alloc(layout) }.cast();
            NonNull::new(place).unwrap_or_else(|| handle_alloc_error(layout))
        };
        // SAFETY: the block has the layout of a `T`, and nobody else knows it.
        unsafe { block.as_ptr().write(value) };
        MyBox { block }
    }

    /// Moves the value out, and frees the block.
    fn into_inner(self) -> T {
        // From here on `drop` does not run for this box: it would drop the value a second time.
        let this: ManuallyDrop<MyBox<T>> = ManuallyDrop::new(self);
        // SAFETY: the block holds a value, which is moved out here, once.
        let value: T = unsafe { this.block.as_ptr().read() };
        // SAFETY: nobody has the address of the block any more after this call.
        unsafe { this.free() };
        value
    }

    /// Frees the block, and leaves the value alone.
    ///
    /// SAFETY: to be called once, and nobody may use the block afterwards.
    unsafe fn free(&self) {
        let layout: Layout = Layout::new::<T>();
        if layout.size() > 0 {
            // SAFETY: `new` has allocated the block with this layout.
            unsafe { dealloc(self.block.as_ptr().cast(), layout) };
        }
    }
}

impl<T> Drop for MyBox<T> {
    /// Drops the value, then frees the block.
    fn drop(&mut self) {
        // SAFETY: the block holds a value, and nobody can get at it after this drop.
        unsafe { self.block.as_ptr().drop_in_place() };
        // SAFETY: this is the end of its owner.
        unsafe { self.free() };
    }
}

impl<T> Deref for MyBox<T> {
    type Target = T;

    /// Rust calls it for `*seat` and for `seat.row`.
    fn deref(&self) -> &T {
        // SAFETY: the block holds a value as long as the box is there, and the reference borrows
        // the box: its lifetime is that of `&self`, so the checker watches over it from here on.
        unsafe { self.block.as_ref() }
    }
}

impl<T> DerefMut for MyBox<T> {
    /// Rust calls it for `*seat = …` and for `seat.row = …`.
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as in `deref`; and who has the only reference to the box has the only one to
        // its value.
        unsafe { self.block.as_mut() }
    }
}

struct Seat {
    row: u32,
    number: u32,
}

fn main() {
    let mut seat: MyBox<Seat> = MyBox::new(Seat { row: 7, number: 12 });
    seat.number += 1;
    println!("row {}, number {}", seat.row, seat.number);
    let seat: Seat = seat.into_inner();
    println!("row {}, number {}", seat.row, seat.number);
}

#[cfg(test)]
mod step_1 {
    use super::*;
    use std::alloc::{Layout, dealloc};
    use std::mem::ManuallyDrop;

    #[test]
    fn new_moves_the_value_to_one_block() {
        // `drop` is a later step: here the test frees the block.
        let (boxed, used) = memprobe::allocations(|| ManuallyDrop::new(MyBox::new(7_u64)));
        let got: (usize, usize) = (used.count, used.bytes);
        assert_eq!(got, (1, 8), "allocations and bytes for one `u64`");
        let place: *mut u64 = boxed.block.as_ptr();
        let got: u64 = unsafe { place.read() };
        assert_eq!(got, 7, "the value at the address in `block`");
        unsafe { dealloc(place.cast(), Layout::new::<u64>()) };
    }

    #[test]
    fn nothing_is_dropped_in_a_new_block() {
        let boxed: ManuallyDrop<MyBox<String>> = ManuallyDrop::new(MyBox::new(String::from("lamp")));
        let place: *mut String = boxed.block.as_ptr();
        let got: String = unsafe { place.read() };
        unsafe { dealloc(place.cast(), Layout::new::<String>()) };
        assert_eq!(got, "lamp", "the value at the address in `block`");
    }

    #[test]
    fn any_type_has_a_block_of_its_layout() {
        #[repr(align(64))]
        struct Line([u8; 64]);
        let boxed = ManuallyDrop::new(MyBox::new(Line([3; 64])));
        let place: *mut Line = boxed.block.as_ptr();
        let got: u8 = unsafe { (*place).0[63] };
        assert_eq!(got, 3, "the last byte of the value");
        unsafe { dealloc(place.cast(), Layout::new::<Line>()) };
    }
}

#[cfg(test)]
mod step_2 {
    use super::*;
    use std::cell::RefCell;

    /// Writes its name to a list when it is dropped.
    struct Named<'a> {
        name: String,
        list: &'a RefCell<Vec<String>>,
    }

    impl Drop for Named<'_> {
        fn drop(&mut self) {
            self.list.borrow_mut().push(self.name.clone());
        }
    }

    #[test]
    fn the_value_is_dropped_once() {
        let list: RefCell<Vec<String>> = RefCell::new(Vec::new());
        let name: String = String::from("lamp");
        let boxed: MyBox<Named> = MyBox::new(Named { name, list: &list });
        assert_eq!(*list.borrow(), [""; 0], "dropped while the box is still there");
        drop(boxed);
        assert_eq!(*list.borrow(), ["lamp"], "dropped when the box is dropped");
    }

    #[test]
    fn the_block_is_freed() {
        let ((), used) = memprobe::allocations(|| drop(MyBox::new([0_u8; 100])));
        used.all_freed();
        let ((), used) = memprobe::allocations(|| drop(MyBox::new(String::from("a text"))));
        used.all_freed(); // the block, and the text that the value in it owns
    }
}

#[cfg(test)]
mod step_3 {
    use super::*;

    #[test]
    fn a_star_gets_at_the_value() {
        let boxed: MyBox<u32> = MyBox::new(41);
        let got: u32 = *boxed + 1;
        assert_eq!(got, 42, "`*boxed + 1` for 41 in the box");
    }

    #[test]
    fn methods_and_references_of_the_value_work() {
        let boxed: MyBox<String> = MyBox::new(String::from("bridge"));
        let got: usize = boxed.len();
        assert_eq!(got, 6, "`boxed.len()` for a boxed \"bridge\"");
        let (text, used): (&str, _) = memprobe::allocations(|| boxed.as_str());
        assert_eq!(text, "bridge", "`boxed.as_str()`");
        used.at_most(0);
        assert!(std::ptr::eq(&*boxed, boxed.block.as_ptr()), "`&*boxed` refers to the block");
    }
}

#[cfg(test)]
mod step_4 {
    use super::*;

    #[test]
    fn the_value_changes_where_it_is() {
        let mut boxed: MyBox<[u32; 3]> = MyBox::new([5, 6, 7]);
        let before: *const [u32; 3] = &*boxed;
        boxed[1] += 10;
        let got: [u32; 3] = *boxed;
        assert_eq!(got, [5, 16, 7], "after `boxed[1] += 10`");
        assert!(std::ptr::eq(before, &*boxed), "the value is still in the same place");
    }

    #[test]
    fn a_new_value_takes_the_place_of_the_old_one() {
        let ((), used) = memprobe::allocations(|| {
            let mut boxed: MyBox<String> = MyBox::new(String::from("a text of some length"));
            *boxed = String::from("short");
            boxed.push('!');
            let got: &str = &boxed;
            assert_eq!(got, "short!", "after `*boxed = …` and a push");
        });
        used.all_freed(); // the old text, too
    }
}

#[cfg(test)]
mod step_5 {
    use super::*;
    use std::cell::Cell;

    /// Counts how often it is dropped.
    struct Counted<'a>(&'a Cell<u32>);

    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    #[test]
    fn the_value_comes_out_alive() {
        let drops: Cell<u32> = Cell::new(0);
        let value: Counted = MyBox::new(Counted(&drops)).into_inner();
        assert_eq!(drops.get(), 0, "drops while the caller has the value");
        drop(value);
        assert_eq!(drops.get(), 1, "drops after the caller has dropped the value");
    }

    #[test]
    fn the_block_is_freed_without_the_value() {
        let ((), used) = memprobe::allocations(|| {
            let got: String = MyBox::new(String::from("bridge")).into_inner();
            assert_eq!(got, "bridge", "the text that was in the box");
        });
        used.all_freed();
    }
}

#[cfg(test)]
mod step_6 {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

    static DROPS: AtomicU32 = AtomicU32::new(0);

    /// Has no bytes, but it is dropped like any other value.
    struct Marker;

    impl Drop for Marker {
        fn drop(&mut self) {
            DROPS.fetch_add(1, Relaxed);
        }
    }

    #[test]
    fn no_size_no_block() {
        let ((), used) = memprobe::allocations(|| {
            *MyBox::new(());
            MyBox::new(()).into_inner();
            drop(MyBox::new([0_u64; 0]));
        });
        used.at_most(0);
    }

    #[test]
    fn no_size_is_dropped_once() {
        drop(MyBox::new(Marker));
        let got: u32 = DROPS.swap(0, Relaxed);
        assert_eq!(got, 1, "drops of a value without bytes");
        let marker: Marker = MyBox::new(Marker).into_inner();
        let got: u32 = DROPS.swap(0, Relaxed);
        assert_eq!(got, 0, "drops of a value that came out with `into_inner`");
        drop(marker);
    }

    #[test]
    fn the_address_is_aligned() {
        let boxed: MyBox<[u64; 0]> = MyBox::new([]);
        let address: usize = boxed.block.as_ptr().addr();
        assert_eq!(address % 8, 0, "the address {address}, which has to be a multiple of 8");
    }
}
