//! Every sort of broken `info.toml`: where it is broken, and what to do about it. And the
//! formats that are read.

use crate::samples::{TWICE, twice};
use crate::support::{Env, Exercise, Kit};

/// A kit in place with this `info.toml`; the exercises `a` and `b` have files.
fn kit(info: &str) -> Env {
    let env = Env::new();
    for name in ["a", "b"] {
        env.write(format!("exercises/01_first/{name}.rs"), "fn main() {}\n");
    }
    env.write("info.toml", info);
    env
}

/// Checks the first problem of an `info.toml`: where it is, what it says, what helps.
#[track_caller]
fn broken(info: &str, line: u64, column: u64, message: &str, help: &str) {
    let env = kit(info);
    let error = env.run(["list", "--format", "json"]).exits(3).error();
    assert_eq!(error["kind"], "kit", "{error:#}");
    assert_eq!((&error["line"], &error["column"]), (&line.into(), &column.into()), "{error:#}");
    assert!(error["file"].as_str().unwrap().ends_with("info.toml"), "{error:#}");
    assert!(error["message"].as_str().unwrap().contains(message), "{message:?}: {error:#}");
    assert!(error["help"].as_str().unwrap_or("").contains(help), "{help:?}: {error:#}");

    let text = env.run(["list"]).exits(3);
    let place = format!("info.toml:{line}:{column}");
    for part in ["error: ", message, help, place.as_str(), "^"] {
        assert!(text.stderr.contains(part), "{part:?} is not shown:\n{}", text.stderr);
    }
}

const HEAD: &str = "format_version = 2\n\n[[exercises]]\nname = \"a\"\ndir = \"01_first\"\n";

#[test]
fn syntax_errors_are_shown_where_they_are() {
    broken("format_version = 2\n\n[[exercises]\nname = \"a\"\n", 3, 13, "", "");
    broken("format_version = 2\nexercises = [\n", 2, 14, "", "toml.io");
    broken(&format!("{HEAD}hint = \"no end\n"), 6, 15, "", "");
    broken(&format!("{HEAD}test = yes\n"), 6, 8, "", "");
    broken(&format!("{HEAD}name = \"a\"\n"), 6, 1, "duplicate key", "");
}

#[test]
fn an_unknown_key_is_shown_with_the_nearest_known_one() {
    broken(&format!("{HEAD}strict_clipy = true\n"), 6, 1, "strict_clipy", "did you mean `strict_clippy`?");
    broken(&format!("titel = \"x\"\n{HEAD}"), 1, 1, "titel", "did you mean `title`?");
    broken(&format!("{HEAD}xyz = 1\n"), 6, 1, "xyz", "name");
    broken(&format!("{HEAD}limits = {{ second = 1 }}\n"), 6, 12, "second", "did you mean `seconds`?");
    broken(
        "format_version = 2\nexercises = []\n[[chapters]]\ndir = \"x\"\ntitel = \"y\"\n",
        5,
        1,
        "titel",
        "did you mean `title`?",
    );
}

#[test]
fn a_wrong_type_is_shown_at_the_value() {
    broken(&format!("{HEAD}test = \"no\"\n"), 6, 8, "invalid type", "");
    broken(&format!("{HEAD}hints = \"one\"\n"), 6, 9, "invalid type", "");
    broken(&format!("{HEAD}limits = {{ seconds = \"ten\" }}\n"), 6, 22, "invalid type", "");
    broken("format_version = \"2\"\nexercises = []\n", 1, 18, "invalid type", "");
}

#[test]
fn a_missing_key_is_named() {
    broken("format_version = 2\n\n[[exercises]]\ndir = \"01_first\"\n", 3, 1, "name", "add `name`");
}

#[test]
fn a_key_that_is_written_below_another_table_is_not_lost() {
    let below = format!("{HEAD}[exercises.hint_for]\nE0382 = \"who?\"\n");
    let says = "stands in `hint_for`";
    broken(&format!("{below}points = 2\n"), 8, 1, says, "above the line [exercises.hint_for]");
    broken(&format!("{below}explain = \"e\"\n"), 8, 1, says, "above the line [exercises.hint_for]");
    broken(&format!("{below}E0515 = 1\n"), 8, 9, "a hint is a text in quotes", "E0382 =");
    kit(&format!("{below}tests = \"which one?\"\n")).run(["list"]).exits(0);
    broken(
        &format!("{below}test = \"which one?\"\n"),
        8,
        1,
        "`test` is no reason",
        "did you mean the reason `tests`?",
    );
    broken(&format!("{below}test = false\n"), 8, 1, says, "above the line");
    broken(&format!("{below}hint = \"which one?\"\n"), 8, 1, says, "above the line");
}

