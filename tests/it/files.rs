//! Files that an editor, a network drive or an accident may leave behind.

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::{Env, Exercise, Kit, judge, judge_in};

#[test]
fn a_file_that_is_not_utf_8_is_told_with_the_place_of_the_first_bad_byte() {
    let mut bytes = b"// \xC3\xA4 is fine.\nfn main() {\n    // caf\xE9\n}\n".to_vec();
    judge(program("latin", "fn main() {}"), &bytes).failed("compile").says("UTF-8").says("0xE9").at(3, 11);
    bytes.extend([0xFF, 0xFE]);
    bytes.splice(0..2, [0xFF, 0xFE]);
    judge(program("utf16", "fn main() {}"), bytes).failed("compile").at(1, 1);
}

#[test]
fn a_byte_order_mark_changes_nothing() {
    judge(twice(), format!("\u{feff}{}", solved())).passed().without_notes();
    judge(program("marked", "fn main() {}"), "\u{feff}fn main() { 1u8 }\n").failed("compile").at(1, 13);
}

#[test]
fn line_ends_of_windows_change_neither_verdicts_nor_lines() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    judge(twice(), crlf(&solved())).passed().without_notes();
    judge(twice(), crlf(TWICE)).failed("tests").at(16, 9);
    judge(twice(), crlf(&change(TWICE, "    n\n", "    \"n\"\n"))).failed("compile").at(3, 5);
    let top = format!("//! Docs.\n#![allow(dead_code)]\n{}", change(TWICE, "    n\n", "    \"n\"\n"));
    judge(twice(), crlf(&top)).failed("compile").at(5, 5);
    let kit = Exercise::new("windows", &crlf(TWICE)).key("keep = [\"sig twice\"]");
    judge(kit.clone(), solved()).passed().without_notes();
    judge(kit, TWICE).failed("tests").at(16, 9).in_file_of("kit");
    let printed = program("prints", "fn main() {}").key("stdout = \"a\\nb\"");
    judge(printed, "fn main() {\r\n    println!(\"a\r\nb\");\r\n}\r\n").passed();
}

#[test]
fn an_empty_file_is_told_and_how_to_get_the_starter_back() {
    for empty in ["", " ", "\n\n\t\n", "\u{feff}", "\r\n"] {
        judge(twice(), empty).failed("compile").says("empty").says("memkata reset twice");
    }
    let comment = judge(twice(), "// Nothing but this.\n").failed("compile");
    assert!(comment.first()["message"].is_string(), "{:#}", comment.json);
}

#[test]
fn a_missing_file_is_told_and_comes_back_with_reset() {
    let env = Env::with(&Kit::of(twice()));
    std::fs::remove_file(env.dir().join("exercises/01_first/twice.rs")).unwrap();
    env.verdict("twice").failed("compile").says("not there").says("memkata reset twice");
    env.run(["reset", "twice"]).exits(0);
    assert_eq!(env.read("exercises/01_first/twice.rs"), TWICE);
}

#[test]
fn a_folder_in_the_files_place_is_told() {
    let env = Env::with(&Kit::of(twice()));
    let path = env.dir().join("exercises/01_first/twice.rs");
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let verdict = env.verdict("twice").failed("compile");
    assert_eq!(verdict.first()["file"], "exercises/01_first/twice.rs");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_files_place_is_told_and_not_waited_for() {
    let env = Env::with(&Kit::of(twice()));
    let path = env.dir().join("exercises/01_first/twice.rs");
    std::fs::remove_file(&path).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo is there");
    assert!(made.success());
    env.run(["run", "twice"]).exits(1).says("twice.rs is no file").says("memkata reset twice");
    env.run(["reset", "twice"]).exits(4).warns("this is not a file");
    std::fs::remove_file(&path).unwrap();
    env.run(["reset", "twice"]).exits(0);
    assert_eq!(env.read("exercises/01_first/twice.rs"), TWICE);
}

#[test]
fn a_huge_file_is_not_compiled() {
    judge(twice(), format!("{}\n//{}", solved(), "x".repeat(3 << 20))).failed("compile").says("KiB");
}

#[test]
fn bytes_of_zero_and_other_control_characters_are_the_compilers_business() {
    judge(twice(), format!("\0{}", solved())).failed("compile");
    let text = "fn main() {\n    println!(\"\u{1b}[2J\u{7}gone\");\n}\n";
    let env = Env::with(&Kit::of(program("steers", "fn main() {}")));
    env.write("exercises/01_first/steers.rs", text);
    env.run(["run", "steers"]).exits(0).says("gone").says_not("\u{1b}").says_not("\u{7}");
}

#[test]
fn deep_nesting_is_no_crash_of_memkata() {
    let deep = 100_000;
    let nested = |open: &str, close: &str| {
        format!("fn main() {{\n    let _ = {}1{};\n}}\n", open.repeat(deep), close.repeat(deep))
    };
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("(", ""), ("-", ""), ("vec![", "]"), ("&", "")]
    {
        let verdict = judge(program("deep", "fn main() {}"), nested(open, close));
        assert_eq!(
            verdict.json["verdict"], "failed",
            "{open}{close}: {:#}",
            verdict.json["findings"][0]["message"]
        );
    }
    let comment = format!("{}{}\nfn main() {{}}\n", "/*".repeat(deep), "*/".repeat(deep));
    judge(program("comments", "fn main() {}"), comment).passed();
}

#[test]
fn nesting_that_the_compiler_takes_is_judged() {
    let nested = format!(
        "fn main() {{\n    #[allow(unused_parens)]\n    let n = {}1{};\n    println!(\"{{n}}\");\n}}\n",
        "(".repeat(100),
        ")".repeat(100)
    );
    judge(program("nested", "fn main() {}").key("stdout = \"1\""), nested).passed();
}

#[test]
fn a_folder_with_spaces_and_other_letters_is_fine() {
    let env = Env::new();
    let kit = Kit::of(twice());
    kit.write(&env.path("ein Kit für 漢字"));
    env.run_in(env.path(""), ["init", "my 'work' ö", "--kit", "ein Kit für 漢字"]).exits(0);
    let folder = env.path("my 'work' ö");
    std::fs::write(folder.join("exercises/01_first/twice.rs"), solved()).unwrap();
    env.run_in(&folder, ["run", "twice"]).exits(0);
    env.run_in(folder.join("exercises/01_first"), ["run", "twice"]).exits(0);
}

#[cfg(unix)]
#[test]
fn an_exercise_that_is_a_link_is_followed() {
    let env = Env::with(&Kit::of(twice()));
    let path = env.dir().join("exercises/01_first/twice.rs");
    std::fs::remove_file(&path).unwrap();
    std::fs::write(env.path("elsewhere.rs"), solved()).unwrap();
    std::os::unix::fs::symlink(env.path("elsewhere.rs"), &path).unwrap();
    env.verdict("twice").passed();
    std::fs::remove_file(env.path("elsewhere.rs")).unwrap();
    env.verdict("twice").failed("compile").says("not there");
}

#[test]
fn the_same_file_gets_the_same_verdict_twice() {
    let env = Env::new();
    let first = judge_in(&env, twice(), TWICE);
    let mut second = env.verdict("twice");
    for time in ["elapsed_ms", "longest_run_ms"] {
        second.json[time] = first.json[time].clone();
    }
    assert_eq!(first.json, second.json);
}
