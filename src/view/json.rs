//! The answers as JSON documents.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Value, json};

use super::{try_write_to, write_to};
use crate::commands::{Summary, Tried};
use crate::error::Error;
use crate::kit::project::Project;
use crate::kit::{Chapter, Exercise, Kit};
use crate::progress::Progress;
use crate::proof::Proof;
use crate::verdict::Verdict;

pub(super) fn print(value: &impl Serialize) {
    write_to(&mut std::io::stdout(), document(value).as_bytes());
}

/// A document as text that can be printed anywhere: `##[` is a command to GitHub's runner wherever it stands, so its first
/// sign is written in JSON's other way.
pub(super) fn document(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.replace("##[", "\\u0023#[") + "\n"
}

pub(super) fn line(value: &Value) -> std::io::Result<()> {
    try_write_to(&mut std::io::stdout(), format!("{value}\n").as_bytes())
}

pub(super) fn check(project: &Project, verdicts: &[Verdict]) {
    let passed = verdicts.iter().filter(|verdict| verdict.passed()).count();
    let _ = project;
    print(&json!({"verdicts": verdicts, "passed": passed, "total": verdicts.len()}));
}

pub(super) fn list(kit: &Kit, exercises: &[&Exercise], progress: &Progress, chapter: Option<&Chapter>) {
    let current = progress.current(kit);
    let rows: Vec<Value> = exercises
        .iter()
        .map(|exercise| {
            json!({
                "name": exercise.name,
                "dir": exercise.dir,
                "kind": exercise.kind,
                "status": progress.entry(&exercise.name).status(),
                "current": current == Some(exercise.name.as_str()),
            })
        })
        .collect();
    let mut document = json!({"exercises": rows});
    if let Some(Chapter { dir, title, intro }) = chapter {
        document["chapter"] = json!({"dir": dir, "title": title, "intro": intro});
    }
    print(&document);
}

/// One document, however many were reset.
pub(super) fn reset(done: &[(&Exercise, Option<PathBuf>)]) {
    let rows: Vec<Value> =
        done.iter().map(|(exercise, backup)| json!({"exercise": exercise.name, "backup": backup})).collect();
    print(&json!({"reset": rows}));
}

pub(super) fn hint(exercise: &Exercise, step: usize, own: Option<&str>) {
    print(&json!({
        "exercise": exercise.name,
        "for_error": own,
        "hint": exercise.hints.get(step),
        "step": step + 1,
        "of": exercise.hints.len(),
    }));
}

pub(super) fn proofs(proofs: &[Proof]) -> Value {
    let rows: Vec<Value> = proofs
        .iter()
        .map(|proof| {
            json!({
                "exercise": proof.exercise,
                "claim": proof.claim,
                "file": proof.file,
                "line": proof.line,
                "holds": proof.holds(),
                "problem": proof.flaw.as_ref().map(|flaw| &flaw.what),
                "help": proof.flaw.as_ref().map(|flaw| &flaw.help),
                "finding": proof.flaw.as_ref().and_then(|flaw| flaw.finding.as_ref()),
            })
        })
        .collect();
    let holds = proofs.iter().filter(|proof| proof.holds()).count();
    json!({"claims": rows, "hold": holds, "total": proofs.len()})
}

pub(super) fn error(error: &Error) {
    print(&trouble(error));
}

/// An error and what else is wrong, as a document.
pub(super) fn trouble(error: &Error) -> Value {
    let documents: Vec<Value> = error
        .problems
        .iter()
        .map(|problem| {
            let position = problem.position();
            json!({
                "kind": error.kind,
                "message": problem.message,
                "file": problem.file,
                "line": position.map(|(line, _)| line),
                "column": position.map(|(_, column)| column),
                "help": problem.help,
            })
        })
        .collect();
    let mut document = json!({"error": documents.first()});
    if documents.len() > 1 {
        document["more"] = Value::from(documents[1..].to_vec());
    }
    document
}

/// A line per answer, then one with the summary.
pub(super) fn rubric(tried: &[Tried], summary: &Summary, explain: bool) {
    let mut text = String::new();
    for one in tried {
        let judgement = &one.judgement;
        let mut row = json!({
            "id": one.id,
            "outcome": judgement.outcome,
            "missing": judgement.missing,
            "contradictions": judgement.contradictions.iter().map(|found| &found.concept).collect::<Vec<_>>(),
        });
        if explain {
            row["points"] = json!(judgement.groups);
            row["needed"] = json!(judgement.needed);
            row["matched"] = json!(judgement.matched);
            row["contradicted"] = json!(judgement.contradictions);
            row["loose"] = json!(judgement.loose);
            row["findings"] = json!(judgement.findings);
        }
        text.push_str(&format!("{row}\n"));
    }
    let table: serde_json::Map<String, Value> = summary
        .table
        .iter()
        .map(|(label, [accepted, unsure, not_yet])| {
            (label.clone(), json!({"accepted": accepted, "unsure": unsure, "not_yet": not_yet}))
        })
        .collect();
    let uncaught: Vec<Value> =
        summary.uncaught.iter().map(|(word, answers)| json!({"word": word, "answers": answers})).collect();
    text.push_str(&format!(
        "{}\n",
        json!({"summary": {"answers": tried.len(), "by_label": table, "uncaught": uncaught, "mislabelled": summary.mislabelled}})
    ));
    write_to(&mut std::io::stdout(), text.as_bytes());
}
