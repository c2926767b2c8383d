// fails: null-dereference · belief: M19
// A board game keeps the score of a player in a block on the heap. A player who wants to try
// something out gets a clone of the score, and plays with that.
//
// Goal: a score and its clone can both be dropped, and what is won with one of them does
// not change the other.
// The struct `Score`, `new`, `win`, `points`, `drop` and the tests stay as they are.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};

const LAYOUT: Layout = Layout::new::<u32>();

struct Score {
    place: *mut u32,
}

impl Score {
    fn new(points: u32) -> Score {
        let place: *mut u32 = unsafe { alloc(LAYOUT) }.cast();
        if place.is_null() {
            handle_alloc_error(LAYOUT);
        }
        unsafe { place.write(points) };
        Score { place }
    }

    fn win(&mut self, points: u32) {
        unsafe { *self.place += points };
    }

    fn points(&self) -> u32 {
        unsafe { *self.place }
    }
}

impl Clone for Score {
    fn clone(&self) -> Score {
        Score { place: std::ptr::null_mut() }
    }
}

impl Drop for Score {
    fn drop(&mut self) {
        unsafe { dealloc(self.place.cast(), LAYOUT) };
    }
}

fn main() {
    let score = Score::new(30);
    let mut attempt: Score = score.clone();
    attempt.win(12);
    println!("{} points, or {}.", score.points(), attempt.points());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_has_the_same_points() {
        for points in [30, 4, 1_000] {
            let score = Score::new(points);
            let attempt: Score = score.clone();
            let got: u32 = attempt.points();
            assert_eq!(got, points, "it begins with the points of the score");
        }
    }

    #[test]
    fn a_clone_is_a_score_of_its_own() {
        for points in [30, 4, 1_000] {
            let score = Score::new(points);
            let mut attempt: Score = score.clone();
            attempt.win(12);
            let won: u32 = attempt.points();
            assert_eq!(won, points + 12, "the attempt has won 12 more than {points}");
            drop(attempt);
            let got: u32 = score.points();
            assert_eq!(got, points, "the attempt has not changed the score");
        }
    }
}
