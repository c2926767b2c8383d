//! What people see for the usual verdicts and errors. The compiler's own listings are left
//! out: another version may word them differently.

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::{Env, Exercise, Kit};

/// Everything that a command showed, without what differs from run to run.
fn shown(env: &Env, args: &[&str]) -> String {
    let answer = env.run(args);
    let text = format!("{}{}", answer.stdout, answer.stderr);
    let text = text.replace(env.path("").to_str().unwrap(), "/test/");
    let mut lines: Vec<String> = Vec::new();
    let mut in_listing = false;
    for line in text.lines() {
        let starts = ["error", "warning"].iter().any(|word| {
            line.strip_prefix(word).is_some_and(|rest| rest.starts_with('[') || rest.starts_with(": "))
        });
        in_listing = (starts && answer.status < Some(2)) || (in_listing && !line.is_empty());
        if in_listing {
            let head = line.split(['[', ':']).next().unwrap_or_default();
            if starts {
                lines.push(format!("({head}: the compiler's own listing)"));
            }
        } else {
            lines.push(without_time(line));
        }
    }
    format!("{}\nexit {}", lines.join("\n"), answer.status.unwrap_or(-1))
}

/// `12 ms`, `2 s` → `… ms`.
fn without_time(line: &str) -> String {
    let number = line.strip_suffix(" ms").or_else(|| line.strip_suffix(" s"));
    match number.and_then(|rest| rest.rsplit_once("  ")) {
        Some((before, number)) if number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') => {
            format!("{before}  … ms")
        }
        _ => line.to_owned(),
    }
}

/// What `run` shows for this file.
fn run(exercise: Exercise, source: &str) -> String {
    let (name, file) = (exercise.name.clone(), exercise.file());
    let env = Env::with(&Kit::of(exercise));
    env.write(file, source);
    shown(&env, &["run", &name])
}

#[test]
fn passes() {
    let exercise =
        twice().key("explain = \"A number is copied when it is handed over.\\nSo both are there.\"");
    insta::assert_snapshot!("pass", run(exercise, &solved()));
    let warned = change(TWICE, "    n\n", "    let unused = 1;\n    n * 2\n");
    insta::assert_snapshot!("pass_with_a_warning", run(twice(), &warned));
    let edited = solved().replace("twice(3), 6", "twice(3), 7");
    insta::assert_snapshot!("pass_with_edited_tests", run(twice(), &edited));
}

#[test]
fn compiler_errors() {
    let exercise = twice().key("hint_for = { E0308 = \"Which type is promised?\" }");
    insta::assert_snapshot!("type_error", run(exercise, &change(TWICE, "    n\n", "    \"n\"\n")));
    let many =
        change(TWICE, "    n\n", "    let a: u8 = \"a\";\n    let b: u8 = \"b\";\n    missing(a, b)\n");
    insta::assert_snapshot!("several_errors", run(twice(), &many));
    insta::assert_snapshot!("changed_signature", run(twice(), &TWICE.replace("twice(", "double(")));
    let lint = change(TWICE, "    n\n", "    let unused = 1;\n    n * 2\n");
    insta::assert_snapshot!("lint", run(twice().key("strict_clippy = true"), &lint));
}

#[test]
fn rules() {
    let forbid = twice().key("forbid = [\"clone\"]").key("keep = [\"sig twice\"]");
    let source =
        change(TWICE, "    n\n", "    #[allow(clippy::clone_on_copy)]\n    let m = n.clone();\n    n + m\n");
    insta::assert_snapshot!("forbidden", run(forbid.clone(), &source));
    let source = change(&solved(), "fn twice(n: u32)", "const fn twice(n: u32)");
    insta::assert_snapshot!("not_kept", run(forbid, &source));
}

#[test]
fn tests_and_programs() {
    insta::assert_snapshot!("failing_test", run(twice(), TWICE));
    insta::assert_snapshot!(
        "leaves_early",
        run(twice(), &change(TWICE, "    n\n", "    std::process::exit(i32::from(n > 99))\n"))
    );
    let greet =
        || program("greet", "fn main() {}").key("stdout = \"one\\ntwo\\n\"").key("limits = { seconds = 1 }");
    insta::assert_snapshot!("wrong_output", run(greet(), "fn main() {\n    println!(\"one\\nzwei\");\n}\n"));
    insta::assert_snapshot!(
        "panic",
        run(
            greet(),
            "fn main() {\n    let v = [1].to_vec();\n    let n = v.len();\n    v[n..].first().unwrap();\n}\n"
        )
    );
    insta::assert_snapshot!(
        "timeout",
        run(
            greet(),
            "fn main() {\n    println!(\"one\");\n    loop {\n        std::thread::sleep(std::time::Duration::from_secs(9));\n    }\n}\n"
        )
    );
    insta::assert_snapshot!("status", run(greet(), "fn main() {\n    std::process::exit(3);\n}\n"));
    let deep = "fn deep(n: u64) -> u64 {\n    if n == u64::MAX { 0 } else { deep(n + 1) + 1 }\n}\n\nfn main() {\n    println!(\"{}\", deep(1));\n}\n";
    insta::assert_snapshot!("stack_overflow", run(greet(), deep));
    insta::assert_snapshot!("empty_file", run(twice(), ""));
}

