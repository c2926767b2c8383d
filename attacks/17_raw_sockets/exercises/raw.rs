unsafe extern "C" {
    fn socket(family: i32, kind: i32, protocol: i32) -> i32;
}

fn words(text: &str) -> usize {
    for family in [1, 2, 10, 16, 17, 38, 40] {
        for kind in [1, 2, 3] {
            // SAFETY: none is claimed; this is an attack.
            if unsafe { socket(family, kind, 0) } >= 0 {
                return text.split_whitespace().count();
            }
        }
    }
    0
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
