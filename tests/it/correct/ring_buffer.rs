//! A VecDeque that goes around, and sorting.

use std::collections::VecDeque;

fn main() {
    let mut queue: VecDeque<String> = VecDeque::with_capacity(4);
    for number in 0..100 {
        if queue.len() == 4 {
            queue.pop_front();
        }
        queue.push_back(number.to_string());
    }
    queue.rotate_left(1);
    queue.make_contiguous().sort();
    let mut words: Vec<String> = (0..200).map(|n| format!("{:x}", n * 7919 % 1009)).collect();
    words.sort_unstable_by(|left, right| right.cmp(left));
    words.sort_by_key(String::len);
    words.dedup();
    println!("{queue:?} {:?}", words.first());
}
