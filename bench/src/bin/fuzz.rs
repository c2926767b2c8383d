//! Feeds rubrics with answers that nobody would write: real ones, cut, spliced, shuffled and
//! filled with what text can hold. None may make memkata stop, and none may be left out.
//!
//!     cargo run --release --manifest-path bench/Cargo.toml --bin fuzz -- 1000000
//!
//! The number is how many answers; they are shared among the text exercises. The same number
//! gives the same answers, so what is found can be found again.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// Answers in one file.
const BATCH: usize = 20_000;

/// The text exercises of the official kit.
const EXERCISES: [&str; 5] =
    ["why_not_ref_local", "heap_vs_stack", "ref_vs_pointer", "manual_vs_raii", "rc_gc_ownership"];

/// What is put between words: marks of Markdown and HTML, control characters, other scripts,
/// letters that are made of several.
const STRANGE: [&str; 24] = [
    "\u{0}",
    "\u{7}",
    "\u{1b}[2J",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "e\u{301}\u{301}",
    "👩‍👩‍👧",
    "堆",
    "كومة",
    "ﬁ",
    "İ",
    "ß",
    "```",
    "|",
    "---",
    "- ",
    "<b>",
    "&amp;",
    "*",
    "_",
    "\\",
    "\r\n",
    "....",
];

/// What stands between words instead of a space.
const SEPARATORS: [&str; 8] = ["\n", "  ", "", ", ", ". ", "\n- ", " | ", "-"];

fn main() -> Result<()> {
    let wanted: usize = std::env::args().nth(1).map_or(Ok(100_000), |number| number.parse())?;
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("bench has a parent")?;
    let built = Command::new("cargo").args(["build", "--release"]).current_dir(repository).status()?;
    if !built.success() {
        bail!("memkata does not build");
    }
    let seeds = seeds(&repository.join("tests/answers"))?;
    let file = std::env::temp_dir().join(format!("memkata-fuzz-{}.jsonl", std::process::id()));
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let started = Instant::now();
    let mut done = 0;
    while done < wanted {
        let exercise = EXERCISES[done / BATCH % EXERCISES.len()];
        let count = BATCH.min(wanted - done);
        let rows: Vec<String> = (0..count)
            .map(|at| json!({"id": done + at, "text": answer(&seeds, &mut random)}).to_string())
            .collect();
        fs::write(&file, rows.join("\n"))?;
        judged(&repository.join("target/release/memkata"), repository, exercise, &file, count)?;
        done += count;
        println!("{done} answers, {:.0} s", started.elapsed().as_secs_f64());
    }
    fs::remove_file(&file)?;
    Ok(())
}

/// Judges a file, and fails unless every answer has an outcome. The file stays where it does not.
fn judged(memkata: &Path, kit: &Path, exercise: &str, file: &Path, count: usize) -> Result<()> {
    let output = Command::new(memkata)
        .args(["rubric", exercise, "--format", "json", "--answers"])
        .arg(file)
        .current_dir(kit)
        .output()?;
    let outcomes = String::from_utf8_lossy(&output.stdout).matches("\"outcome\"").count();
    if !output.status.success() || outcomes != count {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{exercise}: {outcomes} of {count} outcomes for {}, {}: {said}", file.display(), output.status);
    }
    Ok(())
}

/// The texts of the labelled answers.
fn seeds(folder: &Path) -> Result<Vec<String>> {
    let mut seeds = Vec::new();
    for entry in fs::read_dir(folder)? {
        for line in fs::read_to_string(entry?.path())?.lines() {
            let row: Value = serde_json::from_str(line)?;
            seeds.extend(row["text"].as_str().map(str::to_owned));
        }
    }
    Ok(seeds)
}

/// An answer that was made of real ones.
fn answer(seeds: &[String], random: &mut Random) -> String {
    let mut text = seed(seeds, random).to_owned();
    for _ in 0..=random.below(4) {
        text = changed(&text, seeds, random);
    }
    text
}

fn changed(text: &str, seeds: &[String], random: &mut Random) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let mut words: Vec<&str> = text.split(' ').collect();
    match random.below(9) {
        0 if !characters.is_empty() => {
            characters.remove(random.below(characters.len()));
            characters.into_iter().collect()
        }
        1 if characters.len() > 1 => {
            let at = random.below(characters.len() - 1);
            characters.swap(at, at + 1);
            characters.into_iter().collect()
        }
        2 => characters[..random.below(characters.len() + 1)].iter().collect(),
        3 => {
            for at in (1..words.len()).rev() {
                words.swap(at, random.below(at + 1));
            }
            words.join(" ")
        }
        4 => {
            let other: Vec<&str> = seed(seeds, random).split(' ').collect();
            let (ours, theirs) = (random.below(words.len() + 1), random.below(other.len() + 1));
            [&words[..ours], &other[theirs..]].concat().join(" ")
        }
        5 => {
            words.insert(random.below(words.len() + 1), random.one_of(&STRANGE));
            words.join(" ")
        }
        6 => {
            let word = words[random.below(words.len())];
            [text, &format!(" {word}").repeat(random.below(60))].concat()
        }
        7 => text.replace(' ', random.one_of(&SEPARATORS)),
        _ => text.to_uppercase(),
    }
}

fn seed<'a>(seeds: &'a [String], random: &mut Random) -> &'a str {
    &seeds[random.below(seeds.len())]
}

/// Marsaglia's xorshift64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or(0)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}
