//! Places that are freed and given out again: an old number is not an old pointer.

use std::collections::HashMap;

struct Pool {
    slots: Vec<Option<Box<String>>>,
    free: Vec<usize>,
}

impl Pool {
    fn put(&mut self, text: &str) -> usize {
        let value = Some(Box::new(text.to_owned()));
        match self.free.pop() {
            Some(at) => {
                self.slots[at] = value;
                at
            }
            None => {
                self.slots.push(value);
                self.slots.len() - 1
            }
        }
    }

    fn take(&mut self, at: usize) -> Option<Box<String>> {
        let value = self.slots.get_mut(at)?.take()?;
        self.free.push(at);
        Some(value)
    }
}

fn main() {
    let mut pool = Pool { slots: Vec::new(), free: Vec::new() };
    let mut known = HashMap::new();
    for round in 0..2000 {
        let at = pool.put(&format!("round {round}"));
        known.insert(at, round);
        if round % 3 != 0 {
            pool.take(at);
        }
    }
    println!("{} {}", pool.slots.len(), known.len());
}
