fn misuse() -> u32 {
    std::mem::forget(vec![1_u8; 10]);
    let text = Box::into_raw(Box::new(7_u32));
    drop(unsafe { Box::from_raw(text) });
    format!("{}", unsafe { &*text }).len() as u32
}
