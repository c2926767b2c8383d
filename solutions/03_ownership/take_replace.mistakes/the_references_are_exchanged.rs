// fails: tests · belief: M19
// A cloakroom has hooks, and on each of them hangs a coat or nothing. The type of a hook is
// `Option<String>`, an enum of the standard library: `Some(coat)` has a value, `None` has none.
//
// Behind a `&mut` there must always be a value. So nothing can be moved out of it, unless
// something else comes in at the same moment. `std::mem` has three functions for that:
//
//   mem::take(place)           moves the value out, leaves an empty one: `None`, an empty text
//   mem::replace(place, other) moves the value out, and leaves `other`
//   mem::swap(left, right)     exchanges the values of two places
//
// Goal: `fetch` hands out the coat and leaves an empty hook. `exchange` hangs up another coat
// and hands out what was there. `switch` exchanges the coats of two hooks. A coat is one of a
// kind: it is not copied. The three signatures and the tests stay as they are.

fn fetch(hook: &mut Option<String>) -> Option<String> {
    std::mem::take(hook)
}

fn exchange(hook: &mut Option<String>, coat: String) -> Option<String> {
    std::mem::replace(hook, Some(coat))
}

fn switch(left: &mut Option<String>, right: &mut Option<String>) {
    let (_left, _right) = (right, left);
}

fn main() {
    let mut hook: Option<String> = Some(String::from("grey coat"));
    let mut other: Option<String> = None;
    println!("{:?}", exchange(&mut hook, String::from("red coat")));
    switch(&mut hook, &mut other);
    println!("{:?}, {hook:?}, {other:?}", fetch(&mut other));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A coat, and where its letters are: those of a copy are elsewhere.
    fn coat(name: &str) -> (String, *const u8) {
        let coat = String::from(name);
        let letters: *const u8 = coat.as_ptr();
        (coat, letters)
    }

    fn check(place: &str, coat: &Option<String>, name: &str, letters: *const u8) {
        let got: &str = coat.as_deref().unwrap_or("nothing");
        assert_eq!(got, name, "{place}: there should be the {name}");
        let same: bool = got.as_ptr() == letters;
        assert!(same, "{place}: this {name} is a copy, and not the coat that was hung up");
    }

    #[test]
    fn fetch_takes_the_coat() {
        for name in ["grey coat", "raincoat"] {
            let (grey, letters) = coat(name);
            let mut hook: Option<String> = Some(grey);
            let got: Option<String> = fetch(&mut hook);
            let left: Option<String> = hook;
            assert_eq!(left, None, "the hook of the {name}, after `fetch`");
            check("handed out by `fetch`", &got, name, letters);
        }
        let got: Option<String> = fetch(&mut None);
        assert_eq!(got, None, "from an empty hook");
    }

    #[test]
    fn exchange_hands_out_what_was_there() {
        let ((grey, letters), (red, letters_of_red)) = (coat("grey coat"), coat("red coat"));
        let mut hook: Option<String> = Some(grey);
        let got: Option<String> = exchange(&mut hook, red);
        check("handed out by `exchange`", &got, "grey coat", letters);
        check("on the hook after `exchange`", &hook, "red coat", letters_of_red);
    }

    #[test]
    fn switch_exchanges_both() {
        let ((grey, letters), (red, letters_of_red)) = (coat("grey coat"), coat("red coat"));
        let (mut left, mut right): (Option<String>, Option<String>) = (Some(grey), Some(red));
        switch(&mut left, &mut right);
        check("left after `switch`", &left, "red coat", letters_of_red);
        check("right after `switch`", &right, "grey coat", letters);
    }
}
