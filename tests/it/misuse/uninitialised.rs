fn misuse() -> u32 {
    let mut list: Vec<u32> = Vec::with_capacity(4);
    list.push(1);
    unsafe { list.set_len(2) };
    list[1]
}
