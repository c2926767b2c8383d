//! What an exercise needs was introduced before it, or by itself, and nothing is introduced twice.

use super::{Claim, Flaw, Proof};
use crate::error::did_you_mean;
use crate::kit::{Exercise, Kit};

pub(super) fn proofs(kit: &Kit, exercise: &Exercise) -> Vec<Proof> {
    let Some((own, _)) = kit.find(&exercise.name) else { return Vec::new() };
    let introduces = |other: &Exercise, name: &str| other.introduces.iter().any(|idea| idea.name == name);
    let one = |need: &crate::kit::Idea| {
        let proof = Proof::of_entry(exercise, Claim::Order).at(need.line);
        match kit.exercises.iter().position(|other| introduces(other, &need.name)) {
            Some(at) if at <= own => proof,
            Some(at) => {
                let (later, name) = (&kit.exercises[at], &need.name);
                let line = later
                    .introduces
                    .iter()
                    .find(|idea| idea.name == *name)
                    .map_or(later.line, |idea| idea.line);
                proof.failing(Flaw::new(
                    format!(
                        "it needs `{name}`, which only `{}` introduces, later in the course (info.toml:{line})",
                        later.name
                    ),
                    format!("move `{}` behind it, or introduce `{name}` in an earlier exercise", exercise.name),
                ))
            }
            None => {
                let known = kit.exercises[..=own].iter().flat_map(|other| &other.introduces);
                let near = did_you_mean(&need.name, known.map(|idea| idea.name.as_str()));
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "add it to `introduces` of an earlier exercise, or take it out of `needs` of `{}`",
                        exercise.name
                    ),
                };
                let what = format!("it needs `{}`, which no exercise introduces", need.name);
                proof.failing(Flaw::new(what, help))
            }
        }
    };
    let mut proofs: Vec<Proof> = exercise.needs.iter().map(one).collect();
    proofs.extend(exercise.introduces.iter().enumerate().filter_map(|(at, idea)| {
        let first = kit.exercises[..own].iter().find(|other| introduces(other, &idea.name));
        let is_twice = exercise.introduces[..at].iter().any(|before| before.name == idea.name);
        let by = match first {
            Some(first) => format!("`{}` has introduced before", first.name),
            None if is_twice => "it has introduced already".to_owned(),
            None => return None,
        };
        let flaw = Flaw::new(
            format!("it introduces `{}`, which {by}", idea.name),
            "an idea is met once: name it in `needs`, or take it out",
        );
        Some(Proof::of_entry(exercise, Claim::Order).at(idea.line).failing(flaw))
    }));
    proofs
}