#[test]
fn a_table_that_may_come_more_than_once_has_two_brackets() {
    let twice = HEAD.replace("[[exercises]]", "[exercises]");
    broken(&twice, 3, 1, "expected a sequence", "[[exercises]]");
    broken(&format!("{twice}\n[exercises]\nname = \"b\"\n"), 7, 2, "duplicate key", "[[exercises]]");
}

#[test]
fn names_that_cannot_be_are_shown() {
    let named =
        |name: &str| format!("format_version = 2\n\n[[exercises]]\nname = \"{name}\"\ndir = \"01_first\"\n");
    broken(&named("a b"), 4, 8, "`a b`", "letters");
    broken(&named(""), 4, 8, "", "letters");
    broken(&named("../a"), 4, 8, "`../a`", "letters");
    broken(&named("ä"), 4, 8, "`ä`", "letters");
    broken(&named("CON"), 4, 8, "reserved", "another name");
    broken(&named("-a"), 4, 8, "take it for an option", "begin it with");
    broken(&named("Build"), 4, 8, "cargo keeps the name", "another name");
    let again = format!("{HEAD}\n[[exercises]]\nname = \"A\"\ndir = \"01_first\"\n");
    broken(&again, 8, 8, "two exercises are named", "rename");
    broken(&HEAD.replace("01_first", "../up"), 5, 7, "`../up`", "letters");
}

#[test]
fn a_file_that_is_missing_is_named_at_its_exercise() {
    broken(&HEAD.replace("\"a\"", "\"c\""), 4, 8, "exercises/01_first/c.rs", "create the file");
    broken(&format!("{HEAD}tests = \"tests/a.rs\"\n"), 4, 8, "tests/a.rs", "create the file");
}

#[test]
fn values_that_mean_nothing_are_shown_with_those_that_do() {
    broken(&format!("{HEAD}kind = \"cod\"\n"), 6, 8, "cod", "did you mean `code`?");
    broken(&format!("{HEAD}kind = \"quiz\"\n"), 6, 8, "quiz", "answer");
    broken(&format!("{HEAD}fails_with = \"timeot\"\n"), 6, 14, "timeot", "did you mean `timeout`?");
    broken(&format!("{HEAD}tests = \"mine\"\n"), 6, 9, "mine", "learner");
    broken(&format!("{HEAD}tests = \"../a.rs\"\n"), 6, 9, "../a.rs", "inside the kit");
    broken(&format!("{HEAD}limits = {{ seconds = 0 }}\n"), 6, 22, "out of range", "from 1");
    broken(&format!("{HEAD}keep = [\"main\", \"note\"]\n"), 6, 17, "note", "fn main");
    broken(&format!("{HEAD}forbid = [\"\"]\n"), 6, 11, "empty", "");
    broken(&format!("edition = \"2023\"\n{HEAD}"), 1, 11, "2023", "2024");
}

#[test]
fn keys_about_oracles_have_to_fit_together() {
    broken(&format!("{HEAD}sanitize = 1\n"), 6, 12, "`sanitize` cannot be 1", "\"optional\"");
    broken(&format!("{HEAD}sanitize = \"yes\"\n"), 6, 12, "`sanitize` cannot be", "\"optional\"");
    let witness = |keys: &str| format!("{HEAD}kind = \"witness\"\n{keys}\n");
    let kept = "keep = [\"fn main\"]";
    broken(&witness("witness = 1"), 7, 11, "invalid type", "");
    broken(
        &witness(&format!("witness = \"heap-use-after-fre\"\n{kept}")),
        7,
        11,
        "no memory error `heap-use-after-fre`",
        "did you mean `heap-use-after-free`?",
    );
    broken(&witness(&format!("witness = \"xyz\"\n{kept}")), 7, 11, "`xyz`", "double-free, ");
    broken(
        &witness(&format!("witness = \"uninitialised-read\"\n{kept}")),
        7,
        11,
        "no oracle reports `uninitialised-read`",
        "heap-use-after-free",
    );
    broken(&witness(kept), 4, 8, "needs the key `witness`", "heap-use-after-free");
    broken(&witness("witness = \"leak\""), 4, 8, "needs the key `keep`", "code under study");
    broken(
        &witness(&format!("witness = \"leak in main\"\n{kept}")),
        7,
        11,
        "`main` does not name an item",
        "`fn main`",
    );
    broken(
        &format!("{HEAD}witness = \"leak\"\n{kept}\n"),
        6,
        11,
        "belongs to the kind",
        "kind = \"witness\"",
    );
}

