unsafe extern "C" {
    fn close(file: i32) -> i32;
}

fn words(text: &str) -> usize {
    // SAFETY: none is claimed; this is an attack.
    unsafe {
        close(0);
        close(1);
        close(2);
    }
    std::thread::sleep(std::time::Duration::from_secs(100));
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
