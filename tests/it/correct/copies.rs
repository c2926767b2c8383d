//! swap, replace, copies that overlap and such that don't.

use std::ptr;

fn main() {
    let mut list = vec![1_u32, 2, 3, 4, 5, 6, 7, 8];
    let start = list.as_mut_ptr();
    unsafe {
        ptr::swap(start, start.add(7));
        ptr::copy(start, start.add(1), 7);
        ptr::copy_nonoverlapping(start.add(4), start, 4);
        ptr::swap_nonoverlapping(start, start.add(4), 4);
        ptr::replace(start, 9);
    }
    println!("{list:?}");
    let mut one = String::from("one");
    let mut two = String::from("two");
    unsafe { ptr::swap(&mut one, &mut two) };
    let moved = unsafe { ptr::read(&one) };
    unsafe { ptr::write(&mut one, String::from("new")) };
    println!("{one} {two} {moved}");
}
