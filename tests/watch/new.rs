//! `memkata new` asks on a terminal for what it was not told.

use std::fs;

use crate::support::Env;

/// A folder with a new kit in it, made by script.
fn kit() -> Env {
    let env = Env::empty();
    let mut command = env.command(["new", "--kit", "kit"]);
    let output = command.current_dir(env.path(".")).output().expect("memkata starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    env
}

fn info(env: &Env) -> String {
    fs::read_to_string(env.path("kit/info.toml")).expect("the kit has it")
}

#[test]
fn it_asks_for_everything_and_checks_every_answer() {
    let env = kit();
    let mut new = env.watch_in(&env.path("kit"), &["new"], 100, 50);
    new.sees("Which chapter?");
    new.sees("1 01_start First steps");
    new.keys("7\r");
    new.sees("there is no number 7 in the list");
    new.keys("02 heap\r");
    new.sees("`02 heap` cannot be a chapter's folder; use letters, digits, `_` and `-`");
    new.keys("02_heap\r");
    new.sees("The chapter `02_heap` is new.");
    new.sees("What is its title? (Enter: Heap)");
    new.keys("\r");
    new.sees("What is its name?");
    new.keys("two_lists\r");
    new.sees("there is an exercise `two_lists` already in 01_start");
    new.keys("aux\r");
    new.sees("`aux` is a reserved name on Windows");
    new.keys("grow\r");
    new.sees("Which kind? (Enter: code)");
    new.sees("predict Predictions of what a program does");
    new.keys("predcit\r");
    new.sees("did you mean `predict`?");
    new.keys("predict\r");
    assert_eq!(new.ends(), 0, "{}", new.screen());
    new.sees("✓ grow is there, a working example of the kind `predict`");
    assert!(info(&env).contains("dir = \"02_heap\"\ntitle = \"Heap\""), "{}", info(&env));
    assert!(env.path("kit/exercises/02_heap/grow.md").is_file());
}

#[test]
fn it_asks_only_for_what_it_was_not_told() {
    let env = kit();
    let mut new = env.watch_in(&env.path("kit"), &["new", "01_start/another"], 80, 30);
    new.sees("Which kind?");
    assert!(!new.has("Which chapter?"), "{}", new.screen());
    new.keys("4\r");
    assert_eq!(new.ends(), 0, "{}", new.screen());
    assert!(info(&env).contains("kind = \"witness\""));
    let mut new = env.watch_in(&env.path("kit"), &["new", "01_start/last", "--kind", "code"], 80, 30);
    assert_eq!(new.ends(), 0, "{}", new.screen());
    assert!(!new.has(">"), "{}", new.screen());
}

#[test]
fn stopping_in_the_middle_leaves_nothing_behind() {
    for (key, code) in [("\x03", 130), ("\x04", 2)] {
        let env = kit();
        let before = info(&env);
        let mut new = env.watch_in(&env.path("kit"), &["new"], 80, 30);
        new.sees("Which chapter?");
        new.keys("1\r");
        new.sees("What is its name?");
        new.keys("half\r");
        new.sees("Which kind?");
        new.keys(key);
        assert_eq!(new.ends(), code, "{}", new.screen());
        assert_eq!(info(&env), before);
        assert!(!env.path("kit/exercises/01_start/half.rs").exists());
    }
}

#[test]
fn a_kit_is_asked_for_its_title_and_licence_and_can_be_watched() {
    let env = Env::empty();
    let mut new = env.watch_in(&env.path("."), &["new", "--kit", "my-kit"], 80, 30);
    new.sees("What is its title? (Enter: My kit)");
    new.keys("Costs\r");
    new.sees("Under which licence? (Enter: mit)");
    assert!(!env.path("my-kit").exists(), "nothing is written before the last answer");
    new.keys("apache\r");
    new.sees("did you mean `apache-2.0`?");
    new.keys("apache-2.0\r");
    assert_eq!(new.ends(), 0, "{}", new.screen());
    new.sees("✓ the kit “Costs” is in my-kit");
    let mut watch = env.watch_in(&env.path("my-kit"), &["watch"], 80, 24);
    watch.sees("sum_of_prices");
    watch.keys("q");
    assert_eq!(watch.ends(), 0);
}
