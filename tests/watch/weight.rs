//! What the watch costs: nothing at rest, and little memory whatever a program prints. Counts,
//! not times.
#![cfg(target_os = "linux")]

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use crate::support::{Env, ONE, Pty, a_while, descendants, status, wait_until};

/// Clock ticks and voluntary and other switches of all threads.
fn work_done(process: u32) -> (u64, u64) {
    let mut ticks = 0;
    let mut switches = 0;
    for task in fs::read_dir(format!("/proc/{process}/task")).expect("it runs").flatten() {
        let stat = fs::read_to_string(task.path().join("stat")).expect("it runs");
        let after = stat.rsplit_once(')').expect("a name in parentheses").1;
        let fields: Vec<&str> = after.split_whitespace().collect();
        // utime and stime, counted from the state.
        ticks += fields[11].parse::<u64>().expect("a number") + fields[12].parse::<u64>().expect("a number");
        let status = fs::read_to_string(task.path().join("status")).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        switches += line.expect("Linux counts").trim().parse::<u64>().expect("a number");
    }
    (ticks, switches)
}

#[test]
fn at_rest_it_does_nothing_at_all() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    env.save("one", &ONE.replace("41", "7"));
    watch.sees("the answer is 7");
    rests(&watch);
    watch.quit();
}

#[test]
fn between_two_saves_of_an_author_it_does_nothing_at_all() {
    let env = Env::empty();
    env.write_kit();
    let mut watch = env.watch_in(&env.path("kit"), &["verify", "--watch"], 150, 40);
    watch.sees("waiting for the next save");
    rests(&watch);
    watch.quit();
}

/// Fails unless it comes to rest, and then does nothing.
#[track_caller]
fn rests(watch: &Pty) {
    wait_until("what was begun is done", || {
        let before = (descendants(watch.id()).len(), work_done(watch.id()));
        a_while();
        before == (0, work_done(watch.id()))
    });
    let before = work_done(watch.id());
    sleep(Duration::from_secs(3));
    assert_eq!(work_done(watch.id()), before);
}

#[test]
fn a_flood_of_output_ends_the_program_and_costs_no_memory() {
    let env = Env::new();
    let mut watch = env.watch();
    watch.sees("waiting for your first save");
    let text = ONE.replace(
        "    println!(\"the answer is {}\", answer());",
        "    answer();\n    let line = \"0123456789\".repeat(100);\n    for _ in 0..1_000_000 {\n        println!(\"{line}\");\n    }",
    );
    assert_ne!(text, ONE);
    env.save("one", &text.replace("41", "42"));
    watch.sees("✗ not yet one (output-limit)");
    let peak = status(watch.id(), "VmHWM");
    assert!(peak < 60 << 10, "{peak} KiB");
    watch.sees("0123456789");
    wait_until("no process is left", || descendants(watch.id()).is_empty());
    watch.quit();
}
