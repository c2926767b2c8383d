//! What goes wrong and is not the learner's fault.

use std::fs;

use crate::support::{Env, ONE, Plain, a_while, one_solved, two_solved};

#[test]
fn a_damaged_progress_file_loses_nothing_that_the_watch_knows() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    env.save("one", &one_solved());
    watch.sees("now: two");
    let progress = env.work().join(".memkata/progress.json");
    fs::write(&progress, "{\"version\": 1, \"exer").expect("one's own file");
    env.save("two", &two_solved());
    watch.sees("now: words");
    watch.sees("your progress file could not be read");
    watch.sees("Nothing is lost: it was written anew");
    watch.sees("2/3 done");
    watch.quit();
    assert!(env.has_passed("one") && env.has_passed("two"), "{}", env.progress());
    assert_eq!(env.progress()["current"], "words");
    let aside = env.work().join(".memkata/progress.json.damaged");
    assert_eq!(fs::read_to_string(aside).expect("kept"), "{\"version\": 1, \"exer");
}

#[test]
fn a_progress_file_damaged_before_the_start_is_kept_and_said() {
    let env = Env::new();
    fs::write(env.work().join(".memkata/progress.json"), "nonsense").expect("one's own file");
    let mut watch = env.watch();
    watch.sees("your progress file could not be read");
    watch.sees("`memkata check` finds again what you have solved");
    watch.sees("waiting for your first save");
    env.save("one", &one_solved());
    watch.sees("now: two");
    watch.quit();
    assert!(env.has_passed("one"));
}

/// A file where the folder of memkata's own files was: nobody can write there, not even root.
#[test]
fn progress_that_cannot_be_written_is_said_and_written_later() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    a_while();
    let (state, aside) = (env.work().join(".memkata"), env.work().join("aside"));
    fs::rename(&state, &aside).expect("one's own folder");
    fs::write(&state, "").expect("a file");
    env.save("one", &one_solved());
    watch.sees("now: two");
    watch.sees("your progress could not be written");
    watch.sees("1/3 done");
    fs::remove_file(&state).expect("one's own file");
    fs::rename(&aside, &state).expect("one's own folder");
    env.save("two", &two_solved());
    watch.sees("now: words");
    watch.quit();
    assert!(env.has_passed("one") && env.has_passed("two"), "{}", env.progress());
}

#[test]
fn a_broken_kit_ends_it_with_the_place() {
    let env = Env::new();
    let info = env.path("kit/info.toml");
    let text = fs::read_to_string(&info).expect("a file").replace("task = \"Make it", "tusk = \"Make it");
    fs::write(&info, text).expect("one's own file");
    let mut watch = env.watch_with(&["watch"], 120, 24);
    assert_eq!(watch.ends(), 3);
    let line = fs::read_to_string(&info).expect("a file").lines().position(|line| line.starts_with("tusk"));
    let place = format!("info.toml:{}:1", line.expect("it is there") + 1);
    assert!(watch.has(&place), "{place}:\n{}", watch.screen());
    assert!(watch.has("did you mean `task`"), "{}", watch.screen());
    watch.is_restored();
}

#[test]
fn no_compiler_is_not_the_learners_fault() {
    let mut env = Env::new();
    env.set("PATH", "/nowhere");
    let mut watch = env.watch();
    watch.sees("there is no Rust compiler: `rustc` is not on the PATH");
    env.save("one", &one_solved());
    watch.sees("this cannot be judged, and it is not your fault");
    watch.sees("install Rust as https://rustup.rs says");
    // A text needs no compiler.
    env.save("words", &crate::support::words_solved());
    watch.sees("✓ passed words");
    watch.quit();
    assert!(env.progress()["exercises"]["one"].is_null(), "no attempt: {}", env.progress());

    let plain = Plain::start(env.command(["watch"]));
    plain.prints("install Rust as https://rustup.rs says", 1);
}

#[test]
fn a_compiler_that_does_not_work_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let mut env = Env::new();
    fs::create_dir(env.path("bin")).expect("a folder");
    let rustc = env.path("bin/rustc");
    fs::write(&rustc, "#!/bin/sh\necho 'no default toolchain' >&2\nexit 1\n").expect("a file");
    fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755)).expect("one's own file");
    env.set("PATH", format!("{}:/usr/bin:/bin", env.path("bin").display()));
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    env.save("one", &ONE.replace("41", "7"));
    watch.sees("it is not your fault");
    watch.sees("`rustc` does not work");
    watch.sees("rustup default stable");
    watch.quit();
}

#[test]
fn a_file_that_is_missing_at_the_start_can_be_brought_back() {
    let env = Env::new();
    fs::remove_file(env.file("one")).expect("one's own file");
    let mut watch = env.watch();
    watch.sees("one.rs");
    watch.keys("xy");
    watch.sees("one is the starter again");
    assert_eq!(fs::read_to_string(env.file("one")).expect("a file"), ONE);
    watch.quit();
}
