fn misuse() -> u32 {
    let mut local = std::hint::black_box(41_u32);
    let pointer = std::hint::black_box(&raw mut local);
    drop(unsafe { Box::from_raw(pointer) });
    local
}
