//! Kits of rustlings' format 1, as they are: what their Cargo.toml says, files beside the exercises,
//! dependencies, and the folder that `rustlings init` makes.

use crate::support::Env;
use crate::support::toolchain::has_clippy;

/// A kit in place: this Cargo.toml, and exercises with their text and the keys of their entries.
pub fn kit(manifest: &str, exercises: &[(&str, &str, &str)]) -> Env {
    let env = Env::new();
    let mut info = "format_version = 1\n".to_owned();
    for (name, keys, text) in exercises {
        info +=
            &format!("\n[[exercises]]\nname = \"{name}\"\ndir = \"01_first\"\nhint = \"Look.\"\n{keys}\n");
        env.write(format!("exercises/01_first/{name}.rs"), text);
    }
    env.write("info.toml", info);
    env.write("Cargo.toml", manifest);
    env
}

/// What every manifest here begins with.
pub const PACKAGE: &str = "[package]\nname = \"exercises\"\nedition = \"2021\"\npublish = false\n";

#[test]
fn the_edition_of_its_manifest_counts() {
    let text = "fn main() {\n    let gen = 1;\n    println!(\"{gen}\");\n}\n";
    kit(PACKAGE, &[("one", "", text)]).verdict("one").passed();
    kit(&PACKAGE.replace("2021", "2024"), &[("one", "", text)]).verdict("one").failed("compile");
    // What cargo takes where none is named.
    let text = "fn main() {\n    let async = 1;\n    println!(\"{}\", async);\n}\n";
    kit("[package]\nname = \"exercises\"\n", &[("one", "", text)]).verdict("one").passed();
}

#[test]
fn the_lints_of_its_manifest_count() {
    let lints = format!(
        "{PACKAGE}\n[lints.rust]\nunsafe_code = \"forbid\"\nunused_variables = \"deny\"\nunused = {{ level = \"allow\", priority = -1 }}\n\n\
         [lints.clippy]\ntodo = \"forbid\"\nempty_loop = \"forbid\"\n"
    );
    let main = |line: &str| format!("fn main() {{\n    {line}\n}}\n");
    let judged = |line: &str| kit(&lints, &[("one", "", &main(line))]).verdict("one");
    judged("unsafe {}").failed("rules").code("unsafe_code");
    judged("let spare = 1;").failed("lint").code("unused_variables");
    judged("use std::fmt;").passed();
    if has_clippy() {
        judged("if std::env::args().count() > 9 { todo!() }").failed("lint").code("clippy::todo");
        judged("fn never() { loop {} } let _ = never;").failed("lint").code("clippy::empty_loop");
        judged("#[allow(clippy::todo)] let _x = 1;").failed("compile").code("E0453");
    }
    // The same without the manifest's word.
    kit(PACKAGE, &[("one", "", &main("if std::env::args().count() > 9 { todo!() }"))])
        .verdict("one")
        .passed();
}

#[test]
fn a_shared_table_of_lints_counts() {
    let manifest =
        format!("{PACKAGE}\n[lints]\nworkspace = true\n\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n");
    let text = "fn main() {\n    unsafe {}\n}\n";
    kit(&manifest, &[("one", "", text)]).verdict("one").failed("rules").code("unsafe_code");
}

#[test]
fn a_panic_ends_a_program_that_is_built_to_abort() {
    let text = "fn main() {\n    let _ = std::thread::spawn(|| panic!(\"there\")).join();\n}\n\n\
                #[cfg(test)]\nmod tests {\n    #[test]\n    fn unwinds() {\n        assert!(std::panic::catch_unwind(|| panic!(\"caught\")).is_err());\n    }\n}\n";
    kit(PACKAGE, &[("one", "", text)]).verdict("one").passed();
    let manifest = format!("{PACKAGE}\n[profile.dev]\npanic = \"abort\"\n");
    kit(&manifest, &[("one", "", text)]).verdict("one").failed("run").tests(&[("tests::unwinds", "ok")]);
}

