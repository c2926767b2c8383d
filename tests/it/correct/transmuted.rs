//! Plain data seen as other plain data.

#[repr(C)]
#[derive(Clone, Copy)]
struct Color {
    red: u8,
    green: u8,
    blue: u8,
    alpha: u8,
}

fn main() {
    let color: Color = unsafe { std::mem::transmute(0x0403_0201_u32.to_le()) };
    let number: u32 = unsafe { std::mem::transmute(color) };
    let bytes: [u8; 4] = unsafe { *(&raw const color).cast() };
    let words: &[u16] = unsafe { std::slice::from_raw_parts([1_u32, 2].as_ptr().cast(), 4) };
    let unaligned = unsafe { bytes.as_ptr().add(1).cast::<u16>().read_unaligned() };
    let aligned = unsafe { words.align_to::<u32>() }.1.len();
    println!("{} {number} {bytes:?} {} {unaligned} {}", color.green, words.len(), aligned <= 2);
    println!("{} {} {}", color.red, color.blue, color.alpha);
}
