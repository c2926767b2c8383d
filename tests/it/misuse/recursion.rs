fn depth(level: u32) -> u32 {
    let frame = std::hint::black_box([level; 64]);
    if level == u32::MAX { 0 } else { depth(level + 1) + frame[0] }
}

fn misuse() -> u32 {
    depth(1)
}
