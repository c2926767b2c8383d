//! `check`: all exercises at once, what is reused, and the documents for programs.

use serde_json::Value;

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::toolchain::{Wrapped, has_clippy};
use crate::support::{Env, Kit};

const FILE: &str = "exercises/01_first/twice.rs";

fn kit() -> Kit {
    Kit::of(twice()).and(program("other", "fn main() {\n    println!(\"other\");\n}\n"))
}

/// A workspace whose compilers note their calls.
fn counted(kit: &Kit) -> (Env, Wrapped) {
    let mut env = Env::new();
    let wrapped = Wrapped::new(&mut env, has_clippy());
    env.workspace_of(kit);
    (env, wrapped)
}

fn verdicts(env: &Env) -> Vec<Value> {
    env.run(["check", "--format", "json"]).json()["verdicts"].as_array().unwrap().clone()
}

#[test]
fn all_are_judged_and_counted() {
    let env = Env::with(&kit());
    env.run(["check"])
        .exits(1)
        .says("✗ twice")
        .says("✓ other")
        .says("1 of 2 passed")
        .says("memkata run twice");
    env.write(FILE, solved());
    env.run(["check"]).exits(0).says("2 of 2 passed");
    let document = env.run(["check", "--format", "json"]).exits(0).json();
    assert_eq!((&document["passed"], &document["total"]), (&2.into(), &2.into()));
    let names: Vec<&str> =
        document["verdicts"].as_array().unwrap().iter().filter_map(|one| one["exercise"].as_str()).collect();
    assert_eq!(names, ["twice", "other"], "in the order of the course");
}

#[test]
fn some_can_be_named() {
    let env = Env::with(&kit());
    env.run(["check", "other"]).exits(0).says("1 of 1 passed");
    env.run(["check", "twice"]).exits(1).says("0 of 1 passed");
}

#[test]
fn what_has_passed_before_and_does_not_now_is_told() {
    let env = Env::with(&kit());
    env.write(FILE, solved());
    env.run(["check"]).exits(0);
    env.write(FILE, TWICE);
    env.run(["check"]).exits(1).says("passed before, not now: twice");
    let list = env.run(["list", "--format", "json"]).json();
    assert_eq!(list["exercises"][0]["status"], "regressed");
}

#[test]
fn a_verdict_has_the_fields_that_programs_rely_on() {
    let env = Env::with(&kit());
    env.write(FILE, change(TWICE, "    n\n", "    \"n\"\n"));
    let all = verdicts(&env);
    for field in [
        "exercise",
        "verdict",
        "reason",
        "findings",
        "tests",
        "memory",
        "oracle",
        "hint",
        "elapsed_ms",
        "cached",
    ] {
        for verdict in &all {
            assert!(verdict.as_object().unwrap().contains_key(field), "{field}: {verdict:#}");
        }
    }
    let finding = &all[0]["findings"][0];
    assert_eq!(finding["kind"], "compile");
    assert_eq!(finding["code"], "E0308");
    assert_eq!(finding["file"], FILE);
    assert_eq!((&finding["line"], &finding["column"]), (&3.into(), &5.into()));
    assert_eq!(finding["origin"], "learner");
    assert!(finding["rendered"].as_str().unwrap().contains("mismatched types"));
    assert_eq!(
        all[0]["tests"][0],
        serde_json::json!({"name": "tests::doubles", "outcome": "missing", "message": null})
    );
    assert!(all[1]["elapsed_ms"].is_u64());
}

#[test]
fn what_is_unchanged_is_not_judged_again() {
    let (env, wrapped) = counted(&kit());
    env.run(["check"]).exits(1);
    assert!(wrapped.compiles() >= 2, "both were compiled");
    let again = verdicts(&env);
    assert!(again.iter().all(|verdict| verdict["cached"] == true), "{again:#?}");
    assert_eq!(again[0]["reason"], "tests");
    assert_eq!(wrapped.calls(), Vec::<String>::new(), "no compiler was started");
    env.run(["check", "--no-cache"]).exits(1);
    assert_eq!(wrapped.compiles(), 2);
}

