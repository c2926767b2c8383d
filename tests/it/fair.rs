//! What judging a class refuses beyond what its kit forbids, and what it tells an instructor.

use serde_json::Value;

use crate::rustlings::PACKAGE;
use crate::samples::{TWICE, change, solved, twice};
use crate::support::{Answer, Env, Exercise, Kit};

/// Grades one learner's file by this kit, and gives the unit and its verdict.
struct Graded {
    unit: Value,
    verdict: Value,
    mistake: Value,
}

fn grade(env: &Env, out: &str) -> Answer {
    let kit = env.kit_dir();
    let args = [
        "grade",
        "--kit",
        kit.to_str().unwrap(),
        "class",
        "--sandbox=best-effort",
        "--format",
        "json",
        "--out",
        out,
    ];
    env.run(args)
}

fn graded(kit: &Kit, file: &str, source: &str) -> Graded {
    let env = Env::new();
    kit.write(&env.kit_dir());
    env.write(format!("class/kim/{file}"), source);
    one(&grade(&env, "out"))
}

fn one(answer: &Answer) -> Graded {
    let grades = answer.json();
    let unit = grades["learners"][0]["units"][0].clone();
    let judged = &grades["verdicts"][unit["verdict"].as_str().unwrap_or_else(|| panic!("{grades:#}"))];
    Graded { unit, verdict: judged["verdict"].clone(), mistake: judged["mistake"].clone() }
}

impl Graded {
    #[track_caller]
    fn is(&self, status: &str) -> &Self {
        assert_eq!(self.unit["status"], status, "{:#}", self.verdict);
        self
    }

    #[track_caller]
    fn has(&self, code: &str) -> &Self {
        let findings = self.verdict["findings"].as_array().unwrap();
        assert!(findings.iter().any(|finding| finding["code"] == code), "no {code}: {:#}", self.verdict);
        self
    }

    #[track_caller]
    fn says(&self, words: &str) -> &Self {
        assert!(self.verdict.to_string().contains(words), "{words}: {:#}", self.verdict);
        self
    }
}

const FILE: &str = "exercises/01_first/twice.rs";

fn judged(source: &str) -> Graded {
    graded(&Kit::of(twice()), FILE, source)
}

#[test]
fn unsafe_is_refused_where_nothing_of_the_exercise_uses_it() {
    let code = "    unsafe { std::hint::assert_unchecked(n < 100) };\n    n * 2\n";
    judged(&change(TWICE, "    n\n", code)).is("failed").has("unsafe_code").says("does not teach `unsafe`");
    let safe = "unsafe extern \"C\" {\n    safe fn getpid() -> i32;\n}\n\n";
    let source = format!("{safe}{}", change(TWICE, "    n\n", "    n * 2 + u32::from(getpid() == 0)\n"));
    judged(&source).is("failed").has("unsafe_code");
    // Its solution uses it.
    let teaches = twice().solution(&change(TWICE, "    n\n", code));
    graded(&Kit::of(teaches), FILE, &change(TWICE, "    n\n", code)).is("passed");
    judged(&solved()).is("passed");
}

#[test]
fn code_that_runs_before_the_tests_is_refused_by_its_name() {
    let raw = "#[allow(dead_code)]\nfn read(at: *const u32) -> u32 {\n    unsafe { *at }\n}\n\n";
    let exercise =
        || Exercise::new("twice", &format!("{raw}{TWICE}")).solution(&format!("{raw}{}", solved()));
    let early = "extern \"C\" fn early() {\n    for line in std::io::stdin().lines().map_while(Result::ok) {\n        line.split(' ').for_each(|word| println!(\"\\n{word}\"));\n    }\n    std::process::exit(0)\n}\n\n";
    for (attack, code) in [
        (
            "#[unsafe(link_section = \".init_array\")]\nstatic EARLY: extern \"C\" fn() = early;\n\n",
            "#[link_section]",
        ),
        (
            "macro_rules! put {\n    ($($a:tt)*) => {\n        #[unsafe($($a)*)]\n        static EARLY: extern \"C\" fn() = early;\n    };\n}\nput!(link_section = \".init_array\");\n\n",
            "#[link_section]",
        ),
        ("core::arch::global_asm!(\".section .init_array\", \".quad 0\");\n\n", "global_asm!"),
    ] {
        let source = format!("{early}{attack}{raw}{TWICE}");
        graded(&Kit::of(exercise()), FILE, &source).is("failed").has(code);
    }
    // In self-study, too.
    let source = format!("{raw}#[unsafe(no_mangle)]\npub extern \"C\" fn exit(_: i32) {{}}\n\n{TWICE}");
    crate::support::judge(exercise(), source).failed("rules").code("#[no_mangle]");
}

