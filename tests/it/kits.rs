//! Kits with faults of their own, and several memkatas in one workspace.

use crate::samples::{TWICE, solved, twice};
use crate::support::{Answer, Env, Exercise, Kit, Running};

const FILE: &str = "exercises/01_first/twice.rs";

#[test]
fn tests_of_the_kit_that_cannot_be_read_are_the_kits_fault() {
    let env = Env::with(&Kit::of(twice()));
    env.write(FILE, solved());
    std::fs::write(env.kit_dir().join(FILE), b"fn main() {}\n// caf\xE9\n").unwrap();
    env.run(["run", "twice"]).exits(3).warns("UTF-8");
    std::fs::write(env.kit_dir().join(FILE), TWICE.replace("6, \"three and three\");", "6, (;")).unwrap();
    env.run(["run", "twice"]).exits(3).warns("twice");
    std::fs::remove_file(env.kit_dir().join(FILE)).unwrap();
    env.run(["run", "twice"]).exits(3).warns("twice.rs");
}

#[test]
fn a_broken_rubric_is_the_kits_fault_with_its_line() {
    let question = "Why?\n\n## Your answer\nBecause it is so, I would say.\n";
    let env = Env::with(&Kit::of(Exercise::answer("why", question, "language = \"en\"\nponts = 3\n")));
    let error = env.run(["run", "why", "--format", "json"]).exits(3).error();
    assert!(error["file"].as_str().unwrap().ends_with("why.rubric.toml"), "{error:#}");
    assert!(error["line"].is_u64(), "{error:#}");
}

#[test]
fn several_memkatas_at_once_in_a_new_workspace_agree() {
    let env = Env::with(&Kit::of(twice()));
    env.write(FILE, solved());
    let all: Vec<Running> = (0..4).map(|_| env.start(["check"])).collect();
    let answers: Vec<Answer> = all.into_iter().map(Running::finish).collect();
    for answer in answers {
        answer.exits(0).says("1 of 1 passed");
    }
    assert!(env.read(".memkata/progress.json").contains("\"passed\": true"));
}

#[test]
fn a_kit_may_be_moved_with_its_new_place_written_down() {
    let env = Env::with(&Kit::of(twice()));
    std::fs::rename(env.kit_dir(), env.path("moved")).unwrap();
    env.run(["list"]).exits(3).warns("workspace.toml");
    let marker = env.read(".memkata/workspace.toml");
    let (old, new) = (env.kit_dir().canonicalize(), env.path("moved"));
    assert!(old.is_err());
    let line = marker.lines().find(|line| line.starts_with("kit = ")).unwrap();
    env.write(".memkata/workspace.toml", marker.replace(line, &format!("kit = {:?}", new.to_str().unwrap())));
    env.run(["list"]).exits(0).says("twice");
}

#[test]
fn a_workspace_may_be_moved() {
    let env = Env::with(&Kit::of(twice()));
    env.run(["run", "twice"]).exits(1);
    std::fs::rename(env.dir(), env.path("elsewhere")).unwrap();
    std::fs::write(env.path("elsewhere").join(FILE), solved()).unwrap();
    env.run_in(env.path("elsewhere"), ["run", "twice"]).exits(0);
}
