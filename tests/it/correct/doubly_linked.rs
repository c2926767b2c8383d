//! Nodes that know both neighbours; one in the middle is taken out.

use std::ptr::{self, NonNull};

struct Node {
    number: u32,
    before: *mut Node,
    after: *mut Node,
}

fn main() {
    let new = |number| Box::into_raw(Box::new(Node { number, before: ptr::null_mut(), after: ptr::null_mut() }));
    let (a, b, c) = (new(1), new(2), new(3));
    for (left, right) in [(a, b), (b, c)] {
        unsafe { ((*left).after, (*right).before) = (right, left) };
    }
    let middle = unsafe { Box::from_raw(b) };
    unsafe { ((*middle.before).after, (*middle.after).before) = (middle.after, middle.before) };
    let mut sum = 0;
    let mut next = NonNull::new(a);
    while let Some(node) = next {
        let node = unsafe { Box::from_raw(node.as_ptr()) };
        sum += node.number;
        next = NonNull::new(node.after);
    }
    println!("{sum} {}", middle.number);
}
