//! Predictions: each truth is taken from the program's real compile and run, and nobody learns it
//! before every blank is right.

use std::fs;

use serde_json::{Value, json};

use crate::samples::change;
use crate::support::{Env, Exercise, Kit, Verdict, judge};

/// Prints how long a list is, and drops two values.
pub const GROW: &str = "\
# A list

```rust
struct Part(u32);

impl Drop for Part {
    fn drop(&mut self) {
        println!(\"drop {}\", self.0);
    }
}

fn main() {
    let list: Vec<Part> = Vec::new();
    println!(\"{}\", list.len());
    let _one = Part(1);
    let _two = Part(2);
}
```

1. What is printed first? 2. What is dropped, in which order?

## Your prediction

1>
2>
";

/// The exercise of that file.
pub fn grow() -> Exercise {
    let toml =
        blanks(&[("stdout_line = 1", "What was pushed?"), ("drops = \"drop \"", "Which one ends first?")]);
    Exercise::predict("grow", GROW, &toml)
        .key("fails_with = \"predict\"")
        .solution(&grow_filled(["0", "2, 1"]))
}

/// Its file with these predictions.
pub fn grow_filled(answers: [&str; 2]) -> String {
    filled(GROW, &answers)
}

/// A `.predict.toml` with a blank for each truth and question.
fn blanks(all: &[(&str, &str)]) -> String {
    let blank = |(at, (truth, question)): (usize, &(&str, &str))| {
        format!("[[blank]]\nn = {}\ntruth = {{ {truth} }}\nquestion = \"{question}\"\n\n", at + 1)
    };
    all.iter().enumerate().map(blank).collect()
}

/// The file with these words behind its marks.
fn filled(md: &str, answers: &[&str]) -> String {
    let mut text = md.to_owned();
    for (at, answer) in answers.iter().enumerate() {
        text = change(&text, &format!("\n{}>\n", at + 1), &format!("\n{}> {answer}\n", at + 1));
    }
    text
}

/// A prediction about this program, with as many marks as there are truths.
fn about(program: &str, truths: &[&str]) -> (Exercise, String) {
    let marks: String = (1..=truths.len()).map(|n| format!("{n}>\n")).collect();
    let md = format!("# What?\n\n```rust\n{program}\n```\n\n## Your prediction\n\n{marks}");
    let all: Vec<(&str, &str)> = truths.iter().map(|truth| (*truth, "Why so?")).collect();
    (Exercise::predict("about", &md, &blanks(&all)), md)
}

/// What judging these answers about this program comes to.
fn predicted(program: &str, truths_and_answers: &[(&str, &str)]) -> Verdict {
    let (truths, answers): (Vec<&str>, Vec<&str>) = truths_and_answers.iter().copied().unzip();
    let (exercise, md) = about(program, &truths);
    judge(exercise, filled(&md, &answers))
}

const MOVED: &str = "fn main() {\n    let a = String::from(\"x\"); // A\n    let b = a; // B\n    println!(\"{a}{b}\"); // C\n}";

#[test]
fn how_to_write_a_number_is_told_without_the_truth() {
    let program = "fn main() {\n    println!(\"x\");\n}";
    let verdict = predicted(program, &[("allocations = true", "about 3")]).failed("predict");
    let verdict = verdict.says("cannot be compared").says("in digits or as a word");
    assert!(!verdict.first().to_string().contains("`0`"), "{}", verdict.first());
    // What prints allocates nothing.
    predicted(program, &[("allocations = true", "0")]).passed();
}

#[test]
fn what_is_printed_and_dropped() {
    let verdict =
        judge(grow(), grow_filled(["zero", "2 -> 1"])).passed().tests(&[("1>", "ok"), ("2>", "ok")]);
    assert_eq!(verdict.json["output"], "0\ndrop 2\ndrop 1\n");
    let beside = json!([
        {"blank": 1, "predicted": "zero", "happened": "0"},
        {"blank": 2, "predicted": "2 -> 1", "happened": "2, 1"},
    ]);
    assert_eq!(verdict.json["predictions"], beside);
    let leak = "struct D;\nimpl Drop for D {\n    fn drop(&mut self) {\n        println!(\"drop d\");\n    }\n}\nfn main() {\n    std::mem::forget(D);\n}";
    predicted(leak, &[("drops = \"drop \"", "nothing")]).passed();
    predicted(leak, &[("drops = \"drop \"", "d")]).failed("predict");
}

