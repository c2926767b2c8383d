// fails: E0308 · belief: M11
// A museum has a long list of visitors per day. A second thread adds them up, while the first
// one goes on and reads the same list.
//
// `thread::spawn(…)` starts a thread, which runs the closure. With `move` the closure owns what
// it uses, because the thread may run longer than this call. `join().unwrap()` waits for its
// result. A type that may be moved to another thread is called `Send`.
//
// `Rc` counts with ordinary additions. `std::sync::Arc` has the same functions, and counts
// with atomic ones: no addition is lost, even when two threads count at the same moment.
//
// Goal: both threads use one list, without a copy of it. `add`, the signatures and the tests
// stay as they are.

use std::rc::Rc;
use std::thread::{self, JoinHandle, ThreadId};

struct Museum {
    visitors: std::sync::Arc<Vec<u32>>,
}

/// The sum, and which thread has made it.
fn add(visitors: &[u32]) -> (u32, ThreadId) {
    (visitors.iter().sum(), thread::current().id())
}

impl Museum {
    fn new(visitors: Vec<u32>) -> Museum {
        Museum { visitors: Rc::new(visitors) }
    }

    /// Lets another thread add them up.
    fn add_up(&self) -> JoinHandle<(u32, ThreadId)> {
        let visitors = Rc::clone(&self.visitors);
        thread::spawn(move || add(&visitors))
    }
}

fn main() {
    let museum = Museum::new(vec![310, 250, 275]);
    let adder = museum.add_up();
    println!("{} days", museum.visitors.len());
    println!("{} visitors", adder.join().unwrap().0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_thread_adds_them_up() {
        let museum = Museum::new(vec![310, 250, 275]);
        let got: (u32, ThreadId) = museum.add_up().join().unwrap();
        assert_eq!(got.0, 835, "310 and 250 and 275");
        assert_ne!(got.1, thread::current().id(), "it was added up by the first thread");
    }

    #[test]
    fn the_first_thread_goes_on_reading() {
        let museum = Museum::new(vec![20, 22]);
        let one: JoinHandle<(u32, ThreadId)> = museum.add_up();
        let two: JoinHandle<(u32, ThreadId)> = museum.add_up();
        let days: usize = museum.visitors.len();
        assert_eq!(days, 2, "the list is still there");
        let got: (u32, u32) = (one.join().unwrap().0, two.join().unwrap().0);
        assert_eq!(got, (42, 42), "20 and 22, by two threads");
    }

    #[test]
    fn there_is_one_list() {
        let museum = Museum::new(vec![1; 25_000]); // 100 000 bytes
        let (got, used) = memprobe::process_allocations(|| museum.add_up().join().unwrap().0);
        assert_eq!(got, 25_000, "25 000 days with one visitor each");
        used.peak_at_most(50_000); // room for a thread, not for a second list
    }
}
