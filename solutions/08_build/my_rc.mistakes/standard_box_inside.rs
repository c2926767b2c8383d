// fails: rules · belief: M11, the way out is the type that exists already
// An `Rc` is one of several owners of a value, and a `Weak` is a handle that owns nothing. Both
// count themselves in the block, next to the value. You build them in six steps.
//
//     MyRc        MyRc        MyWeak        each of them is one address
//        \          |          /
//         v         v         v
//       +-----------+---------+----------------+
//       | strong: 2 | weak: 1 | value: "pier"  |    a Shared<String>, on the heap
//       +-----------+---------+----------------+
//
// - The value lives as long as there are strong handles. It is dropped with the last one.
// - The value is there as long as there are strong handles. It is dropped with the last one.
// - The block is there as long as there are handles of any kind: a weak handle reads its counts.
// - `(*self.block.as_ptr()).strong` is that count, in the block. You can read and write it there,
//   and `&raw mut (*self.block.as_ptr()).value` is the address of the value alone.
// - `*place = …` first drops what is in the place, so it is wrong for a new block, where no value
//   is yet; `place.write(…)` drops nothing.
// - A `NonNull` is copied like a number: two handles can have the same address in their `block`.
// - `strong_count` and the functions below it are not methods: you call them as
//   `MyRc::strong_count(&shared)`, because a method could hide one of the value's own.
// Goal: a `MyRc` and a `MyWeak` count and free as `Rc` and `Weak` do. The block comes from `alloc`:
// not from a `Box`, a `Vec` or another collection. The struct `Shared`, the names and the types of
// the fields, the signatures and the tests stay.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::ops::Deref;
use std::ptr::NonNull;

/// What is in the block.
struct Shared<T> {
    strong: usize,
    weak: usize,
    value: T,
}

// Neither type is `Send` or `Sync`, because `NonNull` is not: two threads that count at the same time
// could lose a count. And `MyRc<T>` is covariant, since it gives out nothing but `&T`.
//
// The counts change while others hold a `&T` into the same block. That is sound without a `Cell`,
// because no reference ever covers the counts: they are reached through the raw pointer, and each
// `&T` covers the bytes of the value alone. `std` has `Cell`s, and references to them.

struct MyRc<T> {
    block: NonNull<Shared<T>>,
}

struct MyWeak<T> {
    block: NonNull<Shared<T>>,
}

impl<T> MyRc<T> {
    /// The first strong handle, with a block for it.
    fn new(value: T) -> MyRc<T> {
        let boxed: Box<Shared<T>> = Box::new(Shared { strong: 1, weak: 0, value });
        let block: NonNull<Shared<T>> = unsafe { NonNull::new_unchecked(Box::into_raw(boxed)) };
        MyRc { block }
    }

    fn strong_count(this: &MyRc<T>) -> usize {
        // SAFETY: the block is there as long as a handle is.
        unsafe { (*this.block.as_ptr()).strong }
    }

    fn weak_count(this: &MyRc<T>) -> usize {
        // SAFETY: as above.
        unsafe { (*this.block.as_ptr()).weak }
    }

    /// One more weak handle, to the same block.
    fn downgrade(this: &MyRc<T>) -> MyWeak<T> {
        // SAFETY: a handle keeps the block.
        unsafe { count_one(&raw mut (*this.block.as_ptr()).weak) };
        MyWeak { block: this.block }
    }
}

/// Counts one handle more.
///
/// A program can forget handles without end, and a count that wraps to 0 would free what is still in
/// use. So this is checked, also where the arithmetic of the program is not.
///
/// SAFETY: `count` has to be one of the counts of a block that is there.
unsafe fn count_one(count: *mut usize) {
    // SAFETY: as the caller promises.
    unsafe { *count = (*count).checked_add(1).expect("no more than usize::MAX handles") };
}

impl<T> Clone for MyRc<T> {
    /// One more strong handle, to the same value.
    fn clone(&self) -> MyRc<T> {
        // SAFETY: a handle keeps the block.
        unsafe { count_one(&raw mut (*self.block.as_ptr()).strong) };
        MyRc { block: self.block }
    }
}