#[test]
fn without_test_no_test_runs_but_all_are_compiled() {
    let text = |body: &str| {
        format!(
            "fn main() {{}}\n\n#[cfg(test)]\nmod tests {{\n    #[test]\n    fn wrong() {{\n        {body}\n    }}\n}}\n"
        )
    };
    let judged = |keys: &str, body: &str| kit(PACKAGE, &[("one", keys, &text(body))]).verdict("one");
    judged("test = false", "panic!(\"never run\");").passed().tests(&[]);
    judged("", "panic!(\"run\");").failed("tests");
    judged("test = false", "let x: i32 = \"text\";").failed("compile").code("E0308");
}

#[test]
fn strict_clippy_stops_at_a_warning() {
    let text = "fn main() {\n    let spare = 1;\n}\n";
    kit(PACKAGE, &[("one", "", text)]).verdict("one").passed();
    kit(PACKAGE, &[("one", "strict_clippy = true", text)])
        .verdict("one")
        .failed("lint")
        .code("unused_variables");
}

#[test]
fn a_starter_that_passes_is_fine_where_the_kit_says_so() {
    let text = "fn main() {}\n";
    for (keys, status) in [("skip_check_unsolved = true", 0), ("", 1)] {
        let env = kit(PACKAGE, &[("one", keys, text)]);
        env.write("solutions/01_first/one.rs", text);
        env.run(["verify"]).exits(status);
    }
}

#[test]
fn lints_that_leave_tests_alone_do_so() {
    let text = "fn main() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn same() {\n        if 1 == 1 {\n            println!(\"same\");\n        }\n    }\n}\n";
    kit(PACKAGE, &[("one", "strict_clippy = true", text)]).verdict("one").passed();
    if has_clippy() {
        let main = "fn main() {\n    if 1 == 1 {\n        println!(\"same\");\n    }\n}\n";
        kit(PACKAGE, &[("one", "", main)]).verdict("one").failed("lint").code("clippy::eq_op");
        // Only a build for tests has these attributes.
        let after = format!("{text}\nfn after() {{}}\n");
        let env =
            kit(PACKAGE, &[("one", "strict_clippy = true", &after.replace("fn after", "pub fn after"))]);
        env.verdict("one").failed("lint").code("clippy::items_after_test_module");
    }
    let derived = "#[cfg_attr(test, derive(Debug, PartialEq))]\nstruct Note(i32);\n\nfn main() {\n    let _ = Note(1).0;\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn same() {\n        assert_eq!(Note(1), Note(1));\n    }\n}\n";
    kit(PACKAGE, &[("one", "", derived)]).verdict("one").passed();
}

#[test]
fn an_attribute_for_the_whole_file_below_an_item_is_refused() {
    let text = "fn nobody() {}\n\n#![allow(dead_code)]\n\nfn main() {}\n";
    kit(PACKAGE, &[("one", "", text)]).verdict("one").failed("compile").at(3, 1);
}

/// An exercise with modules that are files of their own, and files that it reads.
fn with_helpers() -> Env {
    let text = "mod helper;\n#[path = \"deep/other.rs\"]\nmod other;\n\nfn main() {\n    println!(\"{} {} {}\", helper::one(), other::two(), include_str!(\"note.txt\").trim());\n    println!(\"{}\", helper::inner::three());\n}\n";
    let env = kit(PACKAGE, &[("one", "", text)]);
    env.write("exercises/01_first/helper/mod.rs", "pub mod inner;\n\npub fn one() -> i32 {\n    1\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn is_one() {\n        assert_eq!(super::one(), 1);\n    }\n}\n");
    env.write("exercises/01_first/helper/inner.rs", "pub fn three() -> i32 {\n    3\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn is_three() {\n        assert_eq!(super::three(), 3);\n    }\n}\n");
    env.write("exercises/01_first/deep/other.rs", "pub fn two() -> i32 {\n    2\n}\n");
    env.write("exercises/01_first/note.txt", "a note\n");
    env
}

