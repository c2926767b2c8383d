//! Nothing outlives a judging: not the processes that a program leaves behind, not those of a
//! memkata that was ended; and the compiler has its limits, too. Looks into /proc, so Linux only.

use std::time::Duration;

use crate::samples::program;
use crate::support::{
    Env, Exercise, Kill, Kit, judge_in, marker, processes_below, processes_with, wait_until,
};

/// A program that starts shells.
fn starts(name: &str, seconds: u64) -> Exercise {
    program(name, "fn main() {}").key(&format!("limits = {{ seconds = {seconds} }}"))
}

/// A program that has `sh` do this.
fn shell(script: &str, after: &str) -> String {
    format!(
        "use std::process::Command;\n\nfn main() {{\n    let _ = Command::new(\"/bin/sh\").args([\"-c\", {script:?}]).spawn().unwrap().wait();\n    {after}\n}}\n"
    )
}

#[test]
fn a_child_that_left_its_session_is_ended_with_the_program() {
    let (env, marker) = (Env::new(), marker());
    let _kill = Kill(marker.clone());
    let source = shell(&format!("setsid sh -c 'sleep 300; :' {marker} &"), "println!(\"done\");");
    let verdict = judge_in(&env, starts("daemon", 5), source).passed();
    assert_eq!(verdict.json["output"], "done\n");
    assert!(processes_with(&marker).is_empty(), "a process is left");
    assert!(processes_below(&env.path("")).is_empty(), "a process is left");
}

#[test]
fn children_of_a_program_that_is_ended_at_its_limit_are_ended_too() {
    let (env, marker) = (Env::new(), marker());
    let _kill = Kill(marker.clone());
    let script =
        format!("setsid sh -c 'sleep 300; :' {marker} & (sh -c 'sleep 300; :' {marker} &) ; sleep 300");
    judge_in(&env, starts("family", 1), shell(&script, "")).failed("timeout");
    assert!(processes_with(&marker).is_empty(), "a process is left");
    assert!(processes_below(&env.path("")).is_empty(), "a process is left");
}

#[test]
fn many_processes_are_stopped_and_ended() {
    let (env, marker) = (Env::new(), marker());
    let _kill = Kill(marker.clone());
    // As many as no machine minds, should they not be stopped.
    let source = format!(
        "use std::process::Command;\n\nfn main() {{\n    for _ in 0..200 {{\n        let _ = Command::new(\"/bin/sh\").args([\"-c\", \"sleep 30; :\", \"{marker}\"]).spawn();\n    }}\n    \
         std::thread::sleep(std::time::Duration::from_secs(30));\n}}\n"
    );
    let source = format!("#![allow(clippy::zombie_processes)]\n{source}");
    judge_in(&env, starts("bomb", 10), source).failed("crash").says("more processes");
    assert!(processes_with(&marker).is_empty(), "a process is left");
}

#[test]
fn a_memkata_that_is_killed_leaves_no_process() {
    let (env, marker) = (Env::new(), marker());
    let _kill = Kill(marker.clone());
    let exercise = starts("killed", 100);
    let file = exercise.file();
    env.workspace_of(&Kit::of(exercise));
    env.write(
        file,
        shell(&format!("setsid sh -c 'sleep 300; :' {marker} & sh -c 'sleep 300; :' {marker}"), ""),
    );
    let mut running = env.start(["run", "killed"]);
    wait_until("the program is at work", || processes_with(&marker).len() >= 2);
    running.kill();
    wait_until("its processes are gone", || processes_with(&marker).is_empty());
    wait_until("the supervisor is gone", || {
        processes_below(&env.path("")).iter().all(|id| *id == running.id() as i32)
    });
}

#[test]
fn a_memkata_that_is_killed_while_compiling_leaves_no_process() {
    let env = Env::new();
    let exercise = program("slow", "fn main() {}");
    let file = exercise.file();
    env.workspace_of(&Kit::of(exercise));
    env.write(file, "#![allow(long_running_const_eval)]\nconst N: u64 = {\n    let mut n = 0;\n    while n < u64::MAX {\n        n += 1;\n    }\n    n\n};\n\nfn main() {\n    println!(\"{N}\");\n}\n");
    let mut running = env.start(["run", "slow"]);
    let build = env.dir().join(".memkata/build");
    wait_until("the compiler is at work", || build.is_dir() && !processes_below(&build).is_empty());
    std::thread::sleep(Duration::from_millis(200));
    running.kill();
    drop(running);
    wait_until("the compiler is gone", || processes_below(&env.path("")).is_empty());
}

#[test]
fn a_compiler_that_never_ends_is_a_timeout() {
    let env = Env::new();
    let source = "#![allow(long_running_const_eval)]\nconst N: u64 = {\n    let mut n = 0;\n    while n < u64::MAX {\n        n += 1;\n    }\n    n\n};\n\nfn main() {\n    println!(\"{N}\");\n}\n";
    judge_in(&env, program("consts", "fn main() {}"), source).failed("timeout").says("the compiler");
    assert!(processes_below(&env.path("")).is_empty(), "a process is left");
}

#[test]
fn a_compiler_that_takes_all_memory_is_told_so() {
    let env = Env::new();
    let exercise = program("doubles", "fn main() {}");
    let file = exercise.file();
    env.workspace_of(&Kit::of(exercise));
    env.run(["run", "doubles"]).exits(0);
    env.write(file, "#![recursion_limit = \"1000\"]\nmacro_rules! double {\n    ($($t:tt)*) => { double!($($t)* $($t)*) };\n}\n\nfn main() {\n    double!(x);\n}\n");
    // Less than memkata's own limit, which no machine should have to give for a test.
    let script = "ulimit -v 2000000; exec \"$0\" run doubles --format json";
    let answer = env.run_other("/bin/sh", ["-c", script, Env::program().to_str().unwrap()]).exits(1);
    let verdict = answer.json();
    assert_eq!(verdict["verdict"], "failed", "{verdict:#}");
    assert!(
        ["memory-limit", "crash", "timeout"].contains(&verdict["reason"].as_str().unwrap()),
        "{verdict:#}"
    );
}

#[test]
fn a_judging_leaves_no_files_but_its_cache() {
    let env = Env::new();
    judge_in(&env, program("tidy", "fn main() {}"), "fn main() {\n    println!(\"hi\");\n}\n").passed();
    assert_eq!(std::fs::read_dir(env.path("tmp")).unwrap().count(), 0, "TMPDIR is not empty");
    assert_eq!(
        std::fs::read_dir(env.dir().join(".memkata/build")).unwrap().count(),
        0,
        "the build folder is not empty"
    );
    assert_eq!(std::fs::read_dir(env.path("home")).unwrap().count(), 0, "HOME is not empty");
}

#[test]
fn what_a_killed_memkata_has_left_is_removed_in_time_and_what_is_at_work_stays() {
    let env = Env::new();
    let source = "fn main() {\n    println!(\"hi\");\n}\n";
    judge_in(&env, program("tidy", "fn main() {}"), source).passed();
    let build = env.dir().join(".memkata/build");
    for name in ["old", "new"] {
        std::fs::create_dir(build.join(name)).unwrap();
        std::fs::write(build.join(name).join("exercise"), "a program").unwrap();
    }
    let before = std::time::SystemTime::now() - Duration::from_secs(2 * 86400);
    std::fs::File::open(build.join("old")).unwrap().set_modified(before).unwrap();
    env.verdict("tidy").passed();
    assert!(!build.join("old").exists());
    assert!(build.join("new/exercise").exists());
}