#[test]
fn what_the_tests_rely_on_stays_as_it_is() {
    let starter = TWICE.replace("fn twice", "use std::rc::Rc;\n\nfn shared() -> Rc<Vec<u32>> {\n    Rc::default()\n}\n\nfn twice")
        .replace("twice(2));", "twice(2) + shared().len() as u32);")
        .replace("assert_eq!(twice(0), 0);", "assert_eq!(twice(0), 0);\n        assert_eq!(Rc::strong_count(&shared()), 2);\n        assert_eq!(shared().len(), 1);");
    let kit = || {
        Kit::of(Exercise::new("twice", &starter).solution(
            &starter.replace("    n\n", "    n * 2\n").replace(
                "    Rc::default()\n",
                "    let one = Rc::new(vec![1]);\n    std::mem::forget(Rc::clone(&one));\n    one\n",
            ),
        ))
    };
    for (attack, code) in [
        (
            "trait Fake {\n    fn len(self) -> usize;\n}\n\nimpl Fake for Rc<Vec<u32>> {\n    fn len(self) -> usize {\n        1\n    }\n}\n\n",
            "trait method",
        ),
        (
            "struct Any;\n\nimpl PartialEq<i32> for Any {\n    fn eq(&self, _: &i32) -> bool {\n        true\n    }\n}\n\n",
            "impl PartialEq",
        ),
        ("mod own {\n    pub struct Rc;\n}\nuse own::Rc as Other;\n\nstruct Rc;\n\n", "use std::rc::Rc"),
    ] {
        let source = starter
            .replace("use std::rc::Rc;\n", if code.starts_with("use") { "" } else { "use std::rc::Rc;\n" });
        graded(&kit(), FILE, &format!("{attack}{source}")).is("failed").has(code);
    }
}

#[test]
fn crates_of_the_learners_own_do_not_count_for_the_kits() {
    let starter = "fn make() -> u32 {\n    drop(Box::new(3));\n    7\n}\n\nfn main() {\n    make();\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn takes_nothing() {\n        let (made, used) = memprobe::allocations(make);\n        used.at_most(0);\n        assert_eq!(made, 7);\n    }\n}\n";
    let fake = "mod memprobe {\n    pub struct Used;\n\n    impl Used {\n        pub fn at_most(&self, _: u32) {}\n    }\n\n    pub fn allocations(make: fn() -> u32) -> (u32, Used) {\n        (make(), Used)\n    }\n}\n\n";
    crate::support::judge(Exercise::new("make", starter), format!("{fake}{starter}")).failed("memory");
}

#[test]
fn processes_that_are_left_behind_are_told() {
    if cfg!(target_os = "linux") {
        let source = change(
            TWICE,
            "    n\n",
            "    let _ = std::process::Command::new(std::env::args().next().unwrap()).arg(\"x\").stdin(std::process::Stdio::piped()).spawn().map(std::mem::forget);\n    n * 2\n",
        );
        let verdict = crate::support::judge(twice(), source);
        let findings = verdict.json["findings"].as_array().unwrap();
        assert!(findings.iter().any(|finding| finding["code"] == "left-processes"), "{:#}", verdict.json);
    }
}

