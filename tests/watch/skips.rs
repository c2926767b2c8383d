//! What keeps people from quitting: offers after failures, putting off, and the way past a
//! chapter that is known already.

use std::process::Stdio;

use rustix::process::Signal;
use serde_json::Value;

use crate::support::{Env, ONE, Plain, Pty, one_solved, two_solved, wait_until, words_solved};

/// Saves `one` so often, wrong in another way each time.
fn fail_one(env: &Env, from: u64, to: u64) {
    for number in from..=to {
        env.save("one", &ONE.replace("41", &format!("{}", 100 + number)));
        wait_until("it was judged", || env.progress()["exercises"]["one"]["failures"] == number);
    }
}

fn started() -> (Env, Pty) {
    let env = Env::new();
    let watch = env.watch();
    watch.sees("waiting for your first save");
    watch.sees("q quit");
    (env, watch)
}

fn is_skipped(env: &Env, name: &str) -> bool {
    env.progress()["exercises"][name]["skipped"] == true
}

#[test]
fn a_hint_after_the_third_failure_a_skip_after_the_sixth_and_back_at_the_end() {
    let (env, mut watch) = started();
    fail_one(&env, 1, 2);
    watch.sees("the answer is 102");
    assert!(!watch.has("that is how it is learned"), "{}", watch.screen());
    fail_one(&env, 3, 3);
    watch.sees("Not there yet, and that is how it is learned. h shows a hint, not the solution.");
    assert!(!watch.has("skips it") && !watch.has("hint 1 of 2"), "{}", watch.screen());
    fail_one(&env, 4, 6);
    watch.sees("d skips it for now and goes on with two; it comes back at the end.");
    watch.keys("h");
    watch.sees("hint 1 of 2 Which number is meant?");
    watch.loses("h shows a hint");
    watch.keys("d");
    watch.sees("one is skipped for now: it comes back at the end");
    watch.sees("open exercises/01_first/two.rs, edit, save");
    wait_until("it is remembered", || is_skipped(&env, "one"));
    watch.keys("lff");
    watch.sees("f shows: skipped");
    watch.sees("▶ » one");
    watch.keys("\x1b");
    watch.loses("f shows");
    env.save("two", &two_solved());
    watch.sees("now: words");
    env.save("words", &words_solved());
    watch.sees("Nothing else is left but what you have skipped: one");
    watch.quit();
    assert!(watch.has("2 of 3 done, 1 skipped; the same command goes on with one"), "{}", watch.screen());
    let mut watch = env.watch();
    watch.sees("the answer is 106");
    env.save("one", &one_solved());
    watch.sees("all exercises are done");
    watch.sees("3/3 done");
    watch.quit();
    assert!(!is_skipped(&env, "one"));
}

#[test]
fn who_passes_the_last_two_of_a_chapter_may_skip_the_rest() {
    let (env, mut watch) = started();
    watch.sees(
        "Know this already? Pass its last two exercises (l jumps there), two and words, and skip the rest.",
    );
    env.save("two", &two_solved());
    watch.sees("this is two, not the current exercise");
    watch.sees("Know this chapter already? Pass words, too, and you can skip the rest of “The first”.");
    env.save("words", &words_solved());
    watch.sees("You have passed the last two exercises of “The first”. y skips its other 1");
    watch.keys("n");
    watch.loses("y skips");
    assert!(!is_skipped(&env, "one"));
    env.save("words", &(words_solved() + "\n"));
    watch.sees("y skips its other 1");
    watch.keys("y");
    watch.sees("one is skipped: it comes back at the end");
    wait_until("it is remembered", || is_skipped(&env, "one"));
    watch.sees("Nothing else is left but what you have skipped: one");
    watch.quit();
    let list = env.command(["list", "--chapter", "01_first"]).output().expect("memkata starts");
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    for line in ["A chapter about numbers.", "» one", "skipped", "2 of 3 done, 1 skipped: one"] {
        assert!(list.contains(line), "{line}: {list}");
    }
}

