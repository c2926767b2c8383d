//! Thirty thousand small blocks at once.

fn main() {
    let mut boxes: Vec<Box<u64>> = (0..30_000).map(Box::new).collect();
    boxes.retain(|number| **number % 2 == 0);
    boxes.extend((0..15_000).map(Box::new));
    println!("{}", boxes.iter().map(|number| **number).sum::<u64>());
}
