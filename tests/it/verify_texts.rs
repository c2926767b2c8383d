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
fn what_the_chapter_and_the_kit_say_at_their_beginning_counts_too() {
    let kit = |welcome: &str, intro: &str| {
        let head = format!(
            "welcome_message = \"{welcome}\"\n\n[[chapters]]\ndir = \"01_first\"\ntitle = \"First\"\nintro = \"{intro}\""
        );
        Env::author(&Kit::default().head(&head).and(good())).run(["verify"])
    };
    kit("Hello.", "Numbers.").exits(0);
    kit("Write `n * 2`.", "Numbers.").exits(1).says("`welcome_message` gives the solution away: `n * 2`");
    kit("Hello.", "Write `n * 2`.")
        .exits(1)
        .says("twice: the `intro` of the chapter `01_first` gives the solution away: `n * 2`");
}

#[test]
fn a_hint_sends_to_lines_that_are_there() {
    let hint = |line: &str| {
        let keys = format!(
            "hints = [\"Look at the\\nline `{line}`. What is it?\", \"Each number counts two times.\"]"
        );
        verify(twice().key("fails_with = \"tests\"").key(&keys))
    };
    hint("fn twice( n: u32 )").exits(0);
    hint("fn twice(…").exits(0);
    hint("let sum = price;")
        .exits(1)
        .says("twice: hint 1 says \"Look at the line `let sum = price;`\"")
        .says("no such line in exercises/01_first/twice.rs");
}

#[test]
fn notes_tell_what_is_still_to_be_done() {
    verify(good()).exits(0).warns_not("TODO").warns_not("hint_for");
    verify(good().key("hint_for = { tests = \"Read the test.\", E0998 = \"Who?\" }"))
        .exits(0)
        .warns_not("hint_for");
    verify(good().key("hint_for = { E0998 = \"Who?\", E0999 = \"When?\" }")).exits(0).warns(
        "`hint_for` of `twice` has `E0998`, `E0999`, and neither its starter nor a mistake fails with that",
    );
    let kit = Kit::of(good())
        .file("README.md", "TODO: what it is.\n\nTODO: for whom.\n\n`grep -rn TODO .` finds it.\n");
    let env = Env::author(&kit.file("docs/a.md", "Not of the kit.\n\n- TODO\n"));
    env.run(["verify"])
        .exits(0)
        .warns("2 lines still say TODO: `grep -rn TODO info.toml README.md exercises solutions`");
    env.run(["verify", "twice"]).exits(0).warns_not("TODO");
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
