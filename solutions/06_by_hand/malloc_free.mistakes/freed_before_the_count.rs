// fails: heap-use-after-free · belief: M25
// A cinema counts its free seats. A seat may have been sold twice by mistake, so there is a
// note for each seat: one byte, 1 for sold. The notes are in a block, managed by hand:
//
//   alloc(layout)         asks for a block: its address, or null when there is no room
//   dealloc(hall, layout) frees the block at this address
//
// The layout says how many bytes the block has. Both calls are `unsafe`: rustc cannot check
// what you do with the address, so you answer for it.
// `.ok()?` returns `None` at once where no layout is possible. `if let Some(free) = …` is like a
// `match` with one arm: its braces run only if there is a number.
//
// Goal: each block that `free_seats` gets is freed, once. Without a block it returns `None`.
// The notes stay in a block of `seats` bytes, without `Vec` and `Box`.
// The signature of `free_seats` and the tests stay as they are.

use std::alloc::{Layout, alloc, dealloc};

/// A hall has at least one seat. The seats have the numbers 0, 1, 2 and so on.
fn free_seats(seats: usize, sold: &[usize]) -> Option<usize> {
    assert!(seats > 0, "a block cannot have 0 bytes");
    let layout: Layout = Layout::array::<u8>(seats).ok()?; // a byte per seat
    let hall: *mut u8 = unsafe { alloc(layout) };
    if hall.is_null() {
        return None;
    }
    unsafe { hall.write_bytes(0, seats) }; // nothing is sold yet
    for seat in sold.iter().filter(|seat| **seat < seats) {
        unsafe { hall.add(*seat).write(1) }; // `add`: this number of bytes further
    }
    unsafe { dealloc(hall, layout) };
    let mut free: usize = 0;
    for seat in 0..seats {
        free += usize::from(unsafe { hall.add(seat).read() } == 0);
    }
    Some(free)
}

fn main() {
    if let Some(free) = free_seats(300, &[17, 18, 17]) {
        println!("{free} seats are free.");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_a_seat_that_was_sold_twice() {
        for (seats, taken) in [(5, 2), (40, 17), (300, 3), (300, 120)] {
            // The last seats of the hall, each of them sold twice.
            let sold: Vec<usize> = (0..2 * taken).map(|at| seats - 1 - at % taken).collect();
            let (got, used): (Option<usize>, _) = memprobe::allocations(|| free_seats(seats, &sold));
            assert_eq!(got, Some(seats - taken), "of {seats} seats, these were sold: {sold:?}");
            let notes: bool = used.peak_bytes >= seats;
            assert!(notes, "the notes on {seats} seats are not in a block of {seats} bytes");
        }
    }

    #[test]
    fn there_may_be_no_memory() {
        let got: Option<usize> = free_seats(isize::MAX as usize, &[]);
        assert_eq!(got, None, "no machine has so much memory");
    }
}