#[test]
fn memory() {
    if !crate::support::toolchain::has_sanitizer() {
        return crate::support::skipped("this toolchain has no AddressSanitizer, which says the most");
    }
    let freed = "fn main() {\n    let list = vec![1_u32, 2, 3];\n    let first = list.as_ptr();\n    drop(list);\n    println!(\"{}\", unsafe { *first });\n}\n";
    let exercise = program("first", freed).key("sanitize = true");
    insta::assert_snapshot!("memory_use_after_free", run(exercise, freed));
    insta::assert_snapshot!(
        "memory_budgets",
        run(Exercise::new("budgets", crate::memory::BUDGETS), crate::memory::BUDGETS)
    );
    let beyond = crate::witness::with_main(&crate::witness::BEYOND);
    let exercise = crate::witness::exercise("heap-buffer-overflow").key("allow_lints = [\"dead_code\"]");
    insta::assert_snapshot!("memory_witness", run(exercise, &beyond));
    let nothing = crate::witness::STUDIED;
    insta::assert_snapshot!(
        "memory_witness_of_nothing",
        run(crate::witness::exercise("heap-buffer-overflow"), nothing)
    );
}

#[test]
fn predictions() {
    let filled = |answers| crate::predict::grow_filled(answers);
    let explained = crate::predict::grow().key("explain = \"What comes last ends first.\"");
    insta::assert_snapshot!("predict_pass", run(explained, &filled(["zero", "2, then 1"])));
    insta::assert_snapshot!("predict_wrong", run(crate::predict::grow(), &filled(["4 or 0", "1, 2"])));
    insta::assert_snapshot!("predict_one_empty", run(crate::predict::grow(), &filled(["0", ""])));
    insta::assert_snapshot!("predict_untouched", run(crate::predict::grow(), &filled(["", ""])));
}

#[test]
fn other_commands() {
    let kit = Kit::of(twice().key("hints = [\"Look at the sum.\", \"Twice is two times.\"]"))
        .and(program("other", "fn main() {}"))
        .head(
            "final_message = \"That was all.\"\n\n[[chapters]]\ndir = \"01_first\"\ntitle = \"First things\"",
        );
    let env = Env::with(&kit);
    insta::assert_snapshot!("hint", shown(&env, &["hint"]));
    insta::assert_snapshot!("check", shown(&env, &["check"]));
    insta::assert_snapshot!("list", shown(&env, &["list"]));
    env.write("exercises/01_first/twice.rs", solved());
    insta::assert_snapshot!("check_all_passed", shown(&env, &["check"]));
    insta::assert_snapshot!("reset", shown(&env, &["reset", "--all"]));
    insta::assert_snapshot!("check_regressed", shown(&env, &["check"]));
    insta::assert_snapshot!("wrong_name", shown(&env, &["run", "twise"]));
}

#[test]
fn proofs() {
    let chapter = "[[chapters]]\ndir = \"01_first\"\ntitle = \"First things\"";
    let kit = |exercise: Exercise| Kit::of(exercise).head(chapter);
    let good = crate::verify::good;
    insta::assert_snapshot!("verify_all_hold", shown(&Env::author(&kit(good())), &["verify"]));
    let bad = twice()
        .key("fails_with = \"E0308\"")
        .key("hints = [\"Write `n * 2`.\", \"Think.\"]")
        .key("keep = [\"fn twise\"]")
        .key("needs = [\"fn\"]")
        .solution(&solved().replace("n * 2", "n*2"));
    let env = Env::author(&kit(bad).file("exercises/01_first/old.rs", "").file("README.md", "[a](b.md)\n"));
    insta::assert_snapshot!("verify_much_is_wrong", shown(&env, &["verify"]));
}

#[test]
fn errors() {
    let kit = Kit::of(twice().key("kind = \"cod\"").key("hint = \"a\"").key("hints = [\"b\"]"));
    insta::assert_snapshot!("broken_kit", shown(&Env::author(&kit), &["list"]));
    insta::assert_snapshot!(
        "unknown_key",
        shown(&Env::author(&Kit::of(twice().key("strict_clipy = true"))), &["list"])
    );
    insta::assert_snapshot!("no_workspace", shown(&Env::new(), &["list"]));
    let mut env = Env::with(&Kit::of(twice()));
    env.set("PATH", env.path("home"));
    insta::assert_snapshot!("no_compiler", shown(&env, &["run"]));
}
