//! The misconceptions of a class: the beliefs behind the mistakes that failures are like.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use maud::{Markup, html};

use super::attention::learner;
use super::model::Class;
use super::words::{clean, count, prose};
use crate::classroom::grades::Status;

/// A belief, and where it was met.
struct Met<'a> {
    belief: &'a str,
    says: Option<&'a str>,
    learners: BTreeSet<usize>,
    /// How many failures it is behind, by exercise.
    exercises: BTreeMap<usize, usize>,
}

pub(super) fn section(class: &Class<'_>) -> Markup {
    let beliefs = met(class);
    html! {
        section #beliefs aria-labelledby="beliefs-title" {
            h2 #beliefs-title { "Misconceptions" }
            @if beliefs.is_empty() { p.none { "No failure is like a mistake that the kit knows." } }
            @else {
                p.about { "A failure that is like a mistake the kit knows is probably made by the belief behind that mistake. The most frequent first." }
            }
            ol.beliefs {
                @for met in &beliefs { li { (belief(class, met)) } }
            }
        }
    }
}

fn belief(class: &Class<'_>, met: &Met<'_>) -> Markup {
    html! {
        details {
            summary {
                span.number { (count(met.learners.len(), "learner")) }
                span.belief { (prose(met.says.unwrap_or(met.belief))) }
                span.id { (clean(met.belief)) }
            }
            p {
                "In "
                @for (number, (at, times)) in met.exercises.iter().enumerate() {
                    @if number > 0 { ", " }
                    a href={ "#e" (at) } { (clean(&class.exercise(*at).name)) } " (" (times) ")"
                }
                "."
            }
            p.who {
                @for (number, at) in met.learners.iter().enumerate() {
                    @if number > 0 { ", " }
                    (learner(class, *at))
                }
            }
        }
    }
}

/// All beliefs that were met, those of most learners first.
fn met<'a>(class: &Class<'a>) -> Vec<Met<'a>> {
    let mut found: Vec<Met<'_>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for at in class.units().filter(|at| at.unit.status == Status::Failed) {
        let judged = at.unit.verdict.as_ref().and_then(|key| class.grades.verdicts.get(key));
        let Some(mistake) = judged.and_then(|judged| judged.mistake.as_ref()) else { continue };
        let Some(belief) = mistake.belief.as_deref() else { continue };
        let place = *places.entry(belief).or_insert_with(|| {
            let says = mistake.says.as_deref();
            found.push(Met { belief, says, learners: BTreeSet::new(), exercises: BTreeMap::new() });
            found.len() - 1
        });
        found[place].learners.insert(at.learner);
        *found[place].exercises.entry(at.exercise).or_default() += 1;
    }
    found.sort_by_key(|met| std::cmp::Reverse(met.learners.len()));
    found
}
