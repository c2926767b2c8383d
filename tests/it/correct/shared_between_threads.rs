//! Arc, Mutex, RwLock and Condvar.

use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::thread;

fn main() {
    let list = Arc::new(Mutex::new(Vec::new()));
    let ready = Arc::new((Mutex::new(0), Condvar::new()));
    let table = Arc::new(RwLock::new(String::from("read by all")));
    let threads: Vec<_> = (0..4)
        .map(|number| {
            let (list, ready, table) = (list.clone(), ready.clone(), table.clone());
            thread::spawn(move || {
                list.lock().unwrap().push(Box::new(number + table.read().unwrap().len()));
                *ready.0.lock().unwrap() += 1;
                ready.1.notify_all();
            })
        })
        .collect();
    drop(ready.1.wait_while(ready.0.lock().unwrap(), |count| *count < 4).unwrap());
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    println!("{} {}", list.lock().unwrap().len(), Arc::strong_count(&list));
}
