//! Threads in a scope, and with channels.

use std::sync::mpsc;
use std::thread;

fn main() {
    let list = vec![String::from("a"), String::from("bb"), String::from("ccc")];
    let total: usize = thread::scope(|scope| {
        let threads: Vec<_> = list.iter().map(|text| scope.spawn(|| text.len())).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let (sender, receiver) = mpsc::channel::<Vec<u8>>();
    let workers: Vec<_> = (1..=4)
        .map(|size| {
            let sender = sender.clone();
            thread::spawn(move || sender.send(vec![size; 1000]).unwrap())
        })
        .collect();
    drop(sender);
    let received: usize = receiver.iter().map(|bytes| bytes.len()).sum();
    workers.into_iter().for_each(|worker| worker.join().unwrap());
    println!("{total} {received}");
}
