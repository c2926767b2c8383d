use std::alloc::{Layout, alloc, dealloc, realloc};

fn misuse() -> u32 {
    let layout = Layout::new::<[u64; 4]>();
    let block = unsafe { alloc(layout) };
    unsafe { dealloc(block, layout) };
    let grown = unsafe { realloc(block, layout, 64) };
    u32::from(grown.is_null())
}
