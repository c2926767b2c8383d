//! `verify --watch`: an author saves, and what was changed is proved again.

use std::fs;
use std::process::Command;

use rustix::process::Signal;
use serde_json::Value;

use crate::support::{Env, Plain, Pty, one_solved, wait_until};

/// A kit that holds, with `verify --watch` started in it.
struct Author {
    env: Env,
}

impl Author {
    fn new() -> Self {
        let env = Env::empty();
        env.write_kit();
        let author = Self { env };
        author.edit(
            "info.toml",
            "[\"Look at the type.\"]",
            "[\"Look at the type.\", \"A text is no number.\"]",
        );
        author
    }

    fn start(&self) -> Pty {
        self.env.watch_in(&self.env.path("kit"), &["verify", "--watch"], 150, 40)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = self.env.command(args);
        command.current_dir(self.env.path("kit"));
        command
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.env.path("kit").join(file), text).expect("one's own file");
    }

    /// Changes one place of a file.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.env.path("kit").join(file)).expect("one's own file");
        assert_eq!(text.matches(from).count(), 1, "{from:?} stands once in {file}");
        self.write(file, &text.replace(from, to));
    }
}

#[test]
fn a_save_is_proved_and_the_result_is_shown() {
    let author = Author::new();
    let mut watch = author.start();
    watch.sees("proving 3 exercises");
    watch.sees("claims hold waiting for the next save; q quits");
    assert!(watch.has("The first"), "a table: {}", watch.screen());

    author.write("solutions/01_first/one.rs", &one_solved().replace("42\n", "43\n"));
    watch.sees("solutions/01_first/one.rs saved; proving 1 exercise");
    watch.sees("it should pass, and fails");
    watch.sees("does not hold waiting for the next save");
    author.write("solutions/01_first/one.rs", &one_solved());
    wait_until("it holds again", || watch.screen().matches("claims hold").count() == 2);

    author.edit("info.toml", "\"Look at the type.\", ", "");
    watch.sees("info.toml saved; proving 3 exercises");
    watch.sees("there is one hint, and that is no ladder");

    author.write("solutions/01_first/left.rs", "");
    watch.sees("left.rs saved; proving the kit as a whole");
    watch.sees("solutions/01_first/left.rs it belongs to no exercise");
    watch.quit();
    watch.is_restored();
}

#[test]
fn a_broken_kit_is_shown_with_its_line_and_it_goes_on() {
    let author = Author::new();
    let mut watch = author.start();
    watch.sees("claims hold");
    author.edit("info.toml", "explain = \"A number has a size.\"", "explian = \"A number has a size.\"");
    watch.sees("the kit cannot be proved like this");
    watch.sees("did you mean `explain`?");
    author.edit("info.toml", "explian", "explain");
    wait_until("it holds again", || watch.screen().matches("claims hold").count() == 2);
    watch.quit();
}

#[test]
fn ctrl_c_and_signals_end_it_and_give_the_terminal_back() {
    let author = Author::new();
    let mut watch = author.start();
    watch.sees("claims hold");
    assert!(watch.is_raw());
    watch.keys("\x03");
    assert_eq!(watch.ends(), 130);
    watch.is_restored();
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let mut watch = author.start();
        watch.sees("claims hold");
        watch.signal(signal);
        assert_eq!(watch.ends(), code);
        watch.is_restored();
    }
}

#[test]
fn ctrl_c_while_it_proves_ends_it_at_once() {
    let author = Author::new();
    author.write("solutions/01_first/one.rs", &one_solved().replace("    42\n", "    loop {}\n"));
    let mut watch = author.start();
    watch.sees("proving 3 exercises");
    watch.keys("\x03");
    assert_eq!(watch.ends(), 130);
    watch.is_restored();
}

#[test]
fn with_names_only_these_are_proved() {
    let author = Author::new();
    let mut watch = author.env.watch_in(&author.env.path("kit"), &["verify", "--watch", "two"], 150, 40);
    watch.sees("proving 1 exercise …");
    watch.sees("claims hold");
    author.write("solutions/01_first/one.rs", "fn main() {}\n");
    author.write("solutions/01_first/two.rs", "fn main() { let number: u32 = 7; }\n");
    watch.sees("solutions/01_first/two.rs:1 it is not formatted");
    assert!(!watch.has("solutions/01_first/one.rs:"), "{}", watch.screen());
    watch.quit();
}

#[test]
fn an_event_per_line_of_json() {
    let author = Author::new();
    let mut watch = Plain::start(author.command(&["verify", "--watch", "--format", "json"]));
    watch.prints("\"event\":\"proved\"", 1);
    author.write("solutions/01_first/two.rs", "fn main() {}\n");
    watch.prints("\"event\":\"proved\"", 2);
    assert_eq!(watch.end(Signal::INT), Some(130));
    let events: Vec<Value> =
        watch.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let names: Vec<&str> = events.iter().map(|event| event["event"].as_str().expect("a name")).collect();
    assert_eq!(names, ["proving", "proved", "proving", "proved"]);
    assert_eq!(events[1]["hold"], events[1]["total"]);
    assert_eq!(events[3]["saved"][0], "solutions/01_first/two.rs");
    assert_eq!(events[3]["exercises"], serde_json::json!(["two"]));
    let claims = events[3]["claims"].as_array().expect("a list");
    assert!(claims.iter().all(|claim| claim["exercise"] != "one"), "{claims:#?}");
    assert_eq!(events[3]["total"], events[1]["total"], "the others still count");
}

#[test]
fn a_broken_kit_is_an_event_with_all_that_is_wrong() {
    let author = Author::new();
    let mut watch = Plain::start(author.command(&["verify", "--watch", "--format", "json"]));
    watch.prints("\"event\":\"proved\"", 1);
    author.edit("info.toml", "explain = \"A number has a size.\"", "explian = \"A number has a size.\"");
    watch.prints("\"event\":\"error\"", 1);
    assert_eq!(watch.end(Signal::INT), Some(130));
    let text = watch.text();
    let event: Value = serde_json::from_str(text.lines().last().expect("the event")).expect("JSON");
    let output = author.command(&["verify", "--format", "json"]).output().expect("it starts");
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(event["error"], document["error"]);
    assert!(event["error"]["file"].as_str().is_some_and(|file| file.ends_with("info.toml")), "{event:#}");
    assert!(event["error"]["line"].is_number() && event["more"] == document["more"], "{event:#}");
}

#[test]
fn a_module_beside_exercises_of_format_1_is_about_all_of_them() {
    let author = Author::new();
    let exercise = "mod helper;\n\nfn main() {\n    assert_eq!(helper::one(), 1);\n}\n";
    author.write("info.toml", "format_version = 1\n\n[[exercises]]\nname = \"first\"\nhint = \"Look.\"\ntest = false\nskip_check_unsolved = true\n");
    author.write("exercises/first.rs", exercise);
    author.write("exercises/helper.rs", "pub fn one() -> u32 {\n    1\n}\n");
    author.write("solutions/first.rs", exercise);
    author.write("solutions/helper.rs", "pub fn one() -> u32 {\n    1\n}\n");
    let mut watch = author.start();
    watch.sees("claims hold");
    author.write("solutions/helper.rs", "pub fn one() -> u32 {\n    2\n}\n");
    watch.sees("solutions/helper.rs saved; proving 1 exercise");
    watch.sees("it should pass, and fails");
    watch.quit();
}

#[test]
fn junit_and_a_workspace_are_no_use_here() {
    let author = Author::new();
    let output = author.command(&["verify", "--watch", "--format", "junit"]).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    let env = Env::new();
    let output = env.command(["verify", "--watch"]).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2));
}
