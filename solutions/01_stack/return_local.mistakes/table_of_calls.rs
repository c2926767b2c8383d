// fails: tests · belief: M12, a text that is returned has to be in static storage
// A sailor on watch calls out what there is to see.
//
// A `String` variable owns its text: when the variable ends, the text ends with it. A `&str`
// is a reference to a text that belongs to something else.
//
// Goal: `shout` makes a new text, in capital letters, and its caller gets that `String` itself.
// What `shout` gives back changes. Its name, its parameter and the tests stay as they are.

fn shout(word: &str) -> &str {
    match word {
        "a whale" => "A WHALE!",
        _ => "A SHIP!",
    }
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
        for number in 0..100 {
            let word: String = format!("{number} ships");
            let got: String = shout(&word).into();
            assert_eq!(got, format!("{number} SHIPS!"), "capital letters and one `!` at the end");
        }
    }

    #[test]
    fn keeps_the_text() {
        let first = shout("a whale");
        let second = shout("a ship");
        let got: String = first.into();
        assert_eq!(got, "A WHALE!", "a later call leaves it alone");
        let got: String = second.into();
        assert_eq!(got, "A SHIP!", "every call makes a text of its own");
    }

    #[test]
    fn hands_out_the_string() {
        let got = shout("a light");
        let kind: &str = std::any::type_name_of_val(&got);
        assert!(kind == "alloc::string::String", "the caller should get a `String`, and gets: {kind}");
    }
}
