//! The watch without a terminal: lines for people, or a line of JSON per event.

use rustix::process::Signal;
use serde_json::Value;

use crate::support::{Env, ONE, Plain, one_solved, two_solved, words_solved};

fn events(watch: &Plain) -> Vec<Value> {
    let text = watch.text();
    let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    text.lines().map(parse).collect()
}

#[test]
fn an_event_per_line_of_json_in_their_order() {
    let env = Env::new();
    let mut watch = Plain::start(env.command(["watch", "--format", "json"]));
    watch.prints("\"current\"", 1);
    env.save("one", &ONE.replace("41", "7"));
    watch.prints("\"event\":\"verdict\"", 1);
    env.save("one", &one_solved());
    watch.prints("\"event\":\"current\"", 2);
    env.save("two", &two_solved());
    watch.prints("\"event\":\"current\"", 3);
    env.save("words", &words_solved());
    watch.prints("\"finished\"", 1);
    assert_eq!(watch.end(Signal::INT), Some(130));

    let events = events(&watch);
    let names: Vec<(&str, &str)> = events
        .iter()
        .map(|event| (event["event"].as_str().expect("a name"), event["exercise"].as_str().expect("one")))
        .collect();
    let judged = |name| [("saved", name), ("judging", name), ("verdict", name)];
    let mut expected = vec![("current", "one")];
    expected.extend(judged("one"));
    expected.extend(judged("one"));
    expected.extend([("advanced", "two"), ("current", "two")]);
    expected.extend(judged("two"));
    expected.extend([("advanced", "words"), ("current", "words")]);
    expected.extend(judged("words"));
    expected.push(("finished", "words"));
    assert_eq!(names, expected);

    assert_eq!(events[0]["file"], "exercises/01_first/one.rs");
    assert_eq!(events[0]["task"], "Make answer return 42.");
    assert_eq!((&events[0]["position"], &events[0]["total"]), (&1.into(), &3.into()));
    let failed = &events[3]["verdict"];
    assert_eq!((&failed["exercise"], &failed["verdict"]), (&"one".into(), &"failed".into()));
    assert_eq!(failed["reason"], "tests");
    assert_eq!(failed["tests"][0]["outcome"], "failed");
    assert_eq!(events[6]["verdict"]["verdict"], "passed");
    assert_eq!(events[6]["verdict"]["reason"], Value::Null);
    assert_eq!(events[7]["from"], "one");
    assert_eq!(events.last().expect("events")["message"], "Those were the three numbers.");
}

#[test]
fn plain_lines_need_no_terminal() {
    let env = Env::new();
    let mut watch = Plain::start(env.command(["watch"]));
    watch.prints("1/3  exercises/01_first/one.rs", 1);
    watch.prints("Make answer return 42.", 1);
    env.save("one", &ONE.replace("41", "7"));
    watch.prints("✗ not yet  one (tests)", 1);
    env.save("one", &one_solved());
    watch.prints("✓ passed  one", 1);
    watch.prints("The number went through a register.", 1);
    watch.prints("2/3  exercises/01_first/two.rs", 1);
    env.save("words", &words_solved());
    watch.prints("words was saved; the current exercise is two", 1);
    watch.prints("✓ passed  words", 1);
    assert_eq!(watch.end(Signal::TERM), Some(143));
    assert!(!watch.text().contains('\x1b'), "{:?}", watch.text());
}

#[test]
fn in_manual_it_says_no_advance() {
    let env = Env::new();
    let mut watch = Plain::start(env.command(["watch", "--manual", "--format", "json"]));
    watch.prints("\"current\"", 1);
    env.save("one", &one_solved());
    watch.prints("\"verdict\":\"passed\"", 1);
    assert_eq!(watch.end(Signal::INT), Some(130));
    assert!(!watch.text().contains("advanced"), "{}", watch.text());
}

#[test]
fn work_of_the_day_before_is_judged_at_the_start() {
    let env = Env::new();
    env.save("one", &ONE.replace("41", "7"));
    let mut watch = Plain::start(env.command(["watch", "--format", "json"]));
    watch.prints("\"event\":\"verdict\"", 1);
    assert_eq!(watch.end(Signal::INT), Some(130));
    let names: Vec<Value> = events(&watch).into_iter().map(|event| event["event"].clone()).collect();
    assert_eq!(names, ["current", "judging", "verdict"]);
    assert!(env.progress()["exercises"]["one"].is_null(), "a look is no attempt");
}

#[test]
fn json_in_a_terminal_is_json() {
    let env = Env::new();
    let mut watch = env.watch_with(&["watch", "--format", "json"], 200, 24);
    watch.sees("\"event\":\"current\"");
    assert!(!watch.is_raw());
    watch.keys("\x03");
    assert_eq!(watch.ends(), 130);
    assert!(!watch.bytes().contains(&0x1b));
}

#[test]
fn it_ends_when_nobody_reads_any_more() {
    let env = Env::new();
    let command = format!("'{}' watch --format json | head -n 1", env!("CARGO_BIN_EXE_memkata"));
    let mut pipe = env.other("sh", ["-c", &command]).stdout(std::process::Stdio::null()).spawn().expect("sh");
    let mut number = 0;
    crate::support::wait_until("the end", || {
        number += 1;
        env.save("one", &ONE.replace("41", &number.to_string()));
        std::thread::sleep(std::time::Duration::from_millis(200));
        pipe.try_wait().expect("one's own child").is_some()
    });
}
