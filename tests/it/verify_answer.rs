//! `verify`: rubrics, their examples, and the model answers that they must accept.

use crate::support::{Answer, Env, Exercise, Kit};
use crate::verify::good;

const RUBRIC: &str = "language = \"en\"\n[[group]]\nid = \"who\"\nask = \"Who frees it?\"\n\
                      [[concept]]\nid = \"owner\"\ngroup = \"who\"\nany = [\"owner\"]\n";

/// A kit with a question, its model answer and one example more in its rubric.
fn why(answer: &str, more: &str) -> Env {
    let question = "Who frees it?\n\n## Your answer\n\n";
    Env::author(&Kit::of(
        Exercise::answer("why", question, &format!("{RUBRIC}{more}"))
            .solution(&format!("{question}{answer}\n")),
    ))
}

const RIGHT: &str = "It is freed by whoever is its owner.";
const VAGUE: &str = "It is freed at the end of the scope, and nobody has to call anything.";

/// The answer to a kit with this example.
fn example(label: &str, text: &str) -> Answer {
    why(RIGHT, &format!("\n[[{label}]]\nnote = \"a\"\ntext = \"{text}\"\n")).run(["verify"])
}

#[test]
fn a_broken_rubric_is_a_claim_that_does_not_hold_and_the_rest_is_proved() {
    let why = Exercise::answer("why", "Why?\n\n## Your answer\n\n", "language = \"en\"\nponts = 3\n")
        .solution("Why?\n\n## Your answer\n\nBecause it is so, I would say.\n");
    let env = Env::author(&Kit::of(good()).and(why));
    env.run(["verify"])
        .exits(1)
        .says("✗ solutions/01_first/why.rubric.toml:2  unknown key `ponts`")
        .says("has no [[group]]");
    env.run(["verify", "twice"]).exits(0);
}

#[test]
fn the_examples_of_a_rubric_come_out_as_they_are_labelled() {
    let text = "It is freed by its owner, at the end of the scope.";
    example("accept", text).exits(0);
    example("reject", text)
        .exits(1)
        .says("why.rubric.toml:12  example 1 should be rejected, and is accepted: `owner` counted")
        .says("`memkata rubric why --explain` shows which words counted");
    let answer = example("accept", VAGUE).exits(1);
    answer
        .says("why.rubric.toml:12  example 1 should be accepted, and is ")
        .says("nothing counted for `who`");
}

#[test]
fn a_model_answer_is_told_what_its_rubric_misses() {
    why(RIGHT, "").run(["verify"]).exits(0);
    why(VAGUE, "")
        .run(["verify"])
        .exits(1)
        .says("solutions/01_first/why.md:3  it should pass, and the rubric ")
        .says("nothing counted for `who`")
        .says("widen its concepts in solutions/01_first/why.rubric.toml, or mend the solution")
        .says_not("Who frees it?");
    why("", "").run(["verify"]).exits(1).says("it should pass, and fails: there is no answer yet");
}