#[test]
fn hints_can_be_given_in_one_way_only() {
    broken(&format!("{HEAD}hint = \"a\"\nhints = [\"b\"]\n"), 6, 8, "both", "keep one");
}

#[test]
fn an_unknown_chapter_is_shown_with_the_nearest_one() {
    let chapters = "[[chapters]]\ndir = \"01_first\"\ntitle = \"First\"\n\n[[chapters]]\ndir = \"02_second\"\ntitle = \"Second\"\n\n";
    let info = HEAD.replace("[[exercises]]", &format!("{chapters}[[exercises]]"));
    broken(
        &info.replace("name = \"a\"\ndir = \"01_first\"", "name = \"a\"\ndir = \"01_frist\""),
        13,
        7,
        "01_frist",
        "did you mean `01_first`?",
    );
    broken(&info.replace("02_second", "01_first"), 8, 7, "two chapters", "");
}

#[test]
fn the_format_has_to_be_given_and_known() {
    broken("format_version = 3\nexercises = []\n", 1, 18, "3", "update memkata");
    broken("format_version = 0\nexercises = []\n", 1, 18, "0", "format_version = 2");
    let env = kit(&HEAD.replace("format_version = 2\n", ""));
    let error = env.run(["list", "--format", "json"]).exits(3).error();
    assert!(error["message"].as_str().unwrap().contains("format_version"), "{error:#}");
    assert!(error["help"].as_str().unwrap().contains("format_version = 2"), "{error:#}");
    assert_eq!(error["line"], 1);
}

#[test]
fn a_line_of_a_text_may_begin_like_a_table() {
    let text = "welcome_message = \"\"\"\nPress one of:\n[h] for a hint\n[[x]]\n\"\"\"\nfinal_message = '''\n[end'''\n";
    kit(&format!("{text}{HEAD}")).run(["list"]).exits(0);
    kit(&HEAD.replacen('\n', &format!("\n{text}"), 1)).run(["list"]).exits(0);
    broken(&format!("{text}{HEAD}kind = \"cod\"\n"), 13, 8, "cod", "did you mean `code`?");
}

#[test]
fn a_mark_and_line_ends_of_windows_change_nothing() {
    let env = kit(&format!("\u{feff}{}", HEAD.replace('\n', "\r\n")));
    env.run(["list"]).exits(0).says("01_first/a.rs");
    broken(&format!("\u{feff}{HEAD}kind = \"cod\"\n").replace('\n', "\r\n"), 6, 8, "cod", "did you mean");
    let env = kit("");
    env.write("info.toml", b"format_version = 2 # caf\xE9\n");
    env.run(["list"]).exits(3).warns("UTF-8");
}

#[test]
fn several_problems_are_told_in_one_go() {
    let info = format!(
        "{HEAD}kind = \"cod\"\nfails_with = \"timeot\"\n\n[[exercises]]\nname = \"missing\"\ndir = \"01_first\"\n"
    );
    let env = kit(&info);
    env.run(["list"]).exits(3).warns("`cod`").warns("`timeot`").warns("missing.rs");
    let document = env.run(["list", "--format", "json"]).exits(3).json();
    assert_eq!(document["more"].as_array().unwrap().len(), 2, "{document:#}");
}

