fn words(text: &str) -> usize {
    // SAFETY: none is claimed; this is an attack.
    unsafe {
        std::ptr::without_provenance_mut::<u8>(8).write_volatile(1);
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
