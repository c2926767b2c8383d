// fails: rules · belief: M23
// Somebody fills watering cans at a tap. The tap has to be closed in the end, also when
// `fill` returns early because of a word that is not a number, or panics because of a can that
// is too large. `close` is called at the end only, which is not reached in these cases.
//
// An `OpenTap` is a good place for the closing: a value can have code that runs when it is
// dropped, whichever way its function is left. A value with this purpose is called a guard.
//
// Goal: whenever an `OpenTap` ends, the tap is closed; nobody has to call something for it.
// The tests make an `OpenTap` of their own, too.
// The structs `Tap` and `OpenTap`, `pour`, the signature of `fill` and the tests stay as they are.

struct Tap {
    open: bool,
}

/// A tap that is open, for as long as this value is there.
struct OpenTap<'a> {
    tap: &'a mut Tap,
}

impl OpenTap<'_> {
    fn pour(&self, litres: u32) -> u32 {
        assert!(self.tap.open, "the tap is closed");
        assert!(litres <= 20, "{litres} litres are too many for one can");
        litres
    }
}

impl Drop for OpenTap<'_> {
    fn drop(&mut self) {
        self.tap.open = false;
    }
}

/// The litres of all the cans together.
fn fill(tap: &mut Tap, cans: &[&str]) -> Option<u32> {
    tap.open = true;
    let mut water = OpenTap { tap };
    let mut litres: u32 = 0;
    for can in cans {
        litres += water.pour(can.parse().ok()?);
    }
    std::mem::forget(water);
    Some(litres)
}

fn main() {
    let mut tap = Tap { open: false };
    let litres: Option<u32> = fill(&mut tap, &["10", "twelve"]);
    println!("{litres:?} litres, the tap is open: {}", tap.open);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

    #[test]
    fn closed_after_the_last_can() {
        let mut tap = Tap { open: false };
        let got: Option<u32> = fill(&mut tap, &["10", "12"]);
        assert_eq!(got, Some(22), "10 and 12 litres");
        assert!(!tap.open, "the tap is still open");
    }

    #[test]
    fn closed_after_an_early_return() {
        let mut tap = Tap { open: false };
        let got: Option<u32> = fill(&mut tap, &["10", "twelve", "5"]);
        assert_eq!(got, None, "`twelve` is not a number");
        assert!(!tap.open, "`fill` has returned early, and the tap is still open");
    }

    #[test]
    fn closed_after_a_panic() {
        let mut tap = Tap { open: false };
        let hook = take_hook();
        set_hook(Box::new(|_| {})); // no message: this panic is wanted
        let got = catch_unwind(AssertUnwindSafe(|| fill(&mut tap, &["10", "200"])));
        set_hook(hook);
        assert!(got.is_err(), "a can of 200 litres makes `pour` panic");
        assert!(!tap.open, "`fill` has panicked, and the tap is still open");
    }

    #[test]
    fn closed_whenever_an_open_tap_ends() {
        let mut tap = Tap { open: true };
        {
            let _water = OpenTap { tap: &mut tap };
        }
        assert!(!tap.open, "an `OpenTap` has ended at its `}}`, and the tap is still open");
    }
}
