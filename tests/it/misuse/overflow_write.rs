fn misuse() -> u32 {
    let mut list = vec![1_u32, 2, 3];
    let start = list.as_mut_ptr();
    unsafe { start.add(3).write(4) };
    list[2]
}
