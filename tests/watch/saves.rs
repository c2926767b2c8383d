//! Every way in which editors save, and what is no save.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use crate::support::{Env, ONE, TWO, a_while, one_solved, two_solved};

/// `one`, answering this number.
fn answering(number: u32) -> String {
    ONE.replace("41", &number.to_string())
}

#[test]
fn vim_writes_a_new_file_and_renames_it_over_the_old_one() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    for number in [7, 8] {
        let (file, backup) = (env.file("one"), env.file("one").with_extension("rs~"));
        // As with `set writebackup`: the old file becomes the backup, a new one is written.
        fs::rename(&file, &backup).expect("one's own file");
        fs::write(&file, answering(number)).expect("one's own file");
        fs::remove_file(&backup).expect("one's own file");
        watch.sees(&format!("the answer is {number}"));
    }
    for number in [9, 10] {
        let (file, new) = (env.file("one"), env.file("one").with_file_name(".one.rs.new"));
        fs::write(&new, answering(number)).expect("one's own file");
        fs::rename(&new, &file).expect("one's own file");
        watch.sees(&format!("the answer is {number}"));
    }
    watch.quit();
}

#[test]
fn vs_code_truncates_first_and_writes_a_little_later() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    for number in [7, 8, 9] {
        env.save("one", "");
        sleep(Duration::from_millis(30));
        env.save("one", &answering(number));
        watch.sees(&format!("the answer is {number}"));
        assert_eq!(env.progress()["exercises"]["one"]["failures"], number - 6, "the empty file was judged");
    }
    watch.quit();
}

#[test]
fn emacs_keeps_the_old_file_as_a_backup() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    let file = env.file("one");
    fs::write(file.with_file_name("#one.rs#"), answering(5)).expect("a file");
    fs::rename(&file, file.with_file_name("one.rs~")).expect("one's own file");
    fs::write(&file, answering(7)).expect("one's own file");
    fs::remove_file(file.with_file_name("#one.rs#")).expect("one's own file");
    watch.sees("the answer is 7");
    watch.quit();
}

#[test]
fn sed_and_cp_save_too() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    let file = env.file("one").display().to_string();
    env.does("sed", ["-i", "s/41/7/", &file]);
    watch.sees("the answer is 7");
    fs::write(env.path("other.rs"), answering(8)).expect("a file");
    env.does("cp", [&env.path("other.rs").display().to_string(), &file]);
    watch.sees("the answer is 8");
    watch.quit();
}

#[test]
fn git_brings_another_version() {
    let env = Env::new();
    let git = |words: &[&str]| {
        let mut all = vec!["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
        all.extend(words);
        env.does("git", all);
    };
    git(&["init", "--quiet", "--initial-branch", "main"]);
    git(&["add", "exercises"]);
    git(&["commit", "--quiet", "-m", "the starters"]);
    git(&["checkout", "--quiet", "-b", "mine"]);
    env.save("one", &answering(7));
    env.save("two", &two_solved());
    git(&["commit", "--quiet", "-am", "mine"]);
    git(&["checkout", "--quiet", "main"]);
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    git(&["checkout", "--quiet", "mine"]);
    // Two exercises have changed: the current one counts.
    watch.sees("the answer is 7");
    git(&["checkout", "--quiet", "main"]);
    watch.sees("the answer is 41");
    watch.quit();
}

#[test]
fn what_editors_leave_beside_the_file_is_no_save() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    let beside = |name: &str| env.file("one").with_file_name(name);
    for name in [".one.rs.swp", "one.rs~", "#one.rs#", "4913", ".one.rs.kate-swp", "new.rs", "one.rs.bak"] {
        fs::write(beside(name), answering(7)).expect("a file");
        fs::write(beside(name), answering(8)).expect("a file");
        fs::remove_file(beside(name)).expect("one's own file");
    }
    fs::create_dir(beside("target")).expect("a folder");
    let _ = fs::read(env.file("one"));
    env.does("chmod", ["600", &env.file("one").display().to_string()]);
    a_while();
    watch.sees("waiting for your first save");
    assert!(env.progress()["exercises"]["one"].is_null());
    watch.quit();
}

#[test]
fn the_first_save_counts_even_if_it_changes_nothing() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    env.save("one", ONE);
    watch.sees("✗ not yet one (tests)");
    // What belongs to this verdict may still be on its way.
    a_while();
    watch.forget_bytes();
    env.save("one", ONE);
    a_while();
    assert_eq!(watch.bytes(), b"", "nothing new was saved, nothing is drawn");
    assert_eq!(env.progress()["exercises"]["one"]["failures"], 1);
    watch.quit();
}

