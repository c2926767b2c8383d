//! What the instructor has to look at, or to decide. Each line leads to the learner that it is about.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::words::{self, Came};
use super::model::{At, Class};
use super::words::{FLAGS, about, clean, count, flag};
use crate::classroom::grades::{Flag, Status};

/// With more lines than this, a group is folded.
const OPEN: usize = 6;

pub(super) fn section(class: &Class<'_>) -> Markup {
    let groups: Vec<Markup> = [
        waiting(class),
        copies(class),
        units(
            class,
            Status::Broken,
            "Could not be judged",
            "The kit or the machine is at fault, not the learner. Grade again when it is mended.",
        ),
        unopened(class),
        refused(class),
        units(
            class,
            Status::Refused,
            "Files that were refused",
            "What is in the place of the exercise is not taken.",
        ),
    ]
    .into_iter()
    .chain(FLAGS.into_iter().filter(|name| *name != Flag::Copied).map(|name| flagged(class, name)))
    .chain([late(class), other_kits(class), elsewhere(class), nothing(class), decided(class)])
    .flatten()
    .collect();
    html! {
        section #needs aria-labelledby="needs-title" {
            h2 #needs-title { "What needs you" }
            @if groups.is_empty() { p.none { "Nothing: everything was judged, and nothing was noticed." } }
            div.groups { @for group in groups { (group) } }
        }
    }
}

/// A group of lines; nothing where there are none.
fn group(class: &str, title: &str, about: &str, lines: Vec<Markup>) -> Option<Markup> {
    let number = lines.len();
    group_of(number, class, title, about, lines)
}

/// The same where lines are about more than one thing each.
fn group_of(number: usize, class: &str, title: &str, about: &str, lines: Vec<Markup>) -> Option<Markup> {
    if lines.is_empty() {
        return None;
    }
    Some(html! {
        details.group.(class) open[lines.len() <= OPEN] {
            summary { span.title { (title) } span.number { (number) } }
            p.about { (about) }
            ul { @for line in lines { li { (line) } } }
        }
    })
}

/// The name of a learner, with the way to their page.
pub(super) fn learner(class: &Class<'_>, at: usize) -> Markup {
    html! { a href={ "#" (class.page(at)) } { (class.name(at)) } }
}

/// The name of an exercise, with the way to it on the page of the learner.
fn unit(class: &Class<'_>, at: At<'_>) -> Markup {
    html! { a href={ "#" (class.place(at)) } { (clean(&class.exercise(at.exercise).name)) } }
}

/// A line for each learner, with those of their units that are wanted; and how many these are in all.
fn by_learner<'a>(class: &Class<'a>, wanted: impl Fn(At<'a>) -> bool) -> (usize, Vec<Markup>) {
    let mut found: BTreeMap<usize, Vec<At<'_>>> = BTreeMap::new();
    for at in class.units().filter(|at| wanted(*at)) {
        found.entry(at.learner).or_default().push(at);
    }
    let line = |(at, units): (usize, Vec<At<'_>>)| {
        html! {
            (learner(class, at)) ": "
            @for (number, at) in units.iter().enumerate() {
                @if number > 0 { ", " }
                (unit(class, *at))
                @if let Some(note) = &at.unit.note { " (" bdi { (clean(note)) } ")" }
            }
        }
    };
    (found.values().map(Vec::len).sum(), found.into_iter().map(line).collect())
}

fn units(class: &Class<'_>, status: Status, title: &str, about: &str) -> Option<Markup> {
    let (number, lines) = by_learner(class, |at| {
        at.unit.status == status && words::is_told(class.learner(at.learner), at.unit)
    });
    group_of(number, status.name(), title, about, lines)
}

fn flagged(class: &Class<'_>, wanted: Flag) -> Option<Markup> {
    let (number, lines) = by_learner(class, |at| at.unit.flags.contains(&wanted));
    let mut title = flag(wanted).to_owned();
    title[..1].make_ascii_uppercase();
    group_of(number, "flag", &title, about(wanted), lines)
}

