//! `hint`, `solution`, `reset` and `list`: what helps a learner along.

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::{Env, Kit};

const FILE: &str = "exercises/01_first/twice.rs";

fn kit() -> Kit {
    Kit::of(twice().key("hints = [\"first\", \"second\", \"third\"]")).and(program("other", "fn main() {}"))
}

#[test]
fn hints_come_one_at_a_time_and_the_last_stays() {
    let env = Env::with(&kit());
    for (words, number) in [("first", 1), ("second", 2), ("third", 3), ("third", 3)] {
        env.run(["hint", "twice"]).exits(0).says(words).says(&format!("{number} of 3"));
    }
    let env = Env::with(&kit());
    let ask = || env.run(["hint", "--format", "json"]).exits(0).json();
    let first = ask();
    assert_eq!((&first["exercise"], &first["hint"]), (&"twice".into(), &"first".into()), "{first:#}");
    assert_eq!((&first["step"], &first["of"]), (&1.into(), &3.into()), "{first:#}");
    assert_eq!(ask()["hint"], "second");
}

#[test]
fn an_exercise_without_hints_says_so() {
    let env = Env::with(&kit());
    env.run(["hint", "other"]).exits(0).says("no hints");
    assert!(env.run(["hint", "other", "--format", "json"]).exits(0).json()["hint"].is_null());
}

#[test]
fn a_solution_is_closed_until_the_pass() {
    let env = Env::with(&kit());
    env.run(["solution", "twice"]).exits(2).says_not("n * 2").warns("--spoil");
    env.verdict("twice").failed("tests");
    env.run(["solution", "twice"]).exits(2).says_not("n * 2");
    assert_eq!(env.run(["solution", "twice", "--spoil"]).exits(0).stdout, solved());
    env.write(FILE, solved());
    env.verdict("twice").passed();
    assert_eq!(env.run(["solution", "twice"]).exits(0).stdout, solved());
    env.write(FILE, TWICE);
    env.verdict("twice").failed("tests");
    let document = env.run(["solution", "twice", "--format", "json"]).exits(0).json();
    assert_eq!(document["solution"], solved());
    assert_eq!(document["exercise"], "twice");
}

#[test]
fn a_kit_without_the_solution_says_so() {
    let env = Env::with(&kit());
    env.run(["solution", "other", "--spoil"]).exits(3).warns("no solution");
    assert!(!env.dir().join("solutions").exists(), "solutions are not in a workspace");
}

#[test]
fn reset_brings_the_starter_back_and_keeps_numbered_backups() {
    let env = Env::with(&kit());
    for (text, backup) in [("one", "twice.rs"), ("two", "twice.rs.2"), ("three", "twice.rs.3")] {
        env.write(FILE, text);
        env.run(["reset", "twice"]).exits(0).says(backup);
        assert_eq!(env.read(FILE), TWICE);
        assert_eq!(env.read(format!(".memkata/backups/exercises/01_first/{backup}")), text);
    }
    env.run(["reset", "twice"]).exits(0).says_not("backup");
    assert!(!env.dir().join(".memkata/backups/exercises/01_first/twice.rs.4").exists());
}

#[test]
fn reset_of_all_takes_all_and_nothing_is_an_error() {
    let env = Env::with(&kit());
    env.write(FILE, "one");
    env.write("exercises/01_first/other.rs", "two");
    env.run(["reset"]).exits(2);
    env.run(["reset", "--all", "twice"]).exits(2);
    assert_eq!(env.read(FILE), "one");
    env.run(["reset", "--all"]).exits(0).says("twice").says("other");
    assert_eq!(env.read(FILE), TWICE);
    assert_eq!(env.read(".memkata/backups/exercises/01_first/other.rs"), "two");
}

#[test]
fn reset_names_the_backup_in_json() {
    let env = Env::with(&kit());
    env.write(FILE, "one");
    let document = env.run(["reset", "twice", "--format", "json"]).exits(0).json();
    let backup = document["reset"][0]["backup"].as_str().unwrap();
    assert_eq!(std::fs::read_to_string(backup).unwrap(), "one");
}

#[test]
fn one_wrong_name_resets_nothing() {
    let env = Env::with(&kit());
    env.write(FILE, "one");
    env.run(["reset", "twice", "nothing_like_it"]).exits(2);
    assert_eq!(env.read(FILE), "one");
}

#[test]
fn in_a_kits_own_folder_commands_work_in_place_and_reset_leaves_the_authors_files() {
    let env = Env::author(&kit());
    env.run(["list"]).exits(0).says("twice");
    env.write(FILE, solved());
    env.verdict("twice").passed();
    for args in [vec!["reset", "twice"], vec!["reset", "--all"]] {
        env.run(args).exits(2).warns("this is the kit itself").warns(&format!("git restore {FILE}"));
    }
    assert_eq!(env.read(FILE), solved());
    let edited = change(TWICE, "twice(3), 6, \"three and three\"", "twice(3), 3");
    env.write(FILE, edited);
    env.verdict("twice").passed().without_notes();
}

#[test]
fn a_name_may_be_a_path_and_a_near_miss_is_answered() {
    let env = Env::with(&kit());
    for name in ["twice", "twice.rs", FILE, "./exercises/01_first/twice.rs"] {
        assert_eq!(env.run(["run", name, "--format", "json"]).exits(1).json()["exercise"], "twice");
    }
    for args in [
        vec!["run", "twise"],
        vec!["hint", "twise"],
        vec!["solution", "twise"],
        vec!["reset", "twise"],
        vec!["check", "twise"],
    ] {
        env.run(&args).exits(2).warns("did you mean `twice`?");
        let error = env.run(args.iter().chain(&["--format", "json"])).exits(2).error();
        assert_eq!((&error["kind"], &error["help"]), (&"usage".into(), &"did you mean `twice`?".into()));
    }
    env.run(["run", "zzz"]).exits(2).warns("memkata list");
}

#[test]
fn list_shows_chapters_states_and_where_the_learner_is() {
    let kit = kit()
        .and(program("last", "fn main() {}").dir("02_second"))
        .head("[[chapters]]\ndir = \"01_first\"\ntitle = \"First things\"\n[[chapters]]\ndir = \"02_second\"\ntitle = \"More\"\nintro = \"Now for more.\"");
    let env = Env::with(&kit);
    env.run(["run", "other"]).exits(0);
    env.run(["list"])
        .exits(0)
        .says("First things")
        .says("More")
        .says("1 of 3 done")
        .says("→ · twice")
        .says("✓ other");
    let list = env.run(["list", "--format", "json"]).exits(0).json();
    assert_eq!(
        list,
        serde_json::json!({"exercises": [
            {"name": "twice", "dir": "01_first", "kind": "code", "status": "todo", "current": true},
            {"name": "other", "dir": "01_first", "kind": "code", "status": "done", "current": false},
            {"name": "last", "dir": "02_second", "kind": "code", "status": "todo", "current": false},
        ]})
    );
    for chapter in ["02_second", "More", "more", "2", "second"] {
        env.run(["list", "--chapter", chapter]).exits(0).says("last").says_not("twice").says("Now for more.");
    }
    let second = env.run(["list", "--chapter", "2", "--format", "json"]).exits(0).json();
    let text = serde_json::json!({"dir": "02_second", "title": "More", "intro": "Now for more."});
    assert_eq!((&second["chapter"], &second["exercises"][0]["name"]), (&text, &"last".into()));
    env.run(["list", "--chapter", "02_secnd"]).exits(2).warns("did you mean `02_second`?");
}
