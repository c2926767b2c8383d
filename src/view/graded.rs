//! What `grade` says at its end, and what a rehearsal shows.

use std::path::Path;

use super::describe::count;
use super::lines::{Line, Tone};
use super::reports::words::{self, Came};
use crate::classroom::grades::{Flag, Grades, LearnerGrades, Points, Sandbox, Status, Unit};
use crate::classroom::rehearsal::Rehearsal;
use crate::kit::paths::shown;

/// How many learners are told one by one; the page has all of them.
const MOST: usize = 30;

pub(super) fn lines(grades: &Grades, out: &Path) -> Vec<Line> {
    let mut lines = vec![head(grades)];
    match grades.learners.as_slice() {
        [one] => lines.extend(of_one(grades, one)),
        many => {
            lines.extend(many.iter().take(MOST).map(|learner| of_many(grades, learner)));
            if many.len() > MOST {
                lines.push(Line::new(Tone::Dim, format!("  … and {} more", many.len() - MOST)));
            }
        }
    }
    lines.extend(to_look_at(grades));
    lines.extend(sandbox(&grades.sandbox));
    lines.extend(grades.notices.iter().map(|notice| Line::new(Tone::Warn, "! ").and(Tone::Plain, notice)));
    lines.push(
        Line::new(Tone::Plain, "The class on one page: ").and(Tone::Strong, shown(&out.join("index.html"))),
    );
    lines.push(Line::new(
        Tone::Dim,
        format!("Gradebooks, feedback and grades.json are in {}, too.", shown(out)),
    ));
    lines
}

fn head(grades: &Grades) -> Line {
    let points: Points = grades.learners.iter().map(|learner| learner.points).sum();
    let of: Points = grades.learners.iter().map(|learner| learner.of).sum();
    Line::new(Tone::Strong, format!("{} {}", grades.kit.title, grades.kit.version)).and(
        Tone::Plain,
        format!(
            ": {}, {}, {points} of {of} points",
            count(grades.learners.len(), "learner"),
            count(grades.exercises.len(), "exercise"),
        ),
    )
}

fn of_many(grades: &Grades, learner: &LearnerGrades) -> Line {
    let line = Line::new(Tone::Plain, "  ").and(Tone::Strong, words::name(grades, learner));
    match words::came(learner) {
        _ if learner.units.iter().any(|unit| unit.decided.is_some()) => {}
        Came::Unopened(_) => return line.and(Tone::Warn, format!(": {}", words::tally(learner))),
        Came::Nothing => return line.and(Tone::Dim, format!(": {}", words::tally(learner))),
        Came::Opened(_) => {}
    }
    let all = learner.points >= learner.of;
    let tone = if all { Tone::Good } else { Tone::Plain };
    line.and(tone, format!(": {} of {}", learner.points, learner.of))
        .and(Tone::Dim, format!(" ({})", words::tally(learner)))
}

fn of_one(grades: &Grades, learner: &LearnerGrades) -> Vec<Line> {
    let mut lines = vec![of_many(grades, learner)];
    // What could not be opened is told once.
    let is_told = |unit: &&Unit| unit.decided.is_some() || matches!(words::came(learner), Came::Opened(_));
    for unit in learner.units.iter().filter(is_told).filter(|unit| !words::counts_as_passed(unit)) {
        let line = Line::new(Tone::Bad, format!("  ✗ {}", unit.exercise))
            .and(Tone::Dim, format!(" {}", words::unit(unit)));
        let verdict = unit.verdict.as_ref().and_then(|key| grades.verdicts.get(key));
        let first = verdict.and_then(|judged| judged.verdict.errors().next());
        let said = unit.note.clone().or_else(|| first.map(|finding| finding.message.clone()));
        // What is wrong with an untouched starter is known to everybody.
        let said = said.filter(|_| unit.status != Status::Untouched);
        lines.push(match said {
            Some(said) => line.and(Tone::Plain, format!(": {said}")),
            None => line,
        });
    }
    lines.extend(learner.elsewhere.iter().map(|other| {
        Line::new(Tone::Warn, format!("  ! {}", other.path)).and(Tone::Plain, format!(": {}", other.why))
    }));
    lines
}

