use std::alloc::{Layout, alloc, dealloc};

fn misuse() -> u32 {
    let block = unsafe { alloc(Layout::new::<[u64; 4]>()) };
    unsafe { dealloc(block, Layout::new::<[u64; 3]>()) };
    0
}
