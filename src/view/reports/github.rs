//! Grades for GitHub Actions: commands that put notes beside the lines of a file, and a summary of the job.
//!
//! The runner takes each line of standard output that begins with `::` for a command. A learner's words only stand in
//! the message or a property of one of ours, with their line ends and signs escaped as the runner takes them back.

use super::words::{self, Came};
use super::{escape, told};
use crate::classroom::grades::{Graded, Grades, LearnerGrades, Points, Status, Unit};
use crate::error::Error;
use crate::verdict::Finding;

/// How many characters of a message are shown.
const LENGTH: usize = 1500;

/// How many bytes of a summary GitHub takes: one MiB, less what comes after the table.
const SUMMARY: usize = 1_000_000;

/// The commands, a line each, the errors first, because GitHub shows ten of each kind.
pub(super) fn commands(grades: &Grades) -> String {
    let (mut errors, mut warnings, mut notices) = (Vec::new(), Vec::new(), Vec::new());
    for learner in &grades.learners {
        if let (Came::Unopened(_), Some(why)) = (words::came(learner), words::not_judged(learner)) {
            errors.push(command("error", &[("title", &titled(grades, learner, "memkata"))], &why));
        }
        for (unit, exercise) in learner.units.iter().zip(&grades.exercises) {
            match unit.status {
                _ if words::counts_as_passed(unit) => {}
                _ if !words::is_told(learner, unit) => {}
                Status::Passed | Status::Failed | Status::Refused => {
                    errors.push(about(grades, learner, unit, exercise, "error"));
                }
                Status::Unsure | Status::Broken => {
                    warnings.push(about(grades, learner, unit, exercise, "warning"));
                }
                Status::Untouched | Status::Missing => {}
            }
        }
        notices.push(total(grades, learner));
    }
    notices.push(command("notice", &[("title", "memkata")], &words::sandbox(&grades.sandbox)));
    [errors, warnings, notices].concat().into_iter().map(|line| line + "\n").collect()
}

fn about(grades: &Grades, learner: &LearnerGrades, unit: &Unit, exercise: &Graded, kind: &str) -> String {
    let told = told::unit(grades, unit);
    let first = told.findings.first().copied();
    let (file, line) = place(exercise, first);
    let title = titled(grades, learner, &format!("{}: {}", unit.exercise, words::unit(unit)));
    let mut words = told.sentences.clone();
    if let Some(finding) = first {
        words.push(finding.message.clone());
        words.extend(finding.why.clone());
    }
    words.push(format!("{} of {} points", unit.points, unit.of));
    let line = line.map(|line| line.to_string());
    let mut properties = vec![("file", file)];
    properties.extend(line.as_deref().map(|line| ("line", line)));
    properties.push(("title", &title));
    command(kind, &properties, &words.join("\n"))
}

/// The learner's file; the line only where it is one of that file.
fn place<'a>(exercise: &'a Graded, finding: Option<&Finding>) -> (&'a str, Option<u32>) {
    let own = finding.filter(|finding| finding.file.as_deref() == Some(exercise.file.as_str()));
    (&exercise.file, own.and_then(Finding::shown_line))
}

fn total(grades: &Grades, learner: &LearnerGrades) -> String {
    let mut words = vec![words::result(learner)];
    words.extend(words::waiting(learner));
    words.extend(words::other_kit(grades, learner));
    words.extend(learner.elsewhere.iter().map(|one| format!("{}: {}", one.path, one.why)));
    command("notice", &[("title", &titled(grades, learner, "memkata"))], &words.join("\n"))
}

/// With the learner's name, where there is more than one.
fn titled(grades: &Grades, learner: &LearnerGrades, title: &str) -> String {
    if grades.learners.len() == 1 {
        title.to_owned()
    } else {
        format!("{}: {title}", words::name(grades, learner))
    }
}

/// One command.
fn command(name: &str, properties: &[(&str, &str)], message: &str) -> String {
    let properties: Vec<String> =
        properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    format!("::{name} {}::{}", properties.join(","), data(message))
}

/// Each problem of an error.
pub(super) fn error(error: &Error) -> String {
    let lines = error.problems.iter().map(|problem| {
        let place = problem.file.as_deref().map(|file| format!("{file}: ")).unwrap_or_default();
        let help = problem.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
        command("error", &[("title", "memkata")], &format!("{place}{}{help}", problem.message)) + "\n"
    });
    lines.collect()
}

