//! Counts that go through raw pointers.

use std::rc::{Rc, Weak};
use std::sync::Arc;

fn main() {
    let first = Rc::new(String::from("shared"));
    let pointer = Rc::into_raw(first.clone());
    unsafe { Rc::increment_strong_count(pointer) };
    assert_eq!(Rc::strong_count(&first), 3);
    unsafe { Rc::decrement_strong_count(pointer) };
    let second = unsafe { Rc::from_raw(pointer) };
    let weak = Rc::downgrade(&second).into_raw();
    let weak = unsafe { Weak::from_raw(weak) };
    let arc = unsafe { Arc::from_raw(Arc::into_raw(Arc::new([1, 2, 3]))) };
    drop((first, second));
    println!("{} {arc:?}", weak.upgrade().is_none());
}
