//! Whether an answer can reach the points that a rubric asks for.

use std::collections::BTreeMap;

use super::RubricError;
use super::compile::{ClaimKind, Compiled};
use super::schema::{Reading, Schema};

/// Notes the points that no answer can reach, whatever it says.
pub(super) fn check(schema: &Schema, compiled: &Compiled, errors: &mut Vec<RubricError>) {
    let most: Vec<u32> = (0..compiled.groups.len()).map(|group| most(compiled, group)).collect();
    let before = errors.len();
    for ((group, text), most) in compiled.groups.iter().zip(&schema.groups).zip(&most) {
        if group.points > *most {
            errors.push(RubricError {
                message: format!(
                    "the group `{}` needs {}, and the concepts give it at most {most}",
                    group.id,
                    points(group.points)
                ),
                span: text.points_at.clone().or_else(|| Some(text.id.span())),
                help: Some(
                    "ask for fewer, or give it more concepts: those of its subject, and those that name it with \
                     `group`, count in it"
                        .into(),
                ),
            });
        }
    }
    let all: u32 = most.iter().sum();
    if compiled.pass_points > all && errors.len() == before {
        errors.push(RubricError {
            message: format!(
                "{} are needed, and the concepts give at most {all}",
                points(compiled.pass_points)
            ),
            span: schema.points_at.clone(),
            help: Some(
                "a concept gives 2 points where it says nothing else; ask for fewer than all of them".into(),
            ),
        });
    }
}

fn points(number: u32) -> String {
    if number == 1 { "1 point".into() } else { format!("{number} points") }
}

/// The points of an answer that says everything: each id counts once in a group, as in the score.
fn most(rubric: &Compiled, group: usize) -> u32 {
    let of = rubric.groups.get(group).and_then(|group| group.of);
    let mut worth: BTreeMap<&str, u32> = BTreeMap::new();
    for claim in &rubric.claims {
        let ClaimKind::Concept { group: named, points, opposite, readings, .. } = &claim.kind else {
            continue;
        };
        let mut add = |id| {
            let known: &mut u32 = worth.entry(id).or_default();
            *known = (*known).max(*points);
        };
        if *named == Some(group) || (of.is_some() && (claim.of.is_none() || claim.of == of)) {
            add(claim.id.as_str());
        }
        let counts_elsewhere = [readings.elsewhere, readings.denied_elsewhere].contains(&Reading::Counts);
        if of.is_some() && claim.of.is_some() && claim.of != of && counts_elsewhere {
            add(opposite.as_ref().unwrap_or(&claim.id));
        }
    }
    worth.values().sum()
}
