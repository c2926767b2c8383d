fn misuse() -> u32 {
    let list = vec![1_u32, 2, 3];
    let start = list.as_ptr();
    let behind = unsafe { *start.add(5) };
    behind & 1
}
