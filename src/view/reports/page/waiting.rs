//! Texts that wait for the instructor: what the rubric found in each, by exercise.

use maud::{Markup, html};

use super::attention::learner;
use super::model::Class;
use super::verdicts::{self, Limits};
use super::words::{clean, count};

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
                @if let Some(task) = &class.exercise(*at).task { p.task { (clean(task)) } }
                @for (number, drawn) in waiting {
                    article.text id={ "v" (number) } {
                        h4 {
                            @for (number, at) in drawn.learners.iter().enumerate() {
                                @if number > 0 { ", " }
                                (learner(class, *at))
                            }
                            @if drawn.learners.len() > 1 { span.chip { (count(drawn.learners.len(), "learner")) ", judged alike" } }
                        }
                        (verdicts::body(drawn, limits))
                    }
                }
            }
        }
    }
}
