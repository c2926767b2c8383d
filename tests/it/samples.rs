//! Exercises that many tests share.

use crate::support::Exercise;

/// A starter that compiles and whose first test fails.
pub const TWICE: &str = "\
// Doubles a number.
fn twice(n: u32) -> u32 {
    n
}

fn main() {
    println!(\"{}\", twice(2));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles() {
        assert_eq!(twice(3), 6, \"three and three\");
    }

    #[test]
    fn keeps_zero() {
        assert_eq!(twice(0), 0);
    }
}
";

/// The exercise of that starter.
pub fn twice() -> Exercise {
    Exercise::new("twice", TWICE).solution(&solved())
}

/// The starter with `n * 2`: it passes.
pub fn solved() -> String {
    change(TWICE, "    n\n", "    n * 2\n")
}

/// A text with one place changed, which has to be there.
#[track_caller]
pub fn change(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from:?} stands once in the text");
    text.replace(from, to)
}

/// An exercise without tests whose file is this.
pub fn program(name: &str, starter: &str) -> Exercise {
    Exercise::new(name, starter).key("test = false")
}
