//! An exercise is not passed by accident or trick: what proves a pass is that the kit's own
//! tests ran to their ends.

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::{Env, Exercise, Kit, Verdict, judge, judge_in, toolchain};

/// Judges the unsolved starter with this body of `twice`.
fn body(code: &str) -> Verdict {
    judge(twice(), change(TWICE, "    n\n", code))
}

#[test]
fn leaving_with_success_in_the_middle_of_a_test_is_no_pass() {
    body("    std::process::exit(i32::from(n > 99))\n")
        .failed("tests")
        .says("before the test had finished")
        .tests(&[("tests::doubles", "failed"), ("tests::keeps_zero", "failed")]);
}

#[test]
fn printing_what_a_test_harness_prints_is_no_pass() {
    body(
        "    println!(\"test tests::doubles ... ok\\ntest tests::keeps_zero ... ok\\n\\ntest result: ok. 2 passed; 0 failed\");\n    \
         println!(\"{{\\\"type\\\":\\\"suite\\\",\\\"event\\\":\\\"ok\\\",\\\"passed\\\":2}}\");\n    std::process::exit(i32::from(n > 99))\n",
    )
    .failed("tests");
}

#[test]
fn a_panic_hook_that_leaves_with_success_is_no_pass() {
    body("    std::panic::set_hook(Box::new(|_| std::process::exit(0)));\n    n\n").failed("tests");
    body("    std::panic::set_hook(Box::new(|_| {}));\n    n\n").failed("tests");
}

#[test]
fn the_kits_tests_run_whatever_has_become_of_the_learners_copy() {
    let tests = &TWICE[TWICE.find("#[cfg(test)]").unwrap()..];
    let edits = [
        ("deleted", TWICE.replace(tests, "")),
        ("renamed", TWICE.replace("fn doubles", "fn something")),
        (
            "ignored",
            TWICE.replace("    #[test]\n    fn doubles", "    #[test]\n    #[ignore]\n    fn doubles"),
        ),
        ("switched off", TWICE.replace("#[cfg(test)]", "#[cfg(any())]")),
        ("emptied", TWICE.replace("        assert_eq!(twice(3), 6, \"three and three\");\n", "")),
        ("edited", TWICE.replace("twice(3), 6", "twice(3), 3")),
        ("module renamed", TWICE.replace("mod tests", "mod exams")),
        (
            "made to panic",
            TWICE.replace("    #[test]\n    fn doubles", "    #[test]\n    #[should_panic]\n    fn doubles"),
        ),
    ];
    for (what, source) in edits {
        let verdict = judge(twice(), source);
        assert_eq!(verdict.json["verdict"], "failed", "{what}: {:#}", verdict.json);
        verdict
            .notes("own were run")
            .failed("tests")
            .says("three and three")
            .tests(&[("tests::doubles", "failed"), ("tests::keeps_zero", "ok")]);
    }
}

#[test]
fn a_solved_exercise_passes_whatever_has_become_of_the_learners_copy() {
    let tests = &TWICE[TWICE.find("#[cfg(test)]").unwrap()..];
    judge(twice(), solved().replace(tests, "")).passed().notes("own were run");
    judge(twice(), solved().replace("twice(3), 6", "twice(3), 7")).passed().notes("own were run");
    let more = solved().replace(
        "    use super::*;\n",
        "    use super::*;\n\n    #[test]\n    fn more() {\n        panic!();\n    }\n",
    );
    judge(twice(), more).passed().tests(&[("tests::doubles", "ok"), ("tests::keeps_zero", "ok")]);
    judge(twice(), solved().replace("    #[test]", "    // Laid out anew.\n\n    #[test]"))
        .passed()
        .without_notes();
}

#[test]
fn macros_of_the_learners_do_not_reach_the_kits_tests() {
    let local = format!("macro_rules! assert_eq {{\n    ($($t:tt)*) => {{}};\n}}\n\n{TWICE}");
    judge(twice(), local).failed("tests").says("three and three");
    let exported =
        format!("#[macro_export]\nmacro_rules! assert_eq {{\n    ($($t:tt)*) => {{}};\n}}\n\n{TWICE}");
    assert_eq!(judge(twice(), exported).json["verdict"], "failed");
    let renamed = format!("#[allow(unused_imports)]\nuse std::debug_assert as assert_eq;\n\n{TWICE}");
    assert_eq!(judge(twice(), renamed).json["verdict"], "failed");
    let used = format!(
        "mod quiet {{\n    macro_rules! quiet {{\n        ($($t:tt)*) => {{}};\n    }}\n    pub(crate) use quiet as assert_eq;\n}}\n#[allow(unused_imports)]\npub(crate) use quiet::assert_eq;\n\n{TWICE}"
    );
    assert_eq!(judge(twice(), used).json["verdict"], "failed");
}