#[test]
fn modules_and_files_beside_an_exercise_belong_to_it() {
    let env = with_helpers();
    let tests = [("helper::inner::tests::is_three", "ok"), ("helper::tests::is_one", "ok")];
    let verdict = env.verdict("one").passed().tests(&tests);
    assert_eq!(verdict.json["output"], "1 2 a note\n3\n");
    // A test in a module counts, at its own line.
    let inner = env.read("exercises/01_first/helper/inner.rs");
    env.write("exercises/01_first/helper/inner.rs", inner.replace("three(), 3", "three(), 4"));
    let verdict = env.verdict("one").failed("tests");
    assert_eq!(verdict.json["findings"][0]["file"], "exercises/01_first/helper/inner.rs");
    env.write("exercises/01_first/helper/inner.rs", inner.replace("-> i32", "-> &str"));
    env.verdict("one").failed("compile").code("E0106");
    // And none of them is written through a link.
    assert!(!env.read("exercises/01_first/helper/inner.rs").contains("MEMKATA"));
}

#[test]
fn a_workspace_has_what_stands_beside_the_exercises() {
    let env = with_helpers();
    let kit = env.dir();
    env.write("Cargo.toml", format!("{PACKAGE}\n[lints.rust]\nunsafe_code = \"forbid\"\n"));
    env.run_in(env.path(""), ["init".as_ref(), "learn".as_ref(), "--kit".as_ref(), kit.as_os_str()]).exits(0);
    let learn = env.path("learn");
    let verdict = env.run_in(&learn, ["run", "one", "--format", "json"]).exits(0).json();
    assert_eq!(verdict["output"], "1 2 a note\n3\n");
    assert!(std::fs::read_to_string(learn.join("Cargo.toml")).unwrap().contains("unsafe_code = \"forbid\""));
}

#[test]
fn other_exercises_and_texts_belong_to_it_too() {
    let one = "#[path = \"two.rs\"]\nmod two;\n\nfn main() {\n    print!(\"{}{}\", two::two(), include_str!(\"note.md\"));\n}\n";
    let two = |number: u32| {
        format!(
            "#![allow(dead_code)]\n\npub fn two() -> u32 {{\n    {number}\n}}\n\nfn main() {{}}\n\n#[cfg(test)]\nmod tests {{\n    #[test]\n    fn is_two() {{\n        assert_eq!(super::two(), 2);\n    }}\n}}\n"
        )
    };
    let env = kit(PACKAGE, &[("one", "", one), ("two", "", &two(2)), ("three", "", "fn main() {}\n")]);
    env.write("exercises/01_first/note.md", " notes\n");
    let tests = [("two::tests::is_two", "ok")];
    assert_eq!(env.verdict("one").passed().tests(&tests).json["output"], "2 notes\n");
    env.verdicts();
    // An edit costs the verdicts of those that name the file, and no others.
    env.write("exercises/01_first/two.rs", two(3));
    let verdicts = env.run(["check", "--format", "json"]).json();
    let cached = |name: &str| {
        let verdicts = verdicts["verdicts"].as_array().unwrap();
        verdicts.iter().find(|verdict| verdict["exercise"] == name).unwrap()["cached"].clone()
    };
    assert_eq!([cached("one"), cached("two"), cached("three")], [false, false, true], "{verdicts:#}");
    env.verdict("one").failed("tests");
    env.write("exercises/01_first/note.md", " other notes\n");
    env.write("exercises/01_first/two.rs", two(2));
    assert_eq!(env.verdict("one").passed().json["output"], "2 other notes\n");
}

#[test]
fn modules_that_lead_in_circles_are_the_compilers_to_refuse() {
    let names = |other: &str| {
        format!(
            "#[path = \"{other}.rs\"]\nmod again;\n#[path = \"{other}.rs\"]\nmod once_more;\n\nfn main() {{}}\n"
        )
    };
    let env = kit(PACKAGE, &[("one", "", &names("two")), ("two", "", &names("one"))]);
    env.verdict("one").failed("compile").says("circular");
}

#[test]
fn a_solution_has_modules_of_its_own() {
    let text = |number: u32| {
        format!(
            "mod helper;\n\nfn main() {{\n    assert_eq!(helper::number(), {number});\n    print!(\"{{}}\", include_str!(\"note.txt\"));\n}}\n"
        )
    };
    let helper = |number: u32| format!("pub fn number() -> u32 {{\n    {number}\n}}\n");
    let env = kit(PACKAGE, &[("one", "", &text(2))]);
    env.write("exercises/01_first/helper.rs", helper(1));
    // Only the exercises have this one.
    env.write("exercises/01_first/note.txt", "a note\n");
    env.write("solutions/01_first/one.rs", text(2));
    env.write("solutions/01_first/helper.rs", helper(2));
    env.verdict("one").failed("run");
    env.run(["verify"]).exits(0);
    env.write("solutions/01_first/helper.rs", helper(3));
    env.run(["verify"]).exits(1).says("solutions/01_first/one.rs");
}

