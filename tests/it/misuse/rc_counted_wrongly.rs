use std::rc::Rc;

fn misuse() -> u32 {
    let first = Rc::new(41_u32);
    let pointer = Rc::into_raw(first.clone());
    unsafe { Rc::decrement_strong_count(pointer) };
    unsafe { Rc::decrement_strong_count(pointer) };
    *first
}
