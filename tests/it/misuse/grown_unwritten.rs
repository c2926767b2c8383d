fn misuse() -> u32 {
    let layout = std::alloc::Layout::new::<*mut u8>();
    let place: *mut *mut u8 = unsafe { std::alloc::alloc(layout) }.cast();
    let grown = unsafe { std::alloc::realloc(*place, std::alloc::Layout::new::<u32>(), 8) };
    unsafe { std::alloc::dealloc(grown, std::alloc::Layout::new::<u64>()) };
    1
}
