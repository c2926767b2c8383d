//! `verify`: `keep` and `forbid` fit the files, and what is needed was introduced before.

use crate::samples::{change, program, solved};
use crate::support::{Env, Exercise, Kit};
use crate::verify::{HINTS, good, verify};

#[test]
fn keep_names_items_of_the_starter() {
    verify(good().key("keep = [\"sig twice\", \"fn main\"]")).exits(0);
    verify(good().key("keep = [\"fn twise\"]"))
        .exits(1)
        .says("info.toml:4  twice: `keep` names `fn twise`, and the starter has no such item")
        .says("name an item of the starter");
}

#[test]
fn the_solution_obeys_the_rules() {
    verify(good().key("forbid = [\"clone\"]")).exits(0);
    verify(good().key("keep = [\"fn twice\"]"))
        .exits(1)
        .says("the solution breaks the exercise's own rules: `fn twice` has to stay as it was (line 2)");
    let clones = change(&solved(), "    n * 2\n", "    2 * n.clone()\n");
    verify(good().solution(&clones).key("forbid = [\"clone\"]").key("allow_lints = [\"clone_on_copy\"]"))
        .exits(1)
        .says("the solution breaks the exercise's own rules: `clone` is not allowed");
}

#[test]
fn a_text_has_no_rules_of_code() {
    let rubric = "language = \"en\"\n[[group]]\nid = \"who\"\nask = \"Who?\"\n\
                  [[concept]]\nid = \"owner\"\ngroup = \"who\"\nany = [\"owner\"]\n";
    let why = Exercise::answer("why", "Who frees it?\n\n## Your answer\n\n", rubric)
        .solution("Who frees it?\n\n## Your answer\n\nIt is freed by whoever is its owner.\n");
    verify(why.key("forbid = [\"clone\"]")).exits(1).says("`keep` and `forbid` are about code");
}

/// Two exercises, with these keys for the first and for the second.
fn two(first: &str, second: &str) -> crate::support::Answer {
    let other = program("other", "fn main() {}\n")
        .key("skip_check_unsolved = true")
        .key(HINTS)
        .solution("fn main() {}\n");
    Env::author(&Kit::of(good().key(first)).and(other.key(second))).run(["verify"])
}

#[test]
fn what_is_needed_comes_before() {
    two("introduces = [\"fn\", \"u32\"]", "needs = [\"fn\"]").exits(0);
    two("introduces = [\"fn\"]\nneeds = [\"fn\"]", "").exits(0);
    two("needs = [\n  \"fn\",\n  \"mut\",\n]\nintroduces = [\"fn\"]", "introduces = [\"mut\"]")
        .exits(1)
        .says("info.toml:10  twice: it needs `mut`, which only `other` introduces, later in the course (info.toml:20)")
        .says("move `twice` behind it, or introduce `mut` in an earlier exercise");
    two("introduces = [\"fn\"]", "introduces = [\"u32\", \"fn\"]")
        .exits(1)
        .says("other: it introduces `fn`, which `twice` has introduced before");
    two("introduces = [\"fn\", \"mut\", \"fn\"]", "")
        .exits(1)
        .says("twice: it introduces `fn`, which it has introduced already");
    two("introduces = [\"reference\"]", "needs = [\"referense\"]")
        .exits(1)
        .says("other: it needs `referense`, which no exercise introduces")
        .says("did you mean `reference`?");
    two("", "needs = [\"heap\"]").exits(1).says("add it to `introduces` of an earlier exercise");
}
