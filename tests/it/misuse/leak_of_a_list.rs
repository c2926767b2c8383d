struct Node {
    next: *mut Node,
    number: u32,
}

fn push(next: *mut Node, number: u32) -> *mut Node {
    Box::into_raw(Box::new(Node { next, number }))
}

fn misuse() -> u32 {
    let list = push(push(push(std::ptr::null_mut(), 1), 2), 3);
    let first = unsafe { Box::from_raw(list) };
    first.number + u32::from(first.next.is_null())
}
