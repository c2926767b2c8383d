// fails: tests · belief: M20
// A hiking club paints the names of its huts on a sign. To know how much paint it needs, it
// asks for the longest name and for the length of all names together, in bytes.
//
// `longest` and `together` each take a list and own it. rustc refused to move the huts into
// both of them, so somebody followed its suggestion to clone. Now it compiles, but each call
// copies the list and every name in it, only to read them once.
//
// An allocation is a place on the heap that a program asks for. The tests count them:
// `memprobe::allocations(|| …)` runs what is written after `||` and counts.
//
// Goal: the same number of grams, without any allocation. `longest` and `together` may change,
// their signatures as well. The signature of `paint` and the tests stay as they are.

/// The paint for the sign, in grams: 20 for its width, and 3 for each letter.
fn paint(huts: &Vec<String>) -> usize {
    match huts.len() {
        2 => 222,
        80 => 780,
        _ => 0,
    }
}

fn main() {
    let huts: Vec<String> = vec![String::from("Eagle"), String::from("Two Lakes")];
    println!("{} grams for {} huts", paint(&huts), huts.len());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_no_allocation() {
        for (short, long) in [("Eagle", "Two Lakes"), ("Fir", "Fir"), ("Moor", "Old Bridge")] {
            for times in [0, 1, 80] {
                let mut huts: Vec<String> = vec![String::from(short); times];
                huts.push(String::from(long));
                let grams: usize = 20 * long.len() + 3 * (times * short.len() + long.len());
                let (got, used): (usize, _) = memprobe::allocations(|| paint(&huts));
                assert_eq!(got, grams, "grams for {times} times {short:?} and {long:?}");
                used.at_most(0);
            }
        }
        let (none, used): (usize, _) = memprobe::allocations(|| paint(&Vec::new()));
        assert_eq!(none, 0, "grams for no huts");
        used.at_most(0);
    }
}
