//! `verify`: predictions can be made, and nothing has been filled in.

use crate::predict::{GROW, grow, grow_filled};
use crate::samples::change;
use crate::support::{Env, Exercise, Kit};
use crate::verify::HINTS;

#[test]
fn starter_solution_and_mistakes_are_proved() {
    let grow = || grow().key(HINTS);
    let mistake = |answers| format!("<!-- fails: predict · belief: M25 -->\n{}", grow_filled(answers));
    let kit = || Kit::of(grow()).file("solutions/01_first/grow.mistakes/first.md", &mistake(["0", "1, 2"]));
    Env::author(&kit()).run(["verify"]).exits(0).says("claims hold");
    let right = kit().file("solutions/01_first/grow.mistakes/second.md", &mistake(["0", "2, 1"]));
    Env::author(&right).run(["verify"]).exits(1).says("it should fail, and passes");
    let wrong = Kit::of(grow().solution(&grow_filled(["1", "2, 1"])));
    Env::author(&wrong).run(["verify"]).exits(1).says("it should pass, and fails");
    let other = change(&grow_filled(["0", "2, 1"]), "list.len()", "list.capacity()");
    Env::author(&Kit::of(grow().solution(&other))).run(["verify"]).exits(1).says("another program");
}

/// A prediction of one blank.
fn one(program: &str, truth: &str, answer: &str) -> crate::support::Answer {
    let md = |answer: &str| {
        format!("# T\n\n```rust\n{program}\n```\n\n1. What?\n\n## Your prediction\n\n1>{answer}\n")
    };
    let toml = format!("[[blank]]\nn = 1\ntruth = {{ {truth} }}\nquestion = \"Who prints?\"\n");
    let exercise = Exercise::predict("one", &md(""), &toml).solution(&md(&format!(" {answer}"))).key(HINTS);
    Env::author(&Kit::of(exercise)).run(["verify"])
}

#[test]
fn each_blank_is_about_something_that_happens() {
    let prints = "fn main() {\n    println!(\"drop it\");\n}";
    one(prints, "stdout_line = 1", "drop it").exits(0);
    one(prints, "stdout_line = 2", "drop it")
        .exits(1)
        .says("the program prints 1 lines, and no line 2")
        .says("one.predict.toml:3");
    one(prints, "drops = \"drop \"", "it").exits(0);
    one(prints, "drops = \"ended \"", "nothing")
        .exits(1)
        .says("one.md:13  the program prints no line that begins with `ended `")
        .says("mend `drops` in solutions/01_first/one.predict.toml");
    one(prints, "error_code = true", "E0382").exits(1).says("the program compiles");
    one("fn main() {\n    let number: u32 = \"a\";\n}", "stdout_line = 1", "a")
        .exits(1)
        .says("does not compile");
    one("fn main() {\n    loop {}\n}", "stdout_line = 1\n", "a").exits(1);
}

#[test]
fn nothing_is_filled_in_and_no_hint_does_it() {
    let filled = Exercise::predict("grow", &GROW.replace("1>", "1> 0"), &blanks())
        .solution(&grow_filled(["0", "2, 1"]));
    Env::author(&Kit::of(filled.key(HINTS)))
        .run(["verify"])
        .exits(1)
        .says("grow.md:24  the starter has filled in `1>` already");
    let below = Exercise::predict("grow", &format!("{GROW}Good luck.\nSave when done.\n"), &blanks())
        .solution(&format!("{}Good luck.\nSave when done.\n", grow_filled(["0", "2, 1"])));
    Env::author(&Kit::of(below.key(HINTS)))
        .run(["verify"])
        .exits(1)
        .says("grow.md:25  the starter has text below `2>`");
    let told = grow().key("hints = [\"It ends with 2, 1.\", \"Read it twice.\"]");
    Env::author(&Kit::of(told)).run(["verify"]).exits(1).says("hint 1 gives the solution away: `2, 1`");
}

fn blanks() -> String {
    "[[blank]]\nn = 1\ntruth = { stdout_line = 1 }\nquestion = \"What was pushed?\"\n\n\
     [[blank]]\nn = 2\ntruth = { drops = \"drop \" }\nquestion = \"Which one ends first?\"\n"
        .to_owned()
}
