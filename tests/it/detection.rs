//! Misuse of memory: found, and told with the right lines. Each program of `misuse/` defines
//! `misuse`, which here is called by `main` and by a test, under both oracles and under memprobe
//! alone.

use std::fs;
use std::path::PathBuf;

use crate::support::toolchain::{Wrapped, has_sanitizer};
use crate::support::{Env, Exercise, Kit, Verdict, judge, skipped};

/// Which oracle sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// Each of them.
    Both,
    /// AddressSanitizer: memprobe alone does not.
    Sanitizer,
    /// memprobe: what is told is what it tells alone.
    Memprobe,
}

/// A file of `misuse/`, the error in it, who sees it, and what is told: all lines that have to
/// do with it.
type Case = (&'static str, &'static str, By, &'static str);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("before_the_block", "heap-buffer-overflow", By::Sanitizer, "line 4 reads 4 bytes of memory 4 bytes before a block of 16 bytes (allocated on line 2)"),
    ("block_of_nothing", "wrong-layout", By::Memprobe, "line 3 asks the allocator for a block of 0 bytes"),
    ("copied_too_far", "heap-buffer-overflow", By::Both, "line 4 reads 20 bytes of memory and goes on behind a block of 12 bytes (allocated on line 2)"),
    ("cycle", "leak", By::Memprobe, "80 bytes in 2 blocks, allocated on line 10, are never freed: the blocks keep one another alive"),
    ("dangling_slice_printed", "heap-use-after-free", By::Memprobe, "line 5 reads from a block that line 4 has freed (allocated on line 2)"),
    ("dangling_text", "heap-use-after-free", By::Memprobe, "line 5 reads from a block that line 4 has freed (allocated on line 2)"),
    ("double_free", "double-free", By::Both, "line 4 frees a block that line 3 has freed already (allocated on line 2)"),
    ("dropped_unwritten", "uninitialised-read", By::Memprobe, "line 4 drops a value that was never written"),
    ("early_return", "leak", By::Memprobe, "16 bytes, allocated on line 5, are never freed"),
    ("free_inside_a_block", "invalid-free", By::Both, "line 7 frees an address 8 bytes inside a block of 32 bytes (allocated on line 5)"),
    ("free_of_dangling", "invalid-free", By::Memprobe, "line 3 frees something that the allocator never gave out"),
    ("free_of_a_local", "invalid-free", By::Both, "line 4 frees the variable `local` (line 2), which the allocator never gave out"),
    ("global_overflow", "global-buffer-overflow", By::Sanitizer, "line 6 reads 4 bytes of memory outside `TABLE`"),
    ("grown_unwritten", "uninitialised-read", By::Memprobe, "line 4 uses memory that was never written"),
    ("in_a_thread", "heap-use-after-free", By::Both, "line 5 reads 4 bytes of a block that line 4 has freed (allocated on line 2)"),
    ("leak", "leak", By::Memprobe, "4 bytes, allocated on line 2, are never freed"),
    ("leak_beside_a_read", "heap-use-after-free", By::Memprobe, "line 5 reads from a block that line 4 has freed (allocated on line 3)"),
    ("leak_by_forget", "leak", By::Memprobe, "24 bytes, allocated on line 2, are never freed"),
    ("leak_of_a_list", "leak", By::Memprobe, "32 bytes in 2 blocks, allocated on line 7, are never freed"),
    ("misaligned", "misaligned-access", By::Both, "line 6 uses a pointer whose address is not a multiple of 4"),
    ("null", "null-dereference", By::Both, "line 3 reads from memory through a null pointer"),
    ("null_field", "null-dereference", By::Both, "line 8 reads from memory at address 8, close to null, where nothing is"),
    ("off_by_one", "heap-buffer-overflow", By::Both, "line 4 reads 8 bytes of memory right behind a block of 24 bytes (allocated on line 10)"),
    ("off_by_one_byte", "heap-buffer-overflow", By::Both, "line 3 reads 1 byte of memory right behind a block of 5 bytes (allocated on line 2)"),
    ("out_of_scope", "stack-use-after-scope", By::Sanitizer, "line 7 reads 4 bytes of the variable `inner` (line 4), whose scope has ended"),
    ("overflow_read", "heap-buffer-overflow", By::Both, "line 4 reads 4 bytes of memory 8 bytes behind the end of a block of 12 bytes (allocated on line 2)"),
    ("overflow_write", "heap-buffer-overflow", By::Both, "line 4 writes 4 bytes into memory right behind a block of 12 bytes (allocated on line 2)"),
    ("rc_counted_wrongly", "heap-use-after-free", By::Both, "line 8 reads 4 bytes of a block that line 7 has freed (allocated on line 4)"),
    ("read_in_a_thread", "heap-use-after-free", By::Both, "line 5 reads 4 bytes of a block that line 3 has freed (allocated on line 2)"),
    ("returned_slot", "stack-use-after-return", By::Sanitizer, "line 9 reads 4 bytes of the variable `local` (line 2), whose function has returned"),
    ("stack_buffer_overflow", "stack-buffer-overflow", By::Sanitizer, "line 5 reads 4 bytes of memory outside the variable `table` (line 2)"),
    ("stale_after_growth", "heap-use-after-free", By::Both, "line 5 reads 4 bytes of a block that line 4 has freed (allocated on line 2)"),
    ("stale_realloc", "heap-use-after-free", By::Memprobe, "line 7 uses a block that line 6 has freed (allocated on line 5)"),
    ("unterminated_text", "heap-buffer-overflow", By::Both, "line 5 reads 4 bytes of memory right behind a block of 3 bytes (allocated on line 4)"),
    ("use_after_free", "heap-use-after-free", By::Both, "line 4 reads 4 bytes of a block that line 3 has freed (allocated on line 2)"),
    ("use_after_free_printed", "heap-use-after-free", By::Memprobe, "line 4 reads from a block that line 3 has freed (allocated on line 2)"),
    ("wild", "wild-access", By::Both, "line 3 reads from memory at an address where nothing is"),
    ("write_after_free", "heap-use-after-free", By::Both, "line 4 writes 4 bytes into a block that line 3 has freed (allocated on line 2)"),
    ("wrong_alignment", "wrong-layout", By::Memprobe, "line 5 gives a block back as 16 bytes aligned to 4, and it was allocated as 16 bytes aligned to 1 (allocated on line 2)"),
    ("wrong_size", "wrong-layout", By::Memprobe, "line 5 gives a block back as 24 bytes aligned to 8, and it was allocated as 32 bytes aligned to 8 (allocated on line 4)"),
];

