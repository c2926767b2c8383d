fn misuse() -> u32 {
    let name = String::from("a name that nobody frees");
    let length = name.len();
    std::mem::forget(name);
    length as u32
}
