//! `verify`: hints are a ladder, and nothing that is shown before the pass gives the solution away.

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::{Env, Exercise, Kit};
use crate::verify::{HINTS, good, verify};

#[test]
fn hints_are_a_ladder() {
    verify(good()).exits(0);
    let bare = || twice().key("fails_with = \"tests\"");
    verify(bare()).exits(1).says("info.toml:4  twice: there are no hints").says("a question about a line");
    verify(bare().key("hint = \"Look.\"")).exits(1).says("there is one hint, and that is no ladder");
    verify(bare().key("hints = [\"Look at the sum.\", \" \"]")).exits(1).says("hint 2 is empty");
    let copied = "hints = [\"Look at the sum that is returned, and at the test.\", \"look at the sum\\nthat is returned\"]";
    verify(bare().key(copied))
        .exits(1)
        .says("hint 2 says only what hint 1 has said")
        .says("write something new");
    let goes_on = "hints = [\"Look at the sum.\", \"Look at the sum: a number is there once, and the test wants it two times.\"]";
    verify(bare().key(goes_on)).exits(0);
}

#[test]
fn a_text_answer_needs_no_hints_because_its_rubric_asks() {
    let rubric = "language = \"en\"\n[[group]]\nid = \"who\"\nask = \"Who frees it?\"\n\
                  [[concept]]\nid = \"owner\"\ngroup = \"who\"\nany = [\"owner\"]\n";
    let why = || {
        Exercise::answer("why", "Who frees it?\n\n## Your answer\n\n", rubric)
            .solution("Who frees it?\n\n## Your answer\n\nIt is freed by whoever is its owner.\n")
    };
    verify(why()).exits(0);
    verify(why().key("hints = [\"Think.\", \"It is freed by whoever is its owner. See?\", \"Name it.\"]"))
        .exits(1)
        .says("hint 2 gives the solution away: `It is freed by whoever is its owner.`");
}

#[test]
fn no_hint_but_the_last_has_the_decisive_line() {
    let hints = |first: &str, last: &str| {
        twice()
            .key("fails_with = \"tests\"")
            .key(&format!("hints = [\"{first}\", \"What is asked for: {last}.\"]"))
    };
    verify(hints("Is `n` enough?", "`n * 2`")).exits(0);
    verify(hints("Write `n*2` there.", "a sum"))
        .exits(1)
        .says("hint 1 gives the solution away: `n * 2`")
        .says("only the last hint may show the shape");
    verify(good().key("task = \"Return n * 2.\"")).exits(1).says("`task` gives the solution away");
    verify(good().key("hint_for = { tests = \"It should be\\n  n * 2\" }"))
        .exits(1)
        .says("`hint_for.tests` gives the solution away: `n * 2`");
    // Shown with the pass, so it may say it.
    verify(good().key("explain = \"`n * 2` is a new number.\"")).exits(0);
}

#[test]
fn what_the_exercise_before_says_at_its_end_counts_too() {
    let before = program("before", "fn main() {}\n")
        .key("skip_check_unsolved = true")
        .key(HINTS)
        .solution("fn main() {}\n");
    let kit = |explain: &str| Kit::of(before.clone().key(&format!("explain = \"{explain}\""))).and(good());
    Env::author(&kit("A number is small.")).run(["verify"]).exits(0);
    Env::author(&kit("Next: `n * 2`.")).run(["verify"]).exits(1).says(
        "twice: the `explain` of `before`, which is on the screen when this begins, gives the solution away",
    );
}

#[test]
fn what_the_starter_shows_and_what_is_too_short_is_no_secret() {
    let starter = change(TWICE, "// Doubles", "// Let it return n * 2. Doubles");
    let shown = Exercise::new("twice", &starter).solution(&solved()).key("fails_with = \"tests\"");
    verify(shown.key("hints = [\"Is n * 2 there?\", \"Write what the comment says.\"]")).exits(0);
    let short =
        change(&solved(), "    n * 2\n", "    #[allow(clippy::needless_return)]\n    return 2 * n;\n");
    verify(good().solution(&short).key("hint_for = { tests = \"} } return\" }")).exits(0);
}
