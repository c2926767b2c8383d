//! Kits with several faults at once, with links, and with very many exercises.

use std::fmt::Write as _;

use crate::samples::{TWICE, solved};
use crate::support::Env;

/// Every problem that `list` tells of a kit, as line and message.
#[track_caller]
fn problems(env: &Env) -> Vec<(u64, String)> {
    let document = env.run(["list", "--format", "json"]).exits(3).json();
    let more = document["more"].as_array().cloned().unwrap_or_default();
    let all = std::iter::once(document["error"].clone()).chain(more);
    all.map(|problem| {
        let said =
            format!("{} {}", problem["message"].as_str().unwrap(), problem["help"].as_str().unwrap_or(""));
        (problem["line"].as_u64().unwrap_or(0), said)
    })
    .collect()
}

#[track_caller]
fn told(env: &Env, wanted: &[(u64, &str)]) {
    let problems = problems(env);
    for (line, part) in wanted {
        let is_there = problems.iter().any(|(at, said)| at == line && said.contains(part));
        assert!(is_there, "{line}: {part:?} is not told: {problems:#?}");
    }
    assert_eq!(problems.len(), wanted.len(), "{problems:#?}");
}

#[test]
fn unknown_keys_and_wrong_types_are_told_in_one_go() {
    let env = Env::new();
    env.write("exercises/a.rs", "fn main() {}\n");
    env.write("exercises/c.rs", "fn main() {}\n");
    env.write(
        "info.toml",
        "format_version = 2\ntitel = \"x\"\n\n[[exercises]]\nname = \"a\"\nstrict_clipy = true\ntest = \"no\"\nlimits = { second = 1, seconds = 2 }\n\n\
         [[exercises]]\nname = \"b.c\"\nhints = \"\"\"\none\"\"\"\n\n[[exercises]]\nname = \"c\"\nkind = \"cod\"\n",
    );
    told(
        &env,
        &[
            (2, "did you mean `title`?"),
            (6, "did you mean `strict_clippy`?"),
            (7, "expected a boolean"),
            (8, "did you mean `seconds`?"),
            (11, "`b.c` cannot be an exercise name"),
            (11, "exercises/b.c.rs, which is not there"),
            (12, "expected a sequence"),
            (17, "did you mean `code`?"),
        ],
    );
}

#[test]
fn missing_keys_hide_nothing_and_are_not_hidden() {
    let env = Env::new();
    env.write("exercises/b.rs", "fn main() {}\n");
    env.write(
        "info.toml",
        "format_version = 2\ntitel = \"x\"\n\n[[chapters]]\ndir = \"first\"\n\n[[chapters]]\ntitle = \"Second\"\n\n\
         [[exercises]]\nhints = 1\nkind = \"cod\"\n\n[[exercises]]\nname = \"b\"\ntset = true\n\n[[exercises]]\nkind = \"code\"\n\n\
         [[exercises]]\nname = 5\n\n[[exercises]]\nnmae = \"c\"\n",
    );
    told(
        &env,
        &[
            (2, "did you mean `title`?"),
            (4, "add `title`"),
            (7, "add `dir`"),
            (10, "add `name`"),
            (11, "expected a sequence"),
            (12, "did you mean `code`?"),
            (16, "did you mean `test`?"),
            (18, "add `name`"),
            (22, "expected a string"),
            (25, "did you mean `name`?"),
        ],
    );
    env.write("info.toml", "format_version = 1\n\n[[exercises]]\nhint = \"\"\n\n[[exercises]]\nhint = 1\n");
    told(&env, &[(3, "add `name`"), (6, "add `name`"), (7, "expected a string")]);
    env.write("info.toml", "format_version = 2\ntitel = \"x\"\n");
    told(&env, &[(1, "add `exercises`"), (2, "did you mean `title`?")]);
}

#[test]
fn a_key_in_parts_is_one_fault_and_hides_none() {
    let env = Env::new();
    env.write("exercises/a.rs", "fn main() {}\n");
    for (key, told_of_it) in [
        ("limits.secnds = 3", "did you mean `seconds`?"),
        ("\"limits\" . 'secnds' = 3", "did you mean `seconds`?"),
        ("limits.seconds = \"three\"", "invalid type"),
    ] {
        let info = format!(
            "format_version = 2\n\n[[exercises]]\nname = \"a\"\n{key}\nlimits.memory_mib = 7\nkind = \"cod\"\ntest = 1\n"
        );
        env.write("info.toml", info);
        told(&env, &[(5, told_of_it), (7, "did you mean `code`?"), (8, "expected a boolean")]);
    }
}

