//! `verify`: every file belongs to an exercise, and every link leads to a file.

use crate::samples::TWICE;
use crate::support::{Env, Kit};
use crate::verify::good;

/// What `verify` answers in a good kit with one more file.
fn with_file(path: &str, text: &str) -> crate::support::Answer {
    Env::author(&Kit::of(good()).file(path, text)).run(["verify"])
}

#[test]
fn nothing_is_left_over() {
    for harmless in ["exercises/README.md", "exercises/01_first/.DS_Store", "notes.txt", "docs/plan.txt"] {
        with_file(harmless, "Two.\n").exits(0);
    }
    with_file("solutions/01_first/twice.mistakes/README.md", "Of beginners.\n").exits(0);
    with_file("solutions/01_first/twice.mistakes/a.rs", &format!("// fails: tests\n{TWICE}")).exits(0);
    for (left, help) in [
        ("exercises/01_first/twise.rs", "did you mean a file of `twice`?"),
        ("exercises/01_first/twice.md", "add an [[exercises]] entry that it belongs to, or remove it"),
        ("solutions/01_first/twice.rubric.toml", "add an [[exercises]] entry"),
        ("solutions/01_first/other.mistakes/a.rs", "add an [[exercises]] entry"),
        ("solutions/02_gone/old.rs", "add an [[exercises]] entry"),
    ] {
        let answer = with_file(left, "fn main() {}\n").exits(1);
        answer.says(&format!("✗ {left}  it belongs to no exercise of info.toml")).says(help);
    }
}

#[test]
fn a_file_that_was_not_renamed_with_its_exercise_is_recognised() {
    let env = Env::author(&Kit::of(good()));
    let at = |name: &str| env.dir().join("solutions/01_first").join(name);
    std::fs::rename(at("twice.rs"), at("doubles.rs")).unwrap();
    env.run(["verify"])
        .exits(1)
        .says("is it `solutions/01_first/doubles.rs` under its old name? Then rename that")
        .says("is it `solutions/01_first/twice.rs` under its old name? Then rename it");
    // Of two nobody can tell.
    std::fs::copy(at("doubles.rs"), at("other.rs")).unwrap();
    env.run(["verify"]).exits(1).says("→ write it").says_not("under its old name");
}

#[test]
fn a_file_of_tests_belongs_to_its_exercise() {
    let tests = "#[cfg(test)]\nmod tests {\n    use super::*;\n    #[test]\n    fn one() {\n        assert_eq!(twice(1), 2);\n    }\n}\n";
    let kit = Kit::of(good().key("tests = \"exercises/01_first/twice_tests.rs\""))
        .file("exercises/01_first/twice_tests.rs", tests);
    Env::author(&kit).run(["verify"]).exits(0);
}

#[test]
fn links_lead_to_files_of_the_kit() {
    let text = "[there](docs/more.md#part) ![picture](docs/a.svg) [web](https://example.org/x.md) [here](#part)\n\
                `[code](gone.md)`\n\n```text\n[code](gone.md)\n```\n";
    let kit = || Kit::of(good()).file("README.md", text).file("docs/a.svg", "<svg/>");
    let env = Env::author(&kit().file("docs/more.md", "[back](../README.md)\n"));
    env.run(["verify"]).exits(0);
    env.write("docs/more.md", "# More\n\n[back](README.md)\n");
    env.run(["verify"])
        .exits(1)
        .says("docs/more.md:3  the link to `README.md` leads nowhere")
        .says("it counts from this file's folder");
    let gone = Env::author(&kit());
    gone.run(["verify"]).exits(1).says("README.md:1  the link to `docs/more.md` leads nowhere");
    let kit = Kit::of(good().key("explain = \"See [more](docs/more.md).\""));
    Env::author(&kit).run(["verify"]).exits(1).says("info.toml:4  the link to `docs/more.md` leads nowhere");
}

#[test]
fn links_stay_in_the_kit() {
    let env = Env::author(&Kit::of(good()).file("README.md", "# A\n\n[out](../outside.md)\n"));
    std::fs::write(env.dir().join("../outside.md"), "There.\n").unwrap();
    env.run(["verify"])
        .exits(1)
        .says("README.md:3  the link to `../outside.md` leads out of the kit")
        .says("bring the file into the kit");
    env.write("README.md", "[in](exercises/../docs/a.md)\n");
    env.write("docs/a.md", "A.\n");
    env.run(["verify"]).exits(0);
}

#[test]
fn links_are_read_as_markdown_has_them() {
    let text = "A note.[^1] [a](<docs/a b.md>) [b](docs/a_(b).md) [c](docs/a.md?raw=1) [d](docs/%C3%A4.md)\n\n\
                [^1]: see there, and [e](docs/a.md \"a title\")\n\n\
                ~~~text\n[no](no.md)\n```\n[no](no.md)\n~~~\n\n- item\n\n      [no](no.md)\n";
    let mut kit = Kit::of(good()).file("README.md", text);
    for file in ["docs/a b.md", "docs/a_(b).md", "docs/a.md", "docs/ä.md"] {
        kit = kit.file(file, "There.\n");
    }
    let env = Env::author(&kit);
    env.run(["verify"]).exits(0);
    std::fs::remove_file(env.dir().join("docs/a_(b).md")).unwrap();
    env.run(["verify"]).exits(1).says("README.md:1  the link to `docs/a_(b).md` leads nowhere");
}
