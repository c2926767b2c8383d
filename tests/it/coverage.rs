//! What a kit says that it teaches, and whether it does.

use std::path::Path;
use std::{env, fs};

use crate::samples::{TWICE, change, program, twice};
use crate::support::{Env, Exercise, Kit};
use crate::verify::good;

const TABLES: &str = "[[claims]]\nid = \"C1\"\ntext = \"Numbers can be | doubled.\"\n\n\
    [[misconceptions]]\nid = \"M1\"\ntext = \"Two is enough.\"\n\n\
    [[misconceptions]]\nid = \"M2\"\ntext = \"Nothing is enough.\"\n";

const ADDS: &str = "solutions/01_first/twice.mistakes/adds.rs";

fn adds(belief: &str) -> String {
    format!("// fails: tests · belief: {belief}\n{}", change(TWICE, "    n\n", "    n + 2\n"))
}

/// A kit that is against two beliefs, one of which has a mistake.
fn covered() -> Env {
    let exercise = good().key("claims = [\"C1\"]\nmisconceptions = [\"M1\", \"M2\"]");
    let env = Env::author(&Kit::of(exercise).head(TABLES));
    env.write(ADDS, adds("M1, that is"));
    env
}

#[test]
fn the_committed_page_is_what_the_kit_gives() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = Env::new().run_in(root, ["verify", "--coverage"]).exits(0).stdout;
    let file = root.join("docs/coverage.md");
    if env::var_os("UPDATE_COVERAGE").is_some() {
        fs::write(&file, &page).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        committed == page,
        "docs/coverage.md is not what the kit gives any more: UPDATE_COVERAGE=1 cargo test --test it coverage"
    );
}

#[test]
fn a_kit_that_does_what_it_says_proves_itself() {
    covered().run(["verify"]).exits(0);
    // Without a table, ids lead nowhere and are no fault.
    let env = Env::author(&Kit::of(good().key("claims = [\"C9\"]\nmisconceptions = [\"M9\"]")));
    env.write(ADDS, adds("all roads are equal"));
    env.run(["verify"]).exits(0);
}

#[test]
fn what_no_exercise_is_about_is_told_at_its_line() {
    let env = Env::author(&Kit::of(good().key("misconceptions = [\"M2\"]")).head(TABLES));
    env.run(["verify"])
        .exits(1)
        .says("info.toml:3  no exercise has the claim `C1`: Numbers can be | doubled. → add `C1` to the `claims`")
        .says("info.toml:7  no exercise has the misconception `M1`: Two is enough. → add `M1` to")
        .says_not("`M2`");
    let json = env.run(["verify", "--format", "json"]).exits(1).json();
    let of_coverage: Vec<bool> = json["claims"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|claim| claim["claim"] == "coverage" && claim["exercise"].is_null())
        .map(|claim| claim["holds"].as_bool().unwrap())
        .collect();
    assert_eq!(of_coverage, [false, false, true]);
    // One exercise need not be about everything.
    env.run(["verify", "twice"]).exits(0);
}

#[test]
fn a_belief_that_the_kit_does_not_know_is_told_with_the_mistake() {
    let env = covered();
    env.write(ADDS, adds("M11"));
    let said = "its first line names the belief `M11`, and no misconception has that id → did you mean `M1`?";
    env.run(["verify", "twice"]).exits(1).says(&format!("{ADDS}:1  {said}"));
    env.write(ADDS, adds("numbers grow"));
    env.run(["verify"]).exits(1).says("`numbers`").says("add a [[misconceptions]] entry with this id");
    // To name none is no fault.
    env.write(ADDS, adds("").replace(" · belief: ", ""));
    env.run(["verify"]).exits(0);
}

#[test]
fn the_page_names_exercises_and_mistakes() {
    let env = covered();
    let page = env.run(["verify", "--coverage"]).exits(0);
    let page = page
        .says("| C1 | Numbers can be \\| doubled. | `twice` |\n")
        .says("| M1 | Two is enough. | `twice` | `twice/adds.rs` |\n")
        .says("| M2 | Nothing is enough. | `twice` | none |\n")
        .says("| make the kit's tests pass | 1 | `twice` |\n");
    assert!(page.stdout.starts_with("# What kit covers\n"), "{}", page.stdout);
    let json = env.run(["verify", "--coverage", "--format", "json"]).exits(0).json();
    assert_eq!(json["claims"][0]["exercises"][0], "twice");
    assert_eq!(json["misconceptions"][0]["mistakes"][0], ADDS);
    assert_eq!(json["kinds"][0]["kind"], "tests");
    // A kit that says nothing of all this has kinds only.
    let other = Env::author(&Kit::of(twice())).run(["verify", "--coverage"]).exits(0);
    other.says("## What learners do").says_not("## What it");
}

#[test]
fn a_coverage_is_of_the_whole_kit() {
    let env = covered();
    for words in
        [&["--coverage", "twice"][..], &["--coverage", "--watch"], &["--coverage", "--format", "junit"]]
    {
        env.run(["verify"].iter().chain(words)).exits(2);
    }
}

#[test]
fn kinds_are_told_by_the_keys() {
    let code = |name: &str, keys: &str| program(name, "fn main() {}").key(keys);
    let kit = Kit::of(code("borrowed", "fails_with = \"E0502\""))
        .and(code("linted", "fails_with = \"clippy::clone_on_copy\""))
        .and(code("tested", "fails_with = \"tests\""))
        .and(code("plain", ""))
        .and(code("counted", "fails_with = \"memory\""))
        .and(code("held", "fails_with = \"budget-peak\""))
        .and(code("watched", "fails_with = \"memory\"\nsanitize = true"))
        .and(Exercise::new("built", TWICE).key("fails_with = \"memory\"\nsanitize = true\nsteps = [\"one\"]"))
        .and(code("shown", "kind = \"witness\"\nwitness = \"leak\"\nkeep = [\"fn main\"]"))
        .and(Exercise::answer("said", "Why?\n\n## Your answer\n", ""))
        .and(Exercise::predict("seen", "", ""));
    let json = Env::author(&kit).run(["verify", "--coverage", "--format", "json"]).exits(0).json();
    let kinds: Vec<String> = json["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| format!("{} {}", kind["kind"].as_str().unwrap(), kind["exercises"]))
        .collect();
    assert_eq!(
        kinds,
        [
            r#"compile ["borrowed","linted"]"#,
            r#"tests ["tested","plain"]"#,
            r#"predict ["seen"]"#,
            r#"explain ["said"]"#,
            r#"budget ["counted","held"]"#,
            r#"oracles ["watched"]"#,
            r#"witness ["shown"]"#,
            r#"build ["built"]"#,
        ]
    );
}
