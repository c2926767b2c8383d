//! Texts that wait for the instructor: what the rubric found in each, by exercise.

use maud::{Markup, html};

use super::super::words::waits;
use super::attention::learner;
use super::model::{Class, Drawn};
use super::verdicts::{self, Limits};
use super::words::{clean, count, flag, prose};
use crate::classroom::grades::Flag;

pub(super) fn section(class: &Class<'_>) -> Markup {
    let limits = Limits::of(class);
    let waiting = |at: usize| {
        let all = class.verdicts.iter().enumerate();
        all.filter(move |(_, drawn)| drawn.waits && drawn.exercise == at).collect::<Vec<_>>()
    };
    let exercises: Vec<_> = (0..class.grades.exercises.len())
        .map(|at| (at, waiting(at)))
        .filter(|(_, waiting)| !waiting.is_empty())
        .collect();
    html! {
        section #waiting aria-labelledby="waiting-title" {
            h2 #waiting-title { "Texts that wait" }
            @if exercises.is_empty() { p.none { "No text waits for you." } }
            @for (at, waiting) in &exercises {
                h3 id={ "w" (at) } { (clean(&class.exercise(*at).name)) }
                @if let Some(task) = &class.exercise(*at).task { p.task { (prose(task)) } }
                @for (number, drawn) in waiting {
                    article.text id={ "v" (number) } {
                        h4 {
                            @let learners = waiting_with(class, drawn);
                            @for (number, at) in learners.iter().enumerate() {
                                @if number > 0 { ", " }
                                (learner(class, *at))
                            }
                            @if learners.len() > 1 { span.chip { (count(learners.len(), "text")) ", judged alike" } }
                            @if learners.iter().any(|learner| is_copied(class, *learner, *at)) { span.chip { (flag(Flag::Copied)) } }
                        }
                        (verdicts::body(drawn, limits))
                    }
                }
            }
        }
    }
}

/// Those with this verdict whom nobody has decided about yet.
fn waiting_with(class: &Class<'_>, drawn: &Drawn<'_>) -> Vec<usize> {
    let waits = |learner: &usize| class.unit(*learner, drawn.exercise).is_some_and(waits);
    drawn.learners.iter().copied().filter(waits).collect()
}

fn is_copied(class: &Class<'_>, learner: usize, exercise: usize) -> bool {
    class.unit(learner, exercise).is_some_and(|unit| !unit.same_as.is_empty())
}
