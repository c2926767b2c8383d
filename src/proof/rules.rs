//! `keep` and `forbid` fit the starter and the solution.

use super::{Claim, Flaw, Proof};
use crate::check::{keep, rules};
use crate::kit::project::Project;
use crate::kit::{Exercise, Kind};

/// Empty where the exercise has no rules, or a file cannot be read: that is another claim's flaw.
pub(super) fn proofs(project: &Project, exercise: &Exercise) -> Vec<Proof> {
    if exercise.keep.is_empty() && exercise.forbid.is_empty() {
        return Vec::new();
    }
    let proof = Proof::of_entry(exercise, Claim::Rules);
    if matches!(exercise.kind, Kind::Answer | Kind::Predict) {
        let what = "`keep` and `forbid` are about code, and there is none to write here";
        return vec![proof.failing(Flaw::new(what, "remove them"))];
    }
    let read = |file: &str| String::from_utf8(project.kit.source.read(file).ok()?.into_owned()).ok();
    let (Some(starter), Some(solution)) = (read(&exercise.file()), read(&exercise.solution_file())) else {
        return Vec::new();
    };
    let unknown = exercise.keep.iter().filter(|rule| !keep::names_item(rule, &starter)).map(|rule| {
        Flaw::new(
            format!("`keep` names `{rule}`, and the starter has no such item"),
            "name an item of the starter: `fn main`, `struct Note`, `impl Drop for Note`, `sig shout`",
        )
    });
    let broken = rules::findings(exercise, &solution, &starter).into_iter().map(|finding| {
        let line = finding.line.map(|line| format!(" (line {line})")).unwrap_or_default();
        Flaw::new(
            format!("the solution breaks the exercise's own rules: {}{line}", finding.message),
            "mend the solution, or take the rule out",
        )
    });
    proof.with_all(unknown.chain(broken).collect())
}
