//! Texts cut, joined, and made from bytes by hand.

use std::borrow::Cow;
use std::fmt::Write;

fn plain(text: &str) -> Cow<'_, str> {
    if text.contains('ä') { text.replace('ä', "ae").into() } else { text.into() }
}

fn main() {
    let mut text = String::new();
    for number in 0..200 {
        write!(text, "{number},").unwrap();
    }
    text.truncate(text.len() - 1);
    text.shrink_to_fit();
    let upper = unsafe {
        let bytes = text.as_bytes_mut();
        bytes.iter_mut().for_each(|byte| *byte = if *byte == b',' { b';' } else { *byte });
        std::str::from_utf8_unchecked(bytes).to_uppercase()
    };
    let parts = std::mem::ManuallyDrop::new(upper);
    let back =
        unsafe { String::from_raw_parts(parts.as_ptr().cast_mut(), parts.len(), parts.capacity()) };
    println!("{} {} {}", back.split(';').count(), plain("bär"), plain("bar"));
    println!("{:?}", "añb".char_indices().rev().collect::<Vec<_>>());
}
