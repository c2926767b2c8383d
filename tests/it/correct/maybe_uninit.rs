//! An array that is filled one by one, and dropped in part.

use std::mem::MaybeUninit;

fn filled() -> [String; 4] {
    let mut slots: [MaybeUninit<String>; 4] = [const { MaybeUninit::uninit() }; 4];
    for (at, slot) in slots.iter_mut().enumerate() {
        slot.write(format!("number {at}"));
    }
    unsafe { std::mem::transmute(slots) }
}

fn main() {
    println!("{:?}", filled());
    let mut half: [MaybeUninit<String>; 4] = [const { MaybeUninit::uninit() }; 4];
    half[0].write("one".into());
    half[1].write("two".into());
    for slot in &mut half[..2] {
        unsafe { slot.assume_init_drop() };
    }
    let mut boxed = Box::<[u32; 100]>::new_uninit();
    unsafe { boxed.as_mut_ptr().write([7; 100]) };
    println!("{}", unsafe { boxed.assume_init() }[99]);
}
