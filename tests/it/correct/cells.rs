//! Cells of the standard library, and one by hand.

use std::cell::{Cell, OnceCell, RefCell, UnsafeCell};
use std::rc::Rc;

struct MyCell<T>(UnsafeCell<T>);

impl<T> MyCell<T> {
    fn replace(&self, value: T) -> T {
        unsafe { std::mem::replace(&mut *self.0.get(), value) }
    }
}

fn main() {
    let cell = MyCell(UnsafeCell::new(String::from("old")));
    let old = cell.replace("new".into());
    let shared = Rc::new(RefCell::new(vec![1]));
    let other = shared.clone();
    other.borrow_mut().push(2);
    let taken = Cell::new(Some(Box::new(1)));
    let first = taken.take();
    let once = OnceCell::new();
    println!("{old} {} {:?} {first:?} {}", cell.0.into_inner(), shared.borrow(), once.get_or_init(|| "once".to_owned()));
}