/// What waits for the instructor.
fn to_look_at(grades: &Grades) -> Vec<Line> {
    let units = || grades.learners.iter().flat_map(|learner| &learner.units);
    let status = |status| units().filter(|unit| unit.status == status && unit.decided.is_none()).count();
    let flagged = |flags: &[Flag]| {
        let has = |learner: &&LearnerGrades| {
            learner.units.iter().any(|unit| unit.flags.iter().any(|flag| flags.contains(flag)))
        };
        grades.learners.iter().filter(has).count()
    };
    let unsure = status(Status::Unsure);
    let waits =
        if unsure == 1 { "waits for you; the page shows it" } else { "wait for you; the page shows them" };
    let all = [
        (unsure, "answer", waits),
        (flagged(&[Flag::Copied]), "learner", "with a text that somebody else has handed in, too"),
        (flagged(&[Flag::Limit, Flag::Crash]), "learner", "with a program that met a limit or crashed"),
        (
            flagged(&[Flag::LeftEarly, Flag::LeftProcesses]),
            "learner",
            "with a program that went around its tests",
        ),
        (status(Status::Broken), "unit", "could not be judged: start `grade` again"),
    ];
    let mut lines: Vec<Line> = all
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, what, why)| {
            Line::new(Tone::Warn, format!("! {}", count(number, what))).and(Tone::Plain, format!(" {why}"))
        })
        .collect();
    lines.extend(grades.refused.iter().map(|refused| {
        Line::new(Tone::Warn, format!("! not taken: {}", refused.place))
            .and(Tone::Plain, format!(": {}", refused.why))
    }));
    lines
}

/// Nothing where all of it was there.
fn sandbox(sandbox: &Sandbox) -> Vec<Line> {
    let missing = sandbox.layers.iter().filter(|layer| !layer.active);
    missing
        .map(|layer| {
            Line::new(Tone::Warn, format!("! without a layer of the sandbox: {}", layer.name))
                .and(Tone::Plain, format!(" ({})", layer.about))
        })
        .collect()
}

pub(super) fn rehearsal(rehearsal: &Rehearsal) -> Vec<Line> {
    let kit = &rehearsal.kit;
    let mut lines = vec![Line::new(Tone::Strong, format!("{} {}", kit.title, kit.version)).and(
        Tone::Plain,
        format!(
            " would judge {} of {}, {} of them different. Nothing was judged.",
            count(rehearsal.learners.iter().map(|one| taken(&one.files)).sum(), "file"),
            count(rehearsal.learners.len(), "learner"),
            rehearsal.distinct
        ),
    )];
    for learner in &rehearsal.learners {
        let place = learner.submission.as_deref().unwrap_or("nothing was handed in");
        lines.push(
            Line::new(Tone::Strong, &learner.name)
                .and(Tone::Dim, format!(" ({})", learner.id))
                .and(Tone::Plain, format!(": {place}")),
        );
        if let Some(other) = learner.kit.as_ref().filter(|other| *other != kit) {
            let line = format!("  ! made from another kit: {} {}", other.title, other.version);
            lines.push(Line::new(Tone::Warn, line));
        }
        // One learner exercise by exercise; a class by numbers.
        if rehearsal.learners.len() == 1 {
            for (file, way) in learner.files.iter().zip(&rehearsal.exercises) {
                let mut how =
                    vec![way.kind.name().to_owned(), format!("{} for {}", way.points, way.credit.name())];
                how.extend(way.tests.iter().map(|tests| format!("tests of {tests}")));
                how.extend(way.watched.then(|| "memory watched".to_owned()));
                how.push(format!("at most {} s and {} MiB", way.limits.seconds, way.limits.memory_mib));
                lines.push(
                    Line::new(Tone::Plain, format!("  {}", file.exercise))
                        .and(
                            if file.is == "changed" { Tone::Good } else { Tone::Warn },
                            format!(": {}", file.is),
                        )
                        .and(Tone::Dim, format!(" ({})", how.join(", "))),
                );
            }
        } else {
            lines.push(Line::new(
                Tone::Dim,
                format!("  {} of {} there", taken(&learner.files), learner.files.len()),
            ));
        }
        lines.extend(learner.elsewhere.iter().map(|other| {
            Line::new(Tone::Warn, format!("  ! {}", other.path)).and(Tone::Plain, format!(": {}", other.why))
        }));
    }
    lines.extend(rehearsal.refused.iter().map(|refused| {
        Line::new(Tone::Warn, format!("! not taken: {}", refused.place))
            .and(Tone::Plain, format!(": {}", refused.why))
    }));
    lines.extend(rehearsal.notices.iter().map(|notice| Line::new(Tone::Warn, format!("! {notice}"))));
    lines.extend(rehearsal.sandbox.layers.iter().map(|layer| {
        let line = Line::new(Tone::Dim, format!("sandbox, {}: {}", layer.name, layer.about));
        match &layer.why {
            Some(why) => line.and(Tone::Warn, format!(" (missing: {why})")),
            None => line,
        }
    }));
    lines
}

fn taken(files: &[crate::classroom::rehearsal::FileSeen]) -> usize {
    files.iter().filter(|file| ["changed", "untouched"].contains(&file.is.as_str())).count()
}
