//! The official course as its learners meet it: what the screen says of a starter, and what becomes of
//! the attempts that every exercise invites.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::Env;

/// Of the lines of a screen that a finding may take.
const LINES: usize = 14;

/// A workspace of the official kit, and its exercises as `list` tells them.
fn workspace() -> (Env, PathBuf, Vec<Value>) {
    let env = Env::new();
    env.run_in(env.path(""), ["init", "work"]).exits(0);
    let work = env.path("work");
    let list = env.run_in(&work, ["list", "--format", "json"]).exits(0).json();
    let exercises = list["exercises"].as_array().unwrap().clone();
    (env, work, exercises)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn the_first_finding_of_a_starter_is_short() {
    let (env, work, exercises) = workspace();
    // All at once, and each from the cache.
    env.run_in(&work, ["check"]).exits(1);
    for exercise in &exercises {
        let name = text(exercise, "name");
        let screen = env.run_in(&work, ["run", name]).exits(1).stdout;
        let after = |line: &&str| {
            let begins = |word: &str| line.starts_with(word);
            !(["and ", "also ", "the compiler adds", "your program printed"].into_iter().any(begins)
                || ["✗", "✓", "·", "→"].into_iter().any(|sign| line.trim_start().starts_with(sign)))
        };
        // Below the headline.
        let told = screen.lines().skip(1).take_while(after).collect::<Vec<_>>().join("\n");
        let lines = told.lines().filter(|line| !line.is_empty()).count();
        assert!(lines <= LINES, "{name}:\n{told}");
        assert!(!told.trim().is_empty(), "{name} says nothing:\n{screen}");
    }
}

#[test]
fn tests_that_were_deleted_or_made_harmless_judge_all_the_same() {
    let (env, work, exercises) = workspace();
    for exercise in exercises.iter().filter(|exercise| text(exercise, "kind") == "code") {
        let file = format!("exercises/{}/{}.rs", text(exercise, "dir"), text(exercise, "name"));
        let starter = env.read(&file);
        let code = starter.split("#[cfg(test)]").next().unwrap();
        let harmless =
            "macro_rules! assert_eq { ($($any:tt)*) => {} }\nmacro_rules! assert { ($($any:tt)*) => {} }";
        env.write(&file, format!("{code}\n#[allow(unused_macros)]\n{harmless}\n"));
    }
    let verdicts = env.run_in(&work, ["check", "--format", "json"]).exits(1).json();
    for verdict in verdicts["verdicts"].as_array().unwrap() {
        assert_eq!(verdict["verdict"], "failed", "{verdict:#}");
    }
}
