// fails: E0382 · belief: M18
// A museum compares the light of two photos. Its small computer has memory for one photo of a
// million bytes, not for two of them at the same time.
//
// A function that takes a value is the value's new owner, and drops it at its own `}`. The
// standard library has a function `drop` that does this and nothing else. A value that no variable
// owns ends with its statement.
//
// The tests run `difference` inside of `memprobe::allocations(|| …)`. It runs what is written
// after `||` and watches the allocator; the peak is the most bytes there were at one time.
//
// Goal: the first photo is freed before the second one is loaded.
// `load`, `light`, the signature of `difference` and the tests stay as they are.

fn load(room: u8) -> Vec<u8> {
    let mut photo: Vec<u8> = vec![room; 1_000_000];
    let mut point: usize = usize::from(room);
    for _ in 0..1000 {
        point = point * 75 % 65_537; // another point in each round, in no simple order
        photo[point] = (point % 251) as u8;
    }
    photo
}

fn light(photo: &Vec<u8>) -> u64 {
    let mut sum: u64 = 0;
    for point in photo {
        sum += u64::from(*point);
    }
    sum
}

fn difference(first: u8, second: u8) -> u64 {
    let photo: Vec<u8> = load(first);
    drop(photo);
    let before: u64 = light(&photo);
    let photo: Vec<u8> = load(second);
    let after: u64 = light(&photo);
    before.abs_diff(after)
}

fn main() {
    println!("The difference is {}.", difference(12, 9));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_photo_at_a_time() {
        for first in [5, 12] {
            for second in [1, 5, 30] {
                let expected: u64 = light(&load(first)).abs_diff(light(&load(second)));
                let (got, used): (u64, _) = memprobe::allocations(|| difference(first, second));
                assert_eq!(got, expected, "the difference between room {first} and room {second}");
                assert!(used.bytes >= 2_000_000, "rooms {first} and {second}: load each photo");
                used.peak_at_most(1_000_000);
            }
        }
    }
}
