fn misuse() -> u32 {
    let list = vec![1_u32, 2, 3];
    let slice: &[u32] = unsafe { std::slice::from_raw_parts(list.as_ptr(), list.len()) };
    drop(list);
    println!("{slice:?}");
    3
}
