//! Code that tries to stand where the harness, the standard library or the kit's tests stand.

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::{Env, Exercise, Kit, judge};

/// A harness of the learner's own, which proves every test without running it.
const FORGED: &str = "\
use std::process::{ExitCode, Termination};

pub struct Tests {
    pub own: &'static [Test],
    pub inside: &'static [&'static Tests],
}

pub struct Test {
    pub index: usize,
    pub run: fn() -> ExitCode,
}

pub fn report<T: Termination>(returned: T) -> ExitCode {
    returned.report()
}

pub fn run(_: &Tests, main: fn() -> ExitCode) -> ExitCode {
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        if words[0] == \"main\" {
            println!(\"\\n{}\", words[1]);
            return main();
        }
        println!(\"\\n{}\\n\\n{}\", words[2], words[3]);
        eprintln!(\"\\n{}\\n\\n{}\", words[2], words[3]);
    }
    ExitCode::SUCCESS
}
";

#[test]
fn another_crate_cannot_take_the_harness_place() {
    for first in ["extern crate self as memkata_harness;\n", "extern crate self as std;\n"] {
        let source = format!("#![allow(warnings)]\n{first}{FORGED}\n{TWICE}");
        let verdict = judge(twice(), source);
        assert_eq!(verdict.json["verdict"], "failed", "{first}: {:#}", verdict.json);
    }
}

#[test]
fn an_extern_crate_of_the_standard_library_is_fine() {
    let source = format!(
        "extern crate alloc;\n\n{}",
        change(&solved(), "    n * 2\n", "    *alloc::boxed::Box::new(n * 2)\n")
    );
    judge(twice(), source).passed();
}

#[test]
fn modules_with_the_names_of_crates_change_nothing() {
    for name in ["std", "core", "memkata_harness", "alloc", "test"] {
        let source = format!(
            "#[allow(dead_code)]\nmod {name} {{\n    pub fn report() {{}}\n    pub mod process {{}}\n}}\n\n{TWICE}"
        );
        let verdict = judge(twice(), source);
        assert_eq!(verdict.json["verdict"], "failed", "{name}: {:#}", verdict.json);
    }
}

#[test]
fn a_type_with_a_name_of_the_prelude_that_equals_everything_does_not_pass() {
    let starter = "fn shout(word: &str) -> String {\n    word.to_lowercase()\n}\n\nfn main() {\n    shout(\"a\");\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    \
                   #[test]\n    fn is_loud() {\n        let got: String = shout(\"hi\");\n        assert_eq!(got, \"HI\");\n    }\n}\n";
    let own = "struct Fake;\n\nimpl PartialEq<&str> for Fake {\n    fn eq(&self, _: &&str) -> bool {\n        true\n    }\n}\n\nimpl std::fmt::Debug for Fake {\n    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {\n        Ok(())\n    }\n}\n";
    for name in ["type String = Fake;", "use Fake as String;", "use self::Fake as String;"] {
        let source = format!(
            "{own}\n{name}\n\n{}",
            change(starter, "    word.to_lowercase()\n", "    let _ = word;\n    Fake\n")
        );
        let verdict = judge(Exercise::new("shout", starter).key("keep = [\"sig shout\"]"), source);
        assert_eq!(verdict.json["verdict"], "failed", "{name}: {:#}", verdict.json);
    }
}

#[test]
fn lints_at_the_top_of_a_file_judge_the_file_and_not_what_was_added() {
    for lint in [
        "deny(warnings)",
        "forbid(warnings)",
        "forbid(unused)",
        "forbid(clippy::all)",
        "deny(clippy::pedantic)",
        "forbid(unsafe_code)",
        "deny(missing_debug_implementations, unreachable_pub)",
    ] {
        let verdict = judge(twice(), format!("#![{lint}]\n{}", solved()));
        assert_eq!(verdict.json["verdict"], "passed", "{lint}: {:#}", verdict.json);
    }
}

#[test]
fn a_panic_of_any_kind_is_a_failed_test() {
    for panic in [
        "    std::panic::panic_any(n)\n",
        "    std::panic::resume_unwind(Box::new(n))\n",
        "    panic!(\"\")\n",
        "    panic!(\"two\\nlines\\n\")\n",
        "    std::thread::spawn(move || -> u32 { panic!(\"in a thread\") }).join().unwrap() + n\n",
        "    unreachable!()\n",
    ] {
        let verdict = judge(twice(), change(TWICE, "    n\n", panic));
        assert_eq!(verdict.json["verdict"], "failed", "{panic}: {:#}", verdict.json);
        assert_eq!(verdict.json["tests"][0]["outcome"], "failed", "{panic}: {:#}", verdict.json);
    }
}

#[test]
fn a_panic_whose_drop_leaves_with_success_is_a_failed_test() {
    let source = change(
        TWICE,
        "    n\n",
        "    struct Leaves;\n    impl Drop for Leaves {\n        fn drop(&mut self) {\n            std::process::exit(0);\n        }\n    }\n    let _ = n;\n    std::panic::panic_any(Leaves)\n",
    );
    judge(twice(), source).failed("tests");
}

#[test]
fn output_of_any_kind_is_taken() {
    let bytes = "use std::io::Write;\n\nfn main() {\n    std::io::stdout().write_all(&[b'a', 0xFF, 0, b'b', b'\\n']).unwrap();\n    print!(\"no end of line\");\n}\n";
    let verdict = judge(program("bytes", "fn main() {}"), bytes).passed();
    assert_eq!(verdict.json["output"], "a\u{fffd}\0b\nno end of line");
    judge(
        program("dots", "fn main() {}").key("stdout = \"1 2\""),
        "fn main() {\n    print!(\"1\");\n    print!(\" 2\");\n}\n",
    )
    .passed();
    let noisy =
        change(&solved(), "    n * 2\n", "    print!(\"no end\");\n    eprint!(\"of line\");\n    n * 2\n");
    judge(twice(), noisy).passed();
}

#[test]
fn an_exercise_may_have_the_name_of_anything() {
    for name in [
        "std",
        "core",
        "alloc",
        "test",
        "match",
        "main",
        "root",
        "memkata_harness",
        "self",
        "1st",
        "with-dash",
        "_",
    ] {
        let verdict = judge(Exercise::new(name, TWICE), solved());
        assert_eq!(verdict.json["verdict"], "passed", "{name}: {:#}", verdict.json);
    }
}

#[test]
fn tests_outside_of_modules_and_from_files_mean_the_standard_library() {
    let body =
        "fn shout(word: &str) -> String {\n    word.to_lowercase()\n}\n\nfn main() {\n    shout(\"a\");\n}\n";
    let test =
        "#[test]\nfn is_loud() {\n    let got: String = shout(\"hi\");\n    assert_eq!(got, \"HI\");\n}\n";
    let own = "#[derive(Debug)]\nstruct String;\n\nimpl PartialEq<&str> for String {\n    fn eq(&self, _: &&str) -> bool {\n        true\n    }\n}\n\n";
    let fake =
        format!("{own}{}", change(body, "    word.to_lowercase()\n", "    let _ = word;\n    String\n"));
    let real = change(body, "lowercase", "uppercase");

    let verdict = judge(Exercise::new("shout", &format!("{body}\n{test}")), &fake);
    assert_eq!(verdict.json["verdict"], "failed", "{:#}", verdict.json);
    judge(Exercise::new("shout", &format!("{body}\n{test}")), &real).passed().tests(&[("is_loud", "ok")]);

    let file = Exercise::new("shout", body).key("tests = \"tests/shout.rs\"");
    for tests in [test.to_owned(), format!("use super::*;\n\n{test}")] {
        let env = Env::with(&Kit::of(file.clone()).file("tests/shout.rs", &tests));
        env.write("exercises/01_first/shout.rs", &fake);
        assert_eq!(env.verdict("shout").json["verdict"], "failed");
        env.write("exercises/01_first/shout.rs", &real);
        env.verdict("shout").passed().tests(&[("is_loud", "ok")]);
    }
}

/// A `twice` that looks for the requests in its own memory, prints every token it finds there,
/// and leaves.
#[cfg(target_os = "linux")]
const READS_ITS_MEMORY: &str = r#"
fn twice(n: u32) -> u32 {
    use std::io::{Read, Seek, SeekFrom};
    let Ok(maps) = std::fs::read_to_string("/proc/self/maps") else { return n };
    let mut memory = std::fs::File::open("/proc/self/mem").unwrap();
    for line in maps.lines().filter(|line| line.contains("rw-p")) {
        let (start, end) = line.split_once(' ').unwrap().0.split_once('-').unwrap();
        let (start, end) = (u64::from_str_radix(start, 16).unwrap(), u64::from_str_radix(end, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(end - start).unwrap().min(16 << 20)];
        if memory.seek(SeekFrom::Start(start)).is_err() || memory.read_exact(&mut bytes).is_err() {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for word in text.split(|c: char| !c.is_ascii_hexdigit()).filter(|word| word.len() == 64) {
            println!("\n{word}");
            eprintln!("\n{word}");
        }
    }
    std::process::exit(0)
}
"#;

#[test]
#[cfg(target_os = "linux")]
fn the_proof_cannot_be_read_from_memory() {
    let lsm = std::fs::read_to_string("/sys/kernel/security/lsm").unwrap_or_default();
    let abi = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    if !lsm.contains("landlock") && !abi.starts_with("6.") {
        // Said in ARCHITECTURE.md: without it, what a program reads of itself cannot be closed.
        return;
    }
    let source = format!("{READS_ITS_MEMORY}\nfn main() {{}}\n");
    let verdict = judge(twice(), source);
    assert_eq!(verdict.json["verdict"], "failed", "{:#}", verdict.json);
}
