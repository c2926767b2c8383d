fn misuse() -> u32 {
    let numbers: [u32; 2] = [1, 2];
    let bytes: *const u8 = numbers.as_ptr().cast();
    // SAFETY: there is none: a `u32` begins at a multiple of 4.
    let number: *const u32 = unsafe { bytes.add(1) }.cast();
    unsafe { *number }
}
