fn misuse() -> u32 {
    let counter = Box::into_raw(Box::new(41_u32));
    drop(unsafe { Box::from_raw(counter) });
    drop(unsafe { Box::from_raw(counter) });
    41
}
