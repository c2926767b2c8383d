//! A workspace follows its kit: untouched files follow, edited ones stay, progress goes along.

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::{Env, Kit};

const FILE: &str = "exercises/01_first/twice.rs";
const OTHER: &str = "exercises/01_first/other.rs";

fn other(text: &str) -> crate::support::Exercise {
    program("other", text)
}

/// A workspace of two exercises.
fn env() -> Env {
    Env::with(&Kit::of(twice()).and(other("fn main() {}\n")))
}

/// The kit changes into this one.
fn becomes(env: &Env, kit: &Kit) {
    std::fs::remove_dir_all(env.kit_dir()).unwrap();
    kit.write(&env.kit_dir());
}

#[test]
fn an_unchanged_kit_says_nothing() {
    let env = env();
    assert_eq!(env.run(["list"]).exits(0).stderr, "");
    becomes(&env, &Kit::of(twice()).and(other("fn main() {}\n")));
    assert_eq!(env.run(["list"]).exits(0).stderr, "");
}

#[test]
fn untouched_files_follow_and_the_change_is_told_once() {
    let env = env();
    becomes(&env, &Kit::of(twice()).and(other("fn main() { /* new */ }\n")).head("version = \"2.0.0\""));
    env.run(["list"]).exits(0).warns("the kit has changed (0.0.0 → 2.0.0)");
    assert_eq!(env.read(OTHER), "fn main() { /* new */ }\n");
    assert_eq!(env.read(FILE), TWICE);
    assert_eq!(env.run(["list"]).exits(0).stderr, "");
}

#[test]
fn edited_files_stay_and_are_named_and_reset_takes_the_new_one() {
    let env = env();
    env.write(FILE, solved());
    let newer = format!("// Newer.\n{TWICE}");
    becomes(&env, &Kit::of(crate::support::Exercise::new("twice", &newer)).and(other("fn main() {}\n")));
    env.run(["list"]).exits(0).warns(FILE).warns("yours was edited and stays");
    assert_eq!(env.read(FILE), solved());
    env.verdict("twice").passed();
    env.run(["reset", "twice"]).exits(0);
    assert_eq!(env.read(FILE), newer);
}

#[test]
fn the_kits_new_tests_judge_an_edited_file() {
    let env = env();
    env.write(FILE, solved());
    env.verdict("twice").passed();
    let newer = change(TWICE, "twice(0), 0", "twice(5), 11");
    becomes(&env, &Kit::of(crate::support::Exercise::new("twice", &newer)).and(other("fn main() {}\n")));
    env.verdict("twice").failed("tests").at(21, 9);
}

#[test]
fn a_new_exercise_appears_and_one_that_is_gone_goes_unless_it_was_edited() {
    let env = env();
    becomes(&env, &Kit::of(twice()).and(program("added", "fn main() {}\n").dir("02_second")));
    env.run(["list"]).exits(0).says("added").says_not("other");
    assert_eq!(env.read("exercises/02_second/added.rs"), "fn main() {}\n");
    assert!(!env.dir().join(OTHER).exists(), "untouched and gone");
    env.run(["run", "added"]).exits(0);
    assert!(env.read("Cargo.toml").contains("02_second/added.rs"));

    let env = self::env();
    env.write(OTHER, "// mine\n");
    becomes(&env, &Kit::of(twice()));
    env.run(["list"]).exits(0).warns("no longer in the kit");
    assert_eq!(env.read(OTHER), "// mine\n");
}

#[test]
fn a_deleted_file_stays_deleted_until_reset() {
    let env = env();
    std::fs::remove_file(env.dir().join(OTHER)).unwrap();
    becomes(&env, &Kit::of(twice()).and(other("fn main() { /* new */ }\n")));
    env.run(["list"]).exits(0);
    assert!(!env.dir().join(OTHER).exists());
    env.run(["reset", "other"]).exits(0);
    assert_eq!(env.read(OTHER), "fn main() { /* new */ }\n");
}

#[test]
fn progress_and_work_follow_a_renamed_exercise() {
    let env = env();
    env.write(FILE, solved());
    env.verdict("twice").passed();
    let renamed = crate::support::Exercise::new("double", TWICE);
    becomes(&env, &Kit::of(renamed).and(other("fn main() {}\n")));
    let answer = env.run(["list", "--format", "json"]).exits(0).warns("double");
    assert_eq!(answer.json()["exercises"][0]["status"], "done");
    assert_eq!(env.read("exercises/01_first/double.rs"), solved());
    assert!(!env.dir().join(FILE).exists());
    env.verdict("double").passed();
}

#[test]
fn progress_and_work_follow_an_exercise_into_another_chapter() {
    let env = env();
    env.write(FILE, solved());
    env.verdict("twice").passed();
    becomes(&env, &Kit::of(twice().dir("02_second")).and(other("fn main() {}\n")));
    let list = env.run(["list", "--format", "json"]).exits(0).json();
    assert_eq!(
        (&list["exercises"][0]["status"], &list["exercises"][0]["dir"]),
        (&"done".into(), &"02_second".into())
    );
    assert_eq!(env.read("exercises/02_second/twice.rs"), solved());
    env.verdict("twice").passed();
}

#[test]
fn progress_of_an_exercise_that_comes_back_is_still_known() {
    let env = env();
    env.run(["run", "other"]).exits(0);
    becomes(&env, &Kit::of(twice()));
    env.run(["list"]).exits(0).says("0 of 1 done");
    becomes(&env, &Kit::of(twice()).and(other("fn main() {}\n")));
    env.run(["list"]).exits(0).says("1 of 2 done");
}

#[test]
fn changed_keys_alone_take_effect() {
    let env = env();
    env.run(["run", "other"]).exits(0);
    becomes(&env, &Kit::of(twice()).and(other("fn main() {}\n").key("stdout = \"hi\"")));
    env.verdict("other").failed("output");
}

#[test]
fn a_learners_own_files_are_left_alone() {
    let env = env();
    env.write("exercises/01_first/notes.txt", "mine");
    env.write("Cargo.toml", "# mine\n");
    env.write("exercises/02_second/added.rs", "// mine, before the kit had it\n");
    becomes(&env, &Kit::of(twice()).and(program("added", "fn main() {}\n").dir("02_second")));
    env.run(["list"]).exits(0);
    assert_eq!(env.read("exercises/01_first/notes.txt"), "mine");
    assert_eq!(env.read("Cargo.toml"), "# mine\n");
    assert_eq!(env.read("exercises/02_second/added.rs"), "// mine, before the kit had it\n");
}
