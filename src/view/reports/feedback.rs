//! What each learner is told, as Markdown: the points, what has passed, and what to do next for the rest.

use super::super::describe::{self, count};
use super::super::notes;
use super::escape;
use super::told::{self, Told};
use super::words::{self, Came};
use crate::classroom::grades::{Grades, LearnerGrades, Status, Unit};
use crate::verdict::Finding;

/// The page for one learner.
pub(super) fn page(grades: &Grades, learner: &LearnerGrades) -> String {
    let mut out = format!(
        "# {}: {}\n\n",
        escape::markdown(&grades.kit.title),
        escape::markdown(&words::name(grades, learner))
    );
    match words::came(learner) {
        Came::Nothing => {
            out.push_str(
                "Nothing was handed in under your name. If you did hand something in, tell the instructor.\n",
            );
            out.push_str(&decided(learner));
        }
        Came::Unopened(why) => {
            let why = format!("What you handed in could not be opened: {why}.");
            out.push_str(&format!("{}\n", escape::markdown(&escape::beginning(&why))));
            out.push_str(&decided(learner));
        }
        Came::Opened(place) => {
            out.push_str(&handed_in(grades, learner));
            let late = if learner.late { " (late)" } else { "" };
            out.push_str(&format!("\nThe file that counted: {}{late}\n", escape::markdown(place)));
        }
    }
    out.push_str(&format!(
        "\n---\n\n{} {}\n",
        escape::markdown(&words::judged_by(grades)),
        escape::markdown(&words::sandbox(&grades.sandbox))
    ));
    out
}

/// What the instructor has given although nothing could be judged.
fn decided(learner: &LearnerGrades) -> String {
    let units: Vec<&Unit> = learner.units.iter().filter(|unit| unit.decided.is_some()).collect();
    if units.is_empty() {
        return String::new();
    }
    let mut out = format!("\n**{}**\n", words::points(learner));
    for unit in units {
        let decided = words::decided(unit).unwrap_or_default();
        out.push_str(&format!(
            "\n## {}\n\n{}\n",
            escape::markdown(&unit.exercise),
            escape::markdown(&decided)
        ));
    }
    out
}

fn handed_in(grades: &Grades, learner: &LearnerGrades) -> String {
    let mut out = format!("**{}**: {}", words::points(learner), words::tally(learner));
    out.extend(words::waiting(learner).map(|waits| format!("; {waits}")));
    out.push_str(".\n\n");
    if let Some(other) = words::other_kit(grades, learner) {
        out.push_str(&format!("{}\n\n", escape::markdown(&other)));
    }
    out.push_str("| exercise | | points |\n| --- | --- | ---: |\n");
    for unit in &learner.units {
        let points = format!("{} of {}", unit.points, unit.of);
        out.push_str(&format!("| {} | {} | {points} |\n", escape::cell(&unit.exercise), words::unit(unit)));
    }
    for unit in learner.units.iter().filter(|unit| has_section(unit)) {
        out.push_str(&section(grades, unit));
    }
    for (status, words) in [
        (Status::Untouched, "Not begun yet; their files are as they were at the start"),
        (Status::Missing, "Their files were not among what was handed in"),
    ] {
        let names: Vec<String> = learner
            .units
            .iter()
            .filter(|unit| unit.status == status && !has_section(unit))
            .map(|unit| format!("`{}`", unit.exercise))
            .collect();
        if !names.is_empty() {
            out.push_str(&format!("\n{words}: {}.\n", escape::markdown(&names.join(", "))));
        }
    }
    if !learner.elsewhere.is_empty() {
        out.push_str("\n## Handed in and not used\n\n");
        let line =
            |path: &str, why: &str| format!("- {}: {}\n", escape::markdown(path), escape::markdown(why));
        out.extend(learner.elsewhere.iter().take(50).map(|one| line(&one.path, &one.why)));
        let more = learner.elsewhere.len().saturating_sub(50);
        if more > 0 {
            out.push_str(&format!("- and {}\n", count(more, "more file")));
        }
    }
    out
}

/// Whether there is more to say than its line in the table does.
fn has_section(unit: &Unit) -> bool {
    let short = matches!(unit.status, Status::Passed | Status::Untouched | Status::Missing);
    !short || unit.decided.is_some() || unit.note.is_some()
}

fn section(grades: &Grades, unit: &Unit) -> String {
    let told = told::unit(grades, unit);
    let mut out = format!("\n## {}: {}\n", escape::markdown(&unit.exercise), words::unit(unit));
    let mut paragraph = |text: String| out.push_str(&format!("\n{text}\n"));
    for sentence in &told.sentences {
        paragraph(escape::markdown(sentence));
    }
    for note in &told.notes {
        let why = note.why.as_deref().unwrap_or_default();
        paragraph(escape::markdown(&format!("Note: {}. {why}", note.message)));
    }
    for finding in &told.findings {
        paragraph(found(finding).trim_end().to_owned());
    }
    if let Some(more) = told.more() {
        paragraph(format!("{more}."));
    }
    if let Some(tests) = tests(&told) {
        paragraph(tests);
    }
    if unit.status == Status::Failed {
        paragraph(format!(
            "{} shows a hint.",
            escape::markdown(&format!("`memkata hint {}`", unit.exercise))
        ));
    }
    out
}

/// A message and the sentence that follows it.
fn sentences(message: &str, why: &str) -> String {
    let ends = message.trim_end().ends_with(['.', '?', '!', ':', '…']);
    let stop = if ends || why.is_empty() { "" } else { "." };
    format!("{}{stop} {why}", message.trim_end())
}

fn found(finding: &Finding) -> String {
    if describe::in_words(finding) {
        // A missing idea or a wrong blank: its own question says more than a place would.
        let why = finding.why.as_deref().unwrap_or_default();
        return format!("- {}", escape::markdown(&escape::beginning(&sentences(&finding.message, why))));
    }
    let rendered = notes::folded(finding.rendered.as_deref().unwrap_or_default());
    let begins = |word: &str| rendered.first().is_some_and(|line| line.starts_with(word));
    let mut parts = Vec::new();
    // The compiler's own text begins with its message.
    if !begins("error") && !begins("warning") {
        let place = describe::place(finding);
        let place = place.map(|place| format!(" ({})", escape::markdown(&place))).unwrap_or_default();
        let message =
            escape::markdown(&format!("{}{}", escape::beginning(&finding.message), describe::code(finding)));
        parts.push(format!("**Found:** {message}{place}"));
    }
    parts.extend(finding.why.as_deref().map(|why| escape::markdown(&escape::beginning(why))));
    if !rendered.is_empty() {
        parts.push(escape::fenced(&rendered.join("\n")));
    }
    parts.join("\n\n")
}

fn tests(told: &Told<'_>) -> Option<String> {
    let (passed, open) = told.tests()?;
    let mut text = passed;
    if !open.is_empty() {
        let names: Vec<String> =
            open.iter().take(20).map(|name| escape::markdown(&format!("`{name}`"))).collect();
        text.push_str(&format!("; not yet: {}", names.join(", ")));
        let more = open.len().saturating_sub(20);
        if more > 0 {
            text.push_str(&format!(", and {more} more"));
        }
    }
    Some(format!("{text}."))
}
