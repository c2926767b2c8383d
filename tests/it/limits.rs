//! Programs that do not end, take too much, crash, or leave processes behind.

use crate::samples::{TWICE, change, program, twice};
use crate::support::{Exercise, Verdict, judge};

/// Judges a program with this body of `main`.
fn main(body: &str) -> Verdict {
    limited(10, body)
}

/// The same, within some seconds.
fn limited(seconds: u32, body: &str) -> Verdict {
    let limits = format!("limits = {{ seconds = {seconds}, memory_mib = 256, output_kib = 64 }}");
    let source = format!("#![allow(warnings, clippy::all)]\nfn main() {{\n{body}\n}}\n");
    judge(program("limits", "fn main() {}").key(&limits), source)
}

/// The exercise with tests, one of which does not end; the other has time enough.
fn quick() -> Exercise {
    twice().key("limits = { seconds = 3 }")
}

#[test]
fn an_endless_loop_ends_at_the_limit() {
    limited(1, "    loop {\n        std::hint::black_box(1);\n    }").failed("timeout").says("1 second");
    limited(1, "    std::thread::sleep(std::time::Duration::from_secs(100_000));").failed("timeout");
}

#[test]
fn an_endless_loop_in_a_test_is_told_as_that_tests_and_the_others_still_run() {
    let source = change(TWICE, "    n\n", "    while n > 0 {}\n    n\n");
    let source = change(&source, "println!(\"{}\", twice(2));", "println!(\"{}\", twice(0));");
    judge(quick(), format!("#![allow(clippy::all)]\n{source}"))
        .failed("timeout")
        .says("tests::doubles")
        .tests(&[("tests::doubles", "failed"), ("tests::keeps_zero", "ok")]);
}

#[test]
fn standard_input_is_empty() {
    let verdict = main(
        "    let mut line = String::new();\n    let read = std::io::stdin().read_line(&mut line).unwrap();\n    println!(\"{read}\");",
    );
    assert_eq!(verdict.passed().json["output"], "0\n");
    limited(1, "    let mut line = String::new();\n    while line.is_empty() {\n        std::io::stdin().read_line(&mut line).unwrap();\n    }").failed("timeout");
}

#[test]
fn running_out_of_stack_is_told_in_words() {
    let deep = "    fn deep(n: u64) -> u64 {\n        std::hint::black_box([n; 64]);\n        if n == u64::MAX { 0 } else { deep(n + 1) + 1 }\n    }\n";
    main(&format!("{deep}    println!(\"{{}}\", deep(0));")).failed("crash").says("ran out of stack");
    main("    let big = [1u8; 64 << 20];\n    std::hint::black_box(&big);")
        .failed("crash")
        .says("ran out of stack");
    let source = change(TWICE, "    n\n", &format!("{deep}    deep(u64::from(n)) as u32\n"));
    let source = change(&source, "println!(\"{}\", twice(2));", "");
    judge(quick(), format!("#![allow(warnings)]\n{source}"))
        .failed("crash")
        .says("ran out of stack")
        .tests(&[("tests::doubles", "failed"), ("tests::keeps_zero", "failed")]);
}

#[test]
fn signals_are_named_and_explained() {
    main("    std::process::abort();").failed("crash").says("SIGABRT");
    let twice_over = "    struct Loud;\n    impl Drop for Loud {\n        fn drop(&mut self) {\n            panic!(\"again\");\n        }\n    }\n    let _loud = Loud;\n    panic!(\"once\");";
    main(twice_over).failed("crash").says("second panic");
}

#[cfg(unix)]
#[test]
fn a_process_that_ends_itself_is_told_so() {
    let shot = "    std::process::Command::new(\"/bin/sh\").args([\"-c\", \"kill -9 $PPID\"]).status().unwrap();\n    std::thread::sleep(std::time::Duration::from_millis(900));";
    main(shot).failed("crash").says("SIGKILL");
    let null = "    unsafe {\n        std::ptr::null_mut::<u8>().wrapping_add(1).write_volatile(1);\n    }";
    main(null).failed("crash").says("SIG");
}

