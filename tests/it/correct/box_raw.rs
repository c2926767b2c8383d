//! A box that goes through a raw pointer, also one of a slice and one of a trait.

fn main() {
    let number = Box::into_raw(Box::new(41));
    unsafe { *number += 1 };
    let number = unsafe { Box::from_raw(number) };
    let slice = Box::into_raw(vec![1, 2, 3].into_boxed_slice());
    let slice = unsafe { Box::from_raw(slice) };
    let shown: *mut dyn std::fmt::Display = Box::into_raw(Box::new("text"));
    let shown = unsafe { Box::from_raw(shown) };
    let text = Box::leak(String::from("name").into_boxed_str());
    let text = unsafe { Box::from_raw(text) };
    println!("{number} {slice:?} {shown} {text}");
}
