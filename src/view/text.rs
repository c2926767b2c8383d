//! The answers of the short commands as lines for people.

use std::path::Path;

use super::describe::count;
use super::lines::{Line, Tone, prose};
use super::offers;
use crate::kit::project::Project;
use crate::kit::{Chapter, Exercise, Kit};
use crate::progress::{Progress, Status};
use crate::verdict::{Outcome, Verdict};

/// A table of all verdicts, what has regressed, and what to do next.
pub(super) fn check(project: &Project, before: &Progress, verdicts: &[Verdict]) -> Vec<Line> {
    let passed = verdicts.iter().filter(|verdict| verdict.passed()).count();
    let width = verdicts.iter().map(|verdict| verdict.exercise.len()).max().unwrap_or(0);
    let mut lines = Vec::new();
    let mut regressed = Vec::new();
    for verdict in verdicts {
        let was_done = before.entry(&verdict.exercise).passed;
        let (sign, tone) = match verdict.verdict {
            Outcome::Passed => ("✓", Tone::Good),
            Outcome::Failed => ("✗", Tone::Bad),
            Outcome::Broken => ("!", Tone::Warn),
        };
        let mut line =
            Line::new(tone, format!("{sign} ")).and(Tone::Plain, format!("{:<width$}", verdict.exercise));
        if let Some(finding) = verdict.errors().next() {
            let place = finding.shown_line().map(|at| format!("line {at}: ")).unwrap_or_default();
            line = line.and(Tone::Dim, format!("  {place}{}", finding.message));
        }
        lines.push(line.listing());
        if was_done && verdict.verdict == Outcome::Failed {
            regressed.push(verdict.exercise.as_str());
        }
    }
    lines.push(Line::empty());
    let tone = if passed == verdicts.len() { Tone::Good } else { Tone::Strong };
    lines.push(Line::new(tone, format!("{passed} of {} passed", verdicts.len())));
    if !regressed.is_empty() {
        lines.push(Line::new(Tone::Warn, format!("passed before, not now: {}", regressed.join(", "))));
    }
    if let Some(first) = verdicts.iter().find(|verdict| !verdict.passed()) {
        lines.push(Line::new(Tone::Dim, format!("`memkata run {}` shows the first in full", first.exercise)));
    } else if verdicts.len() == project.kit.exercises.len() {
        lines.extend(project.kit.final_message.iter().flat_map(|message| prose(Tone::Plain, 0, message)));
    }
    lines
}

pub(super) fn list(
    kit: &Kit,
    exercises: &[&Exercise],
    progress: &Progress,
    chapter: Option<&Chapter>,
) -> Vec<Line> {
    let current = progress.current(kit);
    let width = exercises.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
    let mut lines = Vec::new();
    let mut last_dir = None;
    for exercise in exercises {
        if exercise.dir != last_dir {
            if !lines.is_empty() {
                lines.push(Line::empty());
            }
            if let Some((_, found)) = kit.chapter_of(exercise) {
                lines.push(Line::new(Tone::Strong, &found.title).and(Tone::Dim, format!("  {}", found.dir)));
                if let Some(intro) = found.intro.as_ref().filter(|_| chapter.is_some()) {
                    lines.extend(prose(Tone::Plain, 0, intro));
                    lines.push(Line::empty());
                }
            }
            last_dir.clone_from(&exercise.dir);
        }
        let (sign, tone, word) = status(progress.entry(&exercise.name).status());
        let here = current == Some(exercise.name.as_str());
        lines.push(
            Line::new(Tone::Accent, if here { "→ " } else { "  " })
                .and(tone, sign)
                .and(if here { Tone::Strong } else { Tone::Plain }, format!(" {:<width$}", exercise.name))
                .and(
                    Tone::Dim,
                    if word.is_empty() {
                        format!("  {}", exercise.file())
                    } else {
                        format!("  {}  {word}", exercise.file())
                    },
                )
                .listing(),
        );
    }
    lines.push(Line::empty());
    let done = format!("{} of {} done", progress.done(kit), kit.exercises.len());
    let put_off: Vec<String> = progress.put_off(kit).iter().map(|one| one.name.clone()).collect();
    let skipped = match put_off.len() {
        0 => String::new(),
        number => format!(", {number} skipped: {}", offers::names(&put_off)),
    };
    lines.push(Line::new(Tone::Plain, done).and(Tone::Warn, skipped));
    lines
}

/// Sign, tone and word of a status; the word only where the sign does not say it.
pub fn status(status: Status) -> (&'static str, Tone, &'static str) {
    match status {
        Status::Todo => ("·", Tone::Dim, ""),
        Status::Done => ("✓", Tone::Good, ""),
        Status::Regressed => ("✗", Tone::Bad, "passed before, not now"),
        Status::Skipped => ("»", Tone::Warn, "skipped"),
        Status::SelfAssessed => ("✓", Tone::Warn, "self-assessed"),
    }
}

pub(super) fn hint(exercise: &Exercise, step: usize, own: Option<&str>) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(own) = own {
        lines.push(Line::new(Tone::Accent, "for the error that you have now"));
        lines.extend(prose(Tone::Plain, 2, own));
    }
    let Some(hint) = exercise.hints.get(step) else {
        if lines.is_empty() {
            let text = format!(
                "`{}` has no hints: read the comment at the top of {}",
                exercise.name,
                exercise.file()
            );
            lines.push(Line::new(Tone::Plain, text));
        }
        return lines;
    };
    lines.push(Line::new(
        Tone::Accent,
        format!("hint {} of {} for {}", step + 1, exercise.hints.len(), exercise.name),
    ));
    lines.extend(prose(Tone::Plain, 2, hint));
    if step + 1 < exercise.hints.len() {
        lines.push(Line::new(Tone::Dim, "the same command again shows the next one"));
    }
    lines
}

pub(super) fn reset(project: &Project, exercise: &Exercise, backup: Option<&Path>) -> Vec<Line> {
    let name = &exercise.name;
    vec![match backup {
        Some(path) => {
            let path = path.strip_prefix(&project.dir).unwrap_or(path);
            Line::new(Tone::Good, format!("{name} is the starter again"))
                .and(Tone::Plain, format!("; yours was kept as {}", path.display()))
        }
        None => Line::new(Tone::Good, format!("{name} is the starter again")),
    }]
}

pub(super) fn workspace_made(project: &Project, dir: &Path) -> Vec<Line> {
    vec![
        Line::new(Tone::Good, format!("{} is ready", project.dir.display())).and(
            Tone::Plain,
            format!(": {} of {}", count(project.kit.exercises.len(), "exercise"), project.kit.title),
        ),
        Line::new(
            Tone::Plain,
            format!("`memkata watch {}` starts; open the folder in your editor beside it", dir.display()),
        ),
    ]
}
