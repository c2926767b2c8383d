extern crate self as memkata_harness;

pub fn double(n: u32) -> u32 {
    n
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
