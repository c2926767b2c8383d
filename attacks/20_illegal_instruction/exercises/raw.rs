fn words(text: &str) -> usize {
    // SAFETY: none is claimed; this is an attack.
    unsafe {
        std::arch::asm!(".byte 0x0f, 0x0b");
    }
    text.len()
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
