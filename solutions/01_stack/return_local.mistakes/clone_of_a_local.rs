// fails: rules · belief: M11
// A sailor on watch calls out what there is to see.
//
// A `String` variable owns its text: when the variable ends, the text ends with it. A `&str`
// is a reference to a text that belongs to something else.
//
// Goal: `shout` makes a new text, in capital letters, and its caller gets that text.
// The name `shout`, its parameter and the tests stay as they are.

fn shout(word: &str) -> String {
    let loud: String = word.to_uppercase() + "!";
    loud.clone()
}

fn main() {
    let call = shout("land ahead");
    println!("{call}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_it_loud() {
        let got: String = shout("hi").to_string();
        assert_eq!(got, "HI!", "capital letters and one `!` at the end");
    }

    #[test]
    fn keeps_the_text() {
        let first = shout("a whale");
        let second = shout("a ship");
        let got: String = first.to_string();
        assert_eq!(got, "A WHALE!", "a later call leaves it alone");
        let got: String = second.to_string();
        assert_eq!(got, "A SHIP!", "every call makes a text of its own");
    }
}
