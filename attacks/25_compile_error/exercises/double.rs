compile_error!(
    "::error file=x::forged\n::set-output name=x::forged\n=HYPERLINK(\"http://forged\";\"x\")\n+1+forged\n@SUM(forged)\n-2+forged\n<script>forged()</script>\n<img src=x onerror=forged()>\n\u{001b}[31mforged\u{001b}[0m\u{0007}\u{0000}\u{0001}\u{000b}\u{fffe} ]]> &forged; | forged | `forged` \u{202e}forged\u{202c}\n"
);

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
