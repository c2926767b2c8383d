//! `memkata run`: what compilers, tests and programs say, and where.

use serde_json::Value;

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::{Env, Exercise, Kit, judge};

#[test]
fn a_solved_exercise_passes_and_names_its_tests() {
    let verdict =
        judge(twice(), solved()).passed().tests(&[("tests::doubles", "ok"), ("tests::keeps_zero", "ok")]);
    assert_eq!(verdict.json["output"], "4\n");
    assert_eq!(verdict.json["exercise"], "twice");
    assert_eq!(verdict.json["cached"], false);
}

#[test]
fn a_pass_and_a_failure_are_told_in_words_and_by_the_exit_status() {
    let env = Env::with(&Kit::of(twice().key("explain = \"Numbers are copied.\"")));
    env.run(["run", "twice"])
        .exits(1)
        .says("not yet")
        .says("three and three")
        .says_not("Numbers are copied.");
    env.write("exercises/01_first/twice.rs", solved());
    env.run(["run", "twice"]).exits(0).says("passed").says("Numbers are copied.");
}

#[test]
fn without_a_name_the_current_exercise_is_judged_and_stays_current() {
    let env = Env::with(&Kit::of(twice()).and(program("other", "fn main() {}")));
    env.write("exercises/01_first/twice.rs", solved());
    assert_eq!(env.run(["run", "other", "--format", "json"]).exits(0).json()["exercise"], "other");
    assert_eq!(env.run(["run", "--format", "json"]).exits(0).json()["exercise"], "twice");
    // What is done is not the one to work on.
    env.write(
        ".memkata/progress.json",
        "{\"version\": 1, \"current\": \"other\", \"exercises\": {\"other\": {\"passed\": true}}}",
    );
    assert_eq!(env.run(["run", "--format", "json"]).json()["exercise"], "twice");
    env.write(
        ".memkata/progress.json",
        "{\"version\": 1, \"current\": \"other\", \"exercises\": {\"twice\": {\"passed\": true}}}",
    );
    assert_eq!(env.run(["run", "--format", "json"]).json()["exercise"], "other");
}

#[test]
fn a_type_error_is_the_learners_at_its_place() {
    judge(twice(), change(TWICE, "    n\n", "    \"n\"\n"))
        .failed("compile")
        .code("E0308")
        .at(3, 5)
        .in_file_of("learner")
        .tests(&[("tests::doubles", "missing"), ("tests::keeps_zero", "missing")]);
}

#[test]
fn a_file_that_does_not_parse_is_the_learners_at_its_place() {
    judge(twice(), change(TWICE, "    n\n", "    n +\n")).failed("compile").at(4, 1).in_file_of("learner");
    judge(twice(), change(TWICE, "    n\n}\n", "    n\n")).failed("compile").says("unclosed delimiter");
    judge(program("open", "fn main() {}"), "fn main() {\n    let s = \"n;\n}\n")
        .failed("compile")
        .code("E0765")
        .at(2, 13);
}

#[test]
fn every_error_is_kept_and_the_first_stays_first() {
    let source = change(TWICE, "    n\n", "    let a: u8 = \"a\";\n    missing(n)\n");
    let verdict = judge(twice(), source).failed("compile");
    assert_eq!(verdict.errors(), 2, "{:#}", verdict.json);
}

#[test]
fn a_warning_is_shown_and_does_not_stop_the_pass() {
    let source = change(TWICE, "    n\n", "    let unused = 1;\n    n * 2\n");
    let verdict = judge(twice(), source).passed();
    let warnings = verdict.warnings();
    assert_eq!(warnings.len(), 1, "{:#}", verdict.json);
    assert_eq!(warnings[0]["code"], "unused_variables");
    assert_eq!((&warnings[0]["line"], &warnings[0]["column"]), (&3.into(), &9.into()));
}

#[test]
fn strict_clippy_makes_a_lint_stop_the_pass_and_allow_lints_lets_it_through() {
    let source = change(TWICE, "    n\n", "    return n * 2;\n");
    judge(twice(), &source).passed();
    judge(twice().key("strict_clippy = true"), &source)
        .failed("lint")
        .code("clippy::needless_return")
        .at(3, 5);
    judge(twice().key("strict_clippy = true").key("allow_lints = [\"needless_return\"]"), &source).passed();
}

#[test]
fn a_failing_test_is_told_with_its_words_and_the_kits_line() {
    let verdict = judge(twice(), TWICE)
        .failed("tests")
        .says("three and three")
        .says("left: 3")
        .at(16, 9)
        .in_file_of("kit")
        .tests(&[("tests::doubles", "failed"), ("tests::keeps_zero", "ok")]);
    assert_eq!(verdict.first()["file"], "exercises/01_first/twice.rs");
    assert!(verdict.json["tests"][0]["message"].as_str().unwrap().contains("right: 6"));
}

