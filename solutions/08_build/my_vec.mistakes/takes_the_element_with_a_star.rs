// fails: E0507 · belief: M9, a star moves the value out
// A `Vec` is an owner with three numbers: an address, a capacity, a length. You build it in six
// steps.
//
//     on the stack               on the heap
//     +-------------+            +------+------+------+------+
//     | block    *--|----------->|  12  |  15  |  31  |      |
//     | capacity  4 |            +------+------+------+------+
//     | length    3 |            three values; nothing is written after them yet
//     +-------------+
//     a MyVec<u32>
//
// - The block has room for `capacity` elements. The first `length` places hold values. You must not
//   read or drop the places after them, and no reference may refer to them.
// - `Layout::array::<T>(n)` is the layout of `n` elements in a row, as a `Result`: no block may have
//   more than `isize::MAX` bytes. `.expect("a possible size")` takes the layout out of it.
// - `block.as_ptr().add(n)` is the address of element number `n`. `*place = value` first drops what
//   is in the place, so it is wrong for a new place; `place.write(value)` drops nothing.
// - `realloc(old, old_layout, bytes)` gives the address of a block of another size, with the elements
//   in it, and frees the old block. It needs a block: for the first one, call `alloc`.
// - `from.copy_to_nonoverlapping(to, n)` moves `n` elements to another block, as bytes. The old places
//   hold no values after that. You need it if you grow with `alloc` and `dealloc`.
// - `slice::from_raw_parts(address, n)` is a slice of the `n` elements that begin at an address,
//   `from_raw_parts_mut` one that can change them. The address must not be null, even if `n` is 0.
// - `ptr::slice_from_raw_parts_mut(address, n)` is a raw pointer to all `n` elements; its
//   `drop_in_place` drops all of them.
//
// Goal: a `MyVec` owns its elements, as a `Vec` does. The block comes from `alloc` or `realloc`: not
// from a `Vec`, a `Box` or another collection. The first block has room for 64 elements at the most,
// each later one is at least twice as large, and any number of elements can be pushed. The names and
// the types of the fields, the signatures and the tests stay as they are.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error, realloc};
use std::ops::{Deref, DerefMut};
use std::ptr::{self, NonNull};
use std::slice;

struct MyVec<T> {
    block: NonNull<T>,
    capacity: usize,
    length: usize,
}

impl<T> MyVec<T> {
    /// An empty list. It does not ask for a block yet.
    ///
    /// Step 6: elements without bytes (`size_of::<T>()` is 0) never need a block: not here, not in
    /// `push`, and `drop` frees none. They are counted in `length` and dropped like any others.
    /// For them you may choose any `capacity`: the tests do not look at it.
    fn new() -> MyVec<T> {
        let capacity: usize = if size_of::<T>() == 0 { usize::MAX } else { 0 };
        MyVec { block: NonNull::dangling(), capacity, length: 0 }
    }

    fn len(&self) -> usize {
        self.length
    }

    fn capacity(&self) -> usize {
        self.capacity
    }

    /// Moves `value` to the place after the last element.
    fn push(&mut self, value: T) {
        if self.length == self.capacity {
            self.grow();
        }
        unsafe { self.block.as_ptr().add(self.length).write(value) };
        self.length += 1;
    }

    /// Makes room: a first block, or one that is at least twice as large, with all elements in it.
    fn grow(&mut self) {
        let capacity: usize = if self.capacity == 0 { 4 } else { 2 * self.capacity };
        let layout: Layout = Layout::array::<T>(capacity).expect("a layout");
        let place: *mut T = unsafe { alloc(layout) }.cast();
        let Some(block) = NonNull::new(place) else { handle_alloc_error(layout) };
        if self.capacity > 0 {
            let old: Layout = Layout::array::<T>(self.capacity).expect("a layout");
            unsafe {
                self.block.as_ptr().copy_to_nonoverlapping(place, self.length);
                dealloc(self.block.as_ptr().cast(), old);
            }
        }
        self.block = block;
        self.capacity = capacity;
    }

    /// Moves the last element out, if there is one. The block stays as it is.
    fn pop(&mut self) -> Option<T> {
        if self.length == 0 {
            return None;
        }
        self.length -= 1;
        Some(unsafe { *self.block.as_ptr().add(self.length) })
    }
}

impl<T> Drop for MyVec<T> {
    /// Drops the elements, then frees the block.
    fn drop(&mut self) {
        unsafe {
            ptr::slice_from_raw_parts_mut(self.block.as_ptr(), self.length).drop_in_place();
        }
        if self.capacity > 0 && size_of::<T>() > 0 {
            let layout: Layout = Layout::array::<T>(self.capacity).expect("a layout");
            unsafe { dealloc(self.block.as_ptr().cast(), layout) };
        }
    }
}

impl<T> Deref for MyVec<T> {
    type Target = [T];