#[test]
fn a_broken_kit_is_no_workspace() {
    let env = kit(&format!("{HEAD}kind = \"cod\"\n"));
    env.run_in(env.path(""), ["init", "new", "--kit", "work"]).exits(3);
    assert!(!env.path("new").exists(), "nothing was made");
    env.run_in(env.path(""), ["init", "new", "--kit", "nowhere"]).exits(2);
    env.run_in(env.path(""), ["init", "new", "--kit", "home"]).exits(3);
    assert!(!env.path("new").exists(), "nothing was made");
}

#[test]
fn a_workspace_whose_kit_breaks_or_goes_away_says_so() {
    let env = Env::with(&Kit::of(twice()));
    std::fs::write(env.kit_dir().join("info.toml"), "format_version = 2\n[[exercises]]\nnam = \"x\"\n")
        .unwrap();
    env.run(["run", "twice"]).exits(3).warns("did you mean `name`?");
    std::fs::remove_dir_all(env.kit_dir()).unwrap();
    env.run(["run", "twice"]).exits(3).warns("is gone");
}

#[test]
fn claims_and_misconceptions_have_ids_of_their_own_and_a_text() {
    let tables = "\n[[claims]]\nid = \"C1\"\ntext = \"x\"\n\n[[misconceptions]]\nid = \"M1\"\ntext = \"y\"\n";
    kit(&format!("{HEAD}claims = [\"C1\"]\nmisconceptions = [\"M1\"]\n{tables}")).run(["list"]).exits(0);
    let unknown = format!("{HEAD}claims = [\"C1\", \"C11\"]\n{tables}");
    broken(
        &unknown,
        6,
        17,
        "no claim has the id `C11`",
        "did you mean `C1`? Otherwise add a [[claims]] entry",
    );
    let unknown = format!("{HEAD}misconceptions = [\"copies\"]\n{tables}");
    broken(&unknown, 6, 19, "no misconception has the id `copies`", "add a [[misconceptions]] entry");
    let twice = format!("{HEAD}claims = [\"C1\", \"C1\"]\n{tables}");
    broken(&twice, 6, 17, "the claim `C1` is named twice", "once");
    let doubled = format!("{HEAD}{tables}\n[[misconceptions]]\nid = \"M1\"\ntext = \"z\"\n");
    broken(&doubled, 16, 6, "two misconceptions have the id `M1`", "an id of its own");
    let silent = format!("{HEAD}\n[[claims]]\nid = \"C1\"\ntext = \" \"\n");
    broken(&silent, 8, 6, "the claim `C1` says nothing", "say it in `text`");
    broken(&format!("{HEAD}\n[[claims]]\nid = \"C1\"\n"), 7, 1, "missing field `text`", "add `text`");
    broken(&format!("{HEAD}\n[[claims]]\ntext = \"x\"\n"), 7, 1, "missing field `id`", "add `id`");
    broken(&format!("{HEAD}\n[[claims]]\nid = \"C 1\"\ntext = \"x\"\n"), 8, 6, "cannot be an id", "letters");
    broken(&format!("{HEAD}\n[[claims]]\nid = \"C1\"\ntxt = \"x\"\n"), 9, 1, "txt", "did you mean `text`?");
}

#[test]
fn without_tables_the_ids_may_be_anything() {
    let keys = "claims = [\"any\", \"any\"]\nmisconceptions = [\"M99\"]\n";
    kit(&format!("{HEAD}{keys}")).run(["list"]).exits(0);
}

#[test]
fn every_key_of_the_format_is_read() {
    let keys = "kind = \"code\"\ntask = \"Do it.\"\ntest = true\ntests = \"kit\"\nstrict_clippy = false\nallow_lints = [\"uninit_vec\"]\nfails_with = \"E0515\"\n\
                hints = [\"a\", \"b\", \"c\"]\nhint_for = { E0515 = \"x\", E0106 = \"y\" }\nexplain = \"e\"\nforbid = [\"clone\", \"unsafe\", \"Box::leak\", \"static\", \"'static\"]\n\
                keep = [\"fn main\"]\nstdout = \"\"\nsanitize = true\nsee = [{ test = \"tests::grows\", at = \"line 12\" }]\nlimits = { seconds = 10, memory_mib = 512, output_kib = 256 }\n\
                points = 1\ncredit = \"all\"\nmisconceptions = [\"M3\"]\nclaims = [\"C3\"]\nintroduces = [\"E0515\", \"String\"]\nneeds = [\"&\", \"fn\"]";
    let exercise = Exercise::new("all", "fn main() {}\n").key(keys);
    let head = "title = \"All\"\nversion = \"1.0.0\"\nwelcome_message = \"w\"\nfinal_message = \"f\"\n\n[[chapters]]\ndir = \"01_first\"\ntitle = \"First\"\nintro = \"i\"\n\n\
                [[claims]]\nid = \"C3\"\ntext = \"c\"\n\n[[misconceptions]]\nid = \"M3\"\ntext = \"m\"";
    let env = Env::author(&Kit::of(exercise).head(head));
    env.run(["run", "all"]).exits(0);
}