#[test]
fn a_failing_test_is_shown_at_the_line_that_it_has_in_the_learners_file() {
    let place = |source: &str| {
        let env = Env::with(&Kit::of(twice()));
        env.write("exercises/01_first/twice.rs", source);
        let place = |line: u32| format!("--> exercises/01_first/twice.rs:{line}:9 (in the exercise's tests)");
        // A document names the kit's line, and the learner's where that is another.
        let verdict = env.verdict("twice").failed("tests").at(16, 9).in_file_of("kit").without_notes();
        (env.run(["run", "twice"]).exits(1), place, verdict.first()["copy_line"].clone())
    };
    let (shown, at, copy) = place(TWICE);
    shown.says(&at(16));
    assert_eq!(copy, Value::Null);
    let (shown, at, copy) = place(&format!("// One\n// Two\n{TWICE}"));
    shown.says(&at(18));
    assert_eq!(copy, 18);
    let (shown, at, copy) = place(&change(TWICE, "// Doubles a number.\n", ""));
    shown.says(&at(15));
    assert_eq!(copy, 15);
    // Whatever stood above them, and went.
    let starter = change(TWICE, "// Doubles a number.\n", "/* Doubles\n   a number. */\n");
    let env = Env::with(&Kit::of(Exercise::new("twice", &starter)));
    env.write("exercises/01_first/twice.rs", change(&starter, "/* Doubles\n   a number. */\n", ""));
    env.run(["run", "twice"]).exits(1).says(&at(15));
    // Of an edited copy no line is told; whose lines they are is.
    let env = Env::with(&Kit::of(twice()));
    let edited = change(TWICE, "three and three", "three times two");
    env.write("exercises/01_first/twice.rs", format!("// One\n{edited}"));
    env.verdict("twice").failed("tests").at(16, 9).notes("not the exercise's own");
    env.run(["run", "twice"])
        .exits(1)
        .says("twice.rs:16:9")
        .says("Lines of the tests are those of .memkata/originals/exercises/01_first/twice.rs");
    // The same is said of one that is only laid out otherwise, where lines of it are told.
    let other =
        |source: &str| change(source, "    use super::*;\n", "    // All of it.\n    use super::*;\n");
    env.write("exercises/01_first/twice.rs", other(TWICE));
    env.verdict("twice").failed("tests").at(16, 9).notes("laid out otherwise");
    env.write("exercises/01_first/twice.rs", other(&solved()));
    env.verdict("twice").passed().without_notes();
}

#[test]
fn an_error_in_the_tests_is_shown_at_the_learners_line_without_folders_of_memkata() {
    let source =
        change(TWICE, "fn twice(n: u32) -> u32 {\n    n", "fn twice() -> usize {\n    // Nothing.\n    2");
    let env = Env::with(&Kit::of(twice()));
    env.write("exercises/01_first/twice.rs", change(&source, "twice(2)", "twice()"));
    env.verdict("twice").failed("compile").code("E0061").at(16, 20).in_file_of("kit");
    env.run(["run", "twice"])
        .exits(1)
        .says("--> exercises/01_first/twice.rs:17:20 (in the exercise's tests)")
        .says("17 |")
        .says_not(".memkata");
}

#[test]
fn that_other_tests_have_run_is_told_first() {
    let env = Env::with(&Kit::of(twice()));
    env.write("exercises/01_first/twice.rs", change(TWICE, "twice(0), 0", "twice(0), 1"));
    let shown = env.run(["run", "twice"]).exits(1).stdout;
    let at = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words:?} in {shown}"));
    assert!(at("the tests in your file are not") < at("three and three"), "{shown}");
}

#[test]
fn names_of_other_languages_are_answered_with_what_rust_has() {
    let told = |body: &str, words: &str| {
        let source = change(TWICE, "    n\n", &format!("{body}\n    n\n"));
        judge(twice(), source).failed("compile").says(words);
    };
    told("    for _ in range(3) {}", "`0..n`");
    told("    let _ = len(\"a\");", "list.len()");
    told("    print(\"a\");", "macros, whose names end in `!`");
    told("    let _ = True;", "`true`");
    told("    let _ = null;", "`Option`");
    told("    if n == 1 {\n    } elif n == 2 {\n    }", "`else if`");
    told("    twice(mut n);", "the name is enough");
    let shared = "    let shared = std::rc::Rc::new((n, n));\n    shared.0 = 3;";
    told(shared, "no `mut` changes that");
    // A name that is only misspelt.
    told("    let _ = nn;", "check the spelling");
}

