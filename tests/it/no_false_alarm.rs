//! Correct programs, most of which use `unsafe`: no oracle finds anything in them. Each file of
//! `correct/` is one, with tests or with a `main` that prints.

use std::fs;
use std::path::PathBuf;

use crate::support::toolchain::has_sanitizer;
use crate::support::{Env, Exercise, Kit};

/// All of them, by their names.
fn programs() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/correct");
    let files = fs::read_dir(folder).expect("the folder is there").flatten();
    let name = |path: &PathBuf| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let read = |path: PathBuf| (name(&path), fs::read_to_string(&path).expect("a program"));
    let mut programs: Vec<_> = files.map(|file| read(file.path())).collect();
    programs.sort();
    programs
}

#[test]
fn correct_programs_pass() {
    let programs = programs();
    let kit = programs.iter().fold(Kit::default(), |kit, (name, text)| {
        let has_tests = text.contains("#[test]");
        kit.and(Exercise::new(name, text).key("sanitize = true").key(&format!("test = {has_tests}")))
    });
    let verdicts = Env::with(&kit).verdicts();
    assert_eq!(verdicts.len(), programs.len());
    for (name, text) in &programs {
        let verdict = verdicts[name].clone().passed();
        let findings = verdict.json["findings"].as_array().expect("a list");
        assert!(findings.iter().all(|finding| finding["kind"] != "memory"), "{:#}", verdict.json);
        let oracles = verdict.json["oracle"].as_array().expect("the oracles that judged").len();
        assert_eq!(oracles, 1 + usize::from(has_sanitizer()), "{:#}", verdict.json);
        let has_said = verdict.json["output"].as_str().is_some_and(|output| !output.is_empty());
        assert_eq!(has_said, text.contains("print"), "{:#}", verdict.json);
    }
}

/// The official kit's solutions, but for those that have to misuse memory: name and text.
fn solutions() -> Vec<(String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let info = fs::read_to_string(root.join("info.toml")).expect("the kit's info.toml");
    let entries = info.split("[[exercises]]").skip(1);
    let value = |entry: &str, key: &str| -> String {
        let line = entry.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
        line.expect("every exercise has it").trim_end_matches('"').to_owned()
    };
    let code = entries.filter(|entry| value(entry, "kind") == "code");
    let read = |entry: &str| {
        let (dir, name) = (value(entry, "dir"), value(entry, "name"));
        let file = root.join(format!("solutions/{dir}/{name}.rs"));
        (name, fs::read_to_string(file).expect("a solution"))
    };
    code.map(read).collect()
}

#[test]
fn the_solutions_of_the_kit_pass_under_all_oracles() {
    let solutions = solutions();
    let kit = solutions
        .iter()
        .fold(Kit::default(), |kit, (name, text)| kit.and(Exercise::new(name, text).key("sanitize = true")));
    let verdicts = Env::with(&kit).verdicts();
    assert!(solutions.len() > 20, "the kit has more code than that");
    for (name, _) in &solutions {
        verdicts[name].clone().passed();
    }
}