/// Programs with a test of their own below.
const OTHERS: [&str; 2] = ["recursion", "uninitialised"];

const MAIN: &str = "\nfn main() {\n    println!(\"{}\", misuse());\n}\n";
const TEST: &str = "
fn main() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs() {
        let got: u32 = misuse();
        assert!(got < 100, \"{got}\");
    }
}
";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/misuse")
}

fn source(name: &str) -> String {
    fs::read_to_string(folder().join(format!("{name}.rs"))).expect("the program is there")
}

/// An exercise whose `main` misuses memory.
fn in_main(name: &str) -> Exercise {
    Exercise::new(name, &(source(name) + MAIN)).key("sanitize = true").key("test = false")
}

/// One in which a test does.
fn in_test(name: &str) -> Exercise {
    Exercise::new(&format!("{name}_tested"), &(source(name) + TEST)).key("sanitize = true")
}

/// The same as a kit.
fn kit(exercise: fn(&str) -> Exercise) -> Kit {
    CASES.iter().fold(Kit::default(), |kit, (name, ..)| kit.and(exercise(name)))
}

/// The lines that a message speaks of, other than those of variables.
fn lines(message: &str) -> Vec<u64> {
    let pieces: Vec<&str> = message.split("line ").collect();
    let numbers = pieces.windows(2).filter(|pair| !pair[0].ends_with('('));
    let number = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse();
    numbers.map(|pair| number(pair[1]).expect("a number")).collect()
}

#[track_caller]
fn found(verdict: &Verdict, code: &str, message: &str) {
    let verdict = verdict.clone().failed("memory").code(code);
    assert_eq!(verdict.errors(), 1, "{:#}", verdict.json);
    let first = verdict.first();
    assert_eq!(first["message"], message, "{:#}", verdict.json);
    // The place to look at is a line that the message names, in the learner's own file.
    assert_eq!(first["origin"], "learner", "{:#}", verdict.json);
    assert!(message.contains(&format!("line {}", first["line"])), "{:#}", verdict.json);
}

