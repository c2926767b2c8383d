//! `memkata new`: what it makes works at once, and what it cannot make leaves everything as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::samples::twice;
use crate::support::{Env, Kit};

/// All files of a folder with their bytes, but for memkata's own.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).unwrap().flatten() {
            let path = entry.path();
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            if name == ".memkata" {
                continue;
            }
            if path.is_dir() {
                found.insert(format!("{name}/"), Vec::new());
                open.push(path);
            } else {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// A kit of two chapters with an exercise each.
fn two_chapters() -> Env {
    let env = Env::author(
        &Kit::of(twice()).and(crate::samples::program("other", "fn main() {}\n").dir("02_second")),
    );
    env.write("info.toml", TWO_CHAPTERS.replace("@1", "").replace("@2", ""));
    env
}

/// `@1` and `@2` are where new chapters and exercises go in the tests below.
const TWO_CHAPTERS: &str = r#"#:schema ./info.schema.json
format_version = 2   # ours
title='two'

# The first one.
[[chapters]]
dir = "01_first"
title = "First"
[[chapters]]
title = "Second"
dir = "02_second" # the last chapter
@1
# What the twice is about.
[[exercises]]
dir = "01_first"
name = "twice"
hints = [
  "a", # one
  "[[exercises]]",
]
fails_with = "tests"

# Not a header: [[exercises]]
[exercises.hint_for]
tests = """
[[exercises]]
name = "no"
"""
# A last word on twice.
@2
# Above the other.
[[exercises]]
name = "other"
dir = "02_second"
skip_check_unsolved = true
# the end"#;

/// What stands at the two marks, where everything around them is as it was, byte by byte.
#[track_caller]
fn at_the_marks(before: &str, after: &str) -> [String; 2] {
    let mut parts = before.split(['@']).map(|part| part.trim_start_matches(['1', '2']));
    let [first, middle, last] = std::array::from_fn(|_| parts.next().expect("two marks"));
    let rest = after.strip_prefix(first).unwrap_or_else(|| panic!("the beginning has changed:\n{after}"));
    let rest = rest.strip_suffix(last).unwrap_or_else(|| panic!("the end has changed:\n{after}"));
    let (one, two) = rest.split_once(middle).unwrap_or_else(|| panic!("the middle has changed:\n{after}"));
    [one.to_owned(), two.to_owned()]
}

#[test]
fn a_new_kit_proves_itself_and_so_does_every_kind_of_exercise() {
    let env = Env::new();
    env.run(["new", "--kit", "."]).exits(0).says("memkata verify").says("TODO");
    env.run(["verify"]).exits(0).says("claims hold");
    for (kind, reason) in
        [("code", "compile"), ("answer", "answer"), ("predict", "predict"), ("witness", "memory")]
    {
        let place = format!("01_start/my_{kind}");
        env.run(["new", &place, "--kind", kind]).exits(0).says(&place).says("info.toml, line");
        env.verdict(&format!("my_{kind}")).failed(reason);
    }
    env.run(["new", "02_next/more", "--kind", "code"]).exits(0).says("its chapter `02_next` is new: “Next”");
    env.run(["verify"]).exits(0).says("claims hold");
    let list = env.run(["list", "--format", "json"]).exits(0).json();
    let names: Vec<_> = list["exercises"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    let wanted = [
        "sum_of_prices",
        "two_lists",
        "move_or_clone",
        "my_code",
        "my_answer",
        "my_predict",
        "my_witness",
        "more",
    ];
    assert_eq!(names, wanted);
}

#[test]
fn a_workspace_can_be_made_of_a_new_kit() {
    let env = Env::new();
    env.run_in(env.path("."), ["new", "--kit", "kit"]).exits(0);
    env.run_in(env.path("."), ["init", "work", "--kit", "kit"]).exits(0).says("3 exercises of Kit");
    env.run(["check"]).exits(1).says("0 of 3");
    env.verdict("sum_of_prices").failed("compile");
    let solved = fs::read(env.path("kit/solutions/01_start/sum_of_prices.rs")).unwrap();
    env.write("exercises/01_start/sum_of_prices.rs", solved);
    env.verdict("sum_of_prices").passed();
}

#[test]
fn a_new_kit_says_who_may_use_it() {
    let mut env = Env::new();
    env.write("../home/.gitconfig", "[user]\nname = A {{year}} Name\n");
    env.set("GIT_CONFIG_NOSYSTEM", "1");
    for (licence, words) in [
        (vec![], "MIT License"),
        (vec!["--licence", "apache-2.0"], "Apache License"),
        (vec!["--license", "cc-by-4.0"], "creativecommons.org/licenses/by/4.0/"),
    ] {
        let kit = format!("kit{}", licence.len() + words.len());
        env.run([vec!["new", "--kit", &kit, "--title", "A \"good\" kit"], licence].concat()).exits(0);
        let text = env.read(format!("{kit}/LICENSE"));
        assert!(text.contains(words), "{text}");
        assert!(!text.contains("{{holder}}"), "{text}");
        assert!(env.read(format!("{kit}/README.md")).starts_with("# A \"good\" kit\n"));
        assert!(env.read(format!("{kit}/README.md")).contains("(LICENSE)"));
        let workflow = env.read(format!("{kit}/.github/workflows/verify.yml"));
        let tag = concat!("https://github.com/memkata/memkata --tag v", env!("CARGO_PKG_VERSION"), "\n");
        assert!(workflow.contains(tag), "{workflow}");
        env.run_in(env.dir().join(kit), ["list"]).exits(0);
    }
    env.run(["new", "--kit", "free", "--licence", "none"]).exits(0);
    assert!(!env.dir().join("free/LICENSE").exists());
    assert!(!env.read("free/README.md").contains("icence"));
    env.run(["new", "--kit", "other", "--licence", "gpl"]).exits(2).warns("apache-2.0");
    assert!(!env.dir().join("other").exists());
}

#[test]
fn a_kit_needs_a_folder_of_its_own() {
    let env = Env::new();
    env.write("full/letter.txt", "mine");
    env.write("file", "mine");
    let before = files(&env.dir());
    env.run(["new", "--kit", "full"]).exits(2).warns("full is not empty").warns("does not exist yet");
    env.run(["new", "--kit", "file"]).exits(2).warns("file is not empty");
    env.run(["new", "--kit", "a", "--title", " "]).exits(2).warns("a title is one line of text");
    env.run(["new", "01/a", "--kit", "a"]).exits(2).warns("--kit");
    env.run(["new", "--licence", "mit"]).exits(2).warns("--kit");
    assert_eq!(files(&env.dir()), before);
    env.run(["new", "--kit", "outer"]).exits(0);
    let before = files(&env.dir());
    env.run(["new", "--kit", "outer/deep/inner"]).exits(2).warns("lies in the kit").warns("outside of it");
    env.run_in(env.dir().join("outer/exercises"), ["new", "--kit", "inner"])
        .exits(2)
        .warns("lies in the kit");
    env.run(["new", "--kit", "nowhere/../outer/inner"]).exits(2).warns("without `..`");
    assert_eq!(files(&env.dir()), before);
    env.run_in(env.dir().join("full"), ["new", "--kit", "../beside"]).exits(0);
    // A repository that was just made.
    fs::create_dir_all(env.dir().join("cloned/.git")).unwrap();
    env.run(["new", "--kit", "cloned"]).exits(0);
}

#[test]
fn an_exercise_goes_behind_the_last_one_of_its_chapter() {
    let env = two_chapters();
    let answer = env.run(["new", "01_first/third", "--kind", "code"]).exits(0);
    let after = env.read("info.toml");
    let [chapter, exercise] = at_the_marks(TWO_CHAPTERS, &after);
    assert_eq!(chapter, "");
    assert!(exercise.starts_with("\n[[exercises]]\nname = \"third\"\ndir = \"01_first\"\n"), "{exercise}");
    let line = after.lines().position(|line| line == "name = \"third\"").unwrap();
    answer.says(&format!("info.toml, line {line} "));
    env.run(["verify", "third"]).exits(0);
}

#[test]
fn the_end_of_the_file_is_a_place_like_any_other() {
    let env = two_chapters();
    env.run(["new", "02_second/third", "--kind", "predict"]).exits(0);
    let (before, after) = (TWO_CHAPTERS.replace("@1", "").replace("@2", ""), env.read("info.toml"));
    let added = after.strip_prefix(&before).expect("what was there has not changed");
    assert!(added.starts_with("\n\n[[exercises]]\nname = \"third\"\ndir = \"02_second\"\n"), "{added}");
    assert!(added.ends_with("\"\"\"\n"), "{added}");
    env.run(["verify", "third"]).exits(0);
}

#[test]
fn a_new_chapter_goes_behind_the_others() {
    let env = two_chapters();
    env.run(["new", "03_third/a", "--kind", "code", "--title", "It's \"third\""]).exits(0).says("03_third");
    let after = env.read("info.toml");
    let before = TWO_CHAPTERS.replace("@2", "") + "@2";
    let [chapter, exercise] = at_the_marks(&before, &after);
    assert!(chapter.starts_with("\n[[chapters]]\ndir = \"03_third\"\n"), "{chapter}");
    assert!(exercise.starts_with("\n\n[[exercises]]\nname = \"a\"\n"), "{exercise}");
    env.run(["list", "--chapter", "It's \"third\""]).exits(0).says("a");
    env.run(["verify", "a"]).exits(0);
}

#[test]
fn line_ends_and_byte_order_marks_stay() {
    let env = two_chapters();
    let marked = format!("\u{feff}{}", TWO_CHAPTERS.replace('\n', "\r\n"));
    env.write("info.toml", marked.replace("@1", "").replace("@2", ""));
    env.run(["new", "01_first/third", "--kind", "witness"]).exits(0);
    let after = env.read("info.toml");
    let [_, exercise] = at_the_marks(&marked, &after);
    assert!(exercise.starts_with("\r\n[[exercises]]\r\nname = \"third\"\r\n"), "{exercise:?}");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    env.run(["verify", "third"]).exits(0);
    env.run(["new", "04_new/fourth", "--kind", "answer"]).exits(0);
    let after = env.read("info.toml");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    env.run(["verify", "fourth"]).exits(0);
}

#[test]
fn chapters_may_stand_with_their_exercises_or_be_folders_only() {
    let env = Env::author(&Kit::of(twice()));
    let entry = "[[exercises]]\nname = \"twice\"\ndir = \"01_first\"\nfails_with = \"tests\"\n";
    // Chapters and exercises in turns, the last chapter empty, the second one, too.
    let info = format!(
        "format_version = 2\n[[chapters]]\ndir = \"01_first\"\ntitle = \"1\"\n\n{entry}\n[[chapters]]\ndir = \"02_b\"\ntitle = \"2\"\n\n[[chapters]]\ndir = \"03_c\"\ntitle = \"3\"\n"
    );
    env.write("info.toml", info);
    env.run(["new", "02_b/b", "--kind", "code"]).exits(0);
    env.run(["new", "04_d/d", "--kind", "code"]).exits(0);
    let text = env.read("info.toml");
    let order: Vec<&str> = text.lines().filter(|line| line.starts_with("dir")).collect();
    let wanted = ["01_first", "01_first", "02_b", "02_b", "03_c", "04_d", "04_d"]
        .map(|dir| format!("dir = \"{dir}\""));
    assert_eq!(order, wanted);
    // No chapters: then a new folder gets no entry, which would leave the others without one.
    env.write("info.toml", format!("format_version = 2\n\n{entry}"));
    env.run(["new", "02_b/other", "--kind", "code", "--title", "B"]).exits(2).warns("has no [[chapters]]");
    env.run(["new", "02_b/other", "--kind", "code"]).exits(0);
    assert!(!env.read("info.toml").contains("[[chapters]]"));
    // The first chapter comes first, even where only later ones have exercises.
    env.write("info.toml", format!(
        "format_version = 2\n[[chapters]]\ndir = \"00_a\"\ntitle = \"0\"\n[[chapters]]\ndir = \"01_first\"\ntitle = \"1\"\n\n# about it\n{entry}"
    ));
    env.run(["new", "00_a/early", "--kind", "code"]).exits(0);
    let list = env.run(["list", "--format", "json"]).exits(0).json();
    assert_eq!(list["exercises"][0]["name"], "early");
    assert!(
        env.read("info.toml").ends_with(&format!("\"\"\"\n\n# about it\n{entry}")),
        "{}",
        env.read("info.toml")
    );
}

#[test]
fn what_cannot_be_a_name_changes_nothing() {
    let env = two_chapters();
    env.write("exercises/01_first/taken.md", "mine");
    env.write("solutions/01_first/tried.mistakes/a.rs", "mine");
    let before = files(&env.dir());
    for (place, says) in [
        ("01_first/a b", "`a b` cannot be an exercise name"),
        ("01_first/a.rs", "`a.rs` cannot be an exercise name"),
        ("01_first/", "an exercise name cannot be empty"),
        ("01_first/über", "cannot be an exercise name"),
        ("01_first/Nul", "reserved name on Windows"),
        ("01_first/-a", "take it for an option"),
        ("01_first/deps", "cargo keeps the name"),
        ("01_new/a", "did you mean `01_first`?"),
        ("com1/a", "reserved name on Windows"),
        ("../a", "`..` cannot be a chapter's folder"),
        ("/a", "a chapter's folder cannot be empty"),
        ("01_first/a/b", "is not CHAPTER/NAME"),
        ("alone", "say the chapter, too: 02_second/alone"),
        ("01_first/twice", "there is an exercise `twice` already in 01_first"),
        ("02_second/TWICE", "there is an exercise `twice` already in 01_first"),
        ("01_First/a", "differs from `01_First` only in capital letters"),
        ("01_frist/a", "did you mean `01_first`?"),
        ("01_first/taken", "exercises/01_first/taken.md is there already"),
        ("01_first/tried", "solutions/01_first/tried.mistakes is there already"),
    ] {
        env.run(["new", place, "--kind", "code"]).exits(2).warns(says);
    }
    env.run(["new", "01_first/a", "--kind", "cod"]).exits(2).warns("code");
    env.run(["new", "01_first/a", "--kind", "code", "--title", "T"])
        .exits(2)
        .warns("--title is for a new chapter");
    env.run(["new", "03_c/a", "--kind", "code", "--title", "T\nU"]).exits(2).warns("one line of text");
    env.run(["new", "01_first/a", "--kind", "code", "--format", "junit"]).exits(2);
    assert_eq!(files(&env.dir()), before);
}

#[test]
fn without_a_terminal_it_says_what_to_type() {
    let env = two_chapters();
    let before = files(&env.dir());
    env.run(["new"]).exits(2).warns("memkata new CHAPTER/NAME --kind code|answer|predict|witness");
    env.run(["new", "--kind", "code"]).exits(2).warns("memkata new CHAPTER/NAME");
    env.run(["new", "01_first/a"]).exits(2).warns("memkata new 01_first/a --kind code");
    let error = env.run(["new", "--format", "json"]).exits(2).error();
    assert_eq!(error["kind"], "usage");
    assert_eq!(files(&env.dir()), before);
}

#[test]
fn programs_get_a_document() {
    let env = two_chapters();
    let made = env.run(["new", "03_c/a", "--kind", "answer", "--format", "json"]).exits(0).json();
    assert_eq!(made["exercise"], "a");
    assert_eq!(made["kind"], "answer");
    assert_eq!(made["new_chapter"], "C");
    assert_eq!(made["files"][0], "exercises/03_c/a.md");
    for file in made["files"].as_array().unwrap() {
        assert!(!env.read(file.as_str().unwrap()).contains("{{"), "{file}");
    }
    let line = usize::try_from(made["line"].as_u64().unwrap()).unwrap();
    assert_eq!(env.read("info.toml").lines().nth(line - 1), Some("[[exercises]]"));
    let made = env.run_in(env.path("."), ["new", "--kit", "kit", "--format", "json"]).exits(0).json();
    assert_eq!(made["kit"], "kit");
    assert!(made["files"].as_array().unwrap().iter().any(|file| file == "info.toml"));
}

#[test]
fn it_works_in_kits_only() {
    let env = Env::new();
    env.run(["new", "01_a/a", "--kind", "code"])
        .exits(2)
        .warns("there is no kit here")
        .warns("memkata new --kit DIR");
    assert!(files(&env.dir()).is_empty());
    env.write("info.toml", "format_version = 2\n[[exercises]]\nnam = \"a\"\n");
    env.run(["new", "01_a/a", "--kind", "code"]).exits(3).warns("did you mean `name`?");
    let rustlings = "format_version = 1\n[[exercises]]\nname = \"one\"\nhint = \"\"\n";
    env.write("info.toml", rustlings);
    env.write("exercises/one.rs", "fn main() {}\n");
    env.run(["new", "01_a/a", "--kind", "code"]).exits(2).warns("format 1");
    let inline = "format_version = 2\nexercises = [{ name = \"one\" }]\n";
    env.write("info.toml", inline);
    env.run(["new", "01_a/a", "--kind", "code"]).exits(3).warns("no place").warns("[[exercises]]");
    assert_eq!(env.read("info.toml"), inline);
    assert!(!env.dir().join("exercises/01_a").exists());
    let env = Env::with(&Kit::of(twice()));
    env.run(["new", "01_a/a", "--kind", "code"]).exits(2).warns("this is a workspace");
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind() {
    let env = two_chapters();
    // A file where a folder would have to be.
    env.write("solutions/03_c", "mine");
    let before = files(&env.dir());
    env.run(["new", "03_c/a", "--kind", "code"]).exits(4).warns("cannot write");
    assert_eq!(files(&env.dir()), before);
}

#[test]
fn a_starter_that_was_here_before_does_not_come_back() {
    let env = two_chapters();
    env.write(".memkata/originals/exercises/01_first/third.rs", "// of long ago\n");
    env.run(["new", "01_first/third", "--kind", "code"]).exits(0);
    env.run(["list"]).exits(0);
    let (seen, starter) = (".memkata/originals/exercises/01_first/third.rs", "exercises/01_first/third.rs");
    assert_eq!(env.read(seen), env.read(starter));
}
