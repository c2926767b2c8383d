//! Files of every shape that a kit or a learner may write: which tests run, and that lines and
//! columns stay those of the file.

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::{Env, Exercise, Kit, judge};

/// A starter of which only the tests matter.
fn tests_of(name: &str, tests: &str) -> (Exercise, String) {
    let text = format!("fn one() -> u32 {{\n    1\n}}\n\nfn main() {{}}\n\n{tests}");
    (Exercise::new(name, &text), text)
}

#[test]
fn a_test_that_should_panic_fails_when_nothing_panics() {
    let (exercise, text) = tests_of(
        "panics",
        "#[cfg(test)]\nmod tests {\n    #[test]\n    #[should_panic]\n    fn any() {\n        assert_eq!(super::one(), 2);\n    }\n\n    \
         #[test]\n    #[should_panic(expected = \"two\")]\n    fn words() {\n        assert_eq!(super::one(), 2, \"not two\");\n    }\n}\n",
    );
    let verdict = judge(exercise.clone(), &text).passed();
    verdict.tests(&[("tests::any", "ok"), ("tests::words", "ok")]);
    judge(exercise.clone(), change(&text, "    1\n", "    2\n"))
        .failed("tests")
        .says("should have panicked")
        .tests(&[("tests::any", "failed"), ("tests::words", "failed")]);
    judge(exercise, change(&text, "    1\n", "    panic!(\"three\")\n"))
        .failed("tests")
        .says("\"two\"")
        .tests(&[("tests::any", "ok"), ("tests::words", "failed")]);
}

#[test]
fn a_test_that_returns_an_error_fails_with_it() {
    let (exercise, text) = tests_of(
        "results",
        "#[cfg(test)]\nmod tests {\n    #[test]\n    fn even() -> Result<(), String> {\n        \
         if super::one() == 1 { Ok(()) } else { Err(\"it is not one\".into()) }\n    }\n}\n",
    );
    judge(exercise.clone(), &text).passed();
    judge(exercise, change(&text, "    1\n", "    2\n")).failed("tests").says("it is not one");
}

#[test]
fn tests_in_modules_of_modules_and_outside_of_any_are_found() {
    let (exercise, text) = tests_of(
        "nested",
        "#[test]\nfn outside() {\n    assert_eq!(one(), 1);\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    mod inner {\n        use super::*;\n\n        \
         #[test]\n        fn deep() {\n            assert_eq!(one(), 1);\n        }\n    }\n\n    #[test]\n    fn shallow() {\n        assert_eq!(one(), 1);\n    }\n}\n",
    );
    judge(exercise.clone(), &text).passed().tests(&[
        ("outside", "ok"),
        ("tests::inner::deep", "ok"),
        ("tests::shallow", "ok"),
    ]);
    judge(exercise, change(&text, "    1\n", "    2\n")).failed("tests").tests(&[
        ("outside", "failed"),
        ("tests::inner::deep", "failed"),
        ("tests::shallow", "failed"),
    ]);
}

#[test]
fn a_test_that_the_kit_ignores_is_not_asked_for() {
    let (exercise, text) = tests_of(
        "ignores",
        "#[cfg(test)]\nmod tests {\n    #[test]\n    #[ignore]\n    fn later() {\n        panic!();\n    }\n\n    #[test]\n    fn now() {}\n}\n",
    );
    judge(exercise, text).passed().tests(&[("tests::later", "ignored"), ("tests::now", "ok")]);
}

#[test]
fn where_writing_tests_is_the_exercise_the_learners_run() {
    let exercise = || Exercise::new("writes", "fn main() {}\n").key("tests = \"learner\"");
    let good = "fn main() {}\n\n#[cfg(test)]\nmod mine {\n    #[test]\n    fn adds() {\n        assert_eq!(\"ab\".len(), 2);\n    }\n}\n";
    judge(exercise(), good).passed().tests(&[("mine::adds", "ok")]);
    judge(exercise(), change(good, "len(), 2", "len(), 3"))
        .failed("tests")
        .in_file_of("learner")
        .at(7, 9)
        .tests(&[("mine::adds", "failed")]);
}

#[test]
fn tests_in_a_file_of_the_kit_run_and_errors_name_that_file() {
    let hidden = "use super::*;\n\n#[test]\nfn doubles() {\n    assert_eq!(twice(4), 8, \"hidden\");\n}\n";
    let starter = "fn twice(n: u32) -> u32 {\n    n\n}\n\nfn main() {\n    twice(1);\n}\n";
    let exercise = Exercise::new("hides", starter).key("tests = \"tests/hides.rs\"");
    let env = Env::with(&Kit::of(exercise).file("tests/hides.rs", &hidden.replace("use super::*;\n\n", "")));
    let verdict = env.verdict("hides").failed("tests").says("hidden").in_file_of("kit").at(3, 5);
    assert_eq!(verdict.first()["file"], "tests/hides.rs");
    env.write("exercises/01_first/hides.rs", change(starter, "    n\n", "    n + n\n"));
    env.verdict("hides").passed().tests(&[("doubles", "ok")]);
}

#[test]
fn without_tests_compiling_and_running_is_enough() {
    let (_, text) = tests_of(
        "free",
        "#[cfg(test)]\nmod tests {\n    #[test]\n    fn never() {\n        panic!();\n    }\n}\n",
    );
    judge(program("free", &text), &text).passed().tests(&[]);
}

