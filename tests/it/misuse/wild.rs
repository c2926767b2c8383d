fn misuse() -> u32 {
    let number: *const u32 = std::hint::black_box(0x7fff_1234_5000_usize) as *const u32;
    unsafe { *number }
}
