//! A made class: what its learners hand in for each exercise of the official kit, the same in every run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

/// How many different good answers there are to a question in words.
const ANSWERS: usize = 20;
/// What a hostile learner puts into every function of a solution; a condition that always holds keeps the compiler from
/// saying that what follows is never reached.
const HOSTILE: [&str; 3] = [
    "if std::env::args().count() < 100 { std::process::exit(0); }",
    "if std::env::args().count() < 100 { std::process::abort(); }",
    // 300 KB, and then it goes on.
    "{ static ONCE: std::sync::Once = std::sync::Once::new(); ONCE.call_once(|| for _ in 0..5000 { println!(\"{:=<59}\", \"\"); }); }",
];

/// What learners hand in for an exercise.
pub struct Exercise {
    /// Its name.
    pub name: String,
    /// Its place in a submission.
    pub file: PathBuf,
    starter: Vec<u8>,
    solved: Vec<Vec<u8>>,
    broken: Vec<Vec<u8>>,
    hostile: Vec<Vec<u8>>,
}

/// A class.
pub struct Mix {
    pub exercises: Vec<Exercise>,
    pub learners: usize,
}

impl Mix {
    /// Of the kit in this repository, or of one chapter of it.
    pub fn new(repository: &Path, chapter: Option<&str>, learners: usize) -> Result<Self> {
        let mut files = Vec::new();
        find(repository, &Path::new("exercises").join(chapter.unwrap_or_default()), &mut files)?;
        files.sort();
        let exercises: Result<_> = files.into_iter().map(|file| Exercise::new(repository, file)).collect();
        Ok(Self { exercises: exercises?, learners })
    }

    /// What a learner hands in for an exercise: a third have left it as it was, half have solved it, an eighth have
    /// not, and one in 24 is hostile.
    pub fn handed_in<'m>(&self, learner: usize, at: usize, exercise: &'m Exercise) -> &'m [u8] {
        let chance = scrambled((learner * self.exercises.len() + at) as u64);
        let pick = |from: &'m [Vec<u8>]| {
            let number = usize::try_from(scrambled(chance)).unwrap_or(usize::MAX);
            from.get(number % from.len().max(1)).unwrap_or(&exercise.starter).as_slice()
        };
        match chance % 24 {
            0..8 => &exercise.starter,
            8..20 => pick(&exercise.solved),
            20..23 => pick(&exercise.broken),
            _ => pick(&exercise.hostile),
        }
    }

    /// By exercise, what is different of all that is handed in.
    pub fn distinct(&self) -> Vec<Vec<&[u8]>> {
        let of = |(at, exercise)| {
            let all = (0..self.learners).map(|learner| (self.handed_in(learner, at, exercise), ()));
            all.collect::<BTreeMap<_, _>>().into_keys().collect()
        };
        self.exercises.iter().enumerate().map(of).collect()
    }

    /// What a learner's folder and submission are called.
    pub fn learner(number: usize) -> String {
        format!("learner-{number:03}")
    }
}

impl Exercise {
    fn new(repository: &Path, file: PathBuf) -> Result<Self> {
        let name = file.file_stem().context("an exercise without a name")?.to_string_lossy().into_owned();
        let read =
            |path: &Path| fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()));
        let starter = read(&repository.join(&file))?;
        let at = repository.join("solutions").join(file.strip_prefix("exercises")?);
        let solution = read(&at)?;
        let mut broken = Vec::new();
        let mut mistakes: Vec<PathBuf> =
            fs::read_dir(at.with_extension("mistakes"))?.flatten().map(|entry| entry.path()).collect();
        mistakes.sort();
        for mistake in mistakes {
            let text = read(&mistake)?;
            // The first line says how it fails, which nobody hands in.
            broken.push(text.split_once('\n').map_or(text.as_str(), |(_, rest)| rest).to_owned());
        }
        let answers = repository.join("tests/answers").join(format!("{name}.jsonl"));
        let (solved, hostile) = if answers.is_file() {
            let (good, bad) = answered(&starter, &read(&answers)?);
            broken.extend(bad);
            (good, vec![format!("{starter}{}\n", "and ".repeat(50_000))])
        } else if file.extension().is_some_and(|extension| extension == "rs") {
            (ways(&solution), HOSTILE.iter().map(|words| in_each_function(&solution, words)).collect())
        } else {
            let noted = solution.replacen("\n## ", "\nMy own note: read this once more.\n\n## ", 1);
            (vec![solution, noted], vec![starter.replacen("1>", &format!("1> {}", "9".repeat(300_000)), 1)])
        };
        let bytes = |texts: Vec<String>| texts.into_iter().map(String::into_bytes).collect();
        Ok(Self {
            name,
            file,
            starter: starter.into_bytes(),
            solved: bytes(solved),
            broken: bytes(broken),
            hostile: bytes(hostile),
        })
    }
}

