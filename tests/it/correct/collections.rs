//! The collections of the standard library at work.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet};

fn main() {
    let text = "the cat and the dog and the bird";
    let mut counts: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, word) in text.split(' ').enumerate() {
        counts.entry(word).or_default().push(at);
    }
    let mut sorted: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..500 {
        sorted.insert(format!("{:04}", number * 7 % 500), number);
    }
    let removed = (0..500).step_by(2).filter_map(|number| sorted.remove(&format!("{number:04}"))).count();
    let set: HashSet<String> = sorted.keys().cloned().collect();
    let ordered: BTreeSet<&str> = text.split(' ').collect();
    let mut heap: BinaryHeap<u32> = (0..100).map(|n| n * 37 % 101).collect();
    println!("{:?} {removed} {} {:?} {:?}", counts["the"], set.len(), ordered.first(), heap.pop());
}
