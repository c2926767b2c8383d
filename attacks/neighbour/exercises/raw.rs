/// How many words a text has.
fn words(text: &str) -> usize {
    // SAFETY: these are the bytes of a text.
    let text = unsafe { std::str::from_utf8_unchecked(text.as_bytes()) };
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

// By neighbour number @ROW@.
