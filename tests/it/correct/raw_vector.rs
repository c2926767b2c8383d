//! A vector by hand: grows by realloc, drops what it holds.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error, realloc};

struct Raw<T> {
    start: *mut T,
    length: usize,
    room: usize,
}

impl<T> Raw<T> {
    fn new() -> Self {
        Self { start: std::ptr::NonNull::dangling().as_ptr(), length: 0, room: 0 }
    }

    fn push(&mut self, value: T) {
        if self.length == self.room {
            let room = (self.room * 2).max(1);
            let layout = Layout::array::<T>(room).unwrap();
            let block = match self.room {
                0 => unsafe { alloc(layout) },
                old => unsafe { realloc(self.start.cast(), Layout::array::<T>(old).unwrap(), layout.size()) },
            };
            if block.is_null() {
                handle_alloc_error(layout);
            }
            (self.start, self.room) = (block.cast(), room);
        }
        unsafe { self.start.add(self.length).write(value) };
        self.length += 1;
    }
}

impl<T> Drop for Raw<T> {
    fn drop(&mut self) {
        for at in 0..self.length {
            unsafe { self.start.add(at).drop_in_place() };
        }
        if self.room > 0 {
            unsafe { dealloc(self.start.cast(), Layout::array::<T>(self.room).unwrap()) };
        }
    }
}

fn main() {
    let mut list = Raw::new();
    for number in 0..100 {
        list.push(number.to_string());
    }
    println!("{}", unsafe { &*list.start.add(99) });
}
