//! Values that look at others while they are dropped.

use std::cell::RefCell;

struct Loud<'a>(&'static str, &'a RefCell<Vec<&'static str>>);

impl Drop for Loud<'_> {
    fn drop(&mut self) {
        self.1.borrow_mut().push(self.0);
    }
}

struct Pair<'a> {
    _first: Loud<'a>,
    _second: Loud<'a>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_backwards_and_fields_forwards() {
        let log = RefCell::new(Vec::new());
        {
            let _last = Loud("last", &log);
            let _pair = Pair { _first: Loud("first", &log), _second: Loud("second", &log) };
            let mut slot = Some(Loud("old", &log));
            slot.replace(Loud("new", &log));
            drop(slot.take());
            let _ = Loud("at once", &log);
        }
        let got: Vec<&str> = log.into_inner();
        assert_eq!(got, ["old", "new", "at once", "first", "second", "last"]);
    }
}

fn main() {}
