fn misuse() -> u32 {
    let layout = std::alloc::Layout::new::<[u32; 0]>();
    let block = unsafe { std::alloc::alloc(layout) };
    unsafe { std::alloc::dealloc(block, layout) };
    1
}