#[test]
fn without_a_screen_a_line_is_a_key() {
    let env = Env::new();
    let mut watch = Plain::start_with(env.command(["watch"]), Stdio::piped());
    watch.prints("A chapter about numbers.", 1);
    watch.prints("Know this already? Pass its last two exercises, two and words, and skip the rest.", 1);
    fail_one(&env, 1, 6);
    watch.prints("`memkata hint one` shows a hint, not the solution.", 4);
    watch.prints("d and Enter skips it for now and goes on with two; it comes back at the end.", 1);
    watch.types("what\n");
    watch.prints("`what` means nothing here; lines are `n` (next), `d`", 1);
    // A line that is no text is no reason to read no others.
    watch.types(b"\xff\n");
    watch.prints("means nothing here", 2);
    watch.types("d\n");
    watch.prints("note: one is skipped for now: it comes back at the end", 1);
    watch.prints("2/3  exercises/01_first/two.rs", 1);
    wait_until("it is remembered", || is_skipped(&env, "one"));
    watch.types("n\nn\n");
    watch.prints("3/3  exercises/01_first/words.md", 1);
    watch.prints("note: this is the last exercise", 1);
    watch.types("q\n");
    assert_eq!(watch.ends(), Some(0));
}

#[test]
fn in_json_offers_are_notices_with_the_line_that_takes_them() {
    let env = Env::new();
    let mut watch = Plain::start_with(env.command(["watch", "--format", "json"]), Stdio::piped());
    watch.prints("\"current\"", 1);
    fail_one(&env, 1, 6);
    watch.prints("\"offer\":\"hint\"", 4);
    watch.prints("\"offer\":\"skip\"", 1);
    env.save("two", &two_solved());
    watch.prints("\"offer\":\"one-more\"", 1);
    env.save("words", &words_solved());
    watch.prints("\"offer\":\"skip-rest\"", 1);
    watch.types("y\n");
    watch.prints("\"advanced\"", 1);
    watch.prints("\"event\":\"current\"", 2);
    wait_until("it is remembered", || is_skipped(&env, "one"));
    env.save("one", &one_solved());
    watch.prints("\"finished\"", 1);
    assert_eq!(watch.end(Signal::INT), Some(130));
    let text = watch.text();
    let events: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("a document")).collect();
    let offers: Vec<(&Value, &Value)> = events
        .iter()
        .filter(|event| event["event"] == "notice" && event["offer"].is_string())
        .map(|event| (&event["offer"], &event["line"]))
        .collect();
    let (skip, rest) = (("skip".into(), "d".into()), ("skip-rest".into(), "y".into()));
    assert!(offers.contains(&(&skip.0, &skip.1)) && offers.contains(&(&rest.0, &rest.1)), "{offers:?}");
    let current: Vec<&Value> = events.iter().filter(|event| event["event"] == "current").collect();
    assert_eq!((&current[0]["status"], &current[1]["status"]), (&"todo".into(), &"skipped".into()));
    assert_eq!(current[0]["intro"], "A chapter about numbers.");
    assert_eq!(current[1]["intro"], Value::Null);
}

#[test]
fn the_end_of_a_chapter_is_a_place_to_stop_and_the_next_one_begins_with_its_text() {
    let env = Env::empty();
    let put = |path: &str, text: &str| {
        let path = env.work().join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    let mut info = "format_version = 2\n".to_owned();
    for (dir, title) in [("01_first", "Frames"), ("02_second", "Blocks")] {
        info += &format!(
            "[[chapters]]\ndir = \"{dir}\"\ntitle = \"{title}\"\nintro = \"A text about {title}.\"\n"
        );
    }
    for (dir, name) in [("01_first", "a"), ("01_first", "b"), ("02_second", "c"), ("02_second", "d")] {
        info += &format!("[[exercises]]\nname = \"{name}\"\ndir = \"{dir}\"\ntest = false\n");
        put(&format!("exercises/{dir}/{name}.rs"), "fn main() { one }\n");
        put(&format!("solutions/{dir}/{name}.rs"), "fn main() {}\n");
    }
    put("info.toml", &info);
    let mut watch = env.watch();
    watch.sees("A text about Frames.");
    put("exercises/01_first/a.rs", "fn main() {}\n");
    watch.sees("now: b");
    assert!(!watch.has("A text about") && !watch.has("place to stop"), "{}", watch.screen());
    put("exercises/01_first/b.rs", "fn main() {}\n");
    watch.sees("That was “Frames”: 2 of 2 done, 2 of 4 in all. A good place to stop: your progress is kept.");
    watch.sees("Blocks A text about Blocks. now: c");
    watch.quit();
    // The next day it begins there, too.
    let mut watch = env.watch();
    watch.sees("Blocks A text about Blocks.");
    watch.sees("open exercises/02_second/c.rs, edit, save");
    watch.quit();
}
