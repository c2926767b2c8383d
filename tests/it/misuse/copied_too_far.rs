fn misuse() -> u32 {
    let list = vec![1_u32, 2, 3];
    let mut copy = vec![0_u32; 5];
    unsafe { std::ptr::copy_nonoverlapping(list.as_ptr(), copy.as_mut_ptr(), 5) };
    copy[0]
}
