fn misuse() -> u32 {
    let bytes: Vec<u8> = Vec::with_capacity(16);
    let mut bytes = std::mem::ManuallyDrop::new(bytes);
    let words: Vec<u32> = unsafe { Vec::from_raw_parts(bytes.as_mut_ptr().cast(), 0, 4) };
    drop(words);
    0
}