#[cfg(target_os = "linux")]
#[test]
fn memory_without_end_is_told_with_the_limit() {
    let grows =
        "    let mut all: Vec<Vec<u8>> = Vec::new();\n    loop {\n        all.push(vec![1; 1 << 20]);\n    }";
    main(grows).failed("memory-limit").says("256 MiB");
    main("    let v: Vec<u8> = vec![1; 1 << 34];\n    println!(\"{}\", v.len());").failed("memory-limit");
}

#[cfg(target_os = "linux")]
#[test]
fn threads_without_end_do_not_pass() {
    let threads = "    loop {\n        std::thread::spawn(|| std::thread::sleep(std::time::Duration::from_secs(60)));\n    }";
    let verdict = main(threads);
    assert_eq!(verdict.json["verdict"], "failed", "{:#}", verdict.json);
}

#[test]
fn a_flood_of_output_ends_at_the_limit_and_its_beginning_is_shown() {
    let flood = "    for n in 0_u64..1 << 24 {\n        println!(\"line {n} {}\", \"x\".repeat(64));\n    }";
    let verdict = main(flood).failed("output-limit").says("64 KiB");
    let output = verdict.json["output"].as_str().unwrap();
    assert!(output.starts_with("line 0 x"), "{output:.100}");
    assert!(output.len() <= 64 << 10, "{}", output.len());
    let without_lines = "    use std::io::Write;\n    let block = [0_u8; 1 << 16];\n    loop {\n        let _ = std::io::stderr().write_all(&block);\n    }";
    main(without_lines).failed("output-limit");
}

#[test]
fn a_flood_in_a_test_is_that_tests() {
    let source = change(
        TWICE,
        "    n\n",
        "    if n == 3 {\n        loop {\n            println!(\"flood\");\n        }\n    }\n    n\n",
    );
    judge(quick(), source)
        .failed("output-limit")
        .says("tests::doubles")
        .tests(&[("tests::doubles", "failed"), ("tests::keeps_zero", "ok")]);
}

#[test]
fn recursion_of_types_and_macros_is_an_error_with_a_place() {
    let nests = "    fn nest<T: std::fmt::Debug>(n: u32, t: T) {\n        if n > 0 { nest(n - 1, (t, 1)); }\n    }\n    nest(3, 1);";
    main(nests).failed("compile");
    let macros = "    macro_rules! more {\n        ($($t:tt)*) => { more!($($t)* x) };\n    }\n    more!();";
    main(macros).failed("compile").says("recursion limit");
}

#[test]
fn a_constant_that_never_ends_stops_at_the_compilers_own_limit() {
    let source = "const N: u64 = {\n    let mut n = 0;\n    while n < u64::MAX {\n        n += 1;\n    }\n    n\n};\n\nfn main() {\n    println!(\"{N}\");\n}\n";
    judge(program("consts", "fn main() {}"), source).failed("lint").code("long_running_const_eval");
}

#[test]
fn a_program_that_removes_its_own_folder_has_failed_and_nothing_else_is_gone() {
    let env = crate::support::Env::new();
    let remove = "    let _ = std::fs::remove_dir_all(std::env::current_dir().unwrap());\n";
    let source = change(
        TWICE,
        "    n\n",
        &format!("{remove}    if n == 3 {{\n        std::process::abort();\n    }}\n    n\n"),
    );
    let source = change(&source, "println!(\"{}\", twice(2));", "");
    crate::support::judge_in(&env, twice(), &source)
        .failed("crash")
        .tests(&[("tests::doubles", "failed"), ("tests::keeps_zero", "failed")]);
    assert_eq!(env.read("exercises/01_first/twice.rs"), source);
    env.write("exercises/01_first/twice.rs", crate::samples::solved());
    env.verdict("twice").passed();
}
