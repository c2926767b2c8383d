// fails: memory · belief: M11
// A museum has a long list of visitors per day. One thread sorts it. Then several threads use
// it at the same moment, and each of them has a handle of its own.
//
// `thread::spawn(…)` starts a thread, which runs the closure. With `move` the closure owns what
// it uses, because the thread may run longer than this call. `join().unwrap()` waits for what
// the closure returns. A type that may go from one thread to another is called `Send`.
//
// `Rc` counts with ordinary additions. `std::sync::Arc` has the same functions, and counts
// with atomic ones: no addition is lost, even when two threads count at the same moment.
//
// Goal: the threads use one list, without a copy of it. `add`, the signatures and the tests
// stay as they are; the type behind the name `Visitors` is yours.

use std::sync::Arc;
use std::thread::{self, JoinHandle, ThreadId};

/// A handle to the list.
type Visitors = Arc<Vec<u32>>;

fn sort(mut days: Vec<u32>) -> Visitors {
    days.sort_unstable();
    Arc::new(days)
}

/// Lets another thread sort the days, and make the list of them.
fn start_sorting(days: Vec<u32>) -> JoinHandle<Visitors> {
    thread::spawn(move || sort(days))
}

/// The sum, and which thread has made it.
fn add(days: &[u32]) -> (u32, ThreadId) {
    (days.iter().sum(), thread::current().id())
}

/// Lets another thread add them up.
fn start_adding(visitors: &Visitors) -> JoinHandle<(u32, ThreadId)> {
    let handle: Vec<u32> = visitors.to_vec();
    thread::spawn(move || add(&handle))
}

fn main() {
    let visitors: Visitors = start_sorting(vec![310, 250, 275]).join().unwrap();
    println!("{visitors:?}");
    let adder = start_adding(&visitors);
    println!("{} visitors", adder.join().unwrap().0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_thread_adds_them_up() {
        let visitors: Visitors = start_sorting(vec![310, 250, 275]).join().unwrap();
        let got: (u32, ThreadId) = start_adding(&visitors).join().unwrap();
        assert_eq!(got.0, 835, "310 and 250 and 275");
        assert_ne!(got.1, thread::current().id(), "it was added up by the first thread");
    }

    #[test]
    fn two_threads_use_the_list() {
        let visitors: Visitors = start_sorting(vec![22, 20]).join().unwrap();
        let one: JoinHandle<(u32, ThreadId)> = start_adding(&visitors);
        let two: JoinHandle<(u32, ThreadId)> = start_adding(&visitors);
        drop(visitors);
        let got: (u32, u32) = (one.join().unwrap().0, two.join().unwrap().0);
        assert_eq!(got, (42, 42), "20 and 22, by two threads");
    }

    #[test]
    fn there_is_one_list() {
        let visitors: Visitors = start_sorting(vec![1; 25_000]).join().unwrap(); // 100 000 bytes
        let (got, used) = memprobe::process_allocations(|| start_adding(&visitors).join().unwrap().0);
        assert_eq!(got, 25_000, "25 000 days with one visitor each");
        used.peak_at_most(50_000); // room for a thread, not for a second list
    }
}
