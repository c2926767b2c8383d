//! What `new` has made.

use std::path::Path;

use serde_json::{Value, json};

use super::lines::{Line, Tone};
use crate::kit::create::{Plan, Wanted};

pub(super) fn exercise_json(wanted: &Wanted, plan: &Plan) -> Value {
    let files: Vec<&str> = plan.files.iter().map(|file| file.path.as_str()).collect();
    json!({
        "exercise": wanted.name,
        "dir": wanted.dir,
        "kind": wanted.kind,
        "new_chapter": plan.new_chapter,
        "files": files,
        "line": plan.line,
    })
}

pub(super) fn exercise(wanted: &Wanted, plan: &Plan) -> Vec<Line> {
    let Wanted { dir, name, kind, .. } = wanted;
    let mut lines = vec![
        Line::new(Tone::Good, format!("✓ {name} is there"))
            .and(Tone::Plain, format!(", a working example of the kind `{}`", kind.name())),
    ];
    let mut files: Vec<(String, &str)> =
        plan.files.iter().map(|file| (file.path.clone(), what_is(&file.path))).collect();
    files.push((format!("info.toml, line {}", plan.line), "its entry"));
    let width = files.iter().map(|(path, _)| path.chars().count()).max().unwrap_or(0);
    lines.extend(
        files
            .iter()
            .map(|(path, what)| Line::new(Tone::Plain, format!("  {path:<width$}  ")).and(Tone::Dim, what)),
    );
    if let Some(title) = &plan.new_chapter {
        lines.push(Line::new(Tone::Plain, format!("its chapter `{dir}` is new: “{title}”")));
    }
    lines.push(Line::new(Tone::Plain, "Now make it yours, above all where it says TODO."));
    lines.extend(steps(&[
        (format!("memkata run {name}"), "what a learner sees first"),
        (format!("memkata verify {name}"), "prove the starter, the solution and the mistakes"),
    ]));
    lines
}

fn what_is(path: &str) -> &'static str {
    if path.starts_with("exercises/") {
        "what learners get and edit"
    } else if path.contains(".mistakes/") {
        "a plausible mistake, of as many as you like"
    } else if path.ends_with(".rubric.toml") {
        "what counts in an answer"
    } else if path.ends_with(".predict.toml") {
        "where the truth of each blank comes from"
    } else {
        "the solution"
    }
}

pub(super) fn kit_json(dir: &Path, files: &[String]) -> Value {
    json!({"kit": dir, "files": files})
}

pub(super) fn kit(dir: &Path, title: &str, files: &[String]) -> Vec<Line> {
    let mut lines = vec![
        Line::new(Tone::Good, format!("✓ the kit “{title}” is in {}", dir.display()))
            .and(Tone::Plain, ", with three exercises as examples"),
    ];
    let folders = ["schemas/", "exercises/", "solutions/"];
    let around = files.iter().map(String::as_str);
    let around: Vec<&str> =
        around.filter(|path| !folders.iter().any(|folder| path.starts_with(folder))).chain(folders).collect();
    lines.push(Line::new(Tone::Dim, format!("  {}", around.join(", "))));
    lines.extend(steps(&[
        (format!("cd {}", shell_word(dir)), "everything else happens in there"),
        ("memkata watch".into(), "try it as a learner does"),
        ("memkata verify".into(), "prove it"),
        ("memkata new".into(), "add an exercise"),
    ]));
    lines.push(Line::new(Tone::Plain, "What is to be replaced is marked with TODO."));
    lines
}

/// Commands to type, and what for.
fn steps(steps: &[(String, &str)]) -> Vec<Line> {
    let width = steps.iter().map(|(step, _)| step.chars().count()).max().unwrap_or(0);
    let line = |(step, what): &(String, &str)| {
        Line::new(Tone::Strong, format!("  {step:<width$}  ")).and(Tone::Dim, what)
    };
    steps.iter().map(line).collect()
}

/// A path as one word of a command.
fn shell_word(path: &Path) -> String {
    let text = path.display().to_string();
    if text.contains(char::is_whitespace) { format!("'{text}'") } else { text }
}
