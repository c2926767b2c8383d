//! A thread that still runs, and still holds memory, when `main` returns.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

fn main() {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let held = vec![String::from("held by the thread"); 10];
        sender.send(held.len()).unwrap();
        thread::sleep(Duration::from_secs(100));
        drop(held);
    });
    println!("{}", receiver.recv().unwrap());
}