#[test]
fn without_any_compiler_left_the_cache_still_knows() {
    let (env, _wrapped) = counted(&kit());
    let before = env.run(["check", "--format", "json"]).exits(1).json();
    std::fs::remove_file(env.path("toolchain/lib")).unwrap();
    let after = env.run(["check", "--format", "json"]).exits(1).json();
    assert_eq!(before["passed"], after["passed"]);
    env.run(["check", "--no-cache"]).exits(4);
}

#[test]
fn a_changed_file_is_judged_again_and_only_that_one() {
    let (env, wrapped) = counted(&kit());
    env.run(["check"]).exits(1);
    wrapped.calls();
    env.write(FILE, solved());
    env.run(["check"]).exits(0);
    assert_eq!(wrapped.compiles(), 1);
    env.write(FILE, TWICE);
    env.run(["check"]).exits(1);
    assert_eq!(wrapped.compiles(), 0, "this content is known");
}

#[test]
fn changed_tests_or_keys_of_the_kit_are_judged_again() {
    let (env, wrapped) = counted(&kit());
    env.write(FILE, solved());
    env.run(["check"]).exits(0);
    wrapped.calls();

    let stricter = change(TWICE, "twice(0), 0", "twice(0), 1");
    std::fs::write(env.kit_dir().join(FILE), stricter).unwrap();
    env.run(["check"]).exits(1);
    assert_eq!(wrapped.compiles(), 1, "the kit's tests have changed");

    let info = kit().info().replace("test = false\n", "test = false\nstdout = \"another\"\n");
    std::fs::write(env.kit_dir().join("info.toml"), info).unwrap();
    let all = verdicts(&env);
    assert_eq!(all[1]["reason"], "output");
    assert_eq!(wrapped.compiles(), 1, "only the other exercise's keys have changed");
}

#[test]
fn another_compiler_judges_again() {
    let (mut env, _wrapped) = counted(&kit());
    env.run(["check"]).exits(1);
    let newer = env.path("newer");
    std::fs::create_dir_all(newer.join("bin")).unwrap();
    std::os::unix::fs::symlink(crate::support::toolchain::sysroot().join("lib"), newer.join("lib")).unwrap();
    let real = crate::support::toolchain::bin().join("rustc");
    let text = format!(
        "#!/bin/sh\ncase \"$*\" in\n-vV) '{real}' -vV; echo 'patched: yes';;\n*--sysroot*) exec '{real}' \"$@\";;\n*) exec '{real}' --sysroot '{root}' \"$@\";;\nesac\n",
        real = real.display(),
        root = newer.display()
    );
    crate::support::toolchain::script(&newer.join("bin/rustc"), &text);
    env.set("PATH", format!("{}:/usr/bin:/bin", newer.join("bin").display()));
    let again = verdicts(&env);
    assert!(again.iter().all(|verdict| verdict["cached"] == false), "{again:#?}");
}

#[test]
fn a_damaged_cache_is_judged_again() {
    let (env, wrapped) = counted(&kit());
    env.run(["check"]).exits(1);
    wrapped.calls();
    for entry in std::fs::read_dir(env.dir().join(".memkata/cache/verdicts")).unwrap() {
        std::fs::write(entry.unwrap().path(), "{\"verdict\": \"pas").unwrap();
    }
    env.run(["check"]).exits(1);
    assert_eq!(wrapped.compiles(), 2);
    std::fs::remove_dir_all(env.dir().join(".memkata/cache")).unwrap();
    env.run(["check"]).exits(1);
}