#[test]
fn a_changed_signature_is_told_as_the_learners_item() {
    let source =
        change(TWICE, "fn twice(n: u32) -> u32 {\n    n", "fn twice(n: &str) -> usize {\n    n.len()");
    let source = change(&source, "twice(2)", "twice(\"2\")");
    let verdict = judge(twice(), source).failed("compile").code("E0308").in_file_of("kit").says("`twice`");
    assert!(verdict.first()["message"].as_str().unwrap().contains("`twice`"), "{:#}", verdict.json);
    assert_eq!(verdict.first()["line"], 16);

    let renamed = TWICE.replace("twice(", "double(");
    judge(twice(), renamed).failed("compile").code("E0425").in_file_of("kit").says("`twice`");
}

#[test]
fn main_that_panics_fails_with_the_learners_line() {
    let source = "fn main() {\n    let n = std::env::args().count() - 1;\n    let _ = 1 / n;\n}\n";
    judge(program("loud", "fn main() {}"), source)
        .failed("run")
        .says("divide by zero")
        .at(3, 13)
        .in_file_of("learner");
}

#[test]
fn main_that_ends_with_a_failure_is_told_with_its_status() {
    judge(program("quits", "fn main() {}"), "fn main() {\n    std::process::exit(3);\n}\n")
        .failed("run")
        .says("status 3");
    let source = "fn main() -> Result<(), String> {\n    Err(\"no bread\".to_string())\n}\n";
    judge(program("errs", "fn main() {}"), source).failed("run").says("status 1").says("no bread");
    let source = "use std::process::ExitCode;\nfn main() -> ExitCode {\n    ExitCode::from(7)\n}\n";
    judge(program("codes", "fn main() {}"), source).failed("run").says("status 7");
    judge(program("fine", "fn main() {}"), "fn main() -> Result<(), String> {\n    Ok(())\n}\n").passed();
}

#[test]
fn output_that_differs_is_shown_line_by_line() {
    let exercise = || program("greet", "fn main() {}").key("stdout = \"\"\"\none\ntwo\nthree\n\"\"\"");
    judge(exercise(), "fn main() {\n    println!(\"one\\ntwo\\nthree\");\n}\n").passed();
    judge(exercise(), "fn main() {\n    println!(\"one\\nzwei\\nthree\");\n}\n")
        .failed("output")
        .says("line 2 of the output")
        .says("- two\n+ zwei");
    judge(exercise(), "fn main() {}\n").failed("output").says("- one");
    judge(exercise(), "fn main() {\n    print!(\"one\\r\\ntwo  \\nthree\");\n}\n").passed();
    judge(exercise(), "fn main() {\n    eprintln!(\"one\\ntwo\\nthree\");\n}\n").failed("output");
}

#[test]
fn failing_tests_come_before_a_failing_main() {
    let source =
        change(TWICE, "    println!", "    panic!(\"main\");\n    #[allow(unreachable_code)]\n    println!");
    let verdict = judge(twice(), source).failed("tests").says("three and three");
    assert_eq!(verdict.errors(), 2, "{:#}", verdict.json);
}

#[test]
fn a_hint_for_the_first_error_comes_with_the_verdict() {
    let exercise =
        || twice().key("hint_for = { E0308 = \"Look at the types.\", tests = \"Twice as much.\" }");
    let verdict = judge(exercise(), change(TWICE, "    n\n", "    \"n\"\n")).failed("compile");
    assert_eq!(verdict.json["hint"], "Look at the types.");
    assert_eq!(judge(exercise(), TWICE).failed("tests").json["hint"], "Twice as much.");
    assert!(judge(exercise(), solved()).passed().json["hint"].is_null());
}

#[test]
fn an_answer_is_judged_by_its_rubric() {
    let rubric = "language = \"en\"\n[[group]]\nid = \"who\"\nask = \"Who frees it?\"\n\
                  [[concept]]\nid = \"owner\"\ngroup = \"who\"\nany = [\"owner\"]\n";
    let question = "# Who?\n\nWho frees a box?\n\n## Your answer\n";
    let exercise = || Exercise::answer("who", question, rubric);
    judge(exercise(), question).failed("answer").says("no answer yet").at(5, 1);
    judge(exercise(), format!("{question}\nThe sea is deep and wide.\n"))
        .failed("answer")
        .says("Who frees it?");
    judge(
        exercise(),
        format!("{question}\nMemory is given back as soon as its owner goes away at a brace.\n"),
    )
    .passed();
    judge(exercise(), "The owner frees it.\n").failed("answer").says("## Your answer");
    // What cannot be decided says what to do next.
    let undecided = "I am not sure, but memory is given back as soon as its owner goes away at a brace.";
    judge(exercise(), format!("{question}\n{undecided}\n"))
        .failed("answer")
        .says("cannot tell whether this answer is right")
        .says("Add a sentence")
        .says("model answer");
}
