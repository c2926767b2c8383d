//! Entries on the stack that are linked with one another while they live.

use std::cell::Cell;
use std::ptr;

struct Entry {
    name: &'static str,
    next: Cell<*const Entry>,
}

fn names(mut at: *const Entry) -> Vec<&'static str> {
    let mut names = Vec::new();
    while let Some(entry) = unsafe { at.as_ref() } {
        names.push(entry.name);
        at = entry.next.get();
    }
    names
}

fn main() {
    let entry = |name| Entry { name, next: Cell::new(ptr::null()) };
    let (one, two, three) = (entry("one"), entry("two"), entry("three"));
    one.next.set(&two);
    two.next.set(&three);
    println!("{:?}", names(&one));
    two.next.set(ptr::null());
    println!("{:?}", names(&one));
}