    /// The elements. With this, a list has `list[0]`, `get`, `iter`, `first` and all that slices have.
    fn deref(&self) -> &[T] {
        unsafe { slice::from_raw_parts(self.block.as_ptr(), self.length) }
    }
}

impl<T> DerefMut for MyVec<T> {
    /// The elements, to be changed: `list[0] = …`, `sort`, `iter_mut`.
    fn deref_mut(&mut self) -> &mut [T] {
        unsafe { slice::from_raw_parts_mut(self.block.as_ptr(), self.length) }
    }
}

fn main() {
    let mut kilos: MyVec<u32> = MyVec::new();
    for bag in [12, 15, 31, 8, 20] {
        kilos.push(bag);
    }
    kilos[3] += 1;
    let last: Option<u32> = kilos.pop();
    println!("{} bags, room for {}, {:?}", kilos.len(), kilos.capacity(), &kilos[..]);
    println!("the last one was {last:?}");
}

#[cfg(test)]
mod step_1 {
    use super::*;
    use std::mem::ManuallyDrop;

    #[test]
    fn an_empty_list_asks_for_nothing() {
        // `drop` is a later step.
        let (list, used): (MyVec<u64>, _) = memprobe::allocations(MyVec::new);
        let list: ManuallyDrop<MyVec<u64>> = ManuallyDrop::new(list);
        used.at_most(0);
        let got: (usize, usize) = (list.len(), list.capacity());
        assert_eq!(got, (0, 0), "length and capacity of an empty list");
    }

    #[test]
    fn the_address_suits_the_elements() {
        let list: ManuallyDrop<MyVec<u64>> = ManuallyDrop::new(MyVec::new());
        let address: usize = list.block.as_ptr().addr();
        assert_eq!(address % 8, 0, "the address {address}, which has to be a multiple of 8");
    }
}

#[cfg(test)]
mod step_2 {
    use super::*;
    use std::alloc::{Layout, dealloc};
    use std::mem::ManuallyDrop;
    use std::ptr;

    /// Frees what a list has, because its own `drop` is a later step.
    fn free<T>(list: &ManuallyDrop<MyVec<T>>) {
        check(list);
        let layout: Layout = Layout::array::<T>(list.capacity).expect("a layout");
        unsafe {
            ptr::slice_from_raw_parts_mut(list.block.as_ptr(), list.length).drop_in_place();
            dealloc(list.block.as_ptr().cast(), layout);
        }
    }

    /// There is room for what is in the list.
    fn check<T>(list: &MyVec<T>) {
        let (capacity, length): (usize, usize) = (list.capacity, list.length);
        assert!(capacity >= length, "`capacity` is {capacity}, and `length` is {length}");
    }

    /// The value in one place of the block.
    fn at(list: &MyVec<u32>, index: usize) -> u32 {
        check(list);
        assert!(index < list.length, "the list has {} elements, and no number {index}", list.length);
        unsafe { list.block.as_ptr().add(index).read() }
    }

    #[test]
    fn the_elements_stand_in_a_row() {
        let mut list: ManuallyDrop<MyVec<u32>> = ManuallyDrop::new(MyVec::new());
        list.push(12);
        list.push(15);
        let got: (usize, u32, u32) = (list.len(), at(&list, 0), at(&list, 1));
        assert_eq!(got, (2, 12, 15), "length and elements after 12 and 15 were pushed");
        free(&list);
    }

    #[test]
    fn the_elements_stay_when_the_block_grows() {
        let ((), used) = memprobe::allocations(|| {
            let mut list: ManuallyDrop<MyVec<u32>> = ManuallyDrop::new(MyVec::new());
            for number in 0..100 {
                list.push(number);
            }
            for number in 0..100 {
                let got: u32 = at(&list, number as usize);
                assert_eq!(got, number, "element {number}, after 0 to 99 were pushed");
            }
            assert!(list.capacity() >= 100, "room for {}, and 100 are in it", list.capacity());
            free(&list);
        });
        used.at_most(12); // each block at least twice as large as the one before
        used.all_freed(); // the smaller blocks are gone
    }

    #[test]
    fn each_block_is_at_least_twice_as_large() {
        let ((), used) = memprobe::allocations(|| {
            let mut list: ManuallyDrop<MyVec<u32>> = ManuallyDrop::new(MyVec::new());
            let mut before: usize = 0;
            for number in 0..100_000 {
                list.push(number);
                check(&list);
                let now: usize = list.capacity();
                if now != before {
                    if before == 0 {
                        assert!(now <= 64, "the first block has room for {now}, and 64 are the most");
                    } else {
                        assert!(now / 2 >= before, "room for {before} became {now}, less than twice");
                    }
                    before = now;
                }
            }
            for number in 0..100_000 {
                let got: u32 = at(&list, number as usize);
                assert_eq!(got, number, "element {number}, after 0 to 99999 were pushed");
            }
            free(&list);
        });
        used.at_most(20);
        used.all_freed();
    }