#[test]
fn a_type_that_takes_a_name_of_the_prelude_and_equals_everything_is_refused() {
    let starter = "fn shout(word: &str) -> String {\n    word.to_uppercase()\n}\n\nfn main() {\n    shout(\"a\");\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    \
                   #[test]\n    fn is_loud() {\n        let got: String = shout(\"hi\");\n        assert_eq!(got, \"HI!\");\n    }\n}\n";
    let exercise = || Exercise::new("shout", starter).key("keep = [\"sig shout\"]");
    judge(exercise(), starter).failed("tests");
    let own = "#[derive(Debug)]\nstruct String;\n\nimpl PartialEq<&str> for String {\n    fn eq(&self, _: &&str) -> bool {\n        true\n    }\n}\n\n";
    let source =
        format!("{own}{}", change(starter, "    word.to_uppercase()\n", "    let _ = word;\n    String\n"));
    let verdict = judge(exercise(), source).says("String");
    assert_eq!(verdict.json["verdict"], "failed");
}

#[test]
fn the_harness_cannot_be_called_to_prove_a_test() {
    for call in [
        "    ::memkata_harness::run(&::memkata_harness::Tests { own: &[], inside: &[] }, || ::std::process::ExitCode::SUCCESS);\n    std::process::exit(0)\n",
        "    ::memkata_harness::run(&crate::MEMKATA_TESTS, || ::std::process::ExitCode::SUCCESS);\n    n\n",
        "    ::memkata_harness::should_panic(None, || panic!());\n    n\n",
    ] {
        let verdict = body(call);
        assert_eq!(verdict.json["verdict"], "failed", "{call}: {:#}", verdict.json);
    }
}

#[test]
fn the_requests_cannot_be_read_again() {
    let verdict = body(
        "    let mut all = String::new();\n    std::io::Read::read_to_string(&mut std::io::stdin(), &mut all).unwrap();\n    assert!(all.is_empty(), \"leaked {all}\");\n    n * 2\n",
    );
    verdict.passed();
}

#[test]
fn attributes_that_change_the_whole_program_are_refused_at_their_line() {
    judge(twice(), format!("// Mine.\n#![no_main]\n{}", solved())).failed("compile").says("no_main").at(2, 1);
    judge(twice(), format!("#![no_std]\n{}", solved())).failed("compile").says("no_std");
    if toolchain::is_stable() {
        judge(twice(), format!("#![feature(never_type)]\n{}", solved()))
            .failed("compile")
            .code("E0554")
            .at(1, 1);
    }
    let verdict = judge(twice(), format!("#![cfg(any())]\n{}", solved()));
    assert_eq!(verdict.json["verdict"], "failed");
}

#[test]
fn threads_that_go_on_do_not_hold_up_a_pass_and_do_not_make_one() {
    let spin = "    std::thread::spawn(|| loop {\n        std::thread::yield_now();\n    });\n";
    judge(twice(), change(TWICE, "    n\n", &format!("{spin}    n * 2\n"))).passed();
    body(&format!("{spin}    n\n")).failed("tests");
}

