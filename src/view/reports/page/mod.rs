//! The instructor's page: a class on one page of HTML that needs nothing but itself. It works without JavaScript,
//! which adds sorting, filtering and the details inside of a learner's page.
//!
//! Each verdict is drawn once; what more than one learner has handed in leads to the same place. Nothing that a
//! learner wrote is ever more than text: maud escapes it, and the policy in the head lets nothing run but the
//! script that is part of memkata.

mod attention;
mod beliefs;
mod exercises;
mod foot;
mod head;
mod heat;
mod learners;
mod model;
mod policy;
#[cfg(test)]
mod tests;
mod verdicts;
mod waiting;
mod words;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::classroom::grades::Grades;
use model::Class;

/// The style of the page.
const STYLE: &str = include_str!("page.css");
/// What sorts, filters and opens.
const SCRIPT: &str = include_str!("page.js");

/// The page for the instructor.
pub fn page(grades: &Grades) -> String {
    draw(&Class::new(grades)).into_string() + "\n"
}

fn draw(class: &Class<'_>) -> Markup {
    let title = words::clean(&super::words::title(class.grades));
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy::policy(STYLE, SCRIPT));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { "Class report: " (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#map" { "Skip to the map of the class" }
                main {
                    div.overview {
                        (head::head(class))
                        (attention::section(class))
                        (heat::section(class))
                        (exercises::section(class))
                        (beliefs::section(class))
                        (waiting::section(class))
                        (foot::section(class))
                    }
                    (learners::section(class))
                    (verdicts::section(class))
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}
