//! Sizes, colours, and giving the terminal back.

use rustix::process::Signal;

use crate::support::{Env, a_while, one_solved};

#[test]
fn quitting_gives_the_terminal_back() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    assert!(watch.is_raw());
    watch.keys("q");
    assert_eq!(watch.ends(), 0);
    watch.is_restored();
    assert!(watch.has("0 of 3 done; the same command goes on with one"), "{}", watch.screen());
}

#[test]
fn ctrl_c_ends_with_130_and_gives_the_terminal_back() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    watch.keys("\x03");
    assert_eq!(watch.ends(), 130);
    watch.is_restored();
}

#[test]
fn signals_end_it_in_order() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        let env = Env::new();
        let mut watch = env.watch();
        watch.sees("waiting for your first save");
        watch.signal(signal);
        assert_eq!(watch.ends(), code);
        watch.is_restored();
    }
}

#[test]
fn ctrl_c_while_a_program_runs_leaves_nothing_behind() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    env.save("one", &crate::support::ONE.replace("    41", "    loop {}"));
    watch.sees("judging");
    watch.keys("\x03");
    assert_eq!(watch.ends(), 130);
    watch.is_restored();
}

#[test]
fn a_verdict_fits_into_every_size() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    env.save("one", &crate::support::ONE.replace("41", "7"));
    watch.sees("the answer is 7");
    for (columns, rows) in [(40, 24), (20, 10), (10, 3), (120, 40), (5, 1), (1, 1), (80, 24)] {
        watch.resize(columns, rows);
        watch.until("the verdict", |screen| columns < 10 || screen.contains("✗ not yet"));
    }
    watch.sees("the answer is 7");
    watch.sees("q quit");
    watch.quit();
    watch.is_restored();
}

#[test]
fn it_starts_in_a_small_terminal() {
    for (columns, rows) in [(40, 12), (20, 6), (10, 3)] {
        let env = Env::new();
        let mut watch = env.watch_with(&["watch"], columns, rows);
        watch.until("something", |screen| screen.contains("waiting"));
        env.save("one", &one_solved());
        watch.until("the pass", |screen| screen.contains("✓ passed"));
        watch.quit();
        watch.is_restored();
    }
}

/// The parameters of all SGR sequences that set a colour.
fn colours(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    for piece in text.split("\x1b[").skip(1) {
        let end = piece.find(|character: char| !(character.is_ascii_digit() || character == ';'));
        let Some((numbers, rest)) = end.map(|end| piece.split_at(end)) else { continue };
        if !rest.starts_with('m') {
            continue;
        }
        for number in numbers.split(';').filter_map(|number| number.parse::<u32>().ok()) {
            // 39, 49 and 59 bring back what the terminal had.
            if matches!(number, 30..=38 | 40..=48 | 58 | 90..=107) {
                found.push(numbers.to_owned());
            }
        }
    }
    found
}

#[test]
fn colours_unless_they_are_not_wanted() {
    let bytes_with = |env: &Env, args: &[&str]| {
        let mut watch = env.watch_with(args, 80, 24);
        watch.sees("waiting for your first save");
        env.save("one", &crate::support::ONE.replace("41", "7"));
        watch.sees("✗ not yet one");
        env.save("one", &one_solved());
        watch.sees("now: two");
        watch.keys("l");
        watch.sees("Esc back");
        watch.keys("l?");
        watch.sees("this page");
        watch.quit();
        watch.bytes()
    };
    let env = Env::new();
    assert_ne!(colours(&bytes_with(&env, &["watch"])), [""; 0]);
    let env = Env::new();
    assert_eq!(colours(&bytes_with(&env, &["watch", "--color", "never"])), [""; 0]);
    let mut env = Env::new();
    env.set("NO_COLOR", "1");
    assert_eq!(colours(&bytes_with(&env, &["watch"])), [""; 0]);
}

#[test]
fn the_path_can_be_clicked() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    a_while();
    let bytes = String::from_utf8_lossy(&watch.bytes()).into_owned();
    let link = format!("\x1b]8;;file://{}\x1b\\exercises/01_first/one.rs", env.file("one").display());
    assert!(bytes.contains(&link), "{bytes:?}");
    watch.quit();
}

#[test]
fn what_a_program_prints_does_not_steer_the_terminal() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    let text =
        crate::support::ONE.replace("the answer is {}", "\\x1b[2J\\x1b[?1049l\\x07\\x1b]0;title\\x07{}");
    env.save("one", &text);
    watch.sees("␛[2J␛[?1049l␇␛]0;title␇41");
    watch.quit();
    watch.is_restored();
}
