//! How the class did in each exercise, and what most failures have in common.

use std::collections::HashMap;

use maud::{Markup, html};

use super::attention::learner;
use super::model::{At, Class};
use super::words::{Look, clean, count, prose, reason};
use crate::classroom::grades::{Matched, Status};

/// How many kinds of failure an exercise shows.
const FAILURES: usize = 6;

/// Failures that are of the same kind, and whose they are.
struct Failure<'a> {
    /// What is said of them.
    message: &'a str,
    code: Option<&'a str>,
    why: &'static str,
    mistake: Option<&'a Matched>,
    learners: Vec<usize>,
}

/// What failures of one kind have in common: the belief, or the reason, the code and the message.
type Same<'a> = (Option<&'a str>, &'a str, Option<&'a str>, &'a str);

pub(super) fn section(class: &Class<'_>) -> Markup {
    let mut units: Vec<Vec<At<'_>>> = vec![Vec::new(); class.grades.exercises.len()];
    for at in class.units() {
        units[at.exercise].push(at);
    }
    html! {
        section #exercises aria-labelledby="exercises-title" {
            h2 #exercises-title { "Exercises" }
            p.about { "How many have passed, of those who have handed in; open one for what most failures have in common." }
            @for (title, range) in class.chapters() {
                @if let Some(title) = title { h3 { (clean(title)) } }
                @for at in range { (exercise(class, at, &units[at])) }
            }
        }
    }
}

fn exercise(class: &Class<'_>, at: usize, units: &[At<'_>]) -> Markup {
    let graded = class.exercise(at);
    let number = |look: Look| units.iter().filter(|at| Look::of(at.unit) == look).count();
    let passed = number(Look::Status(Status::Passed));
    let failures = failures(class, units);
    html! {
        details.exercise id={ "e" (at) } {
            summary {
                span.name { (clean(&graded.name)) }
                span.rate { (passed) span.of { " of " (class.handed_in()) } }
                (bar(units.len(), &number))
            }
            @if let Some(task) = &graded.task { p.task { (prose(task)) } }
            p.counts {
                @for look in Look::ALL {
                    @let here = number(look);
                    @if here > 0 {
                        span.count { span.g.(look.class()) aria-hidden="true" { (look.sign()) } (here) " " (look.word()) }
                    }
                }
                span.count { (graded.kind.name()) ", " (graded.points) " " @if graded.points.to_string() == "1" { "point" } @else { "points" } }
            }
            @if failures.is_empty() { p.none { "No failures." } }
            ol.failures {
                @for found in failures.iter().take(FAILURES) { li { (failure(class, found)) } }
            }
            @if failures.len() > FAILURES {
                @let rest = &failures[FAILURES..];
                p.none { "and " (count(rest.len(), "other kind")) " of failure, of " (count(rest.iter().map(|found| found.learners.len()).sum(), "learner")) }
            }
        }
    }
}

/// What became of an exercise, as parts of one bar. A picture of numbers that stand beside it.
fn bar(all: usize, number: &impl Fn(Look) -> usize) -> Markup {
    let parts = Look::ALL.into_iter().scan(0, |end, look| {
        let start = *end;
        *end += number(look);
        Some((look, start, number(look)))
    });
    html! {
        svg.bar viewBox={ "0 0 " (all.max(1)) " 1" } preserveAspectRatio="none" aria-hidden="true" {
            @for (look, start, width) in parts.filter(|(_, _, width)| *width > 0) {
                rect.(look.class()) x=(start) width=(width) height="1" {}
            }
        }
    }
}

fn failure(class: &Class<'_>, failure: &Failure<'_>) -> Markup {
    html! {
        details {
            summary {
                span.number { (count(failure.learners.len(), "learner")) }
                @if let Some(says) = failure.mistake.and_then(|mistake| mistake.says.as_deref()) {
                    span.belief { (prose(says)) }
                }
                span.say {
                    span.reason { (failure.why) ": " }
                    @if let Some(code) = failure.code { code { (clean(code)) } " " }
                    bdi { (prose(failure.message)) }
                }
            }
            p.who {
                @for (number, at) in failure.learners.iter().enumerate() {
                    @if number > 0 { ", " }
                    (learner(class, *at))
                }
            }
        }
    }
}

/// The failures of an exercise by their kind, the most common first.
fn failures<'a>(class: &Class<'a>, units: &[At<'a>]) -> Vec<Failure<'a>> {
    let mut found: Vec<Failure<'_>> = Vec::new();
    let mut places: HashMap<Same<'_>, usize> = HashMap::new();
    for at in units.iter().filter(|at| at.unit.status == Status::Failed) {
        let Some(judged) = at.unit.verdict.as_ref().and_then(|key| class.grades.verdicts.get(key)) else {
            continue;
        };
        let mistake = judged.mistake.as_ref();
        let first = judged.verdict.errors().next();
        let message = first.map_or("", |first| first.message.as_str());
        let code = first.and_then(|first| first.code.as_deref());
        let why = at.unit.reason.map_or("", reason);
        // The same belief may end in more than one message.
        let key = match mistake.map(|mistake| mistake.belief.as_deref().unwrap_or(&mistake.file)) {
            Some(belief) => (Some(belief), "", None, ""),
            None => (None, why, code, message),
        };
        let place = *places.entry(key).or_insert_with(|| {
            found.push(Failure { message, code, why, mistake, learners: Vec::new() });
            found.len() - 1
        });
        found[place].learners.push(at.learner);
    }
    found.sort_by_key(|failure| std::cmp::Reverse(failure.learners.len()));
    found
}
