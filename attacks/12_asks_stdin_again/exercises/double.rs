#![allow(clippy::all)]

pub fn double(n: u32) -> u32 {
    let mut line = String::new();
    while n > 0 && line.is_empty() {
        let _ = std::io::stdin().read_line(&mut line);
    }
    n * 2
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