#[test]
#[cfg(unix)]
fn what_a_link_leads_to_counts() {
    use std::os::unix::fs::symlink;
    let text = "fn main() {\n    print!(\"{}\", include_str!(\"../../note.txt\"));\n    print!(\"{}\", std::fs::read_to_string(\"data/deep/words.txt\").unwrap());\n}\n";
    let env = kit(PACKAGE, &[("one", "", text)]);
    std::fs::create_dir_all(env.path("elsewhere/deep")).unwrap();
    symlink("../n.txt", env.dir().join("note.txt")).unwrap();
    symlink(env.path("elsewhere"), env.dir().join("data")).unwrap();
    // In circles, and back into the kit.
    symlink(env.path("elsewhere"), env.path("elsewhere/deep/again")).unwrap();
    symlink(env.dir(), env.path("elsewhere/kit")).unwrap();
    let judged = |note: &str, words: &str| {
        std::fs::write(env.path("n.txt"), note).unwrap();
        std::fs::write(env.path("elsewhere/deep/words.txt"), words).unwrap();
        assert_eq!(env.verdict("one").passed().json["output"], format!("{note}{words}"));
    };
    judged("note\n", "words\n");
    judged("another note\n", "words\n");
    judged("another note\n", "other words\n");
    let again = env.run(["check", "--format", "json"]).json();
    assert_eq!(again["verdicts"][0]["cached"], true, "{again:#}");
}

#[test]
fn a_kit_of_too_many_files_is_judged_each_time() {
    let text = "fn main() {\n    print!(\"{}\", std::fs::read_to_string(\"data/z/last.txt\").unwrap());\n}\n";
    let env = kit(PACKAGE, &[("one", "", text)]);
    std::fs::create_dir_all(env.dir().join("data/a")).unwrap();
    for number in 0..20_000 {
        std::fs::write(env.dir().join(format!("data/a/{number}")), "").unwrap();
    }
    for said in ["one\n", "other\n"] {
        env.write("data/z/last.txt", said);
        assert_eq!(env.verdict("one").passed().json["output"], said);
    }
}

#[test]
fn a_program_reads_files_of_the_kit_as_from_its_folder() {
    let text = "fn main() {\n    print!(\"{}\", std::fs::read_to_string(\"data/words.txt\").unwrap());\n}\n";
    let env = kit(PACKAGE, &[("one", "", text)]);
    env.write("data/words.txt", "hello\n");
    assert_eq!(env.verdict("one").passed().json["output"], "hello\n");
    env.write("data/words.txt", "hello again\n");
    assert_eq!(env.verdict("one").passed().json["output"], "hello again\n");
}

