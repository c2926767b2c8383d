//! The states of exercises that both programs judge: always the same for the same seed.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::mutations;
use crate::sources::{Course, Exercise};

/// A text of one exercise.
pub struct State {
    /// Its position in the course.
    pub exercise: usize,
    /// How it came about.
    pub what: String,
    pub text: String,
}

/// Numbers that look random and are the same every time (SplitMix64).
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// One below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }
}

/// The exercises as they are given.
pub fn starters(course: &Course) -> Vec<State> {
    all(course, "the starter", |exercise| exercise.starter.clone())
}

/// The exercises solved.
pub fn solutions(course: &Course) -> Vec<State> {
    all(course, "the solution", |exercise| exercise.solution.clone())
}

fn all(course: &Course, what: &str, text: impl Fn(&Exercise) -> String) -> Vec<State> {
    let exercises = course.exercises.iter().enumerate();
    exercises.map(|(at, exercise)| State { exercise: at, what: what.into(), text: text(exercise) }).collect()
}

/// As many states on the way from starter to solution: two of five are half done, three of five
/// are the solution with one thing changed. All exercises get their turn.
pub fn between(course: &Course, count: usize, seed: u64) -> Vec<State> {
    let mut numbers = Numbers::new(seed);
    let mut states: Vec<State> = Vec::new();
    let mut kind = 0;
    let mut turn = 0;
    while states.len() < count && turn < 100 * count {
        let at = turn % course.exercises.len();
        turn += 1;
        let exercise = &course.exercises[at];
        let made = if numbers.below(5) < 2 {
            half_done(exercise, &mut numbers)
        } else {
            kind += 1;
            mutations::apply(kind, &exercise.solution, &mut numbers)
        };
        let Some((what, text)) = made else { continue };
        let is_new = text != exercise.starter
            && text != exercise.solution
            && states.iter().all(|state| state.exercise != at || state.text != text);
        if is_new {
            states.push(State { exercise: at, what, text });
        }
    }
    states
}

/// The starter with some of what makes it the solution: each hunk of the difference, or a part of
/// its lines, is there or not.
fn half_done(exercise: &Exercise, numbers: &mut Numbers) -> Option<(String, String)> {
    let old: Vec<&str> = exercise.starter.split_inclusive('\n').collect();
    let new: Vec<&str> = exercise.solution.split_inclusive('\n').collect();
    let mut text = String::new();
    let (mut hunk, mut taken) = (0, Vec::new());
    for change in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (before, after) = (change.old_range(), change.new_range());
        if matches!(change, DiffOp::Equal { .. }) {
            text.extend(old[before].iter().copied());
            continue;
        }
        hunk += 1;
        match numbers.below(5) {
            0 | 1 => text.extend(old[before].iter().copied()),
            2 | 3 => {
                taken.push(hunk.to_string());
                text.extend(new[after].iter().copied());
            }
            _ => {
                // Begun: the first lines of the new, the last of the old.
                let done = numbers.below(after.len() + 1);
                taken.push(format!("{done} lines of {hunk}"));
                text.extend(new[after.start..after.start + done].iter().copied());
                text.extend(old[before.start + done.min(before.len())..before.end].iter().copied());
            }
        }
    }
    Some((format!("half done, hunks {} of {hunk}", taken.join(", ")), text))
}
