//! `verify`: starters, solutions and mistakes are judged, and the result is told in every format.

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::toolchain::Wrapped;
use crate::support::{Env, Exercise, Kit};

/// Hints that are a ladder and give nothing away, as a key of `info.toml`.
pub const HINTS: &str = "hints = [\"What does it return for a three?\", \"Each number counts two times.\"]";

/// An exercise all of whose claims hold.
pub fn good() -> Exercise {
    twice().key("fails_with = \"tests\"").key(HINTS)
}

/// What `verify` answers in a kit of this exercise.
pub fn verify(exercise: Exercise) -> crate::support::Answer {
    Env::author(&Kit::of(exercise)).run(["verify"])
}

/// The path of a wrong attempt at the exercise.
const ADDS: &str = "solutions/01_first/twice.mistakes/adds.rs";

fn adds() -> String {
    format!("// fails: tests · belief: M1\n{}", change(TWICE, "    n\n", "    n + 2\n"))
}

#[test]
fn starters_solutions_and_mistakes_are_held_to_their_claims() {
    let kit = Kit::of(good()).file(ADDS, &adds());
    let env = Env::author(&kit);
    env.run(["verify"]).exits(0).says("claims hold");
    env.write(ADDS, format!("// fails: tests\n{}", solved()));
    env.run(["verify"]).exits(1).says(ADDS).says("it should fail, and passes").says("let the tests catch it");
    env.write(ADDS, adds().replace("fails: tests", "fails: test"));
    env.run(["verify"])
        .exits(1)
        .says(&format!("{ADDS}:1  it should fail with test, and"))
        .says("did you mean `tests`?");
    env.write(ADDS, TWICE);
    env.run(["verify"])
        .exits(1)
        .says("its first line does not say how it fails")
        .says("begin with `// fails:");
    env.write(ADDS, adds());
    env.write("solutions/01_first/twice.rs", TWICE);
    env.run(["verify"]).exits(1).says("solutions/01_first/twice.rs").says("it should pass, and fails");
    // Its tests stand lower than those of the starter; the line is its own.
    env.write("solutions/01_first/twice.rs", format!("// One\n// Two\n{TWICE}"));
    env.run(["verify"])
        .exits(1)
        .says("solutions/01_first/twice.rs:18  it should pass, and fails")
        .says("(tests, line 18)");
    env.write(
        "solutions/01_first/twice.rs",
        change(&solved(), "    n * 2\n", "    let two = 2;\n    n * 2\n"),
    );
    env.run(["verify"]).exits(1).says("it passes with a warning: unused variable: `two`");
    std::fs::remove_file(env.dir().join("solutions/01_first/twice.rs")).unwrap();
    env.run(["verify"]).exits(1).says("solutions/01_first/twice.rs  it cannot be read").says("→ write it");
    verify(twice().key(HINTS).key("fails_with = \"E0308\"")).exits(1).says("it should fail with E0308");
    Env::with(&kit).run(["verify"]).exits(2).warns("run it in the kit's own folder");
}

#[test]
fn a_table_counts_the_claims_of_each_chapter() {
    let chapters = "[[chapters]]\ndir = \"01_first\"\ntitle = \"The first\"\n\n[[chapters]]\ndir = \"02_second\"\ntitle = \"The second\"";
    let kit = |second: Exercise| Kit::default().head(chapters).and(good()).and(second.dir("02_second"));
    let greet =
        || program("greet", "fn main() {}").key("skip_check_unsolved = true").solution("fn main() {}\n");
    let env = Env::author(&kit(greet().key(HINTS)));
    env.run(["verify"]).exits(0).says("The first").says("The second").says_not("  greet");
    let env = Env::author(&kit(greet()));
    let answer = env.run(["verify"]).exits(1).says("✗ 1 of ").says("does not hold");
    let rows: Vec<Vec<&str>> =
        answer.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).collect();
    assert!(rows.contains(&vec!["The", "second", "4", "1"]), "{rows:?}");
    assert!(rows.contains(&vec!["greet", "4", "1"]), "{rows:?}");
    for chapter in ["01_first", "exercises/01_first/"] {
        env.run(["verify", chapter]).exits(0).says("The first").says_not("The second");
    }
    env.run(["verify", "02_second", "greet"]).exits(1).says("✗ 1 of 5 claims");
    env.run(["verify", "03_third"]).exits(2).warns("there is no exercise `03_third`");
    // Only what was asked for is proved and counted.
    env.run(["verify", "twice"])
        .exits(0)
        .says("The first")
        .says_not("The second")
        .says_not("the kit as a whole");
}

#[test]
fn programs_read_json_and_build_servers_junit() {
    let env = Env::author(&Kit::of(twice().key(HINTS).key("fails_with = \"E0308\"")));
    let json = env.run(["verify", "--format", "json"]).exits(1).json();
    let claims = json["claims"].as_array().unwrap();
    assert_eq!(json["total"], claims.len());
    assert_eq!(json["hold"], claims.len() - 1);
    let failed: Vec<_> = claims.iter().filter(|claim| claim["holds"] == false).collect();
    assert_eq!(failed.len(), 1, "{json:#}");
    assert_eq!((&failed[0]["exercise"], &failed[0]["claim"]), (&"twice".into(), &"starter".into()));
    assert_eq!(failed[0]["file"], "exercises/01_first/twice.rs");
    assert!(failed[0]["problem"].as_str().unwrap().contains("it should fail with E0308"), "{json:#}");
    assert_eq!(failed[0]["help"], "mend the file, or `fails_with`");
    env.run(["verify", "--format", "junit"])
        .exits(1)
        .says("<testcase name=\"solution solutions/01_first/twice.rs\" classname=\"twice\"")
        .says("type=\"starter\"")
        .says("failures=\"1\"");
}