#[test]
fn an_unknown_table_hides_nothing() {
    let env = Env::new();
    env.write("exercises/a.rs", "fn main() {}\n");
    for (table, line, told_of_it) in [
        (
            "[exercises.limit]\nseconds = 1\n\n[exercises.limit.more]\nx = \"\"\"\n[y]\"\"\"",
            5,
            "did you mean `limits`?",
        ),
        ("limit.a.b = 1\nlimit.a.c = 2\n\n\n\n", 5, "did you mean `limits`?"),
        ("[[chapter]]\ndir = \"x\"\n[[chapter]]\ndir = \"y\"\n\n", 5, "did you mean `chapters`?"),
    ] {
        let info = format!(
            "format_version = 2\n\n[[exercises]]\nname = \"a\"\n{table}\n\n[[exercises]]\nkind = \"cod\"\n"
        );
        env.write("info.toml", info);
        told(&env, &[(line, told_of_it), (12, "add `name`"), (13, "did you mean `code`?")]);
    }
    env.write("info.toml", "format_version = 2\n\n[[exercise]]\nname = \"a\"\n");
    told(&env, &[(3, "did you mean `exercises`?")]);
}

#[test]
fn a_fault_is_shown_at_its_own_exercise() {
    let env = Env::new();
    env.write("exercises/a.rs", "fn main() {}\n");
    env.write(
        "info.toml",
        "format_version = 2\n\n[[exercises]]\nname = \"a\"\nfails_with = \"tests\"\n\n[[exercises]]\nname = \"tests\"\n\n[[exercises]]\nname = 'gone'\n",
    );
    told(
        &env,
        &[(8, "exercises/tests.rs, which is not there"), (11, "exercises/gone.rs, which is not there")],
    );
}

#[test]
fn folders_that_differ_in_capital_letters_only_are_told() {
    let env = Env::new();
    env.write("exercises/first/a.rs", "fn main() {}\n");
    env.write("exercises/First/b.rs", "fn main() {}\n");
    let exercises =
        "[[exercises]]\nname = \"a\"\ndir = \"first\"\n\n[[exercises]]\nname = \"b\"\ndir = \"First\"\n";
    env.write("info.toml", format!("format_version = 2\n\n{exercises}"));
    told(&env, &[(9, "differs from `first` only in capital letters")]);
    let chapters =
        "[[chapters]]\ndir = \"first\"\ntitle = \"1\"\n\n[[chapters]]\ndir = \"First\"\ntitle = \"2\"\n\n";
    env.write("info.toml", format!("format_version = 2\n\n{chapters}{exercises}"));
    told(&env, &[(8, "differs from `first` only in capital letters")]);
}

#[test]
fn a_wrong_folder_is_told_with_the_one_that_was_meant() {
    let env = Env::new();
    env.write("exercises/01_lockers/a.rs", "fn main() {}\n");
    let chapter = "[[chapters]]\ndir = \"01_lockers\"\ntitle = \"1\"\n";
    let info = |dir: &str| format!("format_version = 2\n\n{chapter}\n[[exercises]]\nname = \"a\"\n{dir}\n");
    env.write("info.toml", info("dir = \"01_start\""));
    told(&env, &[(9, "did you mean `01_lockers`?"), (8, "did you mean dir = \"01_lockers\"?")]);
    env.write("info.toml", info(""));
    told(&env, &[(8, "did you mean dir = \"01_lockers\"?")]);
}

#[test]
fn faults_of_format_1_are_told_in_one_go() {
    let env = Env::new();
    env.write("exercises/a.rs", "fn main() {}\n");
    env.write(
        "info.toml",
        "format_version = 1\n\n[[exercises]]\nname = \"a\"\ntest = 1\nhint = \"\"\n\n[[exercises]]\nname = \"a\"\nstrict_clippy = \"yes\"\nhint = \"\"\n\n\
         [[exercises]]\nname = \"a b\"\ndir = \"../up\"\nhint = \"\"\n\n[[exercises]]\nname = \"nul\"\nhint = \"\"\n",
    );
    told(
        &env,
        &[
            (5, "expected a boolean"),
            (9, "two exercises are named `a`"),
            (10, "expected a boolean"),
            (14, "`a b` cannot be"),
            (14, "not there"),
            (15, "`../up` cannot be"),
            (19, "reserved"),
            (19, "not there"),
        ],
    );
}

#[test]
fn keys_that_rustlings_passes_over_are_said_and_passed_over() {
    let env = Env::new();
    env.write("exercises/a.rs", "fn main() {}\n");
    env.write(
        "info.toml",
        "format_version = 1\n\n[[exercises]]\nname = \"a\"\nstrict_clipy = true\nhint = \"\"\n",
    );
    env.run(["list"]).exits(0).warns("info.toml:5:1").warns("did you mean `strict_clippy`?");
}

#[test]
fn very_many_exercises_are_read_and_very_many_faults_cut_short() {
    let env = Env::new();
    let mut info = "format_version = 2\n".to_owned();
    for number in 0..10_000 {
        let _ = write!(info, "\n[[exercises]]\nname = \"e{number}\"\n");
    }
    env.write("info.toml", &info);
    let problems = problems(&env);
    assert!(problems.len() < 100, "{}", problems.len());
    assert!(problems.last().unwrap().1.contains("more problems"), "{problems:#?}");
    for number in 0..10_000 {
        env.write(format!("exercises/e{number}.rs"), "fn main() {}\n");
    }
    let list = env.run(["list", "--format", "json"]).exits(0).json();
    assert_eq!(list["exercises"].as_array().unwrap().len(), 10_000);
    env.run(["run", "e9999"]).exits(0);
}

