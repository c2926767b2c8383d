fn misuse() -> u32 {
    let list = vec![1_u32, 2, 3, 4];
    let start = list.as_ptr();
    unsafe { *start.sub(1) & 1 }
}
