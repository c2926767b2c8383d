// fails: E0308 · belief: M11
// A ferry and its fuel tank, in litres.
//
// `let mut` says that a variable may change. `*tank` is the number that `tank` refers to.
// Through a `&u32` the number can be read. A `&mut u32` is a reference that may change the
// number, and `&mut x` makes one that refers to `x`.
//
// Goal: `refill` adds 20 litres to the tank of its caller, through a reference.
// The name `refill` and the tests stay as they are.

fn refill(tank: &mut u32) {
    *tank += 20;
}

fn main() {
    let mut tank: u32 = 50;
    tank -= 35; // one crossing
    refill(&tank);
    println!("There are {tank} litres in the tank.");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_twenty_litres() {
        let mut tank: u32 = 15;
        refill(&mut tank);
        assert_eq!(tank, 35, "15 litres and 20 more are 35");
    }

    #[test]
    fn every_refill_counts() {
        for litres in 0..=60 {
            let mut tank: u32 = litres;
            refill(&mut tank);
            refill(&mut tank);
            assert_eq!(tank, litres + 40, "{litres} litres and two refills");
        }
    }
}