#[test]
fn line_ends_of_windows_throughout_change_nothing() {
    let windows = |text: &str| text.replace('\n', "\r\n");
    for format in [1, 2] {
        let env = Env::new();
        env.write("info.toml", windows(&format!("format_version = {format}\n\n[[exercises]]\nname = \"twice\"\nhint = \"\"\"\nOne.\nTwo.\"\"\"\n")));
        env.write("Cargo.toml", windows("[package]\nname = \"exercises\"\nedition = \"2024\"\n\n[lints.rust]\nunsafe_code = \"forbid\"\n"));
        env.write("exercises/twice.rs", windows(TWICE));
        env.verdict("twice").failed("tests");
        env.write("exercises/twice.rs", windows(&solved()));
        env.verdict("twice").passed();
        env.run(["hint", "twice"]).exits(0).says("Two.");
    }
}

#[test]
#[cfg(unix)]
fn links_stay_inside_of_the_kit_and_lead_somewhere() {
    use std::os::unix::fs::symlink;
    let env = Env::new();
    let at = |path: &str| env.dir().join(path);
    env.write("info.toml", "format_version = 2\n\n[[exercises]]\nname = \"inside\"\n\n[[exercises]]\nname = \"outside\"\n\n[[exercises]]\nname = \"circle\"\n\n[[exercises]]\nname = \"a\"\ndir = \"up\"\n");
    env.write("shared/inside.rs", "fn main() {}\n");
    std::fs::write(env.path("outside.rs"), "fn main() {}\n").unwrap();
    std::fs::create_dir_all(env.path("elsewhere")).unwrap();
    std::fs::write(env.path("elsewhere/a.rs"), "fn main() {}\n").unwrap();
    std::fs::create_dir_all(at("exercises")).unwrap();
    symlink(at("shared/inside.rs"), at("exercises/inside.rs")).unwrap();
    symlink(env.path("outside.rs"), at("exercises/outside.rs")).unwrap();
    symlink(at("exercises/other.rs"), at("exercises/circle.rs")).unwrap();
    symlink(at("exercises/circle.rs"), at("exercises/other.rs")).unwrap();
    symlink(env.path("elsewhere"), at("exercises/up")).unwrap();
    told(&env, &[(7, "leads out of the kit"), (10, "in a circle"), (14, "leads out of the kit")]);
}

#[test]
#[cfg(unix)]
fn links_in_the_folders_on_the_way_are_seen_too() {
    use std::os::unix::fs::symlink;
    let env = Env::new();
    env.write(
        "info.toml",
        "format_version = 2\n\n[[exercises]]\nname = \"a\"\ntests = \"checks/deep/a.rs\"\n",
    );
    std::fs::create_dir_all(env.path("elsewhere/deep")).unwrap();
    std::fs::write(env.path("elsewhere/a.rs"), "fn main() {}\n").unwrap();
    std::fs::write(env.path("elsewhere/deep/a.rs"), "fn main() {}\n").unwrap();
    for top in ["exercises", "checks"] {
        symlink(env.path("elsewhere"), env.dir().join(top)).unwrap();
    }
    std::fs::create_dir_all(env.dir().join("solutions")).unwrap();
    symlink(env.path("elsewhere/a.rs"), env.dir().join("solutions/a.rs")).unwrap();
    told(
        &env,
        &[
            (1, "exercises is a link that leads out of the kit"),
            (4, "checks/deep/a.rs, which is behind a link that leads out of the kit"),
            (4, "solutions/a.rs, which is a link that leads out of the kit"),
        ],
    );
    env.run(["new", "01_first/b", "--kind", "code"]).exits(3);
    assert_eq!(std::fs::read_dir(env.path("elsewhere")).unwrap().count(), 2);
}

#[test]
#[cfg(unix)]
fn folders_that_lead_in_circles_do_not_keep_anybody() {
    let env = Env::new();
    env.write(
        "info.toml",
        "format_version = 1\n\n[[exercises]]\nname = \"a\"\ndir = \"first\"\nhint = \"\"\n",
    );
    env.write("exercises/first/a.rs", "fn main() {}\n");
    std::os::unix::fs::symlink(env.dir().join("exercises"), env.dir().join("exercises/first/round")).unwrap();
    std::os::unix::fs::symlink(env.dir(), env.dir().join("around")).unwrap();
    env.verdict("a").passed();
}

#[test]
fn a_kit_inside_a_kit_is_refused() {
    let env = Env::new();
    env.write("info.toml", "format_version = 2\n\n[[exercises]]\nname = \"a\"\ndir = \"first\"\n");
    env.write("exercises/first/a.rs", "fn main() {}\n");
    env.write("exercises/first/info.toml", "format_version = 2\nexercises = []\n");
    told(&env, &[(5, "a kit inside this kit")]);
}
