// fails: tests · belief: M20
// The waiting room of a town hall again: a queue of ticket numbers, this time in a block
// that is managed by hand. `realloc` makes the block larger. It returns the address of a
// block with the same numbers, which may be another one; then the old block is freed.
//
// Goal: a new ticket joins at the end, and the caller gets the number at the front. `join`
// reads and writes only where the numbers are, in the block, without `Vec` and `Box`.
// Rust calls `drop` when a queue ends, and `drop` frees its block. The struct `Queue`, `layout`,
// `new`, `grow`, `drop`, the signature of `join` and the tests stay as they are.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error, realloc};

struct Queue {
    block: *mut u32,
    used: usize,
    room: usize,
}

fn layout(room: usize) -> Layout {
    Layout::array::<u32>(room).expect("a queue that fits into the memory")
}

impl Queue {
    fn new(first: u32) -> Queue {
        let block: *mut u32 = unsafe { alloc(layout(2)) }.cast();
        if block.is_null() {
            handle_alloc_error(layout(2)); // ends the program
        }
        unsafe { block.write(first) };
        Queue { block, used: 1, room: 2 }
    }

    fn grow(&mut self) {
        let larger: Layout = layout(2 * self.room);
        let block = unsafe { realloc(self.block.cast(), layout(self.room), larger.size()) };
        if block.is_null() {
            handle_alloc_error(larger);
        }
        self.block = block.cast();
        self.room *= 2;
    }

    fn join(&mut self, ticket: u32) -> u32 {
        if self.used == self.room {
            self.grow();
        }
        unsafe { self.block.add(self.used).write(ticket) };
        self.used += 1;
        12
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        unsafe { dealloc(self.block.cast(), layout(self.room)) };
    }
}

fn main() {
    let mut queue = Queue::new(12);
    for ticket in [15, 31] {
        println!("Number {} is next, {ticket} has joined.", queue.join(ticket));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_stays_the_front() {
        for first in [12, 40, 7] {
            let mut queue = Queue::new(first);
            for ticket in first + 1..first + 101 {
                let got: u32 = queue.join(ticket);
                assert_eq!(got, first, "{first} was there first");
                let last: u32 = unsafe { queue.block.add(queue.used - 1).read() };
                assert_eq!(last, ticket, "{ticket} joins at the end");
            }
        }
    }
}
