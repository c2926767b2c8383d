//! The kind `witness`: a program passes that makes the code under study misuse memory in just
//! the way that is asked for.

use crate::support::{Env, Exercise, Kit, Verdict, judge};

/// The starter: nothing goes wrong in it.
pub const STUDIED: &str = "\
/// Gives a number of the list, without looking.
fn at(list: &[u32], index: usize) -> u32 {
    unsafe { *list.as_ptr().add(index) }
}

/// Gives the first number, for as long as you like.
fn first(list: &[u32]) -> &'static u32 {
    unsafe { &*list.as_ptr() }
}

/// Gives the first number, and has no more need of the list.
fn only_first(list: Vec<u32>) -> &'static u32 {
    let first = first(&list);
    drop(list);
    first
}

fn main() {
    let list = vec![1, 2, 3];
    println!(\"{} {}\", at(&list, 1), first(&list));
    only_first(list);
}
";

/// The exercise, with this error asked for.
pub fn exercise(witness: &str) -> Exercise {
    Exercise::new("studied", STUDIED)
        .key("kind = \"witness\"")
        .key(&format!("witness = \"{witness}\""))
        .key("keep = [\"fn at\", \"fn first\", \"fn only_first\"]")
}

/// The file with other lines in `main`.
pub fn with_main(lines: &[&str]) -> String {
    let (kept, _) = STUDIED.split_once("fn main").expect("there is a `main`");
    format!("{kept}fn main() {{\n    {}\n}}\n", lines.join("\n    "))
}

/// What these programs come to, each given by the lines of its `main`.
fn witnessed<const N: usize>(witness: &str, mains: [&[&str]; N]) -> [Verdict; N] {
    let env = Env::with(&Kit::of(exercise(witness)));
    mains.map(|lines| {
        env.write(exercise(witness).file(), with_main(lines));
        env.verdict("studied")
    })
}

const LIST: &str = "let list = vec![1, 2, 3];";
/// Lines for `main` that read what is right behind the list.
pub const BEYOND: [&str; 2] = [LIST, "println!(\"{}\", at(&list, 3));"];
/// Lines that read what the studied code has freed; and such that free it themselves.
const LATE: [&str; 2] = [LIST, "println!(\"{}\", at(std::slice::from_ref(only_first(list)), 0));"];
const OWN: [&str; 4] = [
    LIST,
    "let first = first(&list);",
    "drop(list);",
    "println!(\"{}\", at(std::slice::from_ref(first), 0));",
];

#[test]
fn the_right_error_passes_and_its_report_is_kept() {
    let [passed] = witnessed("heap-buffer-overflow in fn at", [&BEYOND]);
    let words = "memory right behind a block of 12 bytes (allocated on line 19)";
    let verdict = passed.passed().notes("line 3 reads").notes(words);
    let findings = verdict.json["findings"].as_array().unwrap();
    let note = findings.iter().find(|finding| finding["severity"] == "note").unwrap();
    assert_eq!((&note["code"], &note["line"]), (&"heap-buffer-overflow".into(), &3.into()));
    assert!(note["rendered"].as_str().unwrap().contains("read here"), "{note:#}");
    let [passed] = witnessed("heap-use-after-free", [&LATE]);
    passed.passed().notes("line 3 reads").notes("line 14 has freed (allocated on line 19)");
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_learner_gives_may_be_what_is_overrun() {
    if !crate::support::toolchain::has_sanitizer() {
        return crate::support::skipped("this toolchain has no AddressSanitizer");
    }
    let beyond = "println!(\"{}\", at(&LIST, 3));";
    let [on_stack] =
        witnessed("stack-buffer-overflow", [&["#[allow(non_snake_case)]", "let LIST = [1, 2, 3];", beyond]]);
    on_stack.passed().notes("line 3 reads 4 bytes of memory outside the variable `LIST` (line 20)");
    let [global] = witnessed("global-buffer-overflow", [&["static LIST: [u32; 3] = [1, 2, 3];", beyond]]);
    global.passed().notes("line 3 reads 4 bytes of memory outside `LIST`");
}

#[test]
fn nothing_wrong_is_not_what_is_asked_for() {
    let within = [LIST, "println!(\"{}\", at(&list, 2));"];
    let looked = [LIST, "println!(\"{}\", list[list.len()]);"];
    let [harmless, panics, another] = witnessed("heap-buffer-overflow", [&within, &looked, &LATE]);
    harmless
        .failed("memory")
        .code("nothing-reported")
        .says("did nothing wrong")
        .says("heap-buffer-overflow")
        .at(18, 1);
    // The standard library looks before it touches anything.
    panics.failed("run").says("index out of bounds");
    another
        .failed("memory")
        .code("heap-use-after-free")
        .says("The exercise is about another error: heap-buffer-overflow");
}

#[test]
fn the_right_error_has_to_be_in_the_right_place() {
    let own = "That is the right error, made by what you have added";
    let outside = [LIST, "println!(\"{}\", only_first(list) + 1);"];
    let [freed, used] = witnessed("heap-use-after-free", [&OWN, &outside]);
    freed.failed("memory").says("line 3 reads").says("line 21 has freed").says(own);
    used.failed("memory")
        .says("line 20 reads")
        .says("line 14 has freed")
        .says(own)
        .says("The code under study");
    let [beyond] = witnessed("heap-buffer-overflow in fn first", [&BEYOND]);
    beyond.failed("memory").says("line 3 reads").says("`fn first` has to make it by itself");
}

#[test]
fn an_imitated_report_is_none() {
    let imitated = [
        "eprintln!(\"=====\\n==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1 at pc 0x2\");",
        "eprintln!(\"READ of size 4 at 0x1 thread T0\\n    #0 0x3  (exercise+0x3)\\n==1==ABORTING\");",
        "eprintln!(\"\\nmemprobe T heap-buffer-overflow\\naccess read\\nat 3\\nmemprobe T end\");",
        "eprintln!(\"\\nmemprobe T address-sanitizer\\nmemprobe T end\");",
    ];
    let ending = |end| imitated.into_iter().chain([end]).collect::<Vec<&str>>();
    let [returns, exits, aborts] = witnessed(
        "heap-buffer-overflow",
        [&ending(""), &ending("std::process::exit(1);"), &ending("std::process::abort();")],
    );
    returns.failed("memory").code("nothing-reported");
    exits.failed("run").says("status 1");
    aborts.failed("crash").says("SIGABRT");
}

#[test]
fn what_is_added_is_safe_code() {
    let env = Env::with(&Kit::of(exercise("heap-buffer-overflow")));
    let refused = |source: String| {
        env.write(exercise("").file(), source);
        env.verdict("studied").failed("rules").code("unsafe").says("`unsafe` is not allowed in what you add")
    };
    let own = "\nfn own(list: &[u32]) -> u32 {\n    unsafe { *list.as_ptr().add(3) }\n}\n";
    refused(with_main(&[LIST, "println!(\"{}\", own(&list));"]) + own).at(24, 5);
    let hidden = "macro_rules! hidden { () => { println!(\"{}\", unsafe { *list.as_ptr().add(3) }) } }";
    refused(with_main(&[LIST, hidden, "hidden!();"]));
}

#[test]
fn the_code_under_study_stays_as_it_is() {
    let changed = with_main(&BEYOND).replace("add(index)", "add(index + 3)");
    judge(exercise("heap-buffer-overflow"), changed).failed("rules").says("fn at");
}

/// An error that only AddressSanitizer sees cannot be asked for without it: the machine's
/// fault, and nobody's else.
#[cfg(target_os = "linux")]
#[test]
fn an_error_that_nobody_here_can_see_is_the_machines_fault() {
    use crate::support::toolchain::Wrapped;
    let mut env = Env::new();
    Wrapped::without_sanitizer(&mut env);
    let on_stack = with_main(&["let list = [1, 2, 3];", "println!(\"{}\", at(&list, 3));"]);
    env.workspace_of(&Kit::of(exercise("stack-buffer-overflow")));
    env.write(exercise("").file(), &on_stack);
    env.run(["run", "studied"]).exits(4).warns("AddressSanitizer only");
    let mut env = Env::new();
    Wrapped::without_sanitizer(&mut env);
    env.workspace_of(&Kit::of(exercise("heap-buffer-overflow")));
    env.write(exercise("").file(), with_main(&BEYOND));
    let verdict = env.verdict("studied").passed().notes("line 3 reads from memory right behind a block");
    assert_eq!(verdict.json["oracle"], serde_json::json!(["memprobe"]));
}
