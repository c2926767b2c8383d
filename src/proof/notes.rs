//! What an author should know of a kit, though every claim may hold.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::PathBuf;

use crate::kit::Exercise;
use crate::kit::project::Project;
use crate::storage::read_file;
use crate::verdict::Verdict;

/// What the starters and mistakes of each exercise fail with.
#[derive(Debug, Default)]
pub(super) struct Failures(HashMap<String, HashSet<String>>);

impl Failures {
    pub(super) fn add(&mut self, verdict: &Verdict) {
        let Some(first) = verdict.errors().next() else { return };
        let met = self.0.entry(verdict.exercise.clone()).or_default();
        met.extend(first.code.clone());
        met.insert(first.kind.name().to_owned());
    }

    /// The keys of `hint_for`, where the starter and the mistakes fail with none of them: as if they
    /// were about another exercise. Some that nobody has kept a mistake for are no sign of that.
    pub(super) fn unmet(&self, exercise: &Exercise) -> Option<String> {
        let met = self.0.get(&exercise.name)?;
        if exercise.hint_for.is_empty() || exercise.hint_for.keys().any(|key| met.contains(key)) {
            return None;
        }
        let keys: Vec<String> = exercise.hint_for.keys().map(|key| format!("`{key}`")).collect();
        Some(format!(
            "info.toml:{}: `hint_for` of `{}` has {}, and neither its starter nor a mistake fails with that",
            exercise.line,
            exercise.name,
            keys.join(", ")
        ))
    }
}

/// How many lines are still to be written. Left out for format 1, whose starters say TODO to the
/// learner.
pub(super) fn to_do(project: &Project) -> Option<String> {
    if project.kit.format == 1 {
        return None;
    }
    let count = lines(project);
    let lines = if count == 1 { "1 line still says".to_owned() } else { format!("{count} lines still say") };
    (count > 0).then(|| format!("{lines} TODO: `grep -rn TODO {}` finds them", OF_THE_KIT.join(" ")))
}

/// Where a kit's own texts are. Beside them a repository may hold anything.
const OF_THE_KIT: [&str; 4] = ["info.toml", "README.md", "exercises", "solutions"];

/// The lines of the kit that say TODO, without those that tell how to find them.
fn lines(project: &Project) -> usize {
    let mut open: Vec<PathBuf> = OF_THE_KIT.iter().map(|name| project.dir.join(name)).collect();
    let mut count = 0;
    while let Some(path) = open.pop() {
        // Links are not followed: they may lead in circles.
        let Ok(kind) = fs::symlink_metadata(&path).map(|data| data.file_type()) else { continue };
        if kind.is_dir() {
            open.extend(fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()));
        } else if kind.is_file() {
            let text = read_file(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let says = |line: &&str| line.contains("TODO") && !line.contains("grep -rn");
            count += text.unwrap_or_default().lines().filter(says).count();
        }
    }
    count
}