fn data(text: &str) -> String {
    let mut text = escape::lines(text);
    if let Some((end, _)) = text.char_indices().nth(LENGTH) {
        text.truncate(end);
        text.push('…');
    }
    // The older form of a command was found anywhere in a line.
    let text = text.replace("##[", "## [");
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(&escape::line(text)).replace(':', "%3A").replace(',', "%2C")
}

/// The summary of the job, in GitHub's Markdown.
pub(super) fn summary(grades: &Grades) -> String {
    let mut out = format!("## {}\n\n", escape::markdown(&words::title(grades)));
    match grades.learners.as_slice() {
        [one] => out.push_str(&exercises(grades, one)),
        _ => out.push_str(&learners(grades)),
    }
    let refused = grades.refused.iter().map(|one| format!("{}: {}", one.place, one.why));
    let told: Vec<String> = refused.chain(grades.notices.iter().cloned()).collect();
    if !told.is_empty() {
        out.push_str("\n### For the instructor\n\n");
        // With as much care for the limit as the table.
        let lines = told.iter().take(200).map(|line| format!("- {}\n", escape::markdown(&cut(line))));
        out.extend(lines);
    }
    out.push_str(&format!(
        "\n{} {}\n",
        escape::markdown(&words::judged_by(grades)),
        escape::markdown(&words::sandbox(&grades.sandbox))
    ));
    out
}

fn cut(text: &str) -> String {
    text.chars().take(300).collect()
}

fn exercises(grades: &Grades, learner: &LearnerGrades) -> String {
    let mut out = match words::is_open(learner) {
        true => escape::markdown(&words::tally(learner)),
        false => {
            format!("**{}**: {}", words::points(learner), escape::markdown(&words::tally(learner)))
        }
    };
    out.extend(words::waiting(learner).map(|waits| format!("; {waits}")));
    out.push_str(".\n\n");
    out.extend(words::other_kit(grades, learner).map(|other| format!("{}\n\n", escape::markdown(&other))));
    out.push_str("| exercise | | points | |\n| --- | --- | ---: | --- |\n");
    for unit in learner.units.iter().filter(|unit| words::is_told(learner, unit)) {
        let told = told::unit(grades, unit);
        let first = told.findings.first().map(|finding| finding.message.as_str());
        let says =
            first.or(unit.note.as_deref()).filter(|_| !words::counts_as_passed(unit)).unwrap_or_default();
        let points = format!("{} of {}", unit.points, unit.of);
        out.push_str(&row([&unit.exercise, words::unit(unit), &points, &cut(says)]));
    }
    if !learner.elsewhere.is_empty() {
        out.push_str("\n### Handed in and not used\n\n");
        let line = |path: &str, why: &str| {
            format!("- {}: {}\n", escape::markdown(&cut(path)), escape::markdown(why))
        };
        out.extend(learner.elsewhere.iter().take(200).map(|one| line(&one.path, &one.why)));
    }
    out
}

fn learners(grades: &Grades) -> String {
    let all = &grades.learners;
    let given: Points = all.iter().map(|learner| learner.points).sum();
    let of: Points = all.iter().map(|learner| learner.of).sum();
    let mut out = format!(
        "**{}**, {given} of {of} points in all.\n\n",
        super::super::describe::count(all.len(), "learner")
    );
    out.push_str("| learner | points | | waits |\n| --- | ---: | --- | --- |\n");
    for (at, learner) in all.iter().enumerate() {
        let points = match words::is_open(learner) {
            true => String::new(),
            false => format!("{} of {}", learner.points, learner.of),
        };
        let waiting = words::waiting(learner).unwrap_or_default();
        out.push_str(&row([
            &cut(&words::name(grades, learner)),
            &points,
            &cut(&words::tally(learner)),
            &waiting,
        ]));
        if out.len() > SUMMARY / 2 {
            out.push_str(&format!(
                "\nThe table ends here: {} more are in the other reports.\n",
                all.len() - at - 1
            ));
            break;
        }
    }
    out
}

fn row(cells: [&str; 4]) -> String {
    format!("| {} |\n", cells.map(escape::cell).join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_learners_words_stay_inside_the_command() {
        let line = command(
            "error",
            &[("file", "a,b:c\n::error::x"), ("title", "50%")],
            "::stop-commands::x\n%0A ##[add-mask]y",
        );
        assert_eq!(
            line,
            "::error file=a%2Cb%3Ac %3A%3Aerror%3A%3Ax,title=50%25::::stop-commands::x%0A%250A ## [add-mask]y"
        );
    }
}
