fn nest<T>(n: u32, t: T) -> usize {
    if n > 0 {
        nest(n - 1, (t, 1_u8))
    } else {
        size_of::<T>()
    }
}

pub fn double(n: u32) -> u32 {
    nest(n, ()) as u32
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
