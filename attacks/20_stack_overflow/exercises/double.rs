#[allow(unconditional_recursion)]
fn deep(n: u64) -> u64 {
    std::hint::black_box([n; 64]);
    deep(n + 1) + 1
}

pub fn double(n: u32) -> u32 {
    if n == 0 { 0 } else { deep(u64::from(n)) as u32 }
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