#[test]
fn a_solution_is_formatted_by_the_settings_of_the_kit() {
    let env = Env::author(&Kit::of(good().solution(&change(&solved(), "    n * 2\n", "    n*2\n"))));
    env.run(["verify"])
        .exits(1)
        .says("solutions/01_first/twice.rs:3  it is not formatted")
        .says("`rustfmt --edition 2024 solutions/01_first/twice.rs` formats it");
    env.write("exercises/01_first/twice.rs", change(TWICE, "    n\n", "    n  \n"));
    env.write(ADDS, change(&adds(), "    n + 2\n", "    n+2\n"));
    env.run(["verify"])
        .exits(1)
        .says(&format!("it is not formatted, nor is exercises/01_first/twice.rs, nor {ADDS}"))
        .says(&format!("solutions/01_first/twice.rs exercises/01_first/twice.rs {ADDS}` formats them"));
    env.write("exercises/01_first/twice.rs", TWICE);
    std::fs::remove_file(env.dir().join(ADDS)).unwrap();
    // Formatted by the settings of the kit, and so no longer by those of everybody.
    env.write("solutions/01_first/twice.rs", solved().replace("    ", "  "));
    env.write("rustfmt.toml", "tab_spaces = 2\n");
    env.run(["verify"]).exits(0);
    env.write("rustfmt.toml", "");
    env.run(["verify"]).exits(1).says("it is not formatted");
}

#[cfg(unix)]
#[test]
fn without_rustfmt_the_rest_is_proved_and_that_is_said_once() {
    let mut env = Env::new();
    Wrapped::new(&mut env, false);
    Kit::of(good())
        .and(
            program("greet", "fn main() {}")
                .key(HINTS)
                .key("skip_check_unsolved = true")
                .solution("fn  main() {}\n"),
        )
        .write(&env.dir());
    let answer = env.run(["verify"]).exits(0).warns("rustup component add rustfmt");
    assert_eq!(answer.stderr.matches("rustfmt is not installed").count(), 1, "{}", answer.stderr);
}

#[test]
fn a_solution_needs_less_than_a_third_of_its_time() {
    let wait = |ms: u32| {
        format!(
            "fn main() {{\n    std::thread::sleep(std::time::Duration::from_millis({ms}));\n    println!(\"done\");\n}}\n"
        )
    };
    let slow = |limit: u32| {
        program("slow", "fn main() {}\n")
            .key("stdout = \"done\"")
            .key(&format!("limits = {{ seconds = {limit} }}"))
            .key(HINTS)
            .solution(&wait(600))
    };
    verify(slow(60)).exits(0);
    verify(slow(1)).exits(1).says("slow.rs  it runs for 0.6 s of 1.0 s").says("raise `limits.seconds`");
}

#[test]
fn an_unchanged_kit_is_not_judged_again() {
    let mut env = Env::new();
    let wrapped = Wrapped::new(&mut env, crate::support::toolchain::has_clippy());
    Kit::of(good()).write(&env.dir());
    env.run(["verify"]).exits(0);
    assert!(wrapped.compiles() > 0);
    env.run(["verify"]).exits(0);
    assert_eq!(wrapped.compiles(), 0);
    // Only what has changed.
    env.write("solutions/01_first/twice.rs", format!("// Two.\n{}", solved()));
    env.run(["verify"]).exits(0);
    assert_eq!(wrapped.compiles(), 1);
}

#[test]
fn a_solution_that_fails_is_shown_with_all_that_was_found() {
    let solution = "solutions/01_first/twice.rs";
    let other = || program("greet", "fn main() {}").key("skip_check_unsolved = true").key(HINTS);
    let env = Env::author(&Kit::of(good()).and(other().solution("fn main() {}\n")));
    env.write(solution, change(&solved(), "    n * 2\n", "    n * two\n"));
    for args in [vec!["verify", "twice"], vec!["verify"]] {
        env.run(args)
            .exits(1)
            .says("it should pass, and fails: cannot find value `two`")
            .says(&format!("--> {solution}:"))
            .says("not found in this scope")
            .says_not("exercises/01_first/twice.rs")
            .says_not("copied");
    }
    // Of several each is told on its line.
    env.write("solutions/01_first/greet.rs", "fn main() {\n    nobody();\n}\n");
    env.run(["verify"])
        .exits(1)
        .says("`memkata verify twice` shows all of it")
        .says("`memkata verify greet` shows all of it")
        .says_not("-->");
    let json = env.run(["verify", "twice", "--format", "json"]).exits(1).json();
    let failed = json["claims"].as_array().unwrap().iter().find(|claim| claim["holds"] == false).unwrap();
    assert!(failed["finding"]["rendered"].as_str().unwrap().contains("n * two"), "{failed:#}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_not_waited_for() {
    let env = Env::author(&Kit::of(good()));
    let solution = env.dir().join("solutions/01_first/twice.rs");
    std::fs::remove_file(&solution).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&solution).status().expect("mkfifo is there");
    assert!(made.success());
    env.run(["verify"]).exits(3).warns("`twice` needs solutions/01_first/twice.rs, which is no file");
    std::fs::remove_file(&solution).unwrap();
    std::fs::create_dir(&solution).unwrap();
    env.run(["verify"]).exits(3).warns("`twice` needs solutions/01_first/twice.rs, which is no file");
}
