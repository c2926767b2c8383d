//! What a learner has done is never lost: not to two writers, a killed one, a damaged file or
//! a full disk.

use serde_json::Value;

use crate::samples::{program, solved, twice};
use crate::support::{Answer, Env, Kit, Running};

const FILE: &str = ".memkata/progress.json";

/// A kit of many exercises with hints: asking for one changes progress, and needs no compiler.
fn kit() -> Kit {
    (0..8).fold(Kit::default(), |kit, number| {
        kit.and(program(&format!("e{number}"), "fn main() {}").key("hints = [\"one\", \"two\", \"three\"]"))
    })
}

fn progress(env: &Env) -> Value {
    let text = env.read(FILE);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_pass_and_a_regression_are_remembered() {
    let env = Env::with(&Kit::of(twice()));
    let status = || env.run(["list", "--format", "json"]).json()["exercises"][0]["status"].clone();
    assert_eq!(status(), "todo");
    env.write("exercises/01_first/twice.rs", solved());
    env.verdict("twice").passed();
    assert_eq!(status(), "done");
    env.write("exercises/01_first/twice.rs", "fn main() {}");
    env.verdict("twice").failed("compile");
    assert_eq!(status(), "regressed");
    env.write("exercises/01_first/twice.rs", solved());
    env.verdict("twice").passed();
    assert_eq!(status(), "done");
}

#[test]
fn what_was_skipped_is_listed_until_it_passes() {
    let env = Env::with(&Kit::of(twice()));
    env.write(FILE, "{\"version\": 1, \"current\": null, \"exercises\": {\"twice\": {\"skipped\": true, \"failures\": 6}}}");
    env.run(["list"]).exits(0).says("» twice").says("0 of 1 done, 1 skipped: twice");
    assert_eq!(env.run(["list", "--format", "json"]).json()["exercises"][0]["status"], "skipped");
    env.run(["run", "twice"]).exits(1);
    assert_eq!(env.run(["list", "--format", "json"]).json()["exercises"][0]["status"], "skipped");
    env.write("exercises/01_first/twice.rs", solved());
    env.verdict("twice").passed();
    env.run(["list"]).exits(0).says("1 of 1 done").says_not("skipped");
}

#[test]
fn a_damaged_file_is_put_aside_and_told() {
    for damaged in
        ["{\"version\": 1, \"exer", "", "[1, 2]", "{\"version\": 99, \"exercises\": {}}", "\0\0\0\0"]
    {
        let env = Env::with(&kit());
        env.write(FILE, damaged);
        env.run(["list"]).exits(0).says("0 of 8 done").warns("progress.json.damaged");
        assert_eq!(env.read(".memkata/progress.json.damaged"), damaged);
        env.run(["hint", "e1"]).exits(0);
        assert_eq!(progress(&env)["exercises"]["e1"]["hints_shown"], 1);
        env.write(FILE, "damaged again");
        env.run(["hint", "e1"]).exits(0);
        assert_eq!(env.read(".memkata/progress.json.damaged"), damaged, "the first is still there");
        assert_eq!(env.read(".memkata/progress.json.damaged.2"), "damaged again");
    }
}

#[test]
fn a_hand_edited_file_keeps_what_the_kit_does_not_know() {
    let env = Env::with(&kit());
    env.write(
        FILE,
        "{\"version\": 1, \"current\": \"gone\", \"exercises\": {\"gone\": {\"passed\": true}, \"e3\": {\"passed\": true}}}",
    );
    let list = env.run(["list", "--format", "json"]).exits(0).json();
    assert_eq!(list["exercises"][3]["status"], "done");
    assert_eq!(list["exercises"][0]["current"], true, "the first that is open");
    env.run(["hint", "e1"]).exits(0);
    assert_eq!(progress(&env)["exercises"]["gone"]["passed"], true);
    assert_eq!(progress(&env)["exercises"]["e3"]["passed"], true);
}

#[test]
fn many_writers_at_once_lose_nothing() {
    let env = Env::with(&kit());
    for round in 1..=3 {
        let writers: Vec<Running> = (0..8).map(|number| env.start(["hint", &format!("e{number}")])).collect();
        let answers: Vec<Answer> = writers.into_iter().map(Running::finish).collect();
        for answer in answers {
            answer.exits(0);
        }
        for number in 0..8 {
            assert_eq!(progress(&env)["exercises"][format!("e{number}")]["hints_shown"], round);
        }
    }
}

#[test]
fn a_writer_that_is_killed_leaves_a_whole_file() {
    let env = Env::with(&kit());
    env.run(["hint", "e0"]).exits(0);
    for round in 0..80_u64 {
        let mut writer = env.start(["hint", &format!("e{}", round % 7 + 1)]);
        // From before it reads to after it has written.
        std::thread::sleep(std::time::Duration::from_micros(round * 150));
        writer.kill();
        drop(writer);
        assert_eq!(progress(&env)["exercises"]["e0"]["hints_shown"], 1);
    }
    env.run(["hint", "e0"]).exits(0);
    assert_eq!(progress(&env)["exercises"]["e0"]["hints_shown"], 2);
}

#[test]
fn a_broken_kit_or_machine_is_no_attempt() {
    let env = Env::with(&Kit::of(twice()));
    let before = env.dir().join(FILE).exists();
    let mut other = env.command(["run", "twice"]);
    other.env("PATH", env.path("home"));
    Running::start(other).finish().exits(4);
    assert_eq!(env.dir().join(FILE).exists(), before, "nothing was recorded");
}
