pub fn double(n: u32) -> u32 {
    n
}

fn main() {
    for path in [
        "@SECRETFILE@",
        "@KIT@/solutions/double.rs",
        "/etc/shadow",
        "@CANARY@",
    ] {
        println!("{}", std::fs::read_to_string(path).unwrap_or_default());
    }
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
