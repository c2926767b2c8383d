//! The author's guide is true: the kits that it makes are made and proved here, and it shows every key.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::schemas::schema;
use crate::support::Env;

/// A page of the documentation.
fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name))
        .unwrap()
        .replace("\r\n", "\n")
}

/// A fenced block of a page.
struct Block {
    /// The line above it.
    label: String,
    language: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut label = "";
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let language = line.trim_start_matches('`');
        let fence = &line[..line.len() - language.len()];
        if fence.len() < 3 {
            if !line.trim().is_empty() {
                label = line;
            }
            continue;
        }
        let text = lines.by_ref().take_while(|line| *line != fence).flat_map(|line| [line, "\n"]).collect();
        blocks.push(Block { label: label.into(), language: language.into(), text });
        label = "";
    }
    blocks
}

/// The file that a block is, and the one that it is made from: "`one`:", "`one`, from `other`:".
fn named(label: &str) -> Option<(&str, Option<&str>)> {
    let named = label.strip_prefix('`')?.strip_suffix("`:")?;
    Some(match named.split_once("`, from `") {
        Some((file, from)) => (file, Some(from)),
        None => (named, None),
    })
}

/// A text changed by the pieces of a diff: ` ` stays, `-` goes, `+` comes, `@@` stands between pieces.
#[track_caller]
fn changed(text: &str, diff: &str) -> String {
    diff.split("@@\n").fold(text.to_owned(), |text, piece| {
        let side = |not: char| -> String {
            let lines = piece.lines().filter(|line| !line.starts_with(not));
            lines.flat_map(|line| [line.get(1..).unwrap_or(""), "\n"]).collect()
        };
        let (old, new) = (side('+'), side('-'));
        assert_eq!(text.matches(&old).count(), 1, "this is not there exactly once:\n{old}\nin\n{text}");
        text.replacen(&old, &new, 1)
    })
}

/// The longer kit of the guide.
fn kit() -> Env {
    let env = Env::new();
    for block in blocks(&page("authors.md")) {
        let Some((file, from)) = named(&block.label) else { continue };
        let text = match from {
            None if file == "info.toml" && env.dir().join(file).exists() => {
                format!("{}\n{}", env.read(file), block.text)
            }
            None => block.text,
            Some(from) => changed(&env.read(from), &block.text),
        };
        env.write(file, text);
    }
    env
}

/// Types the commands of a part of the guide, makes its changes ("Then in `info.toml`:"), and says where that leads.
fn type_commands(env: &Env, part: &str) -> PathBuf {
    let mut dir = env.dir();
    for block in blocks(part) {
        if let Some(file) = block.label.strip_prefix("Then in `").and_then(|rest| rest.strip_suffix("`:")) {
            let file = dir.join(file);
            fs::write(&file, changed(&fs::read_to_string(&file).unwrap(), &block.text)).unwrap();
        }
        for line in block.text.lines().filter(|_| block.language == "console") {
            match line.strip_prefix("$ ").and_then(|command| command.split_once(' ')) {
                Some(("cd", folder)) => dir = dir.join(folder),
                Some(("memkata", words)) => {
                    env.run_in(&dir, words.split(' ')).exits(0);
                }
                Some((program @ ("git" | "grep" | "mv" | "rm"), words)) => {
                    let done = Command::new(program).args(words.split(' ')).current_dir(&dir).output();
                    assert!(done.unwrap().status.success(), "{line}");
                }
                _ => panic!("{line}"),
            }
        }
    }
    dir
}

/// The guide up to its longer kit, and from there.
fn parts() -> (String, String) {
    let page = page("authors.md");
    let (first, second) = page.split_once("\n## Every key").expect("the heading");
    (first.into(), second.into())
}

#[cfg(unix)]
#[test]
fn the_kit_in_ten_minutes_is_made_and_proved_and_made_yours() {
    let env = Env::new();
    let dir = type_commands(&env, &parts().0);
    assert!(dir.join("exercises/02_lists/receipt.rs").is_file());
    assert!(!dir.join("exercises/01_start").exists());
    // The entries that the guide tells to remove are those of the removed folders, and nothing else is left to do.
    let seen = env.run_in(&dir, ["verify"]).exits(3);
    let info = fs::read_to_string(dir.join("info.toml")).unwrap();
    let removed: Vec<&str> =
        info.split("\n[[").filter(|entry| entry.contains("\ndir = \"01_start\"")).collect();
    assert_eq!(removed.len(), 4, "{removed:?}");
    for name in ["sum_of_prices", "two_lists", "move_or_clone"] {
        assert!(removed.iter().any(|entry| entry.contains(&format!("name = \"{name}\""))), "{name}");
        assert!(seen.stderr.contains(name), "{}", seen.stderr);
    }
    let kept: Vec<&str> = info.split("\n[[").filter(|entry| !removed.contains(entry)).collect();
    fs::write(dir.join("info.toml"), kept.join("\n[[")).unwrap();
    env.run_in(&dir, ["verify"]).exits(0);
}