#[test]
fn whether_it_panics() {
    let panics = "fn main() {\n    let v: Vec<u32> = Vec::new();\n    println!(\"{}\", v[0]);\n}";
    let verdict = predicted(panics, &[("panics = true", "yes")]).passed().notes("the program panicked");
    assert_eq!(verdict.json["predictions"][0]["happened"], "it panics");
    predicted(panics, &[("panics = true", "it does not")]).failed("predict");
    predicted(panics, &[("panics = true", "perhaps")]).failed("predict").says("cannot be compared");
    let caught = "fn main() {\n    let caught = std::panic::catch_unwind(|| panic!(\"inside\"));\n    println!(\"{}\", caught.is_err());\n}";
    predicted(caught, &[("panics = true", "no"), ("stdout_line = 1", "true")]).passed();
    predicted(caught, &[("panics = true", "it panics"), ("stdout_line = 1", "true")]).failed("predict");
}

#[test]
fn what_is_allocated() {
    let program = "fn main() {\n    let list: Vec<u32> = Vec::with_capacity(24);\n    println!(\"{}\", list.len());\n    drop(list);\n    let _boxed: Box<u8> = Box::new(1);\n}";
    let asked = ["allocations = true", "peak_bytes = true"];
    let ask = |answers: [&str; 2]| predicted(program, &[(asked[0], answers[0]), (asked[1], answers[1])]);
    for answers in [["2", "96"], ["twice", "96 B"], ["two allocations", "96 bytes"]] {
        let verdict = ask(answers).passed();
        assert_eq!(verdict.json["memory"]["allocations"], 2);
    }
    for answers in [["3", "97"], ["2 bytes", "96 allocations"], ["1", "97 B"]] {
        let verdict = ask(answers).failed("predict").tests(&[("1>", "failed"), ("2>", "failed")]);
        assert!(verdict.json["memory"].is_null(), "{:#}", verdict.json);
    }
}

const FREED: &str = "fn main() {\n    std::mem::forget(vec![1_u8; 10]);\n    let boxed = Box::into_raw(Box::new(1_u32));\n    unsafe { drop(Box::from_raw(boxed)) };\n    println!(\"{}\", unsafe { &*boxed });\n}";

#[test]
fn what_an_oracle_reports() {
    // Beside a leak, and by code of the standard library's, which only one of the oracles watches.
    predicted(FREED, &[("oracle = true", "heap use after free")]).passed().notes("line 8 reads from a block");
    predicted(FREED, &[("oracle = true", "leak")]).failed("predict");
    predicted(FREED, &[("oracle = true", "nothing")]).failed("predict");
}

/// Where an oracle is missing, a program in which the others see nothing is not called correct.
#[cfg(target_os = "linux")]
#[test]
fn what_no_oracle_here_can_rule_out_is_the_machines_fault() {
    use crate::support::toolchain::Wrapped;
    let beyond = "fn main() {\n    let list = [1, 2, 3];\n    let at = std::hint::black_box(list.as_ptr());\n    println!(\"{}\", unsafe { at.add(3).read() } > 0);\n}";
    for (program, answer, status) in [(FREED, "heap-use-after-free", 0), (beyond, "stack-buffer-overflow", 4)]
    {
        let mut env = Env::new();
        Wrapped::without_sanitizer(&mut env);
        let (exercise, md) = about(program, &["oracle = true"]);
        let file = exercise.file();
        env.workspace_of(&Kit::of(exercise));
        env.write(file, filled(&md, &[answer]));
        let answer = env.run(["run", "about"]).exits(status);
        if status == 4 {
            answer.warns("cannot be measured here");
        }
    }
}

#[test]
fn what_the_compiler_says() {
    for line in ["7", "line 7", "C", "`println!(\"{a}{b}\");`"] {
        let verdict =
            predicted(MOVED, &[("error_code = true", "e0382"), ("error_line = true", line)]).passed();
        let told = verdict.json["findings"].as_array().unwrap();
        let text = told.iter().find_map(|note| note["rendered"].as_str()).expect("the compiler's words");
        assert!(text.contains("exercises/01_first/about.md:7:"), "{text}");
        assert!(verdict.json["output"].is_null(), "nothing ran");
    }
    for line in ["6", "B", "let b = a;", "4"] {
        predicted(MOVED, &[("error_code = true", "E0382"), ("error_line = true", line)])
            .failed("predict")
            .tests(&[("1>", "ok"), ("2>", "failed")]);
    }
}

