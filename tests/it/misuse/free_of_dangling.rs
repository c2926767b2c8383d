fn misuse() -> u32 {
    let nothing = std::ptr::NonNull::<u32>::dangling();
    unsafe { std::alloc::dealloc(nothing.as_ptr().cast(), std::alloc::Layout::new::<u32>()) };
    1
}
