//! `memkata grade`, ended in the middle by force: the next run goes on, and says the same to the byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::{Env, Kit, wait_until};

const TWICE_FILE: &str = "exercises/01_first/twice.rs";
const PRINTS_FILE: &str = "exercises/01_first/prints.rs";

/// What is different of what the class has handed in.
const DISTINCT: usize = 8;

/// A class in which hardly anything is the same.
fn class() -> Env {
    let prints = program("prints", "fn main() {}\n")
        .key("stdout = \"hello\"")
        .solution("fn main() {\n    println!(\"hello\");\n}\n");
    let env = Env::new();
    Kit::of(twice()).and(prints).write(&env.kit_dir());
    let twice = |body: &str| change(TWICE, "    n\n", body);
    let handed_in = [
        ("ada", solved(), "fn main() {\n    println!(\"hello\");\n}\n"),
        ("ben", TWICE.to_owned(), "fn main() {\n    print!(\"hello\\n\");\n}\n"),
        ("cem", twice("    std::process::exit(0)\n"), "fn main() {\n    println!(\"hello, <b>\");\n}\n"),
        ("dia", twice("    n + 3\n"), "fn main() {\n    let hello = 1\n}\n"),
    ];
    for (learner, twice, prints) in handed_in {
        env.write(format!("class/{learner}/{TWICE_FILE}"), twice);
        env.write(format!("class/{learner}/{PRINTS_FILE}"), prints);
    }
    env
}

fn grade(env: &Env, out: &str) -> Vec<String> {
    let kit = env.kit_dir().display().to_string();
    ["grade", "--kit", &kit, "class", "--sandbox=best-effort", "--out", out].map(str::to_owned).into()
}

/// Everything that an instructor finds in the folder.
fn reports(env: &Env, out: &str) -> BTreeMap<String, Vec<u8>> {
    let mut reports = BTreeMap::new();
    read(&env.dir().join(out), "", &mut reports);
    reports
}

fn read(folder: &Path, ahead: &str, into: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        // What was being written when the run was killed has a name like that until it is whole.
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            read(&entry.path(), &format!("{ahead}{name}/"), into);
        } else {
            into.insert(format!("{ahead}{name}"), fs::read(entry.path()).unwrap());
        }
    }
}

/// How many units are judged already.
fn judged(env: &Env, out: &str) -> usize {
    let kept = fs::read_dir(env.dir().join(out).join(".memkata/units"));
    let names = kept.into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.filter(|name| !name.to_string_lossy().starts_with('.')).count()
}

/// Starts a run, and ends it by force as soon as something is so.
fn kill_when(env: &Env, out: &str, what: &str, is_so: impl Fn() -> bool) {
    let mut running = env.start(grade(env, out));
    wait_until(what, is_so);
    running.kill();
    drop(running);
}

#[test]
fn a_run_that_was_killed_goes_on_and_says_the_same() {
    let env = class();
    env.run(grade(&env, "undisturbed")).exits(1);
    let wanted = reports(&env, "undisturbed");
    assert!(wanted.contains_key("grades.json") && wanted.len() > 4, "{:?}", wanted.keys());
    assert_eq!(judged(&env, "undisturbed"), DISTINCT);

    // Before anything is judged, in the middle, and while the reports are written.
    let folder = env.dir().join("killed");
    kill_when(&env, "killed", "the folder is made", || folder.join(".memkata").is_dir());
    kill_when(&env, "killed", "something is judged", || judged(&env, "killed") > 0);
    let before = judged(&env, "killed");
    kill_when(&env, "killed", "all is judged", || judged(&env, "killed") == DISTINCT);
    assert!((1..=DISTINCT).contains(&before), "{before}");
    env.run(grade(&env, "killed")).exits(1);
    assert_eq!(reports(&env, "killed"), wanted);
    assert_eq!(judged(&env, "killed"), DISTINCT);
}

#[test]
fn a_run_that_was_killed_as_the_reports_were_written_leaves_whole_ones() {
    let env = class();
    env.run(grade(&env, "undisturbed")).exits(1);
    let wanted = reports(&env, "undisturbed");
    // All is known, so the reports come at once: whatever is there is whole, and the next run writes the rest.
    for _ in 0..3 {
        fs::remove_file(env.dir().join("undisturbed/grades.json")).unwrap();
        let feedback = env.dir().join("undisturbed/feedback/ada.md");
        fs::remove_file(&feedback).unwrap();
        kill_when(&env, "undisturbed", "a report is written", || feedback.is_file());
        for (name, bytes) in reports(&env, "undisturbed") {
            assert!(wanted.get(&name).is_none_or(|whole| *whole == bytes), "{name} is half written");
        }
        env.run(grade(&env, "undisturbed")).exits(1);
        assert_eq!(reports(&env, "undisturbed"), wanted);
    }
}
