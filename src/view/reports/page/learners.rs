//! A page for each learner: a section that is shown alone when its link is followed.

use maud::{Markup, html};

use super::super::words::{self, Came};
use super::attention;
use super::model::{At, Class, is_told};
use super::words::{Look, clean, count, flag, reason};
use crate::classroom::grades::{LearnerGrades, Unit};

pub(super) fn section(class: &Class<'_>) -> Markup {
    html! {
        div #learners {
            nav.all { a href="#top" { "Overview" } }
            @for (at, learner) in class.grades.learners.iter().enumerate() { (page(class, at, learner)) }
        }
    }
}

fn page(class: &Class<'_>, at: usize, learner: &LearnerGrades) -> Markup {
    let units: Vec<At<'_>> = class.units_of(at).collect();
    let last = class.grades.learners.len() - 1;
    html! {
        section.learner id=(class.page(at)) aria-labelledby={ (class.page(at)) ".name" } {
            nav aria-label="Learners" {
                a href="#map" { "Map of the class" }
                @if at > 0 { a.before rel="prev" href={ "#" (class.page(at - 1)) } { (class.name(at - 1)) } }
                @if at < last { a.after rel="next" href={ "#" (class.page(at + 1)) } { (class.name(at + 1)) } }
            }
            h2 id={ (class.page(at)) ".name" } tabindex="-1" { (class.name(at)) }
            p.person {
                span.id { bdi { (clean(&learner.person.id)) } }
                @if let Some(email) = &learner.person.email { span { bdi { (clean(email)) } } }
                @match words::came(learner) {
                    Came::Opened(place) => { span { bdi { (clean(place)) } } }
                    Came::Nothing => { span { "nothing handed in" } }
                    Came::Unopened(_) => {}
                }
                @if learner.late { span.chip { "late" } }
            }
            @if let Came::Unopened(why) = words::came(learner) {
                p.notice { "Handed in, and could not be opened: " bdi { (clean(why)) } }
            }
            @if words::is_open(learner) { p.total { "no points yet, of " (learner.of) } }
            @else { p.total { strong { (learner.points) } " of " (learner.of) " points" } }
            p.counts {
                @for look in Look::ALL {
                    @let here = units.iter().filter(|at| Look::of(at.unit) == look).count();
                    @if here > 0 {
                        span.count { span.g.(look.class()) aria-hidden="true" { (look.sign()) } (here) " " (look.word()) }
                    }
                }
            }
            @if let Some(kit) = &learner.other_kit {
                p.notice { "Made from another kit: " bdi { (clean(&kit.title)) } " " bdi { (clean(&kit.version)) } ". This kit has judged it." }
            }
            (elsewhere(learner))
            @for at in units.iter().filter(|at| is_told(class.learner(at.learner), at.unit)) { (told(class, *at)) }
            (rest(class, &units))
        }
    }
}

fn elsewhere(learner: &LearnerGrades) -> Markup {
    html! {
        @if !learner.elsewhere.is_empty() {
            details.elsewhere {
                summary { "Changed elsewhere, and not used: " (count(learner.elsewhere.len(), "place")) }
                ul {
                    @for found in &learner.elsewhere {
                        li { code { bdi { (clean(&found.path)) } } ": " bdi { (clean(&found.why)) } }
                    }
                }
            }
        }
    }
}

/// An exercise with something to say.
fn told(class: &Class<'_>, at: At<'_>) -> Markup {
    let unit = at.unit;
    let look = Look::of(unit);
    html! {
        details.unit id=(class.place(at)) {
            summary {
                span.g.(look.class()) { (look.sign()) }
                b { (clean(&class.exercise(at.exercise).name)) }
                small { (unit.points) " of " (unit.of) }
                i {
                    (unit.reason.map_or(look.word(), reason))
                    @if unit.decided.is_some() { span.chip.decided { "decided by you" } }
                    @for name in &unit.flags { span.chip { (flag(*name)) } }
                }
            }
            (beside(class, unit))
            @if let Some(number) = class.number(unit) {
                a.more href={ "#v" (number) } { "What was found" }
            }
        }
    }
}

/// What stands beside the verdict of a unit.
fn beside(class: &Class<'_>, unit: &Unit) -> Markup {
    html! {
        @if let Some(decided) = &unit.decided {
            p.notice.decided {
                "You gave " strong { (decided.points) } " of " (unit.of) " instead of " (decided.instead_of) ": " bdi { (clean(&decided.reason)) }
            }
        }
        @if let Some(note) = &unit.note { p.notice { bdi { (clean(note)) } } }
        @if !unit.same_as.is_empty() {
            p.notice {
                "The same text as "
                @for (number, id) in unit.same_as.iter().enumerate() {
                    @if number > 0 { ", " }
                    @match class.with_id(id) {
                        Some(at) => (attention::learner(class, at)),
                        None => { bdi { (clean(id)) } }
                    }
                }
            }
        }
    }
}

/// The exercises without anything to say, by what became of them.
fn rest(class: &Class<'_>, units: &[At<'_>]) -> Markup {
    let plain: Vec<&At<'_>> =
        units.iter().filter(|at| !is_told(class.learner(at.learner), at.unit)).collect();
    html! {
        @for look in Look::ALL {
            @let here: Vec<_> = plain.iter().filter(|at| Look::of(at.unit) == look).collect();
            @if !here.is_empty() {
                h3 { span.g.(look.class()) aria-hidden="true" { (look.sign()) } (look.word()) }
                p.plain {
                    @for (at, comma) in here.iter().zip([""].into_iter().chain(std::iter::repeat(", "))) {
                        (comma)
                        @match class.number(at.unit) {
                            Some(number) => { a href={ "#v" (number) } { (clean(&class.exercise(at.exercise).name)) } }
                            None => (clean(&class.exercise(at.exercise).name)),
                        }
                    }
                }
            }
        }
    }
}
