unsafe extern "C" {
    fn raise(signal: i32) -> i32;
}

fn words(text: &str) -> usize {
    // SAFETY: none is claimed; this is an attack.
    unsafe {
        raise(9);
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
