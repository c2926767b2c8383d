fn slot() -> *const u32 {
    let local = 41_u32;
    let pointer = &raw const local;
    std::hint::black_box(pointer)
}

fn misuse() -> u32 {
    let pointer = slot();
    unsafe { *pointer }
}