#[test]
fn dependencies_are_built_by_cargo_and_followed() {
    let text = "fn main() {\n    println!(\"{}\", forms::area(2, 3));\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn area() {\n        assert_eq!(forms::area(2, 3), 6);\n    }\n}\n";
    let manifest = format!(
        "bin = [{{ name = \"one\", path = \"exercises/01_first/one.rs\" }}]\n\n{PACKAGE}\n[dependencies]\nforms = {{ path = \"shapes\", package = \"shapes\" }}\n\n[workspace]\n"
    );
    let env = kit(&manifest, &[("one", "", text)]);
    env.write("shapes/Cargo.toml", "[package]\nname = \"shapes\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
    env.write("shapes/src/lib.rs", "pub fn area(w: u32, h: u32) -> u32 {\n    w * h\n}\n");
    assert_eq!(env.verdict("one").passed().json["output"], "6\n");
    let again = || env.run(["check", "--format", "json"]).json()["verdicts"][0]["cached"].clone();
    assert_eq!((again(), again()), (true.into(), true.into()));
    env.write("shapes/src/lib.rs", "pub fn area(w: u32, h: u32) -> u32 {\n    w + h\n}\n");
    env.verdict("one").failed("tests");
    // The kit's fault, and never the learner's.
    env.write("shapes/src/lib.rs", "pub fn area(\n");
    let error = env.run(["run", "one", "--format", "json"]).exits(3).error();
    assert!(error["message"].as_str().unwrap().contains("depends on"), "{error:#}");
    assert!(error["file"].as_str().unwrap().ends_with("Cargo.toml"), "{error:#}");
}

#[test]
fn a_broken_manifest_is_shown_where_it_is_broken() {
    let env = kit("[package]\nname = exercises\n", &[("one", "", "fn main() {}\n")]);
    let error = env.run(["list", "--format", "json"]).exits(3).error();
    assert_eq!(error["line"], 2, "{error:#}");
    assert!(error["file"].as_str().unwrap().ends_with("Cargo.toml"), "{error:#}");
}

/// What `rustlings init` leaves behind, and a program that has the info.toml inside it.
#[cfg(unix)]
fn made_by_rustlings(names: &[&str]) -> Env {
    use std::os::unix::fs::PermissionsExt;
    let mut env = Env::new();
    let mut programs = String::new();
    let mut info = "format_version = 1\n".to_owned();
    for name in names {
        programs += &format!(
            "  {{ name = \"{name}\", path = \"exercises/{name}.rs\" }},\n  {{ name = \"{name}_sol\", path = \"solutions/{name}.rs\" }},\n"
        );
        info += &format!("\n[[exercises]]\nname = \"{name}\"\nhint = \"\"\"\nThe hint of {name}.\"\"\"\n");
        env.write(format!("exercises/{name}.rs"), "fn main() {\n    let x: i32 = \"one\";\n}\n");
        env.write(format!("solutions/{name}.rs"), "fn main() {\n    // DON'T EDIT THIS SOLUTION FILE!\n}\n");
    }
    env.write("Cargo.toml", format!("bin = [\n{programs}]\n\n{PACKAGE}"));
    env.write(".rustlings-state.txt", "DON'T EDIT THIS FILE!\n\none\n\n");
    let program = env.path("programs/rustlings");
    std::fs::create_dir_all(program.parent().unwrap()).unwrap();
    let bytes =
        [b"\x7fELF\0\xff before ", info.as_bytes(), b"// TODO: what follows\nfn main() {}\n\0\xfe"].concat();
    std::fs::write(&program, bytes).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::join_paths([
        program.parent().unwrap(),
        &crate::support::toolchain::bin(),
        "/usr/bin".as_ref(),
        "/bin".as_ref(),
    ]);
    env.set("PATH", path.unwrap());
    env
}

#[test]
#[cfg(unix)]
fn a_folder_made_by_rustlings_works_as_it_is() {
    let mut env = made_by_rustlings(&["one", "two"]);
    let state = env.read(".rustlings-state.txt");
    env.run(["list"]).exits(0).says("one").says("two");
    env.run(["hint", "two"]).exits(0).says("The hint of two.");
    env.verdict("one").failed("compile").code("E0308");
    env.write("exercises/one.rs", "fn main() {}\n");
    env.verdict("one").passed();
    env.run(["solution", "one"]).exits(2).warns("rustlings run one");
    env.run(["verify"]).exits(2);
    env.run(["reset", "one"]).exits(0);
    assert!(env.read("exercises/one.rs").contains("\"one\""));
    assert_eq!(env.read(".rustlings-state.txt"), state);
    // It is remembered when the program is gone.
    env.set("PATH", crate::support::toolchain::bin());
    env.run(["hint", "two"]).exits(0).says("The hint of two.");
}

#[test]
#[cfg(unix)]
fn a_folder_of_another_rustlings_says_so() {
    let mut env = made_by_rustlings(&["one", "two"]);
    env.write(
        "Cargo.toml",
        format!("bin = [\n  {{ name = \"three\", path = \"exercises/three.rs\" }},\n]\n\n{PACKAGE}"),
    );
    env.run(["list"]).exits(3).warns("other exercises");
    env.set("PATH", crate::support::toolchain::bin());
    env.run(["list"]).exits(3).warns("cargo install rustlings");
}
