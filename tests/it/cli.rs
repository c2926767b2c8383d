//! The command line itself: usage, colours, completion; and `verify` for authors.

use crate::samples::{program, twice};
use crate::support::{Env, Kit};

#[test]
fn help_and_version_are_answers_and_no_errors() {
    let env = Env::new();
    env.run(["--help"]).exits(0).says("watch").says("check").says_not("__supervise");
    env.run(["run", "--help"]).exits(0).says("exercise");
    env.run(["--version"]).exits(0).says(env!("CARGO_PKG_VERSION"));
}

#[test]
fn what_is_no_command_is_wrong_usage() {
    let env = Env::new();
    env.run(["chekc"]).exits(2).warns("check");
    env.run(["run", "--nonsense"]).exits(2).warns("--nonsense");
    env.run(["run", "a", "b"]).exits(2);
    env.run(["list", "--format", "xml"]).exits(2).warns("json");
    env.run(["solution"]).exits(2);
    for (args, wrong) in [
        (vec!["chekc", "--format", "json"], "chekc"),
        (vec!["run", "--nonsense", "--format=json"], "--nonsense"),
    ] {
        let error = env.run(&args).exits(2).error();
        assert_eq!(error["kind"], "usage");
        assert!(error["message"].as_str().unwrap().contains(wrong), "{error:#}");
        assert!(error["help"].is_string(), "{error:#}");
    }
}

#[test]
fn colours_come_when_they_are_asked_for() {
    let env = Env::with(&Kit::of(twice()));
    let colours = |env: &Env, args: &[&str]| env.run(args).stdout.contains('\u{1b}');
    assert!(!colours(&env, &["list"]), "no terminal, no colours");
    assert!(colours(&env, &["list", "--color", "always"]));
    assert!(!colours(&env, &["list", "--color", "never"]));
    assert!(!colours(&env, &["list", "--color", "always", "--format", "json"]));
    let env = Env::with(&Kit::of(twice())).var("NO_COLOR", "1");
    assert!(colours(&env, &["list", "--color", "always"]), "what is asked for on the spot wins");
}

#[test]
fn a_verdict_in_colours_has_the_same_words() {
    let env = Env::with(&Kit::of(twice()));
    let plain = env.run(["check"]).stdout;
    let coloured = env.run(["check", "--color", "always"]).stdout;
    let mut bare = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        bare.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    assert_eq!(bare + rest, plain);
    assert_ne!(coloured, plain);
}

#[test]
fn each_shell_gets_a_script() {
    let env = Env::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        env.run(["completions", shell]).exits(0).says("memkata");
    }
    env.run(["completions", "basic"]).exits(2).warns("bash");
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_and_names_of_exercises() {
    let env = Env::with(&Kit::of(twice()).and(program("twofold", "fn main() {}")));
    let script = "PATH=\"$(dirname \"$0\"):$PATH\"; source <(memkata completions bash); \
                  complete() { COMP_WORDS=(memkata \"$@\"); COMP_CWORD=$#; COMP_TYPE=9; COMPREPLY=(); _clap_complete_memkata memkata \"${!#}\" \"\"; echo \"<${COMPREPLY[*]}>\"; }; \
                  complete run tw; complete solu; complete reset twi";
    let mut command = env.other_command("bash", ["--norc", "-c", script, Env::program().to_str().unwrap()]);
    let Ok(output) = command.output() else {
        crate::support::skipped("there is no bash");
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<&str> = text.lines().map(|line| line.trim_end_matches([' ', '>'])).collect();
    assert_eq!(
        lines,
        ["<twice twofold", "<solution", "<twice"],
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
