// fails: compile · belief: M19, a parameter that is a `&mut` needs another one
// A cloakroom has hooks. On each hook there is one coat, or nothing. The type of a hook is
// `Option<String>`, an enum of the standard library: `Some(coat)` has a value, `None` has none.
//
// Behind a `&mut` there must always be a value. So you can move a value out only if you put
// another one in at the same moment. `std::mem` has three functions for that:
//
//   mem::take(place)          moves the value out, leaves an empty one: `None`, an empty text
//   mem::replace(place, new)  moves the value out, and leaves `new`
//   mem::swap(one, other)     exchanges the values of two places
//
// Each place is a `&mut` reference. `hook` is one already, so pass it on as it is:
// `mem::take(hook)`.
//
// Goal: `fetch` hands out the coat and leaves an empty hook. `exchange` puts another coat on the
// hook and hands out what was there. `switch` exchanges what is on two hooks. Any hook may be
// empty. There is only one of each coat: it is not copied. The three signatures and the tests
// stay as they are.

use std::mem;

fn fetch(hook: &mut Option<String>) -> Option<String> {
    mem::take(hook)
}

fn exchange(hook: &mut Option<String>, coat: String) -> Option<String> {
    mem::replace(hook, Some(coat))
}

fn switch(one: &mut Option<String>, other: &mut Option<String>) {
    mem::swap(&mut one, &mut other);
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
        assert!(same, "{place}: this {name} is a copy, not the coat that was put on the hook");
    }

    #[test]
    fn fetch_takes_the_coat() {
        for name in ["grey coat", "raincoat"] {
            let (grey, letters) = coat(name);
            let mut hook: Option<String> = Some(grey);
            let got: Option<String> = fetch(&mut hook);
            assert_eq!(hook, None, "the hook of the {name}, after `fetch`");
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
    fn exchange_at_an_empty_hook() {
        for name in ["grey coat", "raincoat"] {
            let (given, letters) = coat(name);
            let mut hook: Option<String> = None;
            let got: Option<String> = exchange(&mut hook, given);
            assert_eq!(got, None, "handed out by `exchange`: the hook was empty before");
            check("on the hook after `exchange`, empty before", &hook, name, letters);
        }
    }

    #[test]
    fn switch_exchanges_both() {
        let ((grey, letters), (red, letters_of_red)) = (coat("grey coat"), coat("red coat"));
        let (mut one, mut other): (Option<String>, Option<String>) = (Some(grey), Some(red));
        switch(&mut one, &mut other);
        check("on `one` after `switch`", &one, "red coat", letters_of_red);
        check("on `other` after `switch`", &other, "grey coat", letters);
    }

    #[test]
    fn switch_with_an_empty_hook() {
        let (grey, letters) = coat("grey coat");
        let (mut one, mut other): (Option<String>, Option<String>) = (Some(grey), None);
        switch(&mut one, &mut other);
        assert_eq!(one, None, "on `one` after `switch`: `other` was empty before");
        check("on `other` after `switch`, empty before", &other, "grey coat", letters);
        switch(&mut one, &mut other);
        assert_eq!(other, None, "on `other` after `switch`: `one` was empty before");
        check("on `one` after `switch`, empty before", &one, "grey coat", letters);
    }
}
