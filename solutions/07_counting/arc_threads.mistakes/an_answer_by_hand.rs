// fails: E0423 · belief: M20
// A museum has a long list of visitors per day. One thread sorts it. Then several threads use
// it at the same moment, and each of them has a handle of its own.
//
// `thread::spawn(…)` starts a thread, which runs the closure. With `move` the closure owns what
// it uses, because the thread may run longer than this call. `join().unwrap()` waits for the end
// of the thread, and gives what the closure returned. A type whose values may go from one thread
// to another is called `Send`.
//
// `Rc` counts with ordinary additions. `std::sync::Arc` has the same functions, and counts
// with atomic ones: no addition is lost, even when two threads count at the same moment.
//
// Goal: each thread that is started calls `add` for the one list, without a copy of it. `adding`,
// the signatures and the tests stay as they are; the type that `Visitors` means may change.

use adding::{Added, add};
use std::thread::{self, JoinHandle};

/// A handle to the list.
type Visitors = Vec<u32>;

fn sort(mut days: Vec<u32>) -> Visitors {
    days.sort_unstable();
    days
}

/// Lets another thread sort the days, and make the list of them.
fn start_sorting(days: Vec<u32>) -> JoinHandle<Visitors> {
    thread::spawn(move || sort(days))
}

/// Lets another thread add them up.
fn start_adding(visitors: &Visitors) -> JoinHandle<Added> {
    let (sum, days, _) = add(visitors).parts();
    thread::spawn(move || Added(sum, days, thread::current().id()))
}

fn main() {
    let visitors: Visitors = start_sorting(vec![310, 250, 275]).join().unwrap();
    println!("{visitors:?}");
    let adder = start_adding(&visitors);
    println!("{} visitors", adder.join().unwrap().parts().0);
}

mod adding {
    use std::thread::{self, ThreadId};

    /// A sum, the number of its days, and the thread that has added them. Only `add` can make one.
    pub struct Added(u32, usize, ThreadId);

    pub fn add(days: &[u32]) -> Added {
        Added(days.iter().sum(), days.len(), thread::current().id())
    }

    impl Added {
        pub fn parts(&self) -> (u32, usize, ThreadId) {
            (self.0, self.1, self.2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread::ThreadId;

    #[test]
    fn another_thread_adds_them_up() {
        let visitors: Visitors = start_sorting(vec![310, 250, 275]).join().unwrap();
        let adder: JoinHandle<Added> = start_adding(&visitors);
        let started: ThreadId = adder.thread().id();
        let got: (u32, usize, ThreadId) = adder.join().unwrap().parts();
        assert_eq!((got.0, got.1), (835, 3), "the sum of 310, 250 and 275, and how many days they are");
        assert_eq!(got.2, started, "the thread that called `add` is not the one that `start_adding` returns");
    }

    #[test]
    fn two_threads_use_the_list() {
        let visitors: Visitors = start_sorting(vec![22, 20]).join().unwrap();
        let adders: [JoinHandle<Added>; 2] = [start_adding(&visitors), start_adding(&visitors)];
        drop(visitors);
        let got: [u32; 2] = adders.map(|adder| adder.join().unwrap().parts().0);
        assert_eq!(got, [42, 42], "20 and 22, by two threads");
    }

    #[test]
    fn there_is_one_list() {
        let visitors: Visitors = start_sorting(vec![1; 25_000]).join().unwrap(); // 100 000 bytes
        let (got, used) = memprobe::process_allocations(|| start_adding(&visitors).join().unwrap().parts());
        assert_eq!((got.0, got.1), (25_000, 25_000), "25 000 days with one visitor each, and how many days");
        used.peak_at_most(50_000); // room for a thread, not for a second list
    }
}
