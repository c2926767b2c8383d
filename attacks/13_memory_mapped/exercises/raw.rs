unsafe extern "C" {
    fn mmap(at: *mut u8, size: usize, access: i32, flags: i32, file: i32, offset: i64) -> *mut u8;
}

fn words(text: &str) -> usize {
    for _ in 0..300 {
        // SAFETY: none is claimed; this is an attack.
        unsafe {
            let at = mmap(std::ptr::null_mut(), 1 << 20, 3, 0x22, -1, 0);
            if at.addr() == usize::MAX {
                return 0;
            }
            at.write_bytes(1, 1 << 20);
        }
    }
    text.split_whitespace().count()
}

fn main() {
    println!("{}", words("one two three"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        let got: usize = words("one two three");
        assert_eq!(got, 3);
    }
}
