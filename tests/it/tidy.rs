//! The walls that ARCHITECTURE.md speaks of, kept by looking at the source.

use std::fs;
use std::path::{Path, PathBuf};

/// The lines of a source file that are code: without comments, and without the unit tests at
/// its end.
fn code(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).expect("a source file can be read");
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).map(str::to_owned).collect()
}

/// All Rust files below a folder of the repository, or the file itself.
fn sources(place: &str) -> Vec<PathBuf> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(place)];
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder can be read");
            open.extend(entries.map(|entry| entry.expect("an entry can be read").path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    assert!(!files.is_empty(), "{place} has no sources: has it moved?");
    files
}

/// Fails with every place below `place` that has one of the words.
fn must_not_have(place: &str, words: &[&str], except: &[&str]) {
    let mut found = Vec::new();
    for file in sources(place) {
        let name = file.to_string_lossy().replace('\\', "/");
        if except.iter().any(|allowed| name.contains(allowed)) {
            continue;
        }
        for (number, line) in code(&file).iter().enumerate() {
            found.extend(
                words
                    .iter()
                    .filter(|word| line.contains(**word))
                    .map(|word| format!("{name}:{}: {word}", number + 1)),
            );
        }
    }
    assert!(found.is_empty(), "walls of ARCHITECTURE.md that are broken:\n{}", found.join("\n"));
}

#[test]
fn processes_start_in_the_runner_only() {
    must_not_have("src", &["Command::new("], &["/src/runner/"]);
}

#[test]
fn only_the_view_prints() {
    must_not_have(
        "src",
        &["println!", "print!(", "io::stdout()", "io::stderr()"],
        &["/src/view/", "/src/runner/"],
    );
}

#[test]
fn checks_are_pure() {
    for place in ["src/check", "src/judged", "src/rubric", "src/verdict.rs"] {
        must_not_have(
            place,
            &[
                "fs::",
                "Command",
                "thread::",
                "crate::judge::",
                "crate::view",
                "crate::watch",
                "crate::commands",
            ],
            &[],
        );
    }
}

#[test]
fn a_verdict_knows_nobody() {
    must_not_have("src/verdict.rs", &["crate::"], &[]);
}

#[test]
fn the_state_machine_does_nothing_outside_itself() {
    for place in ["src/watch/state.rs", "src/watch/actions.rs", "src/watch/overlay.rs", "src/watch/events.rs"]
    {
        must_not_have(
            place,
            &["fs::", "io::", "thread::", "env::", "crate::judge", "crate::runner", "crate::view"],
            &[],
        );
    }
}

#[test]
fn the_runner_knows_no_exercises() {
    must_not_have(
        "src/runner",
        &["crate::kit", "crate::check", "crate::judge", "crate::view", "crate::verdict"],
        &[],
    );
}

#[test]
fn the_view_does_not_judge() {
    must_not_have("src/view", &["crate::judge", "crate::runner"], &[]);
}

#[test]
fn the_classroom_stays_below_the_commands() {
    must_not_have("src/classroom", &["crate::commands", "crate::view", "crate::watch"], &[]);
}

#[test]
fn the_watch_knows_no_commands() {
    must_not_have("src/watch", &["crate::commands"], &[]);
}

#[test]
fn files_have_one_subject() {
    // The words of a language are a table, and a table is one subject; so is a list of rules tested.
    let long: Vec<String> = sources("src")
        .into_iter()
        .filter(|file| !file.ends_with("rubric/english.rs") && !file.ends_with("tests.rs"))
        .map(|file| (code(&file).len(), file))
        .filter(|(lines, _)| *lines > 400)
        .map(|(lines, file)| format!("{} has {lines} lines of code", file.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}
