// fails: compile · belief: M12, `static` is a word of the type
// A kitchen. Each dish comes with a side; `main` asks for the side, then drops the order.
//
// A lifetime says how long a reference is good; `&'static str` is good until the program ends.
// "bread" is a literal: its letters are part of the program and stay until it ends.
// In a signature, `dish: &str` and `-> &str` together say: the result refers into `dish`.
//
// Goal: the signature of `side_for` says what is true of the text that it returns.
// The body of `side_for` is right and makes no new text: only the signature has to change.
// `main` and the tests stay as they are.

fn side_for(dish: &str) -> &static str {
    if dish == "soup" { "bread" } else { "salad" }
}

fn main() {
    let side: &str = {
        let order: String = String::from("soup");
        side_for(&order)
    };
    println!("Bring the {side}.");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soup_comes_with_bread() {
        let got: &'static str = side_for("soup");
        assert_eq!(got, "bread", "the side of a soup is bread");
    }

    #[test]
    fn all_else_comes_with_salad() {
        let got: &'static str = side_for("fish");
        assert_eq!(got, "salad", "the side of a fish is salad");
    }
}