#[test]
fn lines_are_those_of_ones_own_file() {
    let (exercise, md) = about(MOVED, &["error_line = true"]);
    let moved = format!("My notes.\n\nMore notes.\n{}", filled(&md, &["10"]));
    let verdict = judge(exercise, moved).passed().without_edits();
    let text = verdict.json.to_string();
    assert!(text.contains("about.md:10:"), "{text}");
}

trait WithoutEdits {
    fn without_edits(self) -> Self;
}

impl WithoutEdits for Verdict {
    fn without_edits(self) -> Self {
        assert!(!self.json.to_string().contains("not the exercise's own"), "{:#}", self.json);
        self
    }
}

#[test]
fn each_blank_is_judged_by_itself_and_answered_with_its_question() {
    let verdict = judge(grow(), grow_filled(["4", "1, 2"]))
        .failed("predict")
        .tests(&[("1>", "failed"), ("2>", "failed")])
        .at(24, 4)
        .says("1> “4” is not what happens")
        .says("What was pushed?");
    assert_eq!(verdict.errors(), 2);
    let verdict =
        judge(grow(), grow_filled(["0", "1, 2"])).failed("predict").tests(&[("1>", "ok"), ("2>", "failed")]);
    assert_eq!(verdict.errors(), 1);
    judge(grow(), grow_filled(["0 or 4", "2, 1"])).failed("predict").says("more than one answer");
    judge(grow(), grow_filled(["0, 4", "2, 1"])).failed("predict").says("more than one answer");
}

#[test]
fn what_is_not_there_is_said() {
    let kit = || Env::with(&Kit::of(grow()));
    let failures = |env: &Env| -> Value {
        let text = fs::read_to_string(env.dir().join(".memkata/progress.json")).unwrap_or_default();
        let progress: Value = serde_json::from_str(&text).unwrap_or_default();
        progress["exercises"]["grow"]["failures"].clone()
    };
    let file = "exercises/01_first/grow.md";
    // Nothing written, or only what is right so far: no attempt.
    let env = kit();
    env.verdict("grow")
        .failed("predict")
        .code("unfinished")
        .at(22, 1)
        .tests(&[("1>", "missing"), ("2>", "missing")]);
    env.write(file, grow_filled(["0", ""]));
    env.verdict("grow")
        .failed("predict")
        .code("unfinished")
        .says("2> is empty")
        .tests(&[("1>", "ok"), ("2>", "missing")]);
    assert_eq!(failures(&env), Value::Null);
    env.write(file, grow_filled(["3", ""]));
    let verdict =
        env.verdict("grow").failed("predict").says("1> “3”").tests(&[("1>", "failed"), ("2>", "missing")]);
    assert_eq!(verdict.errors(), 2);
    assert_eq!(failures(&env), 1);

    let right = grow_filled(["0", "2, 1"]);
    env.write(file, change(&right, "1> 0\n", ""));
    env.verdict("grow").failed("predict").says("the line `1>` is missing").at(22, 1);
    env.write(file, change(&right, "1> 0\n", "1> 0\n1> 4\n"));
    env.verdict("grow").failed("predict").says("the line `1>` is there twice").at(25, 1);
    env.write(file, format!("{right}7> what?\n"));
    env.verdict("grow").failed("predict").says("no question for `7>`").at(26, 1);
    env.write(file, change(&right, "## Your prediction", "## Mine"));
    env.verdict("grow").failed("predict").says("the heading `## Your prediction` is missing");
    env.write(file, "");
    env.verdict("grow").failed("predict").says("the heading");
    env.write(file, b"## Your prediction\n1> \xff\n");
    env.verdict("grow").failed("predict").says("not UTF-8").at(2, 4);
    fs::remove_file(env.dir().join(file)).unwrap();
    env.verdict("grow").failed("predict").says("is not there");
}

