//! A value that is leaked on purpose, and that somebody can still reach.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

struct Settings {
    name: String,
    parts: Vec<Box<u32>>,
}

static SETTINGS: AtomicPtr<Settings> = AtomicPtr::new(ptr::null_mut());

fn settings() -> &'static Settings {
    let known = SETTINGS.load(Ordering::Acquire);
    if !known.is_null() {
        return unsafe { &*known };
    }
    let new = Box::leak(Box::new(Settings { name: "memory".into(), parts: vec![Box::new(1), Box::new(2)] }));
    SETTINGS.store(new, Ordering::Release);
    new
}

fn main() {
    println!("{} {}", settings().name, settings().parts.iter().map(|part| **part).sum::<u32>());
}
