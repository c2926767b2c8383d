// The sign at a bus stop shows a line of letters. They are in a block of `width` bytes,
// at the addresses `block`, `block + 1` and so on. A new sign is blank: every letter is a
// space. Without a check of the memory, all tests may pass with this file as it is.
//
// Goal: `new` writes a space to every byte of the block, and to no other; without `Vec` and `Box`.
// The struct `Sign`, `layout`, `text`, `drop` and the tests stay as they are.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};

struct Sign {
    block: *mut u8,
    width: usize,
}

fn layout(width: usize) -> Layout {
    assert!(width > 0, "a block cannot have 0 bytes");
    Layout::array::<u8>(width).expect("a sign that fits into the memory")
}

impl Sign {
    fn new(width: usize) -> Sign {
        let block: *mut u8 = unsafe { alloc(layout(width)) };
        if block.is_null() {
            handle_alloc_error(layout(width));
        }
        for at in 0..width {
            unsafe { block.add(at).write(b' ') };
        }
        Sign { block, width }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for at in 0..self.width {
            text.push(char::from(unsafe { self.block.add(at).read() }));
        }
        text
    }
}

impl Drop for Sign {
    fn drop(&mut self) {
        unsafe { dealloc(self.block, layout(self.width)) };
    }
}

fn main() {
    println!("[{}]", Sign::new(20).text());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_sign_is_blank() {
        for width in [1, 5, 20] {
            let got: String = Sign::new(width).text();
            assert_eq!(got, " ".repeat(width), "a sign {width} letters wide");
        }
    }
}