#[test]
fn what_is_written_below_a_mark_is_not_overlooked() {
    // One line cannot be meant for another mark.
    judge(grow(), change(&change(GROW, "1>\n", "1>\nzero\n"), "2>\n", "2>\n\n2 -> 1\n"))
        .passed()
        .tests(&[("1>", "ok"), ("2>", "ok")]);
    judge(grow(), change(GROW, "1>\n", "1>\n  3\n")).failed("predict").says("1> “3”").at(25, 3);
    // Of two, nobody knows which is meant.
    let two = change(GROW, "1>\n", "1>\nfirst it is empty:\n0\n");
    judge(grow(), &two)
        .failed("predict")
        .code("unfinished")
        .says("text below it")
        .says("on the same line")
        .at(25, 1);
    judge(grow(), change(&two, "2>", "2> 2, 1")).failed("predict").code("unfinished").says("text below it");
}

const PLACES: &str =
    "fn main() {\n    println!(\"heap\");\n    println!(\"in 30\");\n    println!(\"true\");\n}";

#[test]
fn a_printed_line_is_compared_by_what_it_says() {
    let about = |answers: [&str; 3]| {
        let truths = ["stdout_line = 1", "stdout_line = 2", "stdout_line = 3"];
        predicted(PLACES, &[(truths[0], answers[0]), (truths[1], answers[1]), (truths[2], answers[2])])
    };
    about(["on the heap", "in 30", "yes, it is"]).passed();
    about(["the stack", "in 30", "true"]).failed("predict").says("is not what happens").says("Why so?");
    about(["stack or heap", "in 30", "true"]).failed("predict").says("more than one answer");
    about(["not the heap", "in 30", "true"]).failed("predict").says("not what is not printed");
    let part = about(["heap", "30", "true"]).failed("predict").says("2> “30” is not the whole line");
    let part = part.says("The number is right; write the whole line as the program prints it.");
    assert!(!part.json.to_string().contains("in 30"), "{:#}", part.json);
    about(["heap", "31", "true"]).failed("predict").says("is not what happens").says("Why so?");
}

#[test]
fn line_ends_and_byte_order_marks_do_not_matter() {
    let windows = format!("\u{feff}{}", grow_filled(["0", "2, 1"])).replace('\n', "\r\n");
    judge(grow(), &windows).passed().without_notes();
    let kit = GROW.replace('\n', "\r\n");
    let toml =
        format!("\u{feff}{}", blanks(&[("stdout_line = 1", "What?"), ("drops = \"drop \"", "Which?")]));
    let exercise = || Exercise::predict("grow", &format!("\u{feff}{kit}"), &toml.replace('\n', "\r\n"));
    judge(exercise(), grow_filled(["0", "2, 1"])).passed().without_notes();
    judge(exercise(), &windows).passed().without_notes();
}

#[test]
fn it_is_the_kits_program_that_runs() {
    let edited = change(&grow_filled(["0", "2, 1"]), "list.len()", "list.len() + 5");
    judge(grow(), &edited).passed().notes("the program in your file is not the exercise's own");
    let edited = change(&grow_filled(["5", "2, 1"]), "list.len()", "list.len() + 5");
    judge(grow(), &edited)
        .failed("predict")
        .notes("the program in your file")
        .tests(&[("1>", "failed"), ("2>", "ok")]);
    let without = grow_filled(["0", "2, 1"]).replace("```rust", "```text");
    judge(grow(), &without).passed().notes("the program in your file");
    // A program of the learner's is never run, whatever it would do.
    let evil = change(&grow_filled(["0", "2, 1"]), "fn main() {", "fn main() {\n    std::process::exit(7);");
    judge(grow(), &evil).passed();
}

