fn misuse() -> u32 {
    let mut list = vec![1_u32, 2];
    let first = list.as_ptr();
    list.push(3);
    unsafe { *first }
}