#[test]
fn the_second_judging_says_the_same_to_the_byte() {
    let source = change(
        TWICE,
        "    n\n",
        "    let here = Box::new(n);\n    println!(\"{:p}\", here);\n    let _ = std::thread::spawn(|| panic!(\"there\")).join();\n    assert_eq!(std::ptr::from_ref(&*here) as usize % 10_000, 1, \"where it lies\");\n    n\n",
    );
    let env = Env::new();
    Kit::of(twice()).write(&env.kit_dir());
    env.write(format!("class/kim/{FILE}"), source);
    let (first, second) = (grade(&env, "one"), grade(&env, "two"));
    let (first, second) = (one(&first), one(&second));
    assert_eq!(first.verdict["reason"], "tests", "{:#}", first.verdict);
    assert!(!first.verdict.to_string().contains("thread 'main' ("), "{:#}", first.verdict);
    if cfg!(target_os = "linux") {
        assert_eq!(first.verdict, second.verdict);
    }
}

#[test]
fn a_failure_like_a_mistake_of_the_kit_has_its_belief() {
    let mistake = |body: &str, belief: &str| {
        format!("// fails: tests · belief: {belief}\n{}", change(TWICE, "    n\n", body))
    };
    let misconceptions = "[[misconceptions]]\nid = \"M1\"\ntext = \"Twice is one more.\"\n\n[[misconceptions]]\nid = \"M2\"\ntext = \"Twice is a square.\"\n";
    let kit = || {
        Kit::of(twice().key("misconceptions = [\"M1\", \"M2\"]"))
            .head(misconceptions)
            .file(
                "solutions/01_first/twice.mistakes/adds.rs",
                &mistake("    let more = n + 1;\n    more.max(n)\n", "M1"),
            )
            .file("solutions/01_first/twice.mistakes/squares.rs", &mistake("    n.pow(2)\n", "M2"))
    };
    let like = |body: &str| graded(&kit(), FILE, &change(TWICE, "    n\n", body));
    // The same but for layout, and with names of the learner's own.
    for body in ["    n . pow( 2 ) // a square\n", "    n.pow(2)\n"] {
        let graded = like(body);
        assert_eq!(graded.mistake["belief"], "M2", "{:#}", graded.verdict);
        assert_eq!(graded.mistake["says"], "Twice is a square.");
    }
    assert_eq!(like("    let bigger = n + 1;\n    bigger.max(n)\n").mistake["belief"], "M1");
    // Something else, and nothing.
    assert!(like("    n.pow(3)\n").mistake.is_null());
    assert!(like("    n.count_ones() << n.trailing_zeros()\n").mistake.is_null());
    assert!(like("    n * 2\n").mistake.is_null());
}

#[test]
fn in_a_class_the_tests_of_a_format_1_kit_are_its_solutions() {
    let starter = format!("// Doubles.\n{}", &TWICE[TWICE.find("fn twice").unwrap()..]);
    let solution = change(&starter, "    n\n", "    n * 2\n");
    let env = Env::new();
    let info =
        "format_version = 1\n\n[[exercises]]\nname = \"twice\"\ndir = \"01_first\"\nhint = \"Look.\"\n";
    for (file, text) in [
        ("info.toml", info),
        ("Cargo.toml", PACKAGE),
        ("exercises/01_first/twice.rs", &starter),
        ("solutions/01_first/twice.rs", &solution),
    ] {
        env.write(format!("../kit/{file}"), text);
    }
    let tests = starter.find("#[cfg(test)]").unwrap();
    let grade_of = |source: &str, out: &str| {
        env.write(format!("class/kim/{FILE}"), source);
        one(&grade(&env, out))
    };
    grade_of(&solution, "solved").is("passed");
    grade_of(&starter[..tests], "deleted").is("failed").has("edited").says("three and three");
    let renamed = solution[..solution.find("#[cfg(test)]").unwrap()].replace("twice", "double");
    grade_of(&renamed, "renamed")
        .is("failed")
        .has("E0425")
        .says("the tests of the exercise's solution do not fit");
}
