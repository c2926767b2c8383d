//! Texts that wait for the instructor, by exercise: what was written, and what the rubric found in it. Below them, those
//! that it has not accepted.

use maud::{Markup, html};

use super::super::words::waits;
use super::attention::learner;
use super::model::{Class, Drawn};
use super::verdicts::{self, Limits};
use super::words::{clean, count, flag, prose};
use crate::classroom::grades::Flag;

pub(super) fn section(class: &Class<'_>) -> Markup {
    let waiting = by_exercise(class, |drawn| drawn.waits);
    let rejected = by_exercise(class, |drawn| drawn.is_rejected && !drawn.waits);
    html! {
        section #waiting aria-labelledby="waiting-title" {
            h2 #waiting-title { "Texts that wait" }
            @if waiting.is_empty() { p.none { "No text waits for you." } }
            @for (at, texts) in &waiting {
                h3 id={ "w" (at) } { (clean(&class.exercise(*at).name)) }
                (exercise(class, *at, texts))
            }
            @if !rejected.is_empty() {
                details.rejected {
                    summary { "Texts that were not accepted: " (rejected.iter().map(|(_, texts)| texts.len()).sum::<usize>()) }
                    p.about {
                        "The rubric found something missing or wrong in them. A rubric errs: read those that you \
                         doubt, and write what you decide into the overrides file."
                    }
                    @for (at, texts) in &rejected {
                        h3 { (clean(&class.exercise(*at).name)) }
                        (exercise(class, *at, texts))
                    }
                }
            }
        }
    }
}

/// A verdict with its number.
type Numbered<'c, 'a> = (usize, &'c Drawn<'a>);

/// The verdicts that are wanted, exercise by exercise.
fn by_exercise<'c, 'a>(
    class: &'c Class<'a>,
    wanted: impl Fn(&Drawn<'a>) -> bool,
) -> Vec<(usize, Vec<Numbered<'c, 'a>>)> {
    let of = |at: usize| {
        let all = class.verdicts.iter().enumerate();
        all.filter(|(_, drawn)| drawn.exercise == at && wanted(drawn)).collect::<Vec<_>>()
    };
    let exercises = (0..class.grades.exercises.len()).map(|at| (at, of(at)));
    exercises.filter(|(_, texts)| !texts.is_empty()).collect()
}

fn exercise(class: &Class<'_>, at: usize, texts: &[Numbered<'_, '_>]) -> Markup {
    let limits = Limits::of(class);
    html! {
        @if let Some(task) = &class.exercise(at).task { p.task { (prose(task)) } }
        @for (number, drawn) in texts {
            article.text id={ "v" (number) } {
                h4 {
                    @let learners = open_with(class, drawn);
                    @for (number, at) in learners.iter().enumerate() {
                        @if number > 0 { ", " }
                        (learner(class, *at))
                    }
                    @if learners.len() > 1 { span.chip { (count(learners.len(), "text")) ", judged alike" } }
                    @if learners.iter().any(|learner| is_copied(class, *learner, at)) { span.chip { (flag(Flag::Copied)) } }
                }
                (verdicts::body(drawn, limits))
            }
        }
    }
}

/// Those with this verdict whom nobody has decided about yet.
fn open_with(class: &Class<'_>, drawn: &Drawn<'_>) -> Vec<usize> {
    let is_open = |learner: &usize| {
        let unit = class.unit(*learner, drawn.exercise);
        unit.is_some_and(|unit| if drawn.waits { waits(unit) } else { unit.decided.is_none() })
    };
    drawn.learners.iter().copied().filter(is_open).collect()
}

fn is_copied(class: &Class<'_>, learner: usize, exercise: usize) -> bool {
    class.unit(learner, exercise).is_some_and(|unit| !unit.same_as.is_empty())
}