#[test]
fn every_code_of_a_memory_error_is_a_way_to_fail() {
    let docs = include_str!("../../docs/memory.md");
    let rows = docs.lines().filter_map(|line| line.strip_prefix("| `")?.split(" |").next());
    let codes: Vec<&str> =
        rows.flat_map(|row| row.split(['`', ',', ' '])).filter(|c| !c.is_empty()).collect();
    assert!(codes.contains(&"leak") && codes.contains(&"misaligned-access"), "{codes:?}");
    for code in codes {
        kit(&format!("{HEAD}fails_with = \"{code}\"\n")).run(["list"]).exits(0);
    }
}

#[test]
fn a_kit_of_rustlings_works_as_it_is() {
    let env = Env::new();
    let kit = env.path("rustlings");
    let put = |path: &str, text: &str| {
        let path = kit.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put(
        "info.toml",
        "format_version = 1\n\nwelcome_message = \"\"\"Hello!\"\"\"\nfinal_message = \"\"\"Done!\"\"\"\n\n[[exercises]]\nname = \"intro1\"\ndir = \"00_intro\"\ntest = false\nskip_check_unsolved = true\nhint = \"\"\"\nNothing to do.\"\"\"\n\n\
         [[exercises]]\nname = \"tests1\"\ndir = \"17_tests\"\nhint = \"Write a test.\"\n\n[[exercises]]\nname = \"clippy1\"\ntest = false\nstrict_clippy = true\nhint = \"\"\n",
    );
    put("Cargo.toml", "bin = []\n\n[package]\nname = \"exercises\"\nedition = \"2021\"\n");
    put(
        "exercises/00_intro/intro1.rs",
        "fn main() {\n    let gen = \"Hello\";\n    println!(\"{gen}\");\n}\n",
    );
    put(
        "exercises/17_tests/tests1.rs",
        "fn main() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn you_can_assert() {\n        assert!();\n    }\n}\n",
    );
    put("exercises/clippy1.rs", "fn main() {\n    let pi = 3.14_f32;\n    println!(\"{pi}\");\n}\n");
    env.run_in(env.path(""), ["init", "learn", "--kit", "rustlings"]).exits(0);
    let work = env.path("learn");
    let run = |name: &str| {
        let answer = env.run_in(&work, ["run", name, "--format", "json"]);
        crate::support::Verdict::new(answer.json())
    };
    assert_eq!(run("intro1").passed().json["output"], "Hello\n");
    run("tests1").failed("compile").at(7, 9);
    std::fs::write(work.join("exercises/17_tests/tests1.rs"), "fn main() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn mine() {\n        assert!(std::env::args().count() > 0);\n    }\n}\n").unwrap();
    run("tests1").passed().tests(&[("tests::mine", "ok")]).without_notes();
    if crate::support::toolchain::has_clippy() {
        run("clippy1").failed("lint").code("clippy::approx_constant");
    }
    env.run_in(&work, ["hint", "tests1"]).exits(0).says("Write a test.");
    let list = env.run_in(&work, ["list", "--format", "json"]).exits(0).json();
    assert_eq!(list["exercises"][1]["status"], "done");
}

#[test]
fn exercises_need_no_folder() {
    let env = Env::new();
    env.write("info.toml", "format_version = 2\n\n[[exercises]]\nname = \"flat\"\n");
    env.write("exercises/flat.rs", TWICE);
    env.run(["run", "flat"]).exits(1).says("exercises/flat.rs:16:9");
}