#[test]
fn the_kit_of_every_key_proves_itself() {
    let env = kit();
    env.run(["verify"]).exits(0).says("claims hold");
    type_commands(&env, &parts().1);
    // Its exercises are begun as their entries say.
    env.verdict("save_me").passed();
    env.verdict("last_one").failed("memory").code("heap-buffer-overflow");
}

/// Every key that a schema has, with the way to it.
fn keys(schema: &Value, way: &str, found: &mut BTreeSet<String>) {
    for (key, holds) in schema["properties"].as_object().into_iter().flatten() {
        let way = format!("{way}.{key}");
        found.insert(way.clone());
        keys(holds, &way, found);
        keys(&holds["items"], &way, found);
    }
}

/// Every key that a file has, with the way to it.
fn used(value: &toml::Value, way: &str, found: &mut BTreeSet<String>) {
    for (key, value) in value.as_table().into_iter().flatten() {
        let way = format!("{way}.{key}");
        found.insert(way.clone());
        used(value, &way, found);
        value.as_array().into_iter().flatten().for_each(|item| used(item, &way, found));
    }
}

#[test]
fn every_key_has_an_example_that_runs_and_is_in_the_reference() {
    let env = kit();
    let reference = page("info-toml.md");
    for (name, end) in [("info", "info.toml"), ("predict", ".predict.toml")] {
        let mut known = BTreeSet::new();
        keys(&schema(name), "", &mut known);
        let mut shown = BTreeSet::new();
        for block in blocks(&page("authors.md")) {
            if let Some((file, None)) = named(&block.label).filter(|(file, _)| file.ends_with(end)) {
                used(&env.read(file).parse::<toml::Table>().unwrap().into(), "", &mut shown);
            }
        }
        let without: Vec<&String> = known.difference(&shown).collect();
        assert!(without.is_empty(), "authors.md has no example of {without:?}");
        for key in known.iter().filter_map(|way| way.rsplit('.').next()) {
            let mentions = [format!("`{key}`"), format!("{key} ="), format!("[[{key}]]")];
            assert!(
                mentions.iter().any(|mention| reference.contains(mention)),
                "info-toml.md does not explain `{key}`"
            );
        }
    }
    let rubrics = page("rubrics.md");
    let mut known = BTreeSet::new();
    keys(&schema("rubric"), "", &mut known);
    for key in known.iter().filter_map(|way| way.rsplit('.').next()) {
        let words = rubrics.split(|c: char| !c.is_alphanumeric() && c != '_');
        assert!(words.into_iter().any(|word| word == key), "rubrics.md does not explain `{key}`");
    }
}

#[test]
fn an_author_who_plays_the_learner_sees_what_was_changed_and_forgotten() {
    let env = Env::new();
    env.run(["new", "--kit", "kit"]).exits(0);
    env.run(["init", "learner", "--kit", "kit"]).exits(0);
    let learner = env.dir().join("learner");
    let starter = "kit/exercises/01_start/move_or_clone.md";
    env.write(starter, env.read(starter).replace("## Your answer", "## Your text"));
    let seen = env.run_in(&learner, ["run", "move_or_clone"]).exits(3);
    assert!(seen.stderr.contains("the kit has changed: untouched files follow"), "{}", seen.stderr);
    assert!(seen.stderr.contains("there is no heading `## Your answer`"), "{}", seen.stderr);
    assert!(seen.stderr.contains("kit/exercises/01_start/move_or_clone.md"), "{}", seen.stderr);
}

#[test]
fn a_model_answer_that_lacks_something_is_told_what() {
    let env = Env::new();
    env.run(["new", "--kit", "."]).exits(0);
    let solution = "solutions/01_start/move_or_clone.md";
    let (before, _) =
        env.read(solution).split_once("A move hands").map(|(a, b)| (a.to_owned(), b.len())).unwrap();
    env.write(
        solution,
        format!(
            "{before}A clone makes a second text in a block of its own on the heap, so both can be used.\n"
        ),
    );
    env.run(["verify", "move_or_clone"])
        .exits(1)
        .says("the rubric refuses it: too little counted for `move_side`");
}

#[test]
fn the_rubric_of_the_docs_has_the_one_mistake_it_says() {
    let env = kit();
    let whole = blocks(&page("rubrics.md")).into_iter().find(|block| block.language == "toml").unwrap();
    env.write("solutions/03_said/train_or_bus.rubric.toml", &whole.text);
    let answer = env.run(["verify", "train_or_bus"]);
    assert!(format!("{}{}", answer.stdout, answer.stderr).contains("no word family `traffic`"), "{answer:?}");
}
