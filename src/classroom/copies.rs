//! Answers in words of one's own that more than one learner has handed in. Code of a few lines is the same by
//! itself; sentences are not.

use std::collections::HashMap;

use super::inputs::Inputs;
use super::units::Plan;
use crate::check::answer;
use crate::kit::Kind;

/// Shorter answers may well be the same by chance.
const WORDS: usize = 8;

/// For each learner and exercise: the positions of the others whose answer has the same words.
pub type Copies = HashMap<(usize, usize), Vec<usize>>;

/// Finds them. Case, punctuation and white space make no difference.
pub fn find(plan: &Plan<'_>, inputs: &Inputs) -> Copies {
    let mut words: Vec<Option<String>> = Vec::new();
    for distinct in &plan.distinct {
        let is_text = distinct.exercise.kind == Kind::Answer && !distinct.is_starter;
        let bytes = if is_text { inputs.get(&distinct.input).ok() } else { None };
        words.push(bytes.and_then(|bytes| said(&String::from_utf8_lossy(&bytes))));
    }
    let mut by_words: HashMap<(usize, &str), Vec<usize>> = HashMap::new();
    for (learner, places) in plan.places.iter().enumerate() {
        for (exercise, place) in places.iter().enumerate() {
            if let Some(words) = place.and_then(|place| words[place].as_deref()) {
                by_words.entry((exercise, words)).or_default().push(learner);
            }
        }
    }
    let mut copies = Copies::new();
    for ((exercise, _), learners) in by_words {
        for learner in learners.iter().filter(|_| learners.len() > 1) {
            let others = learners.iter().copied().filter(|other| other != learner).collect();
            copies.insert((*learner, exercise), others);
        }
    }
    copies
}

/// The words of an answer, where there are enough of them.
fn said(text: &str) -> Option<String> {
    let parts = answer::parts(text)?;
    let lower = parts.answer.to_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    (words.len() >= WORDS).then(|| words.join(" "))
}