#[test]
fn lines_and_columns_stay_behind_docs_and_attributes_at_the_top() {
    let top = "//! An exercise.\n//! It has docs.\n#![allow(dead_code)]\n#![warn(unused_mut)]\n\n";
    let starter = format!("{top}{TWICE}");
    let exercise = || Exercise::new("topped", &starter);
    judge(exercise(), &starter).failed("tests").at(21, 9).in_file_of("kit");
    judge(exercise(), starter.replace("    n\n", "    let x = n;\n    x + true\n"))
        .failed("compile")
        .code("E0277")
        .at(9, 7);
    let verdict = judge(exercise(), starter.replace("    n\n", "    let mut x = n * 2;\n    x\n")).passed();
    let warnings = verdict.warnings();
    assert_eq!((&warnings[0]["line"], &warnings[0]["column"]), (&8.into(), &9.into()), "{:#}", verdict.json);
    let wrong = starter.replace("unused_mut", "no_such_lint_at_all");
    let verdict = judge(exercise(), wrong.replace("    n\n", "    n * 2\n")).passed();
    assert_eq!(verdict.warnings()[0]["line"], 4, "{:#}", verdict.json);
    assert_eq!(verdict.warnings()[0]["column"], 9, "{:#}", verdict.json);
}

#[test]
fn a_lint_that_the_file_allows_or_denies_at_its_top_obeys() {
    let source = change(TWICE, "    n\n", "    let unused = 1;\n    n * 2\n");
    let allowed = judge(twice(), format!("#![allow(unused_variables)]\n{source}")).passed();
    assert!(allowed.warnings().is_empty(), "{:#}", allowed.json);
    judge(twice(), format!("#![deny(unused_variables)]\n{source}"))
        .failed("lint")
        .code("unused_variables")
        .at(4, 9);
    // The place that the compiler names for the lint is the learner's, too.
    let top = "//! Docs.\n\n  #![allow(dead_code)] #![deny(unused_variables)]\n";
    let verdict = judge(twice(), format!("{top}{source}")).failed("lint").at(6, 9);
    let rendered = verdict.first()["rendered"].as_str().unwrap();
    assert!(rendered.contains("exercises/01_first/twice.rs:3:32"), "{rendered}");
    assert!(!rendered.contains("root.rs"), "{rendered}");
}

#[test]
fn columns_count_characters_and_errors_in_macros_have_the_learners_place() {
    let source = "fn main() {\n    let grüße = \"äöü 漢字 🦀\"; let n: u8 = grüße;\n    let _ = n;\n}\n";
    judge(program("wide", "fn main() {}"), source).failed("compile").code("E0308").at(2, 41);
    let source = "macro_rules! add {\n    ($a:expr) => {\n        $a + 1\n    };\n}\n\nfn main() {\n    let _: u8 = add!(\"a\");\n}\n";
    judge(program("macros", "fn main() {}"), source).failed("compile").code("E0369").at(3, 12);
    let source = "macro_rules! twice {\n    ($a:expr) => {\n        $a * 2\n    };\n}\n\nfn main() {\n    println!(\"{}\", twice!(4));\n}\n";
    judge(program("works", "fn main() {}").key("stdout = \"8\""), source).passed();
}

#[test]
fn main_may_call_itself_and_be_named_in_strings_and_messages() {
    let source = "use std::sync::atomic::{AtomicU32, Ordering};\n\nstatic CALLS: AtomicU32 = AtomicU32::new(0);\n\nfn main() {\n    \
                  if CALLS.fetch_add(1, Ordering::SeqCst) < 3 {\n        main();\n    } else {\n        println!(\"main main()\");\n    }\n}\n";
    judge(program("again", "fn main() {}").key("stdout = \"main main()\""), source).passed();
    let verdict = judge(program("args", "fn main() {}"), "fn main() {\n    main(1);\n}\n").failed("compile");
    assert!(!verdict.json.to_string().contains("m4in"), "{:#}", verdict.json);
    assert!(!verdict.json.to_string().contains("ma1n"), "{:#}", verdict.json);
    verdict.code("E0061").at(2, 5);
}

#[test]
fn a_file_without_main_is_told_so() {
    judge(twice(), solved().replace("fn main() {\n    println!(\"{}\", twice(2));\n}\n", ""))
        .failed("compile")
        .code("E0601");
}

#[test]
fn tests_named_main_and_names_that_are_raw_work() {
    let (exercise, text) = tests_of(
        "names",
        "fn r#match() -> u32 {\n    one()\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn main() {\n        assert_eq!(super::r#match(), 1);\n    }\n\n    \
         #[test]\n    fn r#loop() {\n        assert_eq!(super::one(), 1);\n    }\n}\n",
    );
    judge(exercise.clone(), &text).passed().tests(&[("tests::main", "ok"), ("tests::loop", "ok")]);
    judge(exercise, change(&text, "    1\n", "    2\n")).failed("tests");
}

#[test]
fn a_kit_of_an_older_edition_is_judged_by_it() {
    let source = "fn main() {\n    let gen = 1;\n    println!(\"{}\", gen);\n}\n";
    let kit = |edition: &str| {
        Kit::of(program("older", source).key("stdout = \"1\"")).head(&format!("edition = \"{edition}\""))
    };
    Env::with(&kit("2021")).verdict("older").passed();
    Env::with(&kit("2024")).verdict("older").failed("compile").at(2, 9);
    Env::with(&kit("2015")).verdict("older").passed();
}
