fn misuse() -> u32 {
    let table = [1_u32, 2, 3];
    let first = table.as_ptr();
    let beyond = std::hint::black_box(3);
    unsafe { *first.add(beyond) & 1 }
}
