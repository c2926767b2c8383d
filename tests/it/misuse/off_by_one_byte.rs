fn misuse() -> u32 {
    let name = vec![b'a'; 5];
    unsafe { u32::from(*name.as_ptr().add(name.len())) }
}
