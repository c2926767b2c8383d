// fails: budget-live · belief: M23, safe code gives everything back
// A map of a valley, 8 km by 8 km. For each square metre it has one byte: how deep the
// water is there. An array keeps its elements in the variable itself, here in the frame.
//
// Goal: `depth_after` keeps all 64 million bytes of its map where there is room for them, as long
// as it runs. Its map is counted, so it stays a map with a byte for each square.
// SQUARES, the signature of `depth_after` and the tests stay as they are.

const SQUARES: usize = 8_000 * 8_000;

/// Each of three drops makes the water 1 deeper on its square. How deep is it on `asked`?
fn depth_after(drops: [usize; 3], asked: usize) -> u8 {
    let mut map = vec![0u8; SQUARES];
    for square in drops {
        map[square] += 1;
    }
    let depth: u8 = map[asked];
    std::mem::forget(map);
    depth
}

fn main() {
    let depth: u8 = depth_after([20, 4_000_000, 20], 20);
    println!("The depth is {depth}.");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_add_up_on_a_square() {
        for (asked, depth) in [(70, 2), (71, 0)] {
            // Runs `depth_after`, and counts what it has on the heap meanwhile.
            let (got, used): (u8, _) = memprobe::allocations(|| depth_after([70, 75, 70], asked));
            assert_eq!(got, depth, "drops on the squares 70, 75 and 70: the depth on {asked}");
            let most: usize = used.peak_bytes;
            assert!(most >= SQUARES, "a map of 64000000 bytes on the heap; there were at most {most}");
            used.all_freed(); // when `depth_after` returns, the map is gone
        }
    }

    #[test]
    fn the_map_reaches_the_last_square() {
        let got: u8 = depth_after([SQUARES - 1; 3], SQUARES - 1);
        assert_eq!(got, 3, "all three drops fell on the last square");
    }
}