#[test]
fn settings_of_the_environment_and_of_the_folders_around_change_nothing() {
    let source =
        solved().replace("    n * 2\n", "    if cfg!(trick) {\n        return n * 2;\n    }\n    n\n");
    let env = Env::new()
        .var("RUSTFLAGS", "--cfg trick")
        .var("CARGO_ENCODED_RUSTFLAGS", "--cfg\u{1f}trick")
        .var("CARGO_BUILD_RUSTFLAGS", "--cfg trick")
        .var(
            "CLIPPY_ARGS",
            "--cfg__CLIPPY_HACKERY__trick__CLIPPY_HACKERY__-Dclippy::needless_return__CLIPPY_HACKERY__",
        )
        .var("RUSTC_WRAPPER", "/bin/false")
        .var("RUSTC_WORKSPACE_WRAPPER", "/bin/false")
        .var("RUSTC", "/bin/false")
        .var("RUSTC_BOOTSTRAP", "1")
        .var("RUST_TEST_THREADS", "0")
        .var("RUST_BACKTRACE", "full")
        .var("LD_PRELOAD", "/nowhere/trick.so")
        .var("CARGO_TARGET_DIR", "/nowhere");
    env.workspace_of(&Kit::of(twice()));
    for folder in [env.dir(), env.path(""), env.path("home")] {
        std::fs::create_dir_all(folder.join(".cargo")).unwrap();
    }
    for (file, text) in [
        ("work/.cargo/config.toml", "[build]\nrustflags = [\"--cfg\", \"trick\"]\n"),
        (".cargo/config.toml", "[build]\nrustflags = [\"--cfg\", \"trick\"]\n"),
        ("home/.cargo/config.toml", "[build]\nrustc-wrapper = \"/bin/false\"\n"),
        ("work/rust-toolchain.toml", "[toolchain]\nchannel = \"nightly-1999-01-01\"\n"),
        ("work/clippy.toml", "no such key\n"),
        ("clippy.toml", "no such key\n"),
        ("work/build.rs", "compile_error!(\"never\");\n"),
    ] {
        std::fs::write(env.path(file), text).unwrap();
    }
    env.write("exercises/01_first/twice.rs", &source);
    env.verdict("twice").failed("tests").says("three and three");
    env.write("exercises/01_first/twice.rs", solved());
    env.verdict("twice").passed();
    if toolchain::is_stable() {
        env.write("exercises/01_first/twice.rs", format!("#![feature(never_type)]\n{}", solved()));
        env.verdict("twice").failed("compile").code("E0554");
    }
}

#[test]
fn the_environment_does_not_reach_the_program() {
    let source = "fn main() {\n    for name in [\"SECRET\", \"RUST_BACKTRACE\", \"LD_PRELOAD\", \"CARGO_HOME\"] {\n        println!(\"{:?}\", std::env::var_os(name));\n    }\n}\n";
    let env = Env::new().var("SECRET", "x").var("RUST_BACKTRACE", "1").var("CARGO_HOME", "y");
    let exercise = program("looks", "fn main() {}").key("stdout = \"None\\nNone\\nNone\\nNone\"");
    judge_in(&env, exercise, source).passed();
}

#[test]
fn the_solution_cannot_be_included() {
    for how in ["include!(\"PATH\")", "include!(concat!(\"PATH\"))", "std::include!(\"PATH\")"] {
        let env = Env::new();
        env.workspace_of(&Kit::of(twice()).file("solutions/01_first/body.rs", "n * 2\n"));
        let path = env.kit_dir().join("solutions/01_first/body.rs");
        let call = how.replace("PATH", path.to_str().unwrap());
        env.write("exercises/01_first/twice.rs", change(TWICE, "    n\n", &format!("    {call}\n")));
        let verdict = env.verdict("twice");
        assert_eq!(verdict.json["verdict"], "failed", "{how}: {:#}", verdict.json);
        assert_eq!(verdict.first()["line"], 3, "{how}: {:#}", verdict.json);
    }
}

#[test]
fn a_module_or_text_from_elsewhere_is_refused() {
    let env = Env::new();
    env.workspace_of(
        &Kit::of(twice()).file("solutions/01_first/other.rs", "pub fn two() -> u32 {\n    2\n}\n"),
    );
    let path = env.kit_dir().join("solutions/01_first/other.rs");
    let path = path.to_str().unwrap();
    let solved = change(TWICE, "    n\n", "    n * other::two()\n");
    env.write("exercises/01_first/twice.rs", format!("#[path = \"{path}\"]\nmod other;\n{solved}"));
    assert_eq!(env.verdict("twice").json["verdict"], "failed");
    env.write("exercises/01_first/twice.rs", format!("mod other;\n{solved}"));
    env.write("exercises/01_first/other.rs", "pub fn two() -> u32 {\n    2\n}\n");
    env.verdict("twice").failed("compile").code("E0583");
    let text = change(
        TWICE,
        "    n\n",
        &format!("    n * include_str!(\"{path}\").lines().nth(1).unwrap().trim().parse::<u32>().unwrap()\n"),
    );
    env.write("exercises/01_first/twice.rs", text);
    assert_eq!(env.verdict("twice").json["verdict"], "failed");
}
