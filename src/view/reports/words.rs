//! The words that reports share.

use super::super::describe::count;
use crate::classroom::grades::{Flag, Grades, LearnerGrades, Sandbox, Status, Unit};
use crate::verdict::Verdict;

/// What became of a unit, in a word or two.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Passed => "passed",
        Status::Failed => "not yet",
        Status::Unsure => "undecided",
        Status::Untouched => "not begun",
        Status::Missing => "not handed in",
        Status::Refused => "not taken",
        Status::Broken => "cannot be judged",
    }
}

/// What an instructor should look at, in a few words.
pub(super) fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::TestsEdited => "the tests in the file were changed; the kit's own were run",
        Flag::Forbidden => "something forbidden was used",
        Flag::Limit => "a limit ended it",
        Flag::Crash => "a signal ended it",
        Flag::LeftEarly => "it ended before its tests could",
        Flag::LeftProcesses => "it left processes behind, which were ended",
        Flag::Copied => "the same text was handed in more than once",
    }
}

/// What kept the submissions from the machine, and each other.
pub(super) fn sandbox(sandbox: &Sandbox) -> String {
    let names = |active: bool| -> Vec<String> {
        let tell = |layer: &crate::classroom::grades::Layer| match &layer.why {
            Some(why) if !active => format!("{} ({why})", layer.name),
            _ => layer.name.clone(),
        };
        sandbox.layers.iter().filter(|layer| layer.active == active).map(tell).collect()
    };
    let (active, missing) = (names(true), names(false));
    let active = if active.is_empty() { "no layer was active".to_owned() } else { active.join(", ") };
    match (sandbox.whole, missing.is_empty()) {
        (true, true) => format!("Sandbox: whole: {active}."),
        (true, false) => format!("Sandbox: whole: {active}; not needed: {}.", missing.join(", ")),
        (false, true) => format!("Sandbox: not whole: {active}."),
        (false, false) => format!("Sandbox: not whole: {active}; missing: {}.", missing.join(", ")),
    }
}

/// By what it was judged.
pub(super) fn judged_by(grades: &Grades) -> String {
    format!(
        "Judged by memkata {} with the kit \"{}\", version {}.",
        grades.memkata, grades.kit.title, grades.kit.version
    )
}

/// "3.5 of 7 points".
pub(super) fn points(learner: &LearnerGrades) -> String {
    format!("{} of {} points", learner.points, learner.of)
}

/// The word for one unit.
pub(super) fn unit(unit: &Unit) -> &'static str {
    if unit.decided.is_some() { "decided by the instructor" } else { status(unit.status) }
}

/// How many units have come to what, in the order in which it is told: "2 passed, 1 not begun".
pub(super) fn tally(learner: &LearnerGrades) -> String {
    let mut numbers: Vec<(&str, usize)> = Vec::new();
    let mut units: Vec<&Unit> = learner.units.iter().collect();
    units.sort_by_key(|unit| (unit.decided.is_some(), unit.status));
    for word in units.into_iter().map(unit) {
        match numbers.last_mut() {
            Some((last, number)) if *last == word => *number += 1,
            _ => numbers.push((word, 1)),
        }
    }
    numbers.iter().map(|(word, number)| format!("{number} {word}")).collect::<Vec<_>>().join(", ")
}

/// How many exercises wait for the instructor, where any does.
pub(super) fn waiting(learner: &LearnerGrades) -> Option<String> {
    let number = learner.units.iter().filter(|unit| waits(unit)).count();
    let verb = if number == 1 { "waits" } else { "wait" };
    (number > 0).then(|| format!("{} {verb} for the instructor", count(number, "exercise")))
}

/// Whether the instructor still has to decide.
pub(super) fn waits(unit: &Unit) -> bool {
    unit.decided.is_none() && matches!(unit.status, Status::Unsure | Status::Broken)
}

/// The verdict of a unit that was judged.
pub(super) fn verdict<'a>(grades: &'a Grades, unit: &Unit) -> Option<&'a Verdict> {
    let judged = grades.verdicts.get(unit.verdict.as_ref()?)?;
    Some(&judged.verdict)
}

/// Whether a unit is as good as passed, after the instructor's own decision.
pub(super) fn counts_as_passed(unit: &Unit) -> bool {
    match unit.decided {
        Some(_) => unit.points >= unit.of,
        None => unit.status == Status::Passed,
    }
}

/// The instructor's own decision, with its reason.
pub(super) fn decided(unit: &Unit) -> Option<String> {
    let decided = unit.decided.as_ref()?;
    Some(format!(
        "The instructor has decided: {} of {} points, instead of {}: {}",
        decided.points, unit.of, decided.instead_of, decided.reason
    ))
}

/// That the submission was made from another kit.
pub(super) fn other_kit(grades: &Grades, learner: &LearnerGrades) -> Option<String> {
    let other = learner.other_kit.as_ref()?;
    Some(format!(
        "What was handed in was made from \"{}\", version {}; it was judged by \"{}\", version {}.",
        other.title, other.version, grades.kit.title, grades.kit.version
    ))
}
