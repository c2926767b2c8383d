//! The top of the page: which class this is, in a few figures.

use maud::{Markup, html};

use super::super::words;
use super::model::Class;
use super::words::{clean, count};
use crate::classroom::grades::{LearnerGrades, Points, Status};

pub(super) fn head(class: &Class<'_>) -> Markup {
    let grades = class.grades;
    let waiting =
        class.units().filter(|at| at.unit.status == Status::Unsure && words::waits(at.unit)).count();
    let broken = class.units().filter(|at| at.unit.status == Status::Broken && words::waits(at.unit)).count();
    let of: Points = grades.exercises.iter().map(|graded| graded.points).sum();
    html! {
        header #top {
            p.kind { "Class report" }
            h1 { bdi { (clean(&words::title(grades))) } }
            p.kit {
                "kit version " bdi { (clean(&grades.kit.version)) } ", "
                (count(grades.exercises.len(), "exercise")) ", judged by memkata " (clean(&grades.memkata))
            }
            dl.figures {
                (figure("learners", grades.learners.len(), "", None))
                (figure("handed in", class.handed_in(), "", None))
                (figure("texts wait for you", waiting, if waiting > 0 { "waits" } else { "" }, Some("#waiting")))
                @if broken > 0 {
                    (figure("could not be judged", broken, "waits", Some("#needs")))
                }
                @if let Some(median) = median(class) {
                    div { dt { "median of points" } dd { (median) small { " of " (of) } } }
                }
            }
            nav aria-label="Parts of this page" {
                ul {
                    li { a href="#needs" { "What needs you" } }
                    li { a href="#map" { "Map of the class" } }
                    li { a href="#exercises" { "Exercises" } }
                    li { a href="#beliefs" { "Misconceptions" } }
                    li { a href="#waiting" { "Texts that wait" } }
                    li { a href="#foot" { "Sandbox and notices" } }
                    li { a href="#learners" { "All learners, for printing" } }
                }
            }
        }
    }
}

fn figure(name: &str, number: usize, class: &str, link: Option<&str>) -> Markup {
    html! {
        div class=[Some(class).filter(|class| !class.is_empty())] {
            dt { (name) }
            dd { @match link.filter(|_| number > 0) {
                Some(link) => { a href=(link) { (number) } }
                None => { (number) }
            } }
        }
    }
}

/// The points of the one in the middle of those who have handed in and have points.
fn median(class: &Class<'_>) -> Option<Points> {
    let is_judged = |learner: &&LearnerGrades| matches!(words::came(learner), words::Came::Opened(_));
    let handed_in = class.grades.learners.iter().filter(is_judged);
    let mut points: Vec<Points> = handed_in.map(|learner| learner.points).collect();
    points.sort();
    points.get(points.len().checked_sub(1)? / 2).copied()
}
