fn misuse() -> u32 {
    let number: *const u32 = std::hint::black_box(std::ptr::null());
    unsafe { *number }
}
