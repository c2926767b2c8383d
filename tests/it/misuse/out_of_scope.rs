fn misuse() -> u32 {
    let pointer;
    {
        let inner = std::hint::black_box(41_u32);
        pointer = std::hint::black_box(&raw const inner);
    }
    unsafe { *pointer }
}
