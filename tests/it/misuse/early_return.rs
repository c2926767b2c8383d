use std::alloc::{Layout, alloc, dealloc};

fn first_digit(text: &str) -> Option<u32> {
    let layout = Layout::array::<u32>(4).ok()?;
    let block = unsafe { alloc(layout) };
    let digit = text.chars().next()?.to_digit(10)?;
    unsafe { dealloc(block, layout) };
    Some(digit)
}

fn misuse() -> u32 {
    first_digit("7").unwrap_or(0) + first_digit("x").unwrap_or(0)
}
