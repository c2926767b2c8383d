//! `init`: what a workspace holds, and that plain cargo works in it.

use crate::samples::{TWICE, program, solved, twice};
use crate::support::{Env, Exercise, Kit, toolchain};

#[test]
fn a_workspace_has_the_exercises_and_no_solution() {
    let env = Env::with(&Kit::of(twice()).and(program("other", "fn main() {}").dir("02_second")));
    assert_eq!(env.read("exercises/01_first/twice.rs"), TWICE);
    assert_eq!(env.read("exercises/02_second/other.rs"), "fn main() {}");
    assert!(!env.dir().join("solutions").exists());
    for path in walk(&env.dir()) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("n * 2"), "the solution is in {}", path.display());
    }
    assert!(env.dir().join("Cargo.toml").is_file());
    assert!(env.dir().join(".memkata").is_dir());
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn cargo_tests_builds_and_runs_an_exercise_of_a_workspace_offline() {
    let rubric = "language = \"en\"\n[[group]]\nid = \"a\"\nask = \"?\"\n[[concept]]\nid = \"b\"\ngroup = \"a\"\nany = [\"owner\"]\n";
    let kit = Kit::of(twice())
        .and(program("other", "fn main() {\n    println!(\"other\");\n}\n"))
        .and(Exercise::answer("words", "Why?\n\n## Your answer\n", rubric));
    let env = Env::with(&kit);
    let cargo = toolchain::bin().join("cargo");
    let test = || env.run_other(&cargo, ["test", "--offline", "--bin", "twice"]);
    test().exits(101).says("three and three");
    env.write("exercises/01_first/twice.rs", solved());
    test().exits(0).says("tests::doubles ... ok");
    env.run_other(&cargo, ["run", "--offline", "--bin", "other"]).exits(0).says("other");
    if toolchain::has_clippy() {
        env.run_other(&cargo, ["clippy", "--offline", "--all-targets"]).exits(0);
    }
    // What cargo leaves there is no matter to memkata.
    env.verdict("twice").passed();
}

#[test]
fn cargo_works_inside_of_another_projects_folder_and_with_an_older_edition() {
    let env = Env::new();
    std::fs::write(env.path("Cargo.toml"), "[package]\nname = \"outer\"\nversion = \"0.1.0\"\n").unwrap();
    let source = "fn main() {\n    let gen = 1;\n    println!(\"{}\", gen);\n}\n";
    env.workspace_of(&Kit::of(program("older", source)).head("edition = \"2021\""));
    env.run_other(toolchain::bin().join("cargo"), ["run", "--offline", "--bin", "older"]).exits(0).says("1");
}

#[test]
fn the_embedded_kit_makes_a_workspace_anywhere() {
    let env = Env::new();
    let root = env.path("");
    env.run_in(&root, ["init"]).exits(0).says("memkata is ready");
    env.run_in(&root, ["list"]).exits(0).says("0 of");
    env.run_in(env.path("memkata"), ["list"]).exits(0).says("0 of");
    env.run_in(&root, ["init"]).exits(2).warns("already");
    let made = env.run_in(&root, ["init", "deep/down/here", "--format", "json"]).exits(0).json();
    assert!(made["workspace"].as_str().unwrap().ends_with("here"), "{made:#}");
    assert!(made["exercises"].as_u64().unwrap() > 0);
}

#[test]
fn what_is_there_already_is_not_touched() {
    let env = Env::new();
    env.write("notes.txt", "mine");
    env.run_in(env.path(""), ["init", "work"]).exits(2).warns("not empty");
    assert_eq!(std::fs::read_dir(env.dir()).unwrap().count(), 1);
    env.run_in(env.path(""), ["init", "work/notes.txt"]).exits(2);
    assert_eq!(env.read("notes.txt"), "mine");
    std::fs::remove_file(env.dir().join("notes.txt")).unwrap();
    env.run_in(env.path(""), ["init", "work"]).exits(0);
}

#[test]
fn outside_of_any_workspace_the_answer_is_how_to_make_one() {
    let env = Env::new();
    for args in [vec!["list"], vec!["run"], vec!["hint"], vec!["check"], vec!["reset", "--all"]] {
        env.run(&args).exits(2).warns("memkata init");
        let error = env.run(args.iter().chain(&["--format", "json"])).exits(2).error();
        assert_eq!(error["kind"], "usage");
    }
}

#[test]
fn a_damaged_mark_of_a_workspace_is_told_with_its_file() {
    let env = Env::with(&Kit::of(twice()));
    env.write(".memkata/workspace.toml", "kit = \n");
    let error = env.run(["list", "--format", "json"]).exits(3).error();
    assert!(error["file"].as_str().unwrap().ends_with("workspace.toml"), "{error:#}");
    assert!(error["help"].is_string(), "{error:#}");
    assert_eq!(env.read("exercises/01_first/twice.rs"), TWICE);
}
