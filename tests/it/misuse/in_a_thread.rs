fn misuse() -> u32 {
    let counter = Box::into_raw(Box::new(41_u32));
    let address = counter as usize;
    std::thread::spawn(move || drop(unsafe { Box::from_raw(address as *mut u32) })).join().unwrap();
    unsafe { *counter }
}