#[test]
fn a_file_that_goes_away_and_comes_back() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    fs::remove_file(env.file("one")).expect("one's own file");
    watch.sees("exercises/01_first/one.rs is not there");
    watch.sees("memkata reset one");
    env.save("one", ONE);
    watch.sees("the answer is 41");
    fs::remove_dir_all(env.work().join("exercises/01_first")).expect("one's own folder");
    watch.sees("is not there");
    fs::create_dir(env.work().join("exercises/01_first")).expect("a folder");
    env.save("one", &answering(8));
    watch.sees("the answer is 8");
    env.save("one", &answering(9));
    watch.sees("the answer is 9");
    watch.quit();
}

#[test]
fn files_that_are_no_program() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    env.save("one", "");
    watch.sees("the file is empty");
    fs::write(env.file("one"), b"fn main() { \xff }").expect("one's own file");
    watch.sees("UTF-8");
    fs::write(env.file("one"), b"\0\0\0\0").expect("one's own file");
    watch.sees("✗ not yet one");
    env.save("one", &one_solved());
    watch.sees("now: two");
    watch.quit();
}

#[test]
fn another_exercises_save_is_judged_and_shown_and_moves_nothing() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    env.save("two", &two_solved());
    watch.sees("this is two, not the current exercise; `n` goes back to one");
    watch.sees("✓ passed two");
    assert!(env.has_passed("two"));
    watch.keys("n");
    watch.sees("waiting for your first save: open exercises/01_first/one.rs");
    env.save("one", &one_solved());
    watch.sees("now: words");
    watch.quit();
}

#[test]
fn of_a_thousand_saves_the_last_one_counts() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    for number in 1000..2000 {
        env.save("one", &answering(number));
        sleep(Duration::from_millis(2));
    }
    watch.sees("the answer is 1999");
    a_while();
    assert!(watch.has("the answer is 1999"), "{}", watch.screen());
    watch.quit();
}

#[test]
fn keys_and_saves_at_the_same_time_hold_up_nothing() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    for number in 100..200 {
        env.save("one", &answering(number));
        watch.keys("j");
        sleep(Duration::from_millis(number as u64 % 5));
        watch.keys("k");
    }
    watch.sees("the answer is 199");
    watch.quit();
}

#[test]
#[cfg(target_os = "linux")]
fn a_save_ends_a_run_without_end_and_leaves_no_process() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    env.save(
        "one",
        &ONE.replace("    println!", "    loop {}\n    #[allow(unreachable_code)]\n    println!"),
    );
    crate::support::wait_until("the loop runs", || {
        crate::support::descendants(watch.id()).iter().any(|process| {
            let name = fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
            fs::read_link(format!("/proc/{process}/exe"))
                .is_ok_and(|path| path.starts_with(env.work()) || !name.contains("memkata"))
                && fs::read_to_string(format!("/proc/{process}/cmdline"))
                    .is_ok_and(|line| !line.contains("rustc") && !line.contains("clippy"))
        })
    });
    env.save("one", &answering(7));
    watch.sees("the answer is 7");
    crate::support::wait_until("no process is left", || crate::support::descendants(watch.id()).is_empty());
    // The same at the end of the watch.
    env.save("one", &ONE.replace("    41", "    loop {}"));
    crate::support::wait_until("something runs", || !crate::support::descendants(watch.id()).is_empty());
    let running = crate::support::descendants(watch.id());
    watch.quit();
    crate::support::wait_until("no process is left", || {
        running.iter().all(|process| {
            let state = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            state.is_empty() || state.contains(") Z ")
        })
    });
}

#[test]
fn by_comparing_files_it_works_too_and_says_so() {
    let env = Env::new();
    let mut watch = env.watch_with(&["watch", "--poll"], 80, 24);
    watch.sees("looking for saves by comparing files (as you asked)");
    env.save("one", &answering(7));
    watch.sees("the answer is 7");
    env.save("one", &one_solved());
    watch.sees("now: two");
    env.save("two", &TWO.replace("Two.", "2"));
    watch.sees("✗ not yet two (compile)");
    watch.quit();
}

#[test]
fn two_watches_on_one_workspace_lose_nothing() {
    let env = Env::new();
    let (mut first, mut second) = (env.watch(), env.watch());
    first.sees("waiting for your first save");
    second.sees("waiting for your first save");
    env.save("one", &one_solved());
    first.sees("now: two");
    second.sees("now: two");
    first.keys("h");
    env.save("two", &two_solved());
    first.sees("now: words");
    second.sees("now: words");
    first.quit();
    second.quit();
    assert!(env.has_passed("one") && env.has_passed("two"), "{}", env.progress());
}
