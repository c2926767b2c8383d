//! A stack without a lock, emptied by its drop.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::thread;

struct Node {
    number: u32,
    next: *mut Node,
}

struct Stack(AtomicPtr<Node>);

impl Stack {
    fn push(&self, number: u32) {
        let node = Box::into_raw(Box::new(Node { number, next: ptr::null_mut() }));
        let mut first = self.0.load(Ordering::Relaxed);
        loop {
            unsafe { (*node).next = first };
            match self.0.compare_exchange_weak(first, node, Ordering::Release, Ordering::Relaxed) {
                Ok(_) => return,
                Err(now) => first = now,
            }
        }
    }

    fn take_all(&self) -> u32 {
        let mut at = self.0.swap(ptr::null_mut(), Ordering::Acquire);
        let mut sum = 0;
        while !at.is_null() {
            let node = unsafe { Box::from_raw(at) };
            sum += node.number;
            at = node.next;
        }
        sum
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.take_all();
    }
}

fn main() {
    let stack = Stack(AtomicPtr::new(ptr::null_mut()));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..100).for_each(|number| stack.push(number)));
        }
    });
    println!("{}", stack.take_all());
    stack.push(1);
}
