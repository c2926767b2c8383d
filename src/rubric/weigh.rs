//! What each claim of an answer is worth.
//!
//! A concept is a property that is true of one subject. Said of it, it counts; said of the other, it contradicts; denied
//! of its own, it contradicts; denied of the other, it counts for the other. A rubric may weaken each of these.

use std::ops::Range;

use super::clause::Topic;
use super::compile::{ClaimKind, Compiled};
use super::evidence::Sighting;
use super::schema::{Reading, Weight};

/// What a claim is worth, once its subject and polarity are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// Counts for these points.
    Right(u32),
    /// True, and worth nothing.
    Neutral,
    /// Would be wrong, had it been said in so many words; many of these make an answer doubtful.
    Loose,
    /// Perhaps wrong.
    Doubtful,
    /// Wrong: of the wrong subject.
    Swapped,
    /// Wrong: true and denied.
    Denied,
    /// Wrong of anything.
    False,
}

/// A claim with its worth.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    pub(super) claim: usize,
    /// The concept's id, or its opposite's where it was denied of the other subject.
    pub(super) id: String,
    pub(super) subject: Option<usize>,
    pub(super) value: Value,
    pub(super) denied: bool,
    /// Not found by a loose pattern, or in many words.
    pub(super) sure: bool,
    pub(super) span: Range<usize>,
    pub(super) piece: Range<usize>,
}

/// What each claim is worth.
pub(super) fn weigh(rubric: &Compiled, sightings: &[Sighting]) -> Vec<Evidence> {
    let mut out = Vec::new();
    for sighting in sightings {
        let subjects: Vec<Option<usize>> = match sighting.topic {
            Topic::Unknown => vec![None],
            Topic::One(subject) => vec![Some(subject)],
            Topic::All => (0..rubric.subjects.len()).map(Some).collect(),
        };
        for subject in subjects {
            if let Some(evidence) = weigh_one(rubric, sighting, subject) {
                out.push(evidence);
            }
        }
    }
    out.sort_by_key(|evidence| evidence.span.start);
    out
}

fn weigh_one(rubric: &Compiled, sighting: &Sighting, subject: Option<usize>) -> Option<Evidence> {
    let claim = rubric.claims.get(sighting.claim)?;
    let own = claim.of.is_none() || claim.of == subject;
    let mut id = claim.id.clone();
    let value = match &claim.kind {
        ClaimKind::Falsehood { weight, .. } => {
            let of_it = claim.of.is_none() || claim.of == subject;
            match (of_it && !sighting.denied && !sighting.abroad, weight) {
                (true, Weight::Doubtful) => Value::Doubtful,
                (true, Weight::Strong | Weight::Decisive) => Value::False,
                (false, _) => return None,
            }
        }
        // Nobody knows of what it was said: it can neither count nor contradict.
        ClaimKind::Concept { .. } if subject.is_none() && claim.of.is_some() => return None,
        ClaimKind::Concept { points, opposite, readings, .. } => {
            let (reading, wrong) = match (own, sighting.denied) {
                (true, false) => (Reading::Counts, Value::Denied),
                (true, true) => (readings.denied, Value::Denied),
                (false, false) => (readings.elsewhere, Value::Swapped),
                (false, true) => (readings.denied_elsewhere, Value::Swapped),
            };
            let against = matches!(reading, Reading::Doubtful | Reading::Contradicts);
            // What is wrong here may be right in another world.
            if sighting.abroad && against {
                return None;
            }
            if sighting.loose && against {
                return Some(Evidence {
                    claim: sighting.claim,
                    id,
                    subject,
                    value: Value::Loose,
                    denied: sighting.denied,
                    sure: false,
                    span: sighting.span.clone(),
                    piece: sighting.piece.clone(),
                });
            }
            if !own && let Some(opposite) = opposite {
                id.clone_from(opposite);
            }
            match reading {
                Reading::Counts if *points == 0 => Value::Neutral,
                Reading::Counts => Value::Right(*points),
                Reading::Ignored => return None,
                Reading::Doubtful => Value::Doubtful,
                Reading::Contradicts => wrong,
            }
        }
    };
    Some(Evidence {
        claim: sighting.claim,
        id,
        subject,
        value,
        denied: sighting.denied,
        sure: !sighting.loose || sighting.wordy,
        span: sighting.span.clone(),
        piece: sighting.piece.clone(),
    })
}
