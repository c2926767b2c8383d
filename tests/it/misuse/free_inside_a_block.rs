use std::alloc::{Layout, alloc, dealloc};

fn misuse() -> u32 {
    let layout = Layout::new::<[u64; 4]>();
    let block = unsafe { alloc(layout) };
    let second = unsafe { block.add(8) };
    unsafe { dealloc(second, layout) };
    0
}