#[test]
fn all_programs_are_in_the_table() {
    let files = fs::read_dir(folder()).expect("the folder is there").flatten();
    let mut names: Vec<String> =
        files.map(|file| file.path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    let mut known: Vec<&str> = CASES.iter().map(|(name, ..)| *name).chain(OTHERS).collect();
    known.sort_unstable();
    assert_eq!(names, known);
}

#[test]
fn main_and_tests_are_judged_by_both_oracles() {
    if !has_sanitizer() {
        return skipped("this toolchain has no AddressSanitizer");
    }
    let kit = CASES.iter().fold(kit(in_main), |kit, (name, ..)| kit.and(in_test(name)));
    let verdicts = Env::with(&kit).verdicts();
    for (name, code, _, message) in CASES {
        let (main, test) = (&verdicts[*name], &verdicts[&format!("{name}_tested")]);
        found(main, code, message);
        found(test, code, &format!("tests::runs: {message}"));
        for verdict in [main, test] {
            let oracles = serde_json::json!(["address-sanitizer", "memprobe"]);
            assert_eq!(verdict.json["oracle"], oracles, "{:#}", verdict.json);
        }
    }
}

#[test]
fn memprobe_alone_sees_what_it_can() {
    let mut env = Env::new();
    Wrapped::without_sanitizer(&mut env);
    env.workspace_of(&kit(in_main));
    let verdicts = env.verdicts();
    for (name, code, by, message) in CASES {
        let verdict = &verdicts[*name];
        assert_eq!(verdict.json["oracle"], serde_json::json!(["memprobe"]), "{:#}", verdict.json);
        // How many bytes are touched and the names of variables are known to AddressSanitizer only.
        match by {
            By::Sanitizer => drop(verdict.clone().passed()),
            By::Memprobe => found(verdict, code, message),
            By::Both => {
                let verdict = verdict.clone().failed("memory").code(code);
                let told = verdict.first()["message"].as_str().unwrap();
                assert_eq!(lines(told), lines(message), "{:#}", verdict.json);
                assert_eq!(verdict.first()["line"], lines(message)[0], "{:#}", verdict.json);
            }
        }
    }
}

#[test]
fn the_lines_are_shown_with_what_happened_in_each() {
    let verdict = Env::with(&Kit::of(in_main("use_after_free"))).verdict("use_after_free");
    let shown = "\
2 | let counter = Box::into_raw(Box::new(41_u32));
  | ^^^ allocated here: 4 bytes
3 | drop(unsafe { Box::from_raw(counter) });
  | ^^^ freed here
4 | unsafe { *counter }
  | ^^^ read here";
    assert_eq!(verdict.failed("memory").first()["rendered"], shown);
}

#[test]
fn memory_that_nobody_wrote_is_seen_by_who_tests_its_value() {
    let env = Env::with(&Kit::of(in_main("uninitialised")).and(in_test("uninitialised")));
    // Neither oracle knows who reads what was never written: only the value shows it.
    env.verdict("uninitialised").passed();
    env.verdict("uninitialised_tested")
        .failed("memory")
        .code("uninitialised-read")
        .says("tests::runs: 2812782503 was never written")
        .in_file_of("kit")
        .at(17, 9);
}

#[test]
fn a_stack_that_is_used_up_is_told() {
    if !has_sanitizer() {
        return skipped("this toolchain has no AddressSanitizer");
    }
    // Which call of the function finds no room, and in which of its lines, depends on the frames.
    for exercise in [in_main("recursion"), in_test("recursion")] {
        let name = exercise.name.clone();
        let verdict = Env::with(&Kit::of(exercise)).verdict(&name).failed("memory").code("stack-overflow");
        let line = verdict.first()["line"].as_u64().unwrap();
        assert!((1..=3).contains(&line), "{:#}", verdict.json);
        verdict.says(&format!("line {line} makes a call for which there is no room on the stack"));
    }
    let mut env = Env::new();
    Wrapped::without_sanitizer(&mut env);
    env.workspace_of(&Kit::of(in_main("recursion")));
    let verdict = env.verdict("recursion").failed("memory").code("stack-overflow");
    verdict.says("a call finds no room on the stack (the line is not known)");
}

/// Two tests of the kit's, the first of which uses what the learner's code gives.
const GIVEN: &str = "\
fn first(list: Vec<u32>) -> *const u32 {
    list.as_ptr()
}

fn main() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_to_the_first() {
        let got: *const u32 = first(vec![41]);
        assert_eq!(unsafe { *got }, 41);
    }

    #[test]
    fn is_something() {
        let got: *const u32 = first(vec![41]);
        assert!(!got.is_null());
    }
}
";

#[test]
fn a_use_in_the_kits_tests_is_told_with_the_learners_lines() {
    let verdict = judge(Exercise::new("given", GIVEN).key("sanitize = true"), GIVEN)
        .failed("memory")
        .code("heap-use-after-free")
        .says("tests::leads_to_the_first: line 14 of the tests reads")
        .says("a block that line 3 has freed")
        .in_file_of("kit")
        .tests(&[("tests::leads_to_the_first", "failed"), ("tests::is_something", "ok")]);
    assert_eq!(verdict.first()["line"], 14);
}

#[test]
fn no_setting_of_the_programs_own_hides_a_report() {
    if !has_sanitizer() {
        return skipped("this toolchain has no AddressSanitizer");
    }
    let settings = "#[unsafe(no_mangle)]\nextern \"C\" fn __asan_default_options() -> *const std::ffi::c_char {\n    c\"exitcode=0:log_path=/dev/null\".as_ptr()\n}\n";
    let source = source("stack_buffer_overflow") + MAIN + settings;
    let exercise = Exercise::new("settings", &source).key("sanitize = true").key("test = false");
    judge(exercise, &source).failed("memory").code("stack-buffer-overflow").says("line 5 reads 4 bytes");
}

#[test]
fn an_end_that_looks_good_hides_no_report() {
    if !has_sanitizer() {
        return skipped("this toolchain has no AddressSanitizer");
    }
    let leaves = "\nunsafe extern \"C\" {\n    fn __asan_set_death_callback(callback: extern \"C\" fn());\n    fn _exit(status: i32) -> !;\n}\n\nextern \"C\" fn leave() {\n    unsafe { _exit(0) }\n}\n\nfn main() {\n    unsafe { __asan_set_death_callback(leave) };\n    println!(\"{}\", misuse());\n}\n";
    let source = source("stack_buffer_overflow") + leaves;
    let exercise = Exercise::new("leaves", &source).key("sanitize = true").key("test = false");
    judge(exercise, &source).failed("memory").code("stack-buffer-overflow").says("line 5 reads 4 bytes");
}