/// The real answers to a question, good and bad, each below the question.
fn answered(question: &str, answers: &str) -> (Vec<String>, Vec<String>) {
    let of = |label: &str| -> Vec<String> {
        let all = answers.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let labelled = all.filter(|answer| answer["label"] == label);
        let texts = labelled.filter_map(|answer| answer["text"].as_str().map(str::to_owned));
        texts.take(ANSWERS).map(|text| format!("{question}{text}\n")).collect()
    };
    (of("accept"), of("reject"))
}

/// The same solution from several learners.
fn ways(solution: &str) -> Vec<String> {
    let commented = format!("{solution}\n// Done, and it took me an hour.\n");
    let spaced = solution.replace(" {\n", " { // here\n");
    let mut ways = vec![solution.to_owned(), commented, spaced];
    ways.extend(renamed(solution));
    ways
}

/// With another name for its first variable that is nothing else, too.
fn renamed(solution: &str) -> Option<String> {
    let (own, tests) = solution.split_at(solution.find("#[cfg(test)]").unwrap_or(solution.len()));
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let variable = own.match_indices("let ").find_map(|(at, found)| {
        let rest = &own[at + found.len()..];
        let rest = rest.strip_prefix("mut ").unwrap_or(rest);
        let name = &rest[..rest.find(|letter| !is_word(letter))?];
        let other = [format!(".{name}"), format!("{name}("), format!("fn {name}"), format!("{name}::")];
        (name.len() > 2 && !other.iter().any(|words| solution.contains(words))).then_some(name)
    })?;
    let mut text = String::new();
    for piece in own.split_inclusive(|letter| !is_word(letter)) {
        let word = piece.trim_end_matches(|letter| !is_word(letter));
        text.push_str(if word == variable { "my_own" } else { word });
        text.push_str(&piece[word.len()..]);
    }
    Some(text + tests)
}

/// Puts words ahead of everything in each function that is not the tests'.
fn in_each_function(solution: &str, words: &str) -> String {
    let (own, tests) = solution.split_at(solution.find("#[cfg(test)]").unwrap_or(solution.len()));
    let mut text = String::new();
    for line in own.lines() {
        text.push_str(line);
        let begins = ["fn ", "pub fn "].iter().any(|word| line.trim_start().starts_with(word));
        if begins && line.ends_with('{') {
            text.push(' ');
            text.push_str(words);
        }
        text.push('\n');
    }
    text + tests
}

/// Every file below a folder of the repository.
fn find(repository: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(repository.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            find(repository, &path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// A number that looks like chance, and is the same for the same number (SplitMix64).
fn scrambled(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOLUTION: &str = "fn f() -> u32 {\n    let total = 1;\n    total\n}\n\n#[cfg(test)]\nmod tests {\n    fn t() {\n        let total = 2;\n    }\n}\n";

    #[test]
    fn a_variable_gets_another_name_where_the_learner_has_written_it() {
        let other = renamed(SOLUTION).expect("it has a variable");
        assert!(other.starts_with("fn f() -> u32 {\n    let my_own = 1;\n    my_own\n}\n"), "{other}");
        assert!(other.contains("let total = 2;"), "{other}");
    }

    #[test]
    fn what_is_hostile_stands_in_the_learners_functions_only() {
        let hostile = in_each_function(SOLUTION, "exit();");
        assert!(hostile.starts_with("fn f() -> u32 { exit();\n"), "{hostile}");
        assert_eq!(hostile.matches("exit").count(), 1);
    }
}
