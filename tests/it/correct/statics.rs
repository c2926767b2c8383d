//! Memory that statics keep to the end is no leak.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, OnceLock};

static NAMES: Mutex<Vec<String>> = Mutex::new(Vec::new());
static TABLE: LazyLock<HashMap<u32, String>> = LazyLock::new(|| (0..50).map(|n| (n, n.to_string())).collect());
static ONCE: OnceLock<Box<str>> = OnceLock::new();
static LEAKED: OnceLock<&'static [String]> = OnceLock::new();

thread_local! {
    static OWN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static LAZY: String = "made at the first use".to_owned();
}

fn fill() -> usize {
    NAMES.lock().unwrap().push("a name".into());
    let leaked = LEAKED.get_or_init(|| Box::leak(vec![String::from("for ever")].into_boxed_slice()));
    OWN.with_borrow_mut(|own| own.push("of this thread".into()));
    let lazy = LAZY.with(String::len);
    TABLE.len() + ONCE.get_or_init(|| "once".into()).len() + leaked.len() + lazy
}

fn main() {
    println!("{}", fill());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_filled() {
        let got: usize = fill();
        assert_eq!(got, 76);
    }

    #[test]
    fn is_filled_again() {
        assert_eq!(fill(), 76);
    }
}
