//! The kind `witness`: the program has to misuse memory, in just the way that the exercise is
//! about, and in the code under study.

use std::ops::{Range, RangeInclusive};

use super::keep;
use super::memory::fault::{Fault, MemoryError};
use super::memory::place::Finder;
use super::memory::words;
use crate::judged::items::{Item, all_items};
use crate::judged::tokens::{Tree, read};
use crate::kit::{Exercise, Witness};
use crate::position::{line, line_and_column};
use crate::verdict::{Finding, Origin, Reason, Severity};

/// Judges what the oracles have seen in `main`: an error where it is not what is wanted, and
/// the report as a note where it is.
pub fn findings(
    wanted: &Witness,
    faults: &[Fault],
    exercise: &Exercise,
    starter: &str,
    finder: &Finder<'_>,
) -> Vec<Finding> {
    let told: Vec<(&Fault, Finding)> =
        faults.iter().map(|fault| (fault, words::finding(fault, finder, ""))).collect();
    let studied = kept_lines(exercise, starter, finder.text, wanted.place.as_deref());
    // What was freed or has ended has to be the studied code's doing, too.
    let by_studied = |fault: &Fault| {
        let freed = (!fault.freed.is_empty()).then(|| finder.line(&fault.freed));
        // Where a variable was overrun, it has not ended, and may be what the learner gives.
        let has_ended =
            matches!(fault.error, MemoryError::StackUseAfterReturn | MemoryError::StackUseAfterScope);
        let ended = fault.variable.as_ref().filter(|_| has_ended).map(|variable| variable.line);
        freed.into_iter().chain(ended).all(|line| line.is_some_and(|line| is_line_in(&studied, line)))
    };
    let fits = |(fault, finding): &&(&Fault, Finding)| {
        fault.error.name() == wanted.error && is_in(&studied, finding) && by_studied(fault)
    };
    if let Some((_, finding)) = told.iter().find(fits) {
        let note = Finding { severity: Severity::Note, ..finding.clone() };
        return vec![note];
    }
    let same = told.iter().find(|(fault, _)| fault.error.name() == wanted.error);
    if let Some((_, finding)) = same {
        let mut finding = finding.clone();
        let place =
            wanted.place.as_deref().map_or("The code under study".to_owned(), |place| format!("`{place}`"));
        finding.why = Some(format!(
            "That is the right error, made by what you have added. {place} has to make it by itself, from what you give it."
        ));
        return vec![finding];
    }
    match told.into_iter().next() {
        Some((_, mut finding)) => {
            let why = finding.why.unwrap_or_default();
            finding.why = Some(format!("{why} The exercise is about another error: {}.", wanted.error));
            vec![finding]
        }
        None => vec![nothing(wanted, exercise, finder.text)],
    }
}

fn nothing(wanted: &Witness, exercise: &Exercise, text: &str) -> Finding {
    let trees = read(text).unwrap_or_default();
    let items = all_items(&trees);
    let main = items.iter().find(|item| item.keyword == "fn" && item.name == "main");
    let (line, column) = main.map_or((1, 1), |main| line_and_column(text, main.range.start));
    let article = if wanted.error.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let mut finding = Finding::error(Reason::Memory, "your program did nothing wrong with its memory")
        .because(format!(
            "Here it is meant to: write what makes the code above it cause {article} {}. Which of the functions above would go wrong if it were called at another time, or with something else?",
            wanted.error
        ))
        .at(exercise.file(), line, column);
    finding.code = Some("nothing-reported".into());
    finding
}

fn is_line_in(studied: &[RangeInclusive<u32>], line: u32) -> bool {
    studied.iter().any(|lines| lines.contains(&line))
}

fn is_in(studied: &[RangeInclusive<u32>], finding: &Finding) -> bool {
    finding.origin == Origin::Learner && finding.line.is_some_and(|line| is_line_in(studied, line))
}

/// The lines of the kept items; with `only`, of the one of this name among them and inside them.
fn kept_lines(
    exercise: &Exercise,
    starter: &str,
    text: &str,
    only: Option<&str>,
) -> Vec<RangeInclusive<u32>> {
    let trees = read(text).unwrap_or_default();
    let kept = keep::kept_ranges(exercise, &trees, starter);
    let lines = |range: &Range<usize>| line(text, range.start)..=line(text, range.end);
    let Some(only) = only else { return kept.iter().map(lines).collect() };
    let is_studied =
        |item: &&Item<'_>| rule(item) == only && kept.iter().any(|range| range.contains(&item.range.start));
    all_items(&trees).iter().filter(is_studied).map(|item| lines(&item.range)).collect()
}

fn rule(item: &Item<'_>) -> String {
    format!("{} {}", item.keyword, item.name)
}

/// `unsafe` outside the code under study: the program has to misbehave by itself.
pub fn own_unsafe(exercise: &Exercise, learner: &str, starter: &str) -> Option<Finding> {
    let trees = read(learner)?;
    let kept = keep::kept_ranges(exercise, &trees, starter);
    let mut places = Vec::new();
    collect_unsafe(&trees, &mut places);
    let at = places.into_iter().find(|at| !kept.iter().any(|range| range.contains(at)))?;
    let (line, column) = line_and_column(learner, at);
    let mut finding = Finding::error(Reason::Rules, "`unsafe` is not allowed in what you add")
        .because("With it, anything can be broken. The point is that the code above breaks by what safe code gives it.")
        .at(exercise.file(), line, column);
    finding.code = Some("unsafe".into());
    Some(finding)
}

fn collect_unsafe(trees: &[Tree], places: &mut Vec<usize>) {
    for tree in trees {
        match tree {
            Tree::Ident(text, range) if text == "unsafe" => places.push(range.start),
            Tree::Group(group) => collect_unsafe(&group.trees, places),
            _ => {}
        }
    }
}
