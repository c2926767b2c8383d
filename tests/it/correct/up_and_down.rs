//! realloc to more and to less keeps what is in both.

use std::alloc::{Layout, alloc, dealloc, realloc};

fn main() {
    let mut layout = Layout::array::<u8>(16).unwrap();
    let mut block = unsafe { alloc(layout) };
    for at in 0..16 {
        unsafe { block.add(at).write(at as u8) };
    }
    for size in [17, 4096, 5000, 33, 16, 100_000, 16] {
        block = unsafe { realloc(block, layout, size) };
        layout = Layout::array::<u8>(size).unwrap();
        assert!((0..16).all(|at| unsafe { block.add(at).read() } == at as u8));
        unsafe { block.add(size - 1).write(7) };
        unsafe { block.add(15).write(15) };
    }
    unsafe { dealloc(block, layout) };
    println!("kept");
}
