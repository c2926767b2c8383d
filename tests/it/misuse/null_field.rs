struct Pair {
    _left: u64,
    right: u32,
}

fn misuse() -> u32 {
    let pair: *const Pair = std::hint::black_box(std::ptr::null());
    unsafe { (&raw const (*pair).right).read() }
}
