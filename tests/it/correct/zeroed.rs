//! alloc_zeroed gives zeros, also where a block was used before.

use std::alloc::{Layout, alloc, alloc_zeroed, dealloc};

fn main() {
    for size in [1, 8, 100, 4096, 5000, 100_000] {
        let layout = Layout::from_size_align(size, 8).unwrap();
        let used = unsafe { alloc(layout) };
        unsafe { used.write_bytes(0xFF, size) };
        unsafe { dealloc(used, layout) };
        let block = unsafe { alloc_zeroed(layout) };
        assert!(unsafe { std::slice::from_raw_parts(block, size) }.iter().all(|byte| *byte == 0));
        unsafe { dealloc(block, layout) };
    }
    println!("{}", vec![0_u64; 1000].iter().sum::<u64>());
}
