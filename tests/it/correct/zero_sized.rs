//! Types without a size, and empty vectors, need no block.

use std::rc::Rc;

struct Nothing;

impl Drop for Nothing {
    fn drop(&mut self) {
        print!(".");
    }
}

fn main() {
    let many: Vec<Nothing> = (0..5).map(|_| Nothing).collect();
    let boxed = Box::into_raw(Box::new(()));
    drop(unsafe { Box::from_raw(boxed) });
    let counted = Rc::new(());
    let slice: &[u64] = unsafe { std::slice::from_raw_parts(std::ptr::NonNull::dangling().as_ptr(), 0) };
    let empty: Vec<u64> = unsafe { Vec::from_raw_parts(std::ptr::NonNull::dangling().as_ptr(), 0, 0) };
    println!("{} {} {} {}", many.len(), Rc::strong_count(&counted), slice.len(), empty.len());
}
