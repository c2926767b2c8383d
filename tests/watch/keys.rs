//! What each key does, seen on the screen.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::{Env, ONE, Pty, a_while, one_solved, two_solved};

fn started() -> (Env, Pty) {
    let env = Env::new();
    let watch = env.watch();
    watch.sees("waiting for your first save");
    watch.sees("q quit");
    (env, watch)
}

/// Makes a program of a script, to be used as an editor.
fn script(env: &Env, name: &str, text: &str) -> String {
    let path = env.path(name);
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("one's own file");
    path.display().to_string()
}

#[test]
fn next_and_previous() {
    let (env, mut watch) = started();
    watch.keys("n");
    watch.sees("open exercises/01_first/two.rs, edit, save");
    watch.keys("n");
    watch.sees("open exercises/01_first/words.md, edit, save");
    watch.keys("n");
    watch.sees("this is the last exercise");
    watch.keys("p");
    watch.sees("this is two, not the current exercise; `n` goes back to words");
    assert!(!watch.has("this is the last exercise"));
    watch.quit();
    assert_eq!(env.progress()["current"], "words", "a look back changes nothing");
}

#[test]
fn previous_looks_at_what_was_just_passed_and_next_comes_back() {
    let (env, mut watch) = started();
    env.save("one", &one_solved());
    watch.sees("now: two");
    watch.keys("p");
    watch.sees("this is one, not the current exercise; `n` goes back to two");
    watch.sees("✓ passed one as before");
    a_while();
    assert!(watch.has("this is one"), "{}", watch.screen());
    watch.keys("n");
    watch.sees("now: two");
    watch.quit();
}

#[test]
fn hints_come_one_at_a_time() {
    let (env, mut watch) = started();
    watch.keys("h");
    watch.sees("hint 1 of 2 Which number is meant?");
    assert!(!watch.has("One more than 41."));
    watch.keys("h");
    watch.sees("hint 2 of 2 One more than 41.");
    watch.keys("h");
    watch.sees("these are all the hints there are");
    watch.keys("n");
    watch.loses("hint 2 of 2");
    env.save("two", &crate::support::TWO.replace("Two.", "2"));
    watch.sees("✗ not yet two");
    watch.keys("h");
    watch.sees("hint 1 of 2 Which type has a text?");
    watch.keys("h");
    watch.sees("hint 2 of 2 Look at the type.");
    watch.quit();
    assert_eq!(env.progress()["exercises"]["one"]["hints_shown"], 2);
    assert_eq!(env.progress()["exercises"]["two"]["hints_shown"], 1);
}

#[test]
fn the_list_filters_searches_and_jumps() {
    let (env, mut watch) = started();
    env.save("one", &one_solved());
    watch.sees("now: two");
    watch.keys("l");
    watch.sees("▶ · two");
    watch.sees("✓ one");
    watch.keys("f");
    watch.sees("f shows: open");
    watch.loses("✓ one");
    watch.keys("f");
    watch.sees("f shows: skipped");
    watch.sees("no exercise fits");
    watch.keys("f");
    watch.sees("f shows: done");
    watch.sees("▶ ✓ one");
    watch.keys("f/");
    watch.keys("wor");
    watch.sees("search: wor");
    watch.sees("▶ · words");
    watch.loses("· two");
    watch.keys("q");
    watch.sees("search: worq");
    watch.sees("no exercise fits");
    watch.keys("\x7f\r");
    watch.sees("open exercises/01_first/words.md, edit, save");
    watch.keys("l\x1b[A\x1b[A\r");
    watch.sees("✓ passed one");
    watch.keys("l");
    watch.sees("Esc back");
    watch.keys("l");
    watch.loses("Esc back");
    watch.quit();
}

#[test]
fn escape_closes_what_lies_on_top() {
    let (_env, mut watch) = started();
    for key in ["?", "l", "x"] {
        watch.keys(key);
        watch.loses("h hint n next");
        watch.keys("\x1b");
        watch.sees("h hint n next");
    }
    watch.quit();
}

#[test]
fn run_judges_once_more() {
    let (env, mut watch) = started();
    watch.keys("r");
    watch.sees("✗ not yet one (tests)");
    watch.keys("r");
    crate::support::wait_until("it counts", || env.progress()["exercises"]["one"]["failures"] == 2);
    watch.quit();
}

#[test]
fn check_judges_everything() {
    let (env, mut watch) = started();
    env.save("two", &two_solved());
    watch.sees("✓ passed two");
    watch.keys("c");
    watch.sees("1 of 3 passed");
    watch.sees("✗ one");
    watch.sees("✓ two");
    watch.sees("there is no answer yet");
    watch.keys("c");
    watch.sees("✓ passed two");
    watch.quit();
    assert_eq!(env.progress()["exercises"]["one"]["failures"].as_u64().unwrap_or(0), 0);
}