impl<T> Deref for MyRc<T> {
    type Target = T;

    /// Lends the value, without the counts next to it.
    fn deref(&self) -> &T {
        // SAFETY: as long as a strong handle is there, so is the value. The reference covers the
        // value alone, and not the counts, and nobody gets a `&mut` to it.
        unsafe { &(*self.block.as_ptr()).value }
    }
}

impl<T> Drop for MyRc<T> {
    /// One strong handle less. The last one drops the value. The last handle of both kinds frees the block.
    fn drop(&mut self) {
        let block: *mut Shared<T> = self.block.as_ptr();
        // SAFETY: this handle has kept the block until now.
        unsafe {
            (*block).strong -= 1;
            if (*block).strong == 0 {
                // The value may hold weak handles to its own block, and the last of them would free
                // it while the value is still being dropped in it. So one more handle stays: it is dropped
                // at the `}`, also after a panic, and frees the block if no other weak handle is left.
                let _keeps_the_block: MyWeak<T> = MyRc::downgrade(self);
                (&raw mut (*block).value).drop_in_place();
            }
        }
    }
}

impl<T> MyWeak<T> {
    /// A strong handle, if the value is still there.
    fn upgrade(&self) -> Option<MyRc<T>> {
        let block: *mut Shared<T> = self.block.as_ptr();
        // SAFETY: a handle keeps the block. The value is there if the count is not 0: it is 0
        // before `drop` begins with the value, so nobody gets a new handle to it while it ends.
        unsafe {
            if (*block).strong == 0 {
                return None;
            }
            count_one(&raw mut (*block).strong);
        }
        Some(MyRc { block: self.block })
    }
}

impl<T> Drop for MyWeak<T> {
    /// One weak handle less. The last handle of both kinds frees the block.
    fn drop(&mut self) {
        let block: *mut Shared<T> = self.block.as_ptr();
        // SAFETY: this handle has kept the block until now. Where no other handle is left, the
        // value has been dropped, and the block was allocated with this layout.
        unsafe {
            (*block).weak -= 1;
            if (*block).strong == 0 && (*block).weak == 0 {
                dealloc(block.cast(), Layout::new::<Shared<T>>());
            }
        }
    }
}

fn main() {
    let pier: MyRc<String> = MyRc::new(String::from("pier 4"));
    let ferry: MyRc<String> = pier.clone();
    let sign: MyWeak<String> = MyRc::downgrade(&pier);
    println!("{} strong, {} weak, {}", MyRc::strong_count(&pier), MyRc::weak_count(&pier), ferry.len());
    drop(pier);
    drop(ferry);
    println!("still there: {}", sign.upgrade().is_some());
}

#[cfg(test)]
mod step_1 {
    use super::*;
    use std::alloc::{Layout, dealloc};
    use std::mem::ManuallyDrop;

    #[test]
    fn counts_and_value_share_one_block() {
        // `drop` is a later step: here the test frees the block.
        let (shared, used) = memprobe::allocations(|| ManuallyDrop::new(MyRc::new(7_u64)));
        let got: (usize, usize) = (used.count, used.bytes);
        assert_eq!(got, (1, 24), "allocations and bytes for two counts and one `u64`");
        let block: *mut Shared<u64> = shared.block.as_ptr();
        let (value, fields): (u64, u64) = (**shared, unsafe { (*block).value });
        let strong: usize = MyRc::strong_count(&shared);
        let weak: usize = MyRc::weak_count(&shared);
        unsafe { dealloc(block.cast(), Layout::new::<Shared<u64>>()) };
        assert_eq!((value, fields), (7, 7), "the value through `*`, and in the block");
        assert_eq!((strong, weak), (1, 0), "strong and weak handles after `new`");
    }

    #[test]
    fn nothing_is_dropped_in_a_new_block() {
        let shared: ManuallyDrop<MyRc<String>> = ManuallyDrop::new(MyRc::new(String::from("pier")));
        let block: *mut Shared<String> = shared.block.as_ptr();
        let got: String = unsafe { (&raw const (*block).value).read() };
        unsafe { dealloc(block.cast(), Layout::new::<Shared<String>>()) };
        assert_eq!(got, "pier", "the value in the block");
    }

