//! The official rubrics on labelled answers that are not their own examples: a change of the grader
//! or of a rubric must not make it unfair.

use std::path::Path;

use serde_json::Value;

use crate::support::Env;

/// The texts that have a file of answers.
const TEXTS: [&str; 5] =
    ["heap_vs_stack", "ref_vs_pointer", "why_not_ref_local", "manual_vs_raii", "rc_gc_ownership"];

/// Of the answers labelled `label`: how many there are, were accepted, and were refused.
fn counts(name: &str, label: &str) -> (u64, u64, u64) {
    let env = Env::new();
    let root = env.path("");
    env.run_in(&root, ["init", "work"]).exits(0);
    let answers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/answers").join(format!("{name}.jsonl"));
    let answers = answers.display().to_string();
    let asked = ["rubric", name, "--answers", &answers, "--format", "json"];
    let answer = env.run_in(root.join("work"), asked).exits(0);
    let summary: Value = serde_json::from_str(answer.stdout.lines().last().unwrap()).unwrap();
    let row = &summary["summary"]["by_label"][label];
    let [accepted, unsure, refused] =
        ["accepted", "unsure", "not_yet"].map(|outcome| row[outcome].as_u64().unwrap());
    (accepted + unsure + refused, accepted, refused)
}

/// An answer with what a person thinks of it, how it was made, and what became of it.
struct Row {
    label: String,
    trick: String,
    outcome: String,
}

/// All answers of a text's file, judged.
fn outcomes(name: &str) -> Vec<Row> {
    let env = Env::new();
    let root = env.path("");
    env.run_in(&root, ["init", "work"]).exits(0);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/answers").join(format!("{name}.jsonl"));
    let asked = ["rubric", name, "--answers", &file.display().to_string(), "--format", "json"];
    let answer = env.run_in(root.join("work"), asked).exits(0);
    let lines =
        |text: &str| -> Vec<Value> { text.lines().map(|line| serde_json::from_str(line).unwrap()).collect() };
    let judged = lines(&answer.stdout);
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    lines(&std::fs::read_to_string(&file).unwrap())
        .iter()
        .map(|row| {
            let found = judged.iter().find(|one| one["id"] == row["id"]).unwrap();
            Row { label: text(row, "label"), trick: text(row, "trick"), outcome: text(found, "outcome") }
        })
        .collect()
}

#[test]
fn answers_that_are_right_are_accepted() {
    for name in TEXTS {
        let (all, accepted, refused) = counts(name, "accept");
        assert!(accepted * 100 >= all * 80, "{name}: {accepted} of {all} accepted");
        assert!(refused * 100 <= all * 15, "{name}: {refused} of {all} refused");
    }
}

#[test]
fn answers_that_are_wrong_are_not_accepted() {
    for name in TEXTS {
        let (all, accepted, _) = counts(name, "reject");
        assert!(accepted * 100 <= all * 10, "{name}: {accepted} of {all} accepted");
    }
}

/// The rubrics of the kit's two contrasts are asked to stand against answers written to fool it, and to
/// understand those that are right and oddly written.
#[test]
fn answers_that_are_odd_are_understood_and_those_that_fool_are_not_accepted() {
    const FOOLING: [&str; 7] = ["swapped", "stuffed", "echoed", "negated", "false_mix", "offtopic", "vague"];
    const ODD: [&str; 6] = ["terse", "typos", "learner_english", "bullets", "code", "analogy"];
    for name in ["heap_vs_stack", "ref_vs_pointer"] {
        let rows = outcomes(name);
        let of = |label: &str, tricks: &[&str]| {
            let chosen: Vec<&str> = rows
                .iter()
                .filter(|row| row.label == label && tricks.contains(&row.trick.as_str()))
                .map(|row| row.outcome.as_str())
                .collect();
            let count = |outcome: &str| chosen.iter().filter(|one| **one == outcome).count();
            (chosen.len(), count("accepted"), count("not_yet"))
        };
        let (all, accepted, refused) = of("accept", &ODD);
        assert!(accepted * 100 >= all * 60, "{name}: {accepted} of {all} odd ones accepted");
        assert!(refused * 100 <= all * 20, "{name}: {refused} of {all} odd ones refused");
        let (all, accepted, _) = of("reject", &FOOLING);
        assert!(accepted * 100 <= all * 10, "{name}: {accepted} of {all} that fool accepted");
        let (all, accepted, _) = of("reject", &FOOLING[..3]);
        assert!(accepted * 100 <= all * 5, "{name}: {accepted} of {all} swapped or empty accepted");
        let unsure = rows.iter().filter(|row| row.outcome == "unsure").count();
        assert!(unsure * 100 <= rows.len() * 20, "{name}: {unsure} of {} unsure", rows.len());
    }
}