/// Texts that the rubric cannot decide, by exercise.
fn waiting(class: &Class<'_>) -> Option<Markup> {
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for at in class.units().filter(|at| at.unit.status == Status::Unsure && words::waits(at.unit)) {
        *found.entry(at.exercise).or_default() += 1;
    }
    let line = |(exercise, number): (usize, usize)| {
        html! {
            a href={ "#w" (exercise) } { (clean(&class.exercise(exercise).name)) } ": " (count(number, "learner"))
        }
    };
    let about = "The rubric cannot decide them, or more than one learner has handed them in. Read them, and write \
                 what you decide into the overrides file.";
    let number = found.values().sum();
    group_of(number, "unsure", "Texts that wait", about, found.into_iter().map(line).collect())
}

/// The same text from more than one learner: a line for each text.
fn copies(class: &Class<'_>) -> Option<Markup> {
    let mut found: BTreeMap<(usize, Vec<usize>), ()> = BTreeMap::new();
    for at in class.units().filter(|at| !at.unit.same_as.is_empty()) {
        let others = at.unit.same_as.iter().filter_map(|id| class.with_id(id));
        let mut learners: Vec<usize> = others.chain([at.learner]).collect();
        learners.sort_unstable();
        learners.dedup();
        found.insert((at.exercise, learners), ());
    }
    let line = |((exercise, learners), ()): ((usize, Vec<usize>), ())| {
        html! {
            (clean(&class.exercise(exercise).name)) ": "
            @for (number, at) in learners.iter().enumerate() {
                @if number > 0 { ", " }
                a href={ "#" (class.page(*at)) "." (exercise) } { (class.name(*at)) }
            }
        }
    };
    let about = "The same text from more than one learner. Who wrote it is for you to find out.";
    group("copied", "Copies", about, found.into_iter().map(line).collect())
}

/// Submissions that belong to nobody.
fn refused(class: &Class<'_>) -> Option<Markup> {
    let line = |refused: &crate::classroom::class::Refused| {
        html! { code { bdi { (clean(&refused.place)) } } ": " bdi { (clean(&refused.why)) } }
    };
    let lines = class.grades.refused.iter().map(line).collect();
    group("refused", "Submissions that were not taken", "No learner has got anything for them.", lines)
}

/// What came from learners and could not be opened.
fn unopened(class: &Class<'_>) -> Option<Markup> {
    let mut lines = Vec::new();
    for (at, found) in class.grades.learners.iter().enumerate() {
        if let Came::Unopened(why) = words::came(found) {
            lines.push(html! { (learner(class, at)) ": " bdi { (clean(why)) } });
        }
    }
    let about =
        "They have handed something in, and nothing of it was judged: gradebooks leave their grades empty.";
    group("broken", "Could not be opened", about, lines)
}

fn late(class: &Class<'_>) -> Option<Markup> {
    let learners = class.grades.learners.iter().enumerate();
    let lines = learners.filter(|(_, found)| found.late).map(|(at, _)| learner(class, at)).collect();
    let about = "The learning platform says that they came late. That has taken no points away.";
    group("late", "Late", about, lines)
}

fn other_kits(class: &Class<'_>) -> Option<Markup> {
    let mut lines = Vec::new();
    for (at, found) in class.grades.learners.iter().enumerate() {
        let Some(kit) = &found.other_kit else { continue };
        lines.push(html! {
            (learner(class, at)) ": " bdi { (clean(&kit.title)) } " " bdi { (clean(&kit.version)) }
        });
    }
    let about = "They were made from another kit, or another version of it; this kit has judged them.";
    group("other", "Another kit", about, lines)
}

fn elsewhere(class: &Class<'_>) -> Option<Markup> {
    let mut lines = Vec::new();
    for (at, found) in class.grades.learners.iter().enumerate() {
        if !found.elsewhere.is_empty() {
            lines.push(html! { (learner(class, at)) ": " (count(found.elsewhere.len(), "place")) });
        }
    }
    let about = "There was something besides the exercise files. Nothing of it was used.";
    group("elsewhere", "Changed elsewhere", about, lines)
}

fn nothing(class: &Class<'_>) -> Option<Markup> {
    let learners = class.grades.learners.iter().enumerate();
    let found = learners.filter(|(_, found)| words::came(found) == Came::Nothing);
    let lines = found.map(|(at, _)| learner(class, at)).collect();
    group("nothing", "Nothing handed in", "They are in the roster, and no submission is theirs.", lines)
}

fn decided(class: &Class<'_>) -> Option<Markup> {
    let (number, lines) = by_learner(class, |at| at.unit.decided.is_some());
    let about = "Your overrides, which stand above what judging says.";
    group_of(number, "decided", "Decided by you", about, lines)
}
