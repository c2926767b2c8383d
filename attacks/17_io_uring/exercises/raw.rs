unsafe extern "C" {
    fn syscall(number: i64, ...) -> i64;
}

fn words(text: &str) -> usize {
    let mut settings = [0_u8; 256];
    // SAFETY: none is claimed; this is an attack.
    let ring = unsafe { syscall(425, 4, settings.as_mut_ptr()) };
    if ring >= 0 {
        text.split_whitespace().count()
    } else {
        0
    }
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
