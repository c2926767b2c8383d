//! The words that reports share.

use super::super::describe::count;
use crate::classroom::grades::{Flag, Grades, LearnerGrades, Points, Sandbox, Status, Unit};
use crate::verdict::Verdict;

/// What came from a learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::view) enum Came<'a> {
    Nothing,
    /// Something that could not be opened, and why.
    Unopened(&'a str),
    /// What was judged.
    Opened(&'a str),
}

/// What came from this learner.
pub(in crate::view) fn came(learner: &LearnerGrades) -> Came<'_> {
    match (&learner.refused, &learner.submission) {
        (Some(why), _) => Came::Unopened(why.trim().trim_end_matches('.')),
        (None, Some(place)) => Came::Opened(place),
        (None, None) => Came::Nothing,
    }
}

/// The same in words, where nothing could be judged.
pub(super) fn not_judged(learner: &LearnerGrades) -> Option<String> {
    match came(learner) {
        Came::Nothing => Some("nothing was handed in".into()),
        Came::Unopened(why) => Some(format!("handed in, and could not be opened: {why}")),
        Came::Opened(_) => None,
    }
}

/// Whether a learner has no points yet, not even none: what was handed in could not be opened, and the instructor has
/// decided nothing.
pub(super) fn is_open(learner: &LearnerGrades) -> bool {
    learner.refused.is_some() && learner.units.iter().all(|unit| unit.decided.is_none())
}

/// Whether there is something to tell of this unit. What could not be opened is told once, and not unit by unit.
pub(super) fn is_told(learner: &LearnerGrades, unit: &Unit) -> bool {
    unit.decided.is_some() || learner.refused.is_none()
}

/// Whether two names look the same.
fn is_same_name(one: &str, other: &str) -> bool {
    one.split_whitespace().map(str::to_lowercase).eq(other.split_whitespace().map(str::to_lowercase))
}

/// A learner's name, with the id where somebody else in the class has the same.
pub(in crate::view) fn name(grades: &Grades, learner: &LearnerGrades) -> String {
    let person = &learner.person;
    let is_same = |other: &&LearnerGrades| is_same_name(&other.person.name, &person.name);
    if grades.learners.iter().filter(is_same).count() > 1 {
        format!("{} ({})", person.name, person.id)
    } else {
        person.name.clone()
    }
}

/// How many chapters a title names.
const CHAPTERS: usize = 3;

/// What was graded, so that one week's grades are not taken for another's: the kit and the chapters, or how many
/// exercises there were.
pub(super) fn title(grades: &Grades) -> String {
    let mut chapters: Vec<Option<&str>> = Vec::new();
    for exercise in &grades.exercises {
        if !chapters.contains(&exercise.chapter.as_deref()) {
            chapters.push(exercise.chapter.as_deref());
        }
    }
    let known: Option<Vec<&str>> = chapters.into_iter().collect();
    let what = match known {
        Some(known) if (1..=CHAPTERS).contains(&known.len()) => known.join(", "),
        _ => count(grades.exercises.len(), "exercise"),
    };
    format!("{}: {what}", grades.kit.title)
}

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

/// The points and what they were given for; without points where there are none yet.
pub(super) fn result(learner: &LearnerGrades) -> String {
    match is_open(learner) {
        true => tally(learner),
        false => format!("{}: {}", points(learner), tally(learner)),
    }
}

/// Points for a gradebook. Where there are none yet its cell stays empty: 0 would be a verdict.
pub(super) fn grade(learner: &LearnerGrades, points: Points) -> String {
    if is_open(learner) { String::new() } else { points.to_string() }
}

/// The word for one unit.
pub(in crate::view) fn unit(unit: &Unit) -> &'static str {
    if unit.decided.is_some() { "decided by the instructor" } else { status(unit.status) }
}

/// How many units have come to what, in the order in which it is told: "2 passed, 1 not begun".
pub(in crate::view) fn tally(learner: &LearnerGrades) -> String {
    let mut numbers: Vec<(&str, usize)> = Vec::new();
    let is_judged = matches!(came(learner), Came::Opened(_));
    let mut units: Vec<&Unit> =
        learner.units.iter().filter(|unit| is_judged || unit.decided.is_some()).collect();
    units.sort_by_key(|unit| (unit.decided.is_some(), unit.status));
    for word in units.into_iter().map(unit) {
        match numbers.last_mut() {
            Some((last, number)) if *last == word => *number += 1,
            _ => numbers.push((word, 1)),
        }
    }
    let late = learner.late.then(|| "late".to_owned());
    let numbers = numbers.iter().map(|(word, number)| format!("{number} {word}"));
    match not_judged(learner) {
        Some(why) => late.into_iter().chain([why]).chain(numbers).collect::<Vec<_>>().join("; "),
        None => late.into_iter().chain(numbers).collect::<Vec<_>>().join(", "),
    }
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
pub(in crate::view) fn counts_as_passed(unit: &Unit) -> bool {
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