#[test]
fn the_solution_after_the_pass() {
    let (env, mut watch) = started();
    watch.keys("s");
    watch.sees("the solution opens after the pass");
    env.save("one", &one_solved());
    watch.sees("now: two");
    watch.keys("s");
    watch.sees("one way to solve one");
    watch.sees("fn answer() -> u32 { 42 }");
    watch.keys("s");
    watch.sees("now: two");
    watch.quit();
}

#[test]
fn reset_asks_and_keeps_a_backup() {
    let (env, mut watch) = started();
    env.save("one", &ONE.replace("41", "7"));
    watch.sees("the answer is 7");
    watch.keys("x");
    watch.sees("bring the starter of one back? yours is kept as a backup [y/n]");
    watch.keys("n");
    watch.loses("[y/n]");
    assert!(fs::read_to_string(env.file("one")).expect("a file").contains('7'));
    watch.keys("xy");
    watch.sees("one is the starter again; yours was kept as .memkata/backups/exercises/01_first/one.rs");
    watch.sees("waiting for your first save");
    a_while();
    assert!(!watch.has("✗"), "a starter is not judged by itself:\n{}", watch.screen());
    assert_eq!(fs::read_to_string(env.file("one")).expect("a file"), ONE);
    let backup = env.work().join(".memkata/backups/exercises/01_first/one.rs");
    assert!(fs::read_to_string(backup).expect("the backup").contains('7'));
    watch.quit();
}

#[test]
fn the_help_scrolls_by_line_and_page() {
    let env = Env::new();
    let mut watch = env.watch_with(&["watch"], 60, 14);
    watch.sees("q quit");
    watch.keys("?");
    watch.sees("Edit the file named at the top");
    watch.keys("\x1b[B");
    watch.loses("Edit the file named at the top");
    watch.keys("\x1b[A");
    watch.sees("Edit the file named at the top");
    for key in ["\x1b[6~", " "] {
        watch.keys(key);
        watch.keys(key);
        watch.sees("Ctrl-C leave at once");
        watch.keys("\x1b[5~\x1b[5~\x1b[5~");
        watch.sees("Edit the file named at the top");
    }
    watch.quit();
}

#[test]
fn keys_held_with_ctrl_or_alt_mean_nothing() {
    let (_env, mut watch) = started();
    watch.keys("\x18\x0e\x11\x1bx\x1bq");
    a_while();
    assert!(watch.has("waiting for your first save"), "{}", watch.screen());
    assert!(!watch.has("[y/n]"), "{}", watch.screen());
    watch.quit();
}

#[test]
fn an_editor_in_the_terminal_has_it_until_it_ends() {
    let mut env = Env::new();
    let editor = script(
        &env,
        "editor",
        "printf 'editing %s\\n' \"$1\"\nread key\nsed -i \"s/41/$key/\" \"$1\"\nprintf 'saved\\n'\nread key",
    );
    env.set("EDITOR", &editor);
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    watch.keys("o");
    watch.sees("editing");
    assert!(!watch.is_raw(), "the editor gets the terminal as it was");
    // A key that the watch knows is the editor's now.
    watch.keys("7\r");
    watch.sees("saved");
    watch.keys("q\r");
    watch.sees("the answer is 7");
    watch.sees("q quit");
    assert!(watch.is_raw());
    watch.quit();
    watch.is_restored();
}

#[test]
fn ctrl_c_in_the_editor_ends_the_editor_and_not_the_watch() {
    let mut env = Env::new();
    env.set("EDITOR", script(&env, "editor", "echo editing\nread key"));
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    watch.keys("o");
    watch.sees("editing");
    watch.keys("\x03");
    watch.sees("waiting for your first save");
    a_while();
    watch.keys("?");
    watch.sees("this page");
    watch.quit();
}

#[test]
fn an_editor_with_a_window_is_not_waited_for() {
    let mut env = Env::new();
    let marker = env.path("marker").display().to_string();
    fs::create_dir(env.path("bin")).expect("a folder");
    env.set("VISUAL", script(&env, "bin/code", &format!("echo \"$1 $2\" > '{marker}'\nsleep 1")) + " --wait");
    env.set("EDITOR", "false");
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    watch.forget_bytes();
    watch.keys("o");
    crate::support::wait_until("the editor was started", || {
        fs::read_to_string(env.path("marker")).is_ok_and(|text| text.ends_with('\n'))
    });
    let told = fs::read_to_string(env.path("marker")).expect("the marker");
    assert_eq!(told.trim(), format!("--wait {}", env.file("one").display()));
    let bytes = String::from_utf8_lossy(&watch.bytes()).into_owned();
    assert!(!bytes.contains("\x1b[?1049l"), "the screen stays: {bytes:?}");
    watch.quit();
}

#[test]
fn no_editor_or_a_wrong_one_is_said() {
    let (_env, mut watch) = started();
    watch.keys("o");
    watch.sees("no editor is set: put its name into the variable EDITOR, or open");
    watch.quit();
    let mut env = Env::new();
    env.set("EDITOR", "no-such-editor");
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    watch.keys("o");
    watch.sees("`no-such-editor` cannot be started");
    watch.sees("q quit");
    watch.quit();
    watch.is_restored();
}