/// Everything that is shown about an exercise that failed.
fn everything_shown(env: &Env, name: &str) -> String {
    let asked: [&[&str]; 9] = [
        &["run", name],
        &["run", name, "--format", "json"],
        &["check"],
        &["check", "--no-cache"],
        &["check", "--format", "json"],
        &["check", "--format", "junit"],
        &["hint", name],
        &["list", "--format", "json"],
        &["solution", name],
    ];
    let mut text = String::new();
    for args in asked {
        let answer = env.run(args);
        text.push_str(&answer.stdout);
        text.push_str(&answer.stderr);
    }
    for entry in fs::read_dir(env.dir().join(".memkata/cache/verdicts")).into_iter().flatten() {
        text.push_str(&fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    text
}

#[test]
fn before_the_pass_nothing_tells_what_happens() {
    let program = "fn main() {\n    let parts = [\"quick\", \"silver\"];\n    println!(\"{}\", parts.concat());\n    println!(\"{}\", 700 + 35);\n    eprintln!(\"{}\", parts.concat());\n    assert_eq!(parts.len(), 3, \"{}\", parts.concat());\n}";
    let (exercise, md) = about(program, &["stdout_line = 1", "stdout_line = 2", "panics = true"]);
    let env = Env::with(&Kit::of(exercise));
    for answers in [
        ["gold", "5", "no"],
        ["gold", "5", "yes"],
        ["", "5", ""],
        ["gold or lead", "1 or 2", "yes or no"],
        ["", "", ""],
    ] {
        env.write("exercises/01_first/about.md", filled(&md, &answers));
        let shown = everything_shown(&env, "about");
        for secret in ["quicksilver", "735", "panicked", "it panics"] {
            assert!(!shown.contains(secret), "{secret} is told: {shown}");
        }
    }
    env.write("exercises/01_first/about.md", filled(&md, &["quicksilver", "735", "yes"]));
    env.run(["run", "about"])
        .exits(0)
        .says("happened quicksilver")
        .says("it panics")
        .says_not("the program printed");

    let (exercise, md) = about(MOVED, &["error_code = true", "error_line = true"]);
    let env = Env::with(&Kit::of(exercise));
    for answers in [["E0499", "B"], ["E0499 or E0505", "6"], ["E0499", ""]] {
        env.write("exercises/01_first/about.md", filled(&md, &answers));
        let shown = everything_shown(&env, "about");
        for secret in ["E0382", "borrow of moved", "about.md:7", "println", "clone"] {
            assert!(!shown.contains(secret), "{secret} is told: {shown}");
        }
    }
}

/// The error that `run` ends with for a kit of these two files.
#[track_caller]
fn kit_fault(md: &str, toml: &str, file: &str, line: u64, says: &str) {
    let exercise = Exercise::predict("grow", md, toml).key("limits = { seconds = 2 }");
    let env = Env::with(&Kit::of(exercise));
    env.write("exercises/01_first/grow.md", grow_filled(["0", "2, 1"]));
    let error = env.run(["run", "grow", "--format", "json"]).exits(3).error();
    let text = error.to_string();
    assert!(text.contains(says), "{says:?} is not said: {error:#}");
    assert!(error["file"].as_str().unwrap().ends_with(file), "{error:#}");
    assert_eq!(error["line"], line, "{error:#}");
    assert!(error["help"].is_string(), "{error:#}");
}

#[test]
fn a_broken_kit_is_never_the_learners_fault() {
    let good = blanks(&[("stdout_line = 1", "What?"), ("drops = \"drop \"", "Which?")]);
    let toml = "grow.predict.toml";
    let fault =
        |from: &str, to: &str, line, says: &str| kit_fault(GROW, &change(&good, from, to), toml, line, says);
    fault("stdout_line = 1", "stdout_line = 9", 3, "prints 3 lines, and no line 9");
    fault("stdout_line = 1", "stdout_line = 0", 3, "lines are counted from 1");
    fault("stdout_line = 1", "stdout_lin = 1", 3, "did you mean `stdout_line`?");
    fault("stdout_line = 1", "stdout_line = 1, panics = true", 3, "exactly one place");
    fault("stdout_line = 1", "", 3, "exactly one place");
    fault("stdout_line = 1", "panics = false", 3, "panics = true");
    fault("stdout_line = 1", "allocations = 3", 3, "never written here");
    fault("drops = \"drop \"", "drops = \"\"", 8, "beginning of a line");
    fault("\"What?\"", "\" \"", 4, "an empty question");
    fault("n = 2", "n = 1", 8, "there twice");
    fault("question = \"What?\"", "question = \"What?\"\naccept = [\"zero\"]", 5, "unknown field `accept`");
    fault("question = \"What?\"", "questoin = \"What?\"", 4, "did you mean `question`?");
    fault("question = \"What?\"\n", "", 1, "missing field `question`");
    fault("stdout_line = 1", "error_code = true", 8, "does not compile does not run");
    let third = format!("{good}[[blank]]\nn = 3\ntruth = {{ panics = true }}\nquestion = \"Why?\"\n");
    kit_fault(GROW, &third, toml, 13, "the exercise has no line `3>`");
    kit_fault(GROW, &third.replace("n = 2", "n = 4"), "grow.md", 25, "`2>` has no [[blank]]");
    kit_fault(GROW, "", toml, 1, "no [[blank]]");
    kit_fault(GROW, "[[blank]\n", toml, 1, "");
    let counted = blanks(&[("allocations = true", "How many?"), ("panics = true", "Does it?")]);
    kit_fault(&change(GROW, "list.len()", "list[0].0"), &counted, toml, 3, "comes to its end");
    let only_code = blanks(&[("error_code = true", "Which?"), ("error_line = true", "Where?")]);
    kit_fault(GROW, &only_code, toml, 3, "the program compiles");

    let md = |from: &str, to: &str, line, says: &str| {
        kit_fault(&change(GROW, from, to), &good, "grow.md", line, says);
    };
    md("list.len()", "list.length()", 14, "does not compile");
    md("list.len()", "list.len(", 4, "brackets");
    md("struct Part", "#![no_std]\nstruct Part", 4, "`#![no_std]` cannot be used");
    md("fn main() {", "fn start() {", 4, "no `fn main()`");
    md("```rust", "```text", 1, "no program");
    md("## Your prediction", "```rust\nfn a() {}\n```\n\n## Your prediction", 22, "second program");
    md("## Your prediction", "## Yours", 1, "heading");
    md("\n2>\n", "\n2>\n3>\n", 26, "`3>` has no [[blank]]");
    md("\n2>\n", "\n2>\n2>\n", 26, "there twice");
    md("Vec::new();\n", "Vec::new();\n    loop {}\n", 4, "still running after");
}

#[test]
fn files_of_the_kit_have_to_be_there() {
    let env = Env::author(&Kit::of(grow()));
    fs::remove_file(env.dir().join("solutions/01_first/grow.predict.toml")).unwrap();
    let error = env.run(["list", "--format", "json"]).exits(3).error();
    assert!(error["message"].as_str().unwrap().contains("grow.predict.toml"), "{error:#}");
}

#[test]
fn the_other_commands_know_it() {
    let exercise = grow()
        .key("hints = [\"Read it twice.\"]")
        .key("hint_for = { predict = \"Count the lines.\" }")
        .key("explain = \"It was empty.\"");
    let env = Env::with(&Kit::of(exercise));
    let file = "exercises/01_first/grow.md";
    assert!(!env.read("Cargo.toml").contains("[[bin]]"));
    assert!(!env.dir().join("solutions").exists());
    let list = env.run(["list", "--format", "json"]).exits(0).json();
    assert_eq!(list["exercises"][0]["kind"], "predict");
    env.write(file, grow_filled(["9", "2, 1"]));
    env.run(["hint", "grow"]).exits(0).says("Count the lines.").says("Read it twice.");
    env.run(["solution", "grow"]).exits(2);
    env.run(["check", "--format", "junit"]).exits(1).says("type=\"predict\"");
    env.write(file, grow_filled(["0", "2, 1"]));
    env.run(["check"]).exits(0).says("1 of 1 passed");
    env.run(["run", "grow"]).exits(0).says("It was empty.");
    env.run(["solution", "grow"]).exits(0).says("1> 0");
    env.run(["reset", "grow"]).exits(0);
    assert_eq!(env.read(file), GROW);
}

#[test]
fn a_verdict_is_reused_until_something_changes() {
    let env = Env::author(&Kit::of(grow()));
    let cached = |env: &Env| {
        let answer = env.run(["check", "--format", "json"]).json();
        (answer["verdicts"][0]["verdict"].clone(), answer["verdicts"][0]["cached"] == true)
    };
    let file = "exercises/01_first/grow.md";
    env.write(file, grow_filled(["0", "2, 1"]));
    assert_eq!(cached(&env), ("passed".into(), false));
    assert_eq!(cached(&env), ("passed".into(), true));
    let toml = env.read("solutions/01_first/grow.predict.toml");
    env.write("solutions/01_first/grow.predict.toml", change(&toml, "stdout_line = 1", "stdout_line = 2"));
    assert_eq!(cached(&env), ("failed".into(), false));
    env.write("solutions/01_first/grow.predict.toml", toml);
    assert_eq!(cached(&env), ("passed".into(), true));
    env.write(file, change(&grow_filled(["0", "2, 1"]), "Part(2)", "Part(3)"));
    assert_eq!(cached(&env), ("failed".into(), false));
}