    #[test]
    fn owners_move_to_the_larger_block() {
        let ((), used) = memprobe::allocations(|| {
            let mut list: ManuallyDrop<MyVec<String>> = ManuallyDrop::new(MyVec::new());
            for name in ["rice", "tea", "salt", "oil", "soap", "figs"] {
                list.push(String::from(name));
            }
            free(&list);
        });
        used.all_freed();
    }
}

#[cfg(test)]
mod step_3 {
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
    fn each_element_is_dropped_once() {
        let drops: Cell<u32> = Cell::new(0);
        let mut list: MyVec<Counted> = MyVec::new();
        for _ in 0..9 {
            list.push(Counted(&drops));
        }
        assert_eq!(drops.get(), 0, "drops while the list is still there");
        drop(list);
        assert_eq!(drops.get(), 9, "drops after a list of 9 was dropped");
    }

    #[test]
    fn the_block_is_freed() {
        let ((), used) = memprobe::allocations(|| {
            for length in 0..10 {
                let mut list: MyVec<String> = MyVec::new();
                for _ in 0..length {
                    list.push(String::from("a text"));
                }
            }
        });
        used.all_freed(); // the blocks, and the texts that the elements own
    }
}

#[cfg(test)]
mod step_4 {
    use super::*;

    fn numbers(from: &[u32]) -> MyVec<u32> {
        let mut list: MyVec<u32> = MyVec::new();
        for number in from {
            list.push(*number);
        }
        list
    }

    #[test]
    fn the_elements_can_be_read() {
        let list: MyVec<u32> = numbers(&[12, 15, 31, 8, 20]);
        let got: &[u32] = &list;
        assert_eq!(got, [12, 15, 31, 8, 20], "the whole list as a slice");
        let got: (Option<&u32>, Option<&u32>) = (list.get(4), list.get(5));
        assert_eq!(got, (Some(&20), None), "`get(4)` and `get(5)` of a list of five");
    }

    #[test]
    fn an_empty_list_is_an_empty_slice() {
        let list: MyVec<u64> = MyVec::new();
        let got: &[u64] = &list;
        assert_eq!(got, [0; 0], "the elements of an empty list");
    }

    #[test]
    fn the_elements_can_be_changed() {
        let mut list: MyVec<u32> = numbers(&[12, 15, 31, 8, 20]);
        list[1] += 100;
        list.sort();
        let got: &[u32] = &list;
        assert_eq!(got, [8, 12, 20, 31, 115], "after `list[1] += 100` and `list.sort()`");
        let got: &mut [u32] = &mut list;
        assert_eq!(got, [8, 12, 20, 31, 115], "the list as a slice that can be changed, after that");
    }
}

#[cfg(test)]
mod step_5 {
    use super::*;

    #[test]
    fn the_last_one_comes_out_first() {
        let mut list: MyVec<u32> = MyVec::new();
        list.push(12);
        list.push(15);
        let got: [Option<u32>; 3] = [list.pop(), list.pop(), list.pop()];
        assert_eq!(got, [Some(15), Some(12), None], "three calls of `pop` after 12 and 15 were pushed");
        list.push(31);
        let got: (usize, Option<u32>) = (list.len(), list.pop());
        assert_eq!(got, (1, Some(31)), "length, and `pop`, after 31 was pushed to the list");
    }

    #[test]
    fn what_came_out_belongs_to_the_caller() {
        let ((), used) = memprobe::allocations(|| {
            let mut list: MyVec<String> = MyVec::new();
            for name in ["rice", "tea", "salt", "oil"] {
                list.push(String::from(name));
            }
            let got: Option<String> = list.pop();
            drop(list);
            assert_eq!(got.as_deref(), Some("oil"), "the result of `pop`, after the list was dropped");
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
        let (got, used): ((usize, Option<()>, usize), _) = memprobe::allocations(|| {
            let mut list: MyVec<()> = MyVec::new();
            for _ in 0..4 {
                list.push(());
            }
            (list.iter().count(), list.pop(), list.len())
        });
        assert_eq!(got, (4, Some(()), 3), "elements, `pop`, and length, after `()` was pushed 4 times");
        used.at_most(0);
    }

    #[test]
    fn no_size_is_dropped_once() {
        let mut list: MyVec<Marker> = MyVec::new();
        for _ in 0..100 {
            list.push(Marker);
        }
        drop(list.pop());
        let got: u32 = DROPS.load(Relaxed);
        assert_eq!(got, 1, "drops after one of 100 was popped");
        drop(list);
        let got: u32 = DROPS.load(Relaxed);
        assert_eq!(got, 100, "drops after the list was dropped, too");
    }
}
