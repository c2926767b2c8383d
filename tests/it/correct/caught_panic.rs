//! A panic that is caught: everything on the way is dropped.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

fn fails(held: Rc<String>) -> usize {
    let _list = vec![held; 3];
    let boxed: Box<dyn Fn(usize) -> usize> = Box::new(|index| [1, 2, 3][index]);
    boxed(_list.len())
}

fn main() {
    let held = Rc::new(String::from("held"));
    let caught = catch_unwind(AssertUnwindSafe(|| fails(held.clone())));
    println!("{} {}", caught.is_err(), Rc::strong_count(&held));
}
