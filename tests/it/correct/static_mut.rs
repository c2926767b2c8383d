//! A mutable static that only one at a time uses.

use std::sync::Mutex;

static LOCK: Mutex<()> = Mutex::new(());
static mut LIST: Vec<u32> = Vec::new();

fn push(number: u32) -> usize {
    let held = LOCK.lock().unwrap();
    let list = unsafe { &mut *(&raw mut LIST) };
    list.push(number);
    let length = list.len();
    drop(held);
    length
}

fn main() {
    std::thread::scope(|scope| {
        for number in 0..4 {
            scope.spawn(move || (0..100).for_each(|_| drop(push(number))));
        }
    });
    println!("{}", push(0));
}
