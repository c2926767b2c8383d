// A drone flies from a start over one point to an end, and measures this way in metres.
//
// A `struct` is a type of your own that holds some values together, here two numbers. A value
// of most types moves when it is assigned or passed on. A value whose type is `Copy` is copied
// instead, and the old variable can still be used. Numbers are `Copy`, references (`&`) too.
//
// A type can become `Copy` when a copy of its bytes is all that a second value needs. It never
// becomes so by itself: the line `#[derive(…)]` above a `struct` asks rustc for such abilities.
// `Copy` needs `Clone`, which is the ability to be cloned.
//
// Goal: a `Point` is copied when it is passed on, as a number is.
// The functions, `main` and the tests stay as they are.

#[derive(Clone, Copy)]
struct Point {
    east: i32,
    north: i32,
}

fn distance(from: Point, to: Point) -> i32 {
    (to.east - from.east).abs() + (to.north - from.north).abs()
}

fn way(start: Point, over: Point, end: Point) -> i32 {
    distance(start, over) + distance(over, end)
}

fn main() {
    let start = Point { east: 0, north: 0 };
    let over = Point { east: 30, north: 40 };
    let end = Point { east: 60, north: 10 };
    println!("{} metres", way(start, over, end));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_of_the_way_count() {
        for (east, north, metres) in [(30, 40, 130), (0, 0, 70), (-5, 10, 80)] {
            let start = Point { east: 0, north: 0 };
            let over = Point { east, north };
            let end = Point { east: 60, north: 10 };
            let got: i32 = way(start, over, end);
            assert_eq!(got, metres, "over the point {east} east, {north} north");
        }
    }
}
