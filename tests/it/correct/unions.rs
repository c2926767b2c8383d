//! Unions of numbers, and one that holds a value to be dropped.

use std::mem::ManuallyDrop;

#[repr(C)]
union Number {
    whole: u32,
    bytes: [u8; 4],
}

union Either {
    text: ManuallyDrop<String>,
    number: u64,
}

fn main() {
    let mut number = Number { whole: 1 };
    number.bytes = [1, 1, 0, 0];
    println!("{}", unsafe { number.whole }.to_le());
    let mut either = Either { text: ManuallyDrop::new(String::from("a text on the heap")) };
    println!("{}", unsafe { &*either.text }.len());
    unsafe { ManuallyDrop::drop(&mut either.text) };
    either.number = 3;
    println!("{}", unsafe { either.number });
}