    #[test]
    fn methods_of_the_value_work() {
        let shared = ManuallyDrop::new(MyRc::new("pier"));
        let got: usize = shared.len();
        assert_eq!(got, 4, "`shared.len()` for a shared \"pier\"");
        let place: *const &str = &**shared;
        let block: *mut Shared<&str> = shared.block.as_ptr();
        let expected: *const &str = unsafe { &raw const (*block).value };
        unsafe { dealloc(block.cast(), Layout::new::<Shared<&str>>()) };
        assert!(std::ptr::eq(place, expected), "`&*shared` refers to the value in the block");
    }
}

#[cfg(test)]
mod step_2 {
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
    fn the_value_is_dropped_once() {
        let drops: Cell<u32> = Cell::new(0);
        let shared: MyRc<Counted> = MyRc::new(Counted(&drops));
        assert_eq!(drops.get(), 0, "drops while the only handle is there");
        drop(shared);
        assert_eq!(drops.get(), 1, "drops after the only handle was dropped");
    }

    #[test]
    fn the_block_is_freed() {
        let ((), used) = memprobe::allocations(|| {
            drop(MyRc::new(String::from("pier")));
            drop(MyRc::new(()));
        });
        used.all_freed();
    }
}

#[cfg(test)]
mod step_3 {
    use super::*;
    use std::mem::ManuallyDrop;

    #[test]
    fn a_clone_is_one_more_handle() {
        // Where a count is wrong, this test stops before a `drop` relies on it.
        let first = ManuallyDrop::new(MyRc::new(7_u32));
        let (second, used): (MyRc<u32>, _) = memprobe::allocations(|| MyRc::clone(&first));
        let second = ManuallyDrop::new(second);
        used.at_most(0);
        let got: (usize, usize) = (MyRc::strong_count(&first), MyRc::strong_count(&second));
        assert_eq!(got, (2, 2), "strong handles, asked through both");
        let (one, other): (&u32, &u32) = (&first, &second);
        assert!(std::ptr::eq(one, other), "both refer to the same value");
        drop(ManuallyDrop::into_inner(first));
        let got: (usize, u32) = (MyRc::strong_count(&second), **second);
        assert_eq!(got, (1, 7), "strong handles and value after the first handle was dropped");
        drop(ManuallyDrop::into_inner(second));
    }

    #[test]
    fn the_last_one_frees() {
        let ((), used) = memprobe::allocations(|| {
            let first: MyRc<String> = MyRc::new(String::from("pier"));
            let second: MyRc<String> = first.clone();
            let third: MyRc<String> = second.clone();
            drop(second);
            drop(first);
            let got: &str = &third;
            assert_eq!(got, "pier", "the value, through the last of three handles");
        });
        used.all_freed();
    }
}

#[cfg(test)]
mod step_4 {
    use super::*;
    use std::cell::Cell;
    use std::mem::ManuallyDrop;

