//! Tests that must panic, in the midst of work with memory.

fn split(text: &str) -> (String, String) {
    let (left, right) = text.split_once('=').expect("an equals sign");
    (left.to_owned(), right.to_owned())
}

fn main() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "an equals sign")]
    fn without_a_sign() {
        let _held = vec![String::from("held"); 3];
        split("nothing");
    }

    #[test]
    #[should_panic]
    fn beyond_the_end() {
        let list = vec![Box::new(1)];
        let at = std::hint::black_box(1);
        let _ = *list[at];
    }

    #[test]
    fn with_a_sign() {
        let got: (String, String) = split("a=b");
        assert_eq!(got, ("a".into(), "b".into()));
    }
}
