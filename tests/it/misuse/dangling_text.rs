fn misuse() -> u32 {
    let name = String::from("Ada");
    let text: &str = unsafe { &*std::ptr::from_ref(name.as_str()) };
    drop(name);
    text.to_uppercase().len() as u32
}