    /// Counts how often it is dropped.
    struct Counted<'a>(&'a Cell<u32>);

    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    #[test]
    fn weak_handles_have_a_count_of_their_own() {
        // Where a count is wrong, this test stops before a `drop` relies on it.
        let shared = ManuallyDrop::new(MyRc::new(7_u32));
        let first = ManuallyDrop::new(MyRc::downgrade(&shared));
        let second = ManuallyDrop::new(MyRc::downgrade(&shared));
        let got: (usize, usize) = (MyRc::strong_count(&shared), MyRc::weak_count(&shared));
        assert_eq!(got, (1, 2), "strong and weak handles after two calls of `downgrade`");
        drop(ManuallyDrop::into_inner(first));
        let got: (usize, usize) = (MyRc::strong_count(&shared), MyRc::weak_count(&shared));
        assert_eq!(got, (1, 1), "strong and weak handles after one weak one was dropped");
        drop(ManuallyDrop::into_inner(second));
        let got: (u32, usize) = (**shared, MyRc::weak_count(&shared));
        assert_eq!(got, (7, 0), "value and weak handles after both weak ones were dropped");
        drop(ManuallyDrop::into_inner(shared));
    }

    #[test]
    fn a_weak_handle_does_not_keep_the_value() {
        let drops: Cell<u32> = Cell::new(0);
        let shared: MyRc<Counted> = MyRc::new(Counted(&drops));
        let weak: MyWeak<Counted> = MyRc::downgrade(&shared);
        drop(shared);
        assert_eq!(drops.get(), 1, "drops of the value while a weak handle is left");
        drop(weak);
        assert_eq!(drops.get(), 1, "drops of the value after the weak handle was dropped, too");
    }

    #[test]
    fn the_last_handle_frees_the_block() {
        let ((), used) = memprobe::allocations(|| {
            let shared: MyRc<String> = MyRc::new(String::from("pier"));
            let weak: MyWeak<String> = MyRc::downgrade(&shared);
            drop(shared);
            drop(weak);
            let shared: MyRc<String> = MyRc::new(String::from("pier"));
            drop(MyRc::downgrade(&shared));
            drop(shared);
        });
        used.all_freed();
    }
}

#[cfg(test)]
mod step_5 {
    use super::*;
    use std::mem::ManuallyDrop;

    #[test]
    fn upgrade_gives_a_strong_handle() {
        // Where a count is wrong, this test stops before a `drop` relies on it.
        let first = ManuallyDrop::new(MyRc::new(7_u32));
        let weak = ManuallyDrop::new(MyRc::downgrade(&first));
        let second = ManuallyDrop::new(weak.upgrade());
        assert!(second.is_some(), "the value is still there, but `upgrade` gives `None`");
        let got: (usize, usize) = (MyRc::strong_count(&first), MyRc::weak_count(&first));
        assert_eq!(got, (2, 1), "strong and weak handles after `upgrade`");
        drop(ManuallyDrop::into_inner(first));
        let got: Option<u32> = second.as_ref().map(|second| **second);
        assert_eq!(got, Some(7), "the value, kept by the new handle alone");
        drop((ManuallyDrop::into_inner(second), ManuallyDrop::into_inner(weak)));
    }

    #[test]
    fn upgrade_gives_nothing_when_the_value_is_gone() {
        let ((), used) = memprobe::allocations(|| {
            let shared: MyRc<String> = MyRc::new(String::from("pier"));
            let weak: MyWeak<String> = MyRc::downgrade(&shared);
            drop(shared);
            let got: ManuallyDrop<Option<MyRc<String>>> = ManuallyDrop::new(weak.upgrade());
            assert!(got.is_none(), "the value has been dropped, but `upgrade` gives a handle to it");
        });
        used.all_freed();
    }
}

#[cfg(test)]
mod step_6 {
    use super::*;
    use std::cell::{Cell, RefCell};

    /// A node that holds a weak handle to itself, as a node of a tree may.
    struct Node<'a> {
        me: RefCell<Option<MyWeak<Node<'a>>>>,
        alive_at_the_end: &'a Cell<bool>,
    }

    impl Drop for Node<'_> {
        fn drop(&mut self) {
            let me: Option<MyWeak<Node>> = self.me.take();
            self.alive_at_the_end.set(me.is_some_and(|me| me.upgrade().is_some()));
        }
    }

    #[test]
    fn a_value_can_hold_a_weak_handle_to_itself() {
        let alive: Cell<bool> = Cell::new(true);
        let ((), used) = memprobe::allocations(|| {
            let node: MyRc<Node> = MyRc::new(Node { me: RefCell::new(None), alive_at_the_end: &alive });
            *node.me.borrow_mut() = Some(MyRc::downgrade(&node));
            let got: (usize, usize) = (MyRc::strong_count(&node), MyRc::weak_count(&node));
            assert_eq!(got, (1, 1), "strong and weak handles of a node that knows itself");
        });
        used.all_freed();
        let got: bool = alive.get();
        assert!(!got, "a value that is being dropped must not be upgraded");
    }
}
