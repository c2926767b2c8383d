//! The grader is attacked, for real: `memkata selftest` judges the submissions of `attacks/`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::Env;

/// The number of rows of attacks; each is tried.
const ROWS: u64 = 25;

#[test]
#[cfg(target_os = "linux")]
fn every_attack_is_withstood() {
    let answer = Env::new().run(["selftest", "--format", "json"]);
    let report = answer.json();
    let attacks = report["attacks"].as_array().expect("a list of attacks");
    let rows: BTreeSet<u64> = attacks.iter().filter_map(|attack| attack["row"].as_u64()).collect();
    assert_eq!(rows, (1..=ROWS).collect(), "each row is tried");
    let open: Vec<_> = attacks.iter().filter(|attack| attack["withstood"] != true).collect();
    assert!(open.is_empty(), "not withstood: {open:#?}");
    for assertion in report["assertions"].as_array().expect("a list of assertions") {
        assert_eq!(assertion["holds"], true, "{assertion:#}");
    }
    answer.exits(0);
}

#[test]
#[cfg(target_os = "linux")]
fn an_attack_that_succeeds_is_told_and_nothing_holds() {
    let env = Env::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("attacks");
    copy(&corpus.join("kit"), &env.path("attacks/kit"));
    copy(&corpus.join("neighbour"), &env.path("attacks/neighbour"));
    // What an honest solution comes to is no success of an attacker's; it is expected not to pass here.
    copy(&corpus.join("kit/solutions"), &env.path("attacks/01_solved/exercises"));
    fs::write(
        env.path("attacks/01_solved/attack.toml"),
        "row = 1\nabout = \"a solved exercise\"\n\n[expect.double]\nstatus = \"failed\"\n",
    )
    .expect("the attack can be written");
    let folder = env.path("attacks");
    let answer = env.run(["selftest", "--format", "json", "--attacks", &folder.to_string_lossy()]);
    let report = answer.json();
    assert_eq!(report["attacks"][0]["withstood"], false, "{report:#}");
    assert_eq!(report["withstood"], 0, "{report:#}");
    let wrong = report["attacks"][0]["wrong"][0].as_str().expect("what is wrong");
    assert!(wrong.contains("double: passed, and had to be failed"), "{wrong}");
    answer.exits(1);
}

#[test]
fn a_corpus_that_is_wrong_is_told_with_its_place() {
    let env = Env::new();
    fs::create_dir_all(env.path("attacks/kit")).expect("a folder can be made");
    fs::create_dir_all(env.path("attacks/01_x")).expect("a folder can be made");
    fs::write(env.path("attacks/kit/info.toml"), "format_version = 2\n").expect("a file can be written");
    fs::write(env.path("attacks/01_x/attack.toml"), "row = 1\nabout = \"x\"\nmood = \"bad\"\n")
        .expect("a file can be written");
    let folder = env.path("attacks").to_string_lossy().into_owned();
    env.run(["selftest", "--attacks", &folder]).exits(2).warns("01_x/attack.toml").warns("mood");
    env.run(["selftest", "no_such_attack"]).exits(2).warns("no_such_attack");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder can be read") {
        let entry = entry.expect("an entry can be read");
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).expect("a file can be copied");
        }
    }
}
