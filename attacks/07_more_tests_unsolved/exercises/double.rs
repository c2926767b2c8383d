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

    #[test]
    fn more_0() {}

    #[test]
    fn more_1() {}

    #[test]
    fn more_2() {}

    #[test]
    fn more_3() {}

    #[test]
    fn more_4() {}

    #[test]
    fn more_5() {}

    #[test]
    fn more_6() {}

    #[test]
    fn more_7() {}

    #[test]
    fn more_8() {}

    #[test]
    fn more_9() {}
}
