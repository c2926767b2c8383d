fn misuse() -> u32 {
    let layout = std::alloc::Layout::new::<String>();
    let block: *mut String = unsafe { std::alloc::alloc(layout) }.cast();
    unsafe { *block = String::from("four") };
    let text = unsafe { block.read() };
    unsafe { std::alloc::dealloc(block.cast(), layout) };
    text.len() as u32
}
