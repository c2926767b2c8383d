//! A pointer that goes through a number, with a mark in its low bit.

fn main() {
    let tagged = Box::into_raw(Box::new(41_u64)).expose_provenance() | 1;
    println!("{}", tagged & 1);
    let pointer = std::ptr::with_exposed_provenance_mut::<u64>(tagged & !1);
    let boxed = unsafe { Box::from_raw(pointer) };
    println!("{boxed}");
}
