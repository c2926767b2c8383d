//! Exercises that are built in steps.

use crate::support::{Env, Exercise, Kit, judge};

const STARTER: &str = r#"struct Shelf {
    books: u32,
}

impl Shelf {
    fn empty() -> Self {
        todo!()
    }

    fn put(&mut self) {
        todo!()
    }

    fn take(&mut self) -> bool {
        todo!()
    }
}

fn main() {
    let mut shelf = Shelf::empty();
    shelf.put();
    println!("{}", shelf.take());
}

#[cfg(test)]
mod step_2 {
    use super::*;

    #[test]
    fn a_book_is_put() {
        let mut shelf = Shelf::empty();
        shelf.put();
        assert_eq!(shelf.books, 1, "one book was put");
    }
}

#[cfg(test)]
mod step_1 {
    use super::*;

    #[test]
    fn begins_empty() {
        assert_eq!(Shelf::empty().books, 0, "a new shelf");
    }
}

#[cfg(test)]
mod tests {
    mod step_3 {
        use super::super::*;

        #[test]
        fn one_is_taken() {
            let mut shelf = Shelf::empty();
            shelf.put();
            assert!(shelf.take(), "there is a book");
        }

        #[test]
        fn nothing_is_taken_from_an_empty_shelf() {
            assert!(!Shelf::empty().take(), "there is no book");
        }
    }
}
"#;

fn shelf() -> Exercise {
    let steps = r#"steps = ["a new shelf is empty", "put adds a book", "take gives one back"]"#;
    Exercise::new("shelf", STARTER).key("fails_with = \"tests\"").key(steps).solution(&with(3))
}

/// The starter with so many steps done.
fn with(steps: usize) -> String {
    let bodies = ["Self { books: 0 }", "self.books += 1", "self.books.checked_sub(1).is_some()"];
    let mut text = STARTER.to_owned();
    for body in &bodies[..steps] {
        text = text.replacen("todo!()", body, 1);
    }
    text
}

#[test]
fn the_first_step_that_is_not_done_is_reported_and_nothing_of_later_ones() {
    for (done, test) in [(0, "step_1::begins_empty"), (1, "step_2::a_book_is_put")] {
        let verdict = judge(shelf(), with(done)).failed("tests").says(test);
        assert_eq!(verdict.json["step"]["number"], done + 1);
        assert_eq!(verdict.json["step"]["of"], 3);
        // One finding, for the one test of the step; neither of the later ones, nor of `main`.
        assert_eq!(verdict.errors(), 1, "{:#}", verdict.json);
    }
    let verdict = judge(shelf(), with(2)).failed("tests");
    assert_eq!(verdict.json["step"]["title"], "take gives one back");
    assert_eq!(verdict.errors(), 2, "{:#}", verdict.json);
    assert!(judge(shelf(), with(3)).passed().json["step"].is_null());
}

#[test]
fn a_program_that_ends_in_a_step_is_not_asked_for_later_ones() {
    let source = with(3).replace("self.books += 1", "std::process::exit(0)");
    let verdict = judge(shelf(), source).failed("tests").says("step_2::a_book_is_put").tests(&[
        ("step_2::a_book_is_put", "failed"),
        ("step_1::begins_empty", "ok"),
        ("tests::step_3::one_is_taken", "missing"),
        ("tests::step_3::nothing_is_taken_from_an_empty_shelf", "missing"),
    ]);
    assert_eq!(verdict.json["step"]["number"], 2);
    assert_eq!(verdict.errors(), 1, "{:#}", verdict.json);
}

#[test]
fn a_step_that_never_ends_does_not_cost_its_time_while_an_earlier_one_is_open() {
    let source = with(3)
        .replace("self.books += 1", "self.books += 2")
        .replace("self.books.checked_sub(1).is_some()", "loop {}");
    let verdict = judge(shelf(), source).failed("tests").says("step_2::a_book_is_put").tests(&[
        ("step_2::a_book_is_put", "failed"),
        ("step_1::begins_empty", "ok"),
        ("tests::step_3::one_is_taken", "missing"),
        ("tests::step_3::nothing_is_taken_from_an_empty_shelf", "missing"),
    ]);
    assert_eq!(verdict.errors(), 1, "{:#}", verdict.json);
}

#[test]
fn a_later_step_that_is_done_does_not_hide_an_earlier_one_that_broke() {
    let source = with(3).replace("Self { books: 0 }", "Self { books: 9 }");
    let verdict = judge(shelf(), source).failed("tests").says("begins_empty");
    assert_eq!(verdict.json["step"]["number"], 1);
}

#[test]
fn the_screen_tells_the_step_and_the_tests_of_it() {
    let env = Env::with(&Kit::of(shelf()));
    env.write("exercises/01_first/shelf.rs", with(1));
    env.run(["run", "shelf"])
        .exits(1)
        .says("step 2 of 3: put adds a book")
        .says("✓ step 1: a new shelf is empty")
        .says("✗ step_2::a_book_is_put")
        .says("· step 3: take gives one back")
        .says_not("one_is_taken");
    env.write("exercises/01_first/shelf.rs", with(3));
    env.run(["run", "shelf"]).exits(0).says("✓ step 3: take gives one back");
}

#[test]
fn verify_holds_the_steps_to_the_tests() {
    let verify = |kit: Kit| Env::author(&kit).run(["verify", "shelf"]);
    verify(Kit::of(shelf())).says_not("step");
    let missing = r#"steps = ["a new shelf is empty", "put adds a book", "take gives one back", "the end"]"#;
    let exercise = |steps: &str| {
        Exercise::new("shelf", STARTER).key("fails_with = \"tests\"").key(steps).solution(&with(3))
    };
    verify(Kit::of(exercise(missing))).exits(1).says("step 4 (the end) has no test");
    verify(Kit::of(exercise(r#"steps = ["a new shelf is empty", "put adds a book"]"#)))
        .exits(1)
        .says("`tests::step_3::one_is_taken` belongs to none of the 2 steps");
    verify(Kit::of(exercise("points = 1"))).exits(1).says("belongs to a step, and the exercise has none");
    let begun = Exercise::new("shelf", &with(1))
        .key(r#"steps = ["a new shelf is empty", "put adds a book", "take gives one back"]"#);
    verify(Kit::of(begun.solution(&with(3)))).exits(1).says("step 2 is the first that it has not done");
}

#[test]
fn only_code_with_tests_has_steps() {
    let kit = Kit::of(shelf().key("test = false"));
    Env::author(&kit).run(["list"]).exits(3).warns("only code with tests can have steps");
}
