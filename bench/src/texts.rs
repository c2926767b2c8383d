//! The row about text answers.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::measure::alone;
use crate::process::{command, run};
use crate::report::{Line, Target};
use crate::setup::Bench;

/// Answers in the file …
const ANSWERS: usize = 10_000;
/// … and words in each.
const WORDS: usize = 60;

/// The two questions of the course text.
const TEXTS: [&str; 2] = ["heap_vs_stack", "ref_vs_pointer"];

/// Row 12.
pub fn ten_thousand(bench: &Bench) -> Result<Vec<Line>> {
    TEXTS.iter().map(|name| judged(bench, name)).collect()
}

fn judged(bench: &Bench, name: &str) -> Result<Line> {
    let workspace = bench.official_workspace(&format!("texts-{name}"))?;
    let file = bench.folder("texts").join(format!("{name}.jsonl"));
    fs::create_dir_all(bench.folder("texts"))?;
    fs::write(&file, answers(bench, name)?)?;
    let ours = alone(bench.options.runs, || {
        let mut judge = command(&bench.memkata, &workspace);
        judge.args(["rubric", name, "--format", "json", "--answers"]).arg(&file);
        run(&mut judge, 0).map(|_| ())
    })?;
    Ok(Line::new(format!("{name}: 10,000 answers of 60 words"), "ms", ours)
        .target(Target::ours(2000.0, 1000.0)))
}

/// Answers of exactly so many words: real answers, one after the other in an order that the number of the answer
/// decides, cut. Each has more to judge than a real one, since hardly anybody says so much to the point.
fn answers(bench: &Bench, name: &str) -> Result<String> {
    let file = bench.repository.join("tests/answers").join(format!("{name}.jsonl"));
    let real: Vec<String> = fs::read_to_string(&file)
        .with_context(|| file.display().to_string())?
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok()?["text"].as_str().map(str::to_owned))
        .collect();
    let mut text = String::new();
    for number in 0..ANSWERS {
        // Steps without a common divisor with the count reach every answer, in ever different company.
        let step = 7 + number / real.len();
        let spliced = (0..).flat_map(|next| real[(number + next * step) % real.len()].split_whitespace());
        let words: Vec<&str> = spliced.take(WORDS).collect();
        text.push_str(&json!({"id": number, "text": words.join(" ")}).to_string());
        text.push('\n');
    }
    Ok(text)
}
