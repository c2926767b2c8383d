//! The map of the class: a row for each learner, a column for each exercise.

use maud::{Markup, html};

use super::super::words::is_open;
use super::model::Class;
use super::words::{Look, clean};
use crate::classroom::grades::{Points, Status, Unit};

/// With more exercises than this, columns on paper are as narrow as it takes.
const MANY: usize = 60;

pub(super) fn section(class: &Class<'_>) -> Markup {
    html! {
        section #map aria-labelledby="map-title" {
            h2 #map-title { "Map of the class" }
            (legend())
            div.tools {
                label.find {
                    span { "Find a learner" }
                    input #find type="search" autocomplete="off" spellcheck="false";
                }
                p #found role="status" { (class.grades.learners.len()) " learners" }
                p #told { "Arrow keys move in the map, Enter opens a learner or sorts by a heading." }
            }
            div.box tabindex="0" role="region" aria-labelledby="map-title" {
                @if class.grades.learners.is_empty() { p.none { "There is nobody in this class." } }
                @else { (table(class)) }
            }
        }
    }
}

/// What the signs mean. Those of the page's script come from here, too.
fn legend() -> Markup {
    html! {
        ul.legend aria-label="What the signs mean" {
            @for look in Look::ALL {
                li { span.g.(look.class()) aria-hidden="true" { (look.sign()) } span.word { (look.word()) } }
            }
            li { span.mark { "*" } "decided by you" }
            li { span.mark { "†" } "worth a look" }
        }
    }
}

fn table(class: &Class<'_>) -> Markup {
    let grades = class.grades;
    html! {
        table.many[grades.exercises.len() > MANY] {
            caption { "Learners by exercises. A number is a part of the points." }
            colgroup { col.cn; col.ct; }
            @for (_, range) in class.chapters() {
                colgroup { @for _ in range { col; } }
            }
            thead {
                tr.chapters {
                    td colspan="2" {}
                    @for (title, range) in class.chapters() {
                        th scope="colgroup" colspan=(range.len()) { span { (clean(title.unwrap_or_default())) } }
                    }
                }
                tr.names {
                    th.n scope="col" { span { "Learner" } }
                    th.t scope="col" { span { "Points" } }
                    @for (at, graded) in grades.exercises.iter().enumerate() {
                        th scope="col" data-e=(at) data-of=[other_than_one(graded.points)] {
                            span { (clean(&graded.name)) }
                        }
                    }
                }
            }
            tbody {
                @for (at, learner) in grades.learners.iter().enumerate() {
                    tr {
                        th.n scope="row" { a href={ "#" (class.page(at)) } { (class.name(at)) } }
                        td.t { @if is_open(learner) { "–" } @else { (learner.points) } }
                        @for (at, graded) in grades.exercises.iter().enumerate() {
                            @match unit(&learner.units, at, &graded.name) {
                                Some(unit) => (cell(unit)),
                                None => { td.m { "–" } }
                            }
                        }
                    }
                }
            }
            tfoot {
                tr {
                    th.n scope="row" { "Passed" }
                    td.t { "of " (class.handed_in()) }
                    @for (at, passed) in passed(class).into_iter().enumerate() {
                        td { a href={ "#e" (at) } { (passed) } }
                    }
                }
            }
        }
    }
}

/// The unit of an exercise: where it belongs, as a rule.
fn unit<'a>(units: &'a [Unit], at: usize, exercise: &str) -> Option<&'a Unit> {
    let is_it = |unit: &&Unit| unit.exercise == exercise;
    units.get(at).filter(is_it).or_else(|| units.iter().find(is_it))
}

fn cell(unit: &Unit) -> Markup {
    let look = Look::of(unit);
    html! {
        td class=(look.class()) {
            @if unit.points > unit.of { (unit.points) }
            @else if look == Look::Part { (unit.points.to_string().trim_start_matches('0')) } @else { (look.sign()) }
            @if unit.decided.is_some() { "*" }
            @if !unit.flags.is_empty() { "†" }
        }
    }
}

fn other_than_one(points: Points) -> Option<Points> {
    Some(points).filter(|points| *points != Points::whole(1))
}

/// How many have passed each exercise.
fn passed(class: &Class<'_>) -> Vec<usize> {
    let mut passed = vec![0; class.grades.exercises.len()];
    for at in class.units().filter(|at| Look::of(at.unit) == Look::Status(Status::Passed)) {
        passed[at.exercise] += 1;
    }
    passed
}
