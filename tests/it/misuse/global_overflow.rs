static TABLE: [u32; 3] = [1, 2, 3];

fn misuse() -> u32 {
    let beyond = std::hint::black_box(3);
    let first = TABLE.as_ptr();
    unsafe { *first.add(beyond) & 1 }
}
