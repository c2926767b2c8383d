// fails: crash · belief: M24
// A map of a valley, 8 km by 8 km. For each square metre it has one byte: how deep the
// water is there. An array keeps its elements in the variable itself, here in the frame.
//
// Goal: `depth_after` keeps the 64 million bytes of its map where there is room for them.
// SQUARES, the signature of `depth_after` and the tests stay as they are.

const SQUARES: usize = 8_000 * 8_000;

/// Each of three drops makes the water 1 deeper on its square. How deep is it on `asked`?
fn depth_after(drops: [usize; 3], asked: usize) -> u8 {
    let mut map = Box::new([0u8; SQUARES]);
    for square in drops {
        map[square] += 1;
    }
    map[asked]
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
        let got: u8 = depth_after([70, 5, 70], 70);
        assert_eq!(got, 2, "two of the three drops fell on square 70");
        let got: u8 = depth_after([70, 5, 70], 71);
        assert_eq!(got, 0, "square 71 stayed dry");
    }

    #[test]
    fn the_map_reaches_the_last_square() {
        let got: u8 = depth_after([SQUARES - 1; 3], SQUARES - 1);
        assert_eq!(got, 3, "all three drops fell on the last square");
    }
}