#[test]
fn a_timeout_is_judged_again() {
    let slow =
        program("slow", "fn main() {\n    std::thread::sleep(std::time::Duration::from_secs(9));\n}\n");
    let env = Env::with(&Kit::of(slow.key("limits = { seconds = 1 }")));
    assert_eq!(verdicts(&env)[0]["reason"], "timeout");
    assert_eq!(verdicts(&env)[0]["cached"], false);
}

#[test]
fn run_judges_anew_whatever_the_cache_knows() {
    let (env, wrapped) = counted(&kit());
    env.run(["check"]).exits(1);
    wrapped.calls();
    assert_eq!(env.verdict("twice").json["cached"], false);
    assert_eq!(wrapped.compiles(), 1);
}

#[test]
fn many_exercises_keep_their_own_verdicts() {
    let kit = (0..12).fold(Kit::default(), |kit, number| {
        let wanted = if number % 3 == 0 { "no" } else { "yes" };
        kit.and(
            program(&format!("e{number:02}"), "fn main() {\n    println!(\"yes\");\n}\n")
                .key(&format!("stdout = \"{wanted}\"")),
        )
    });
    let env = Env::with(&kit);
    let document = env.run(["check", "--format", "json"]).exits(1).json();
    assert_eq!(document["passed"], 8);
    for (number, verdict) in document["verdicts"].as_array().unwrap().iter().enumerate() {
        assert_eq!(verdict["exercise"], format!("e{number:02}"));
        assert_eq!(verdict["verdict"], if number % 3 == 0 { "failed" } else { "passed" });
    }
}

#[test]
fn junit_is_well_formed_whatever_a_program_says() {
    let nasty = "fn main() {\n    panic!(\"<b>&\\\"'\\u{1b}[31m\\u{0}\\u{b}]]> ö 漢\");\n}\n";
    let kit = kit().and(program("nasty", nasty)).head("title = \"A <kit> & \\\"more\\\"\"");
    let env = Env::with(&kit);
    let answer = env.run(["check", "--format", "junit"]).exits(1);
    let document = roxmltree::Document::parse(&answer.stdout)
        .unwrap_or_else(|error| panic!("{error}:\n{}", answer.stdout));
    let cases: Vec<_> = document.descendants().filter(|node| node.has_tag_name("testcase")).collect();
    let names: Vec<_> = cases.iter().filter_map(|case| case.attribute("name")).collect();
    assert_eq!(names, ["twice", "other", "nasty"]);
    let failures: Vec<_> =
        cases.iter().map(|case| case.children().any(|child| child.has_tag_name("failure"))).collect();
    assert_eq!(failures, [true, false, true]);
    let suite = document.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
    assert_eq!((suite.attribute("tests"), suite.attribute("failures")), (Some("3"), Some("2")));
    // The line is the one that the file named beside it has.
    env.write("exercises/01_first/twice.rs", format!("// One\n{TWICE}"));
    env.run(["check", "--format", "junit"]).exits(1).says("twice.rs:17");
    env.run(["list", "--format", "junit"]).exits(2);
}

#[test]
fn in_a_job_of_githubs_no_word_of_a_program_is_a_command() {
    let text = "a\\n::error::owned\\n  ::stop-commands::x\\n##[add-mask]y";
    let said = format!("fn main() {{\n    println!(\"{text}\");\n    panic!(\"{text}\");\n}}\n");
    let mut env = Env::with(&Kit::of(program("nasty", &said)));
    env.set("GITHUB_ACTIONS", "true");
    for args in [
        &["run", "nasty"][..],
        &["check"],
        &["run", "nasty", "--format", "json"],
        &["check", "--format", "json"],
        &["check", "--format", "junit"],
    ] {
        let answer = env.run(args).exits(1);
        for line in answer.stdout.lines().chain(answer.stderr.lines()) {
            assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "{args:?}: {line}");
        }
        // `check` shows the first line of it; the others all.
        let is_short = args == ["check"];
        assert!(is_short || answer.stdout.contains("stop-commands"), "{args:?}: {}", answer.stdout);
    }
}
