//! Evidence and guards → the outcome.

use std::collections::BTreeMap;
use std::ops::Range;

use super::clause::{Passage, Topic};
use super::compile::{ClaimKind, Compiled};
use super::evidence::{Evidence, Value, read, subjects_named, weigh};
use super::feedback;
use super::guards::{Guard, guards};
use super::spelling::Stems;
use super::{Context, Contradiction, Judgement, Match, Outcome};

/// What is read of an answer. The longest honest one to a question like these has some 300 words.
const MOST_BYTES: usize = 6_000;

/// Judges an answer. See [`super::Rubric::judge`].
pub(super) fn judge(rubric: &Compiled, answer: &str, context: &Context<'_>) -> Judgement {
    let stems = Stems::shared();
    let read_part = beginning(answer);
    let (passages, sightings) = read(rubric, read_part, &stems);
    let guards = guards(read_part, &passages, context, &stems);
    let evidence = weigh(rubric, &sightings);
    let score = Score::of(rubric, &evidence, &passages);
    let cut = read_part.len() < answer.len();
    let outcome = outcome(&score, &guards, cut);
    let mut findings = feedback::findings(rubric, read_part, &evidence, &score, &guards, outcome);
    if cut {
        findings.insert(0, feedback::too_long(read_part.len(), answer.len()));
    }
    Judgement {
        outcome,
        findings,
        matched: matches(rubric, read_part, &evidence),
        missing: score
            .missing
            .iter()
            .filter_map(|&group| rubric.groups.get(group))
            .map(|group| group.id.clone())
            .collect(),
        contradictions: contradictions(rubric, read_part, &evidence),
    }
}

/// As much of the answer as is read.
fn beginning(answer: &str) -> &str {
    answer.get(..answer.floor_char_boundary(MOST_BYTES)).unwrap_or_default()
}

/// The evidence, counted.
#[derive(Debug)]
pub(super) struct Score {
    /// Points in all groups together.
    total: u32,
    /// What is needed.
    needed: u32,
    /// Groups that lack points.
    pub(super) missing: Vec<usize>,
    wrong: usize,
    doubtful: usize,
    right: usize,
    /// Claims that point the other way, in words too loose to be sure.
    loose: usize,
    /// Groups whose subject is named and spoken about at some length, though no claim of it was recognised.
    unread: usize,
}

impl Score {
    fn of(rubric: &Compiled, evidence: &[Evidence], passages: &[Passage]) -> Self {
        let mut points: BTreeMap<usize, BTreeMap<&str, u32>> = BTreeMap::new();
        for one in evidence {
            let Value::Right(worth) = one.value else { continue };
            for group in groups_of(rubric, one) {
                points.entry(group).or_default().insert(&one.id, worth);
            }
        }
        let sum = |group: usize| points.get(&group).map_or(0, |concepts| concepts.values().sum::<u32>());
        let missing: Vec<usize> = (0..rubric.groups.len())
            .filter(|&group| rubric.groups.get(group).is_some_and(|g| sum(group) < g.points))
            .collect();
        let unread = missing
            .iter()
            .filter(|&&group| {
                rubric
                    .groups
                    .get(group)
                    .is_some_and(|g| g.of.is_some_and(|subject| spoken_about(passages, subject)))
            })
            .count();
        let count = |wanted: &[Value]| {
            let mut ids: Vec<(usize, Option<usize>)> = evidence
                .iter()
                .filter(|one| wanted.contains(&one.value))
                .map(|one| (one.claim, one.subject))
                .collect();
            ids.sort_unstable();
            ids.dedup();
            ids.len()
        };
        Self {
            total: (0..rubric.groups.len()).map(sum).sum(),
            needed: rubric.pass_points,
            wrong: count(&[Value::Swapped, Value::Denied, Value::False]),
            doubtful: count(&[Value::Doubtful]),
            right: evidence
                .iter()
                .filter(|one| matches!(one.value, Value::Right(_)))
                .map(|one| one.claim)
                .collect::<std::collections::BTreeSet<_>>()
                .len(),
            loose: count(&[Value::Loose]),
            unread,
            missing,
        }
    }

    fn complete(&self) -> bool {
        self.missing.is_empty() && self.total >= self.needed
    }
}

/// The groups that a right claim counts in: the one its concept names, and its subject's own.
fn groups_of(rubric: &Compiled, evidence: &Evidence) -> Vec<usize> {
    let named = rubric.claims.get(evidence.claim).and_then(|claim| match &claim.kind {
        ClaimKind::Concept { group, .. } if claim.of.is_none() || claim.of == evidence.subject => *group,
        _ => None,
    });
    let own = rubric
        .groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.of.is_some() && group.of == evidence.subject)
        .map(|(at, _)| at);
    let mut out: Vec<usize> = named.into_iter().chain(own).collect();
    out.dedup();
    out
}

/// Whether the answer says something of some length about a subject, in words the rubric doesn't know.
fn spoken_about(passages: &[Passage], subject: usize) -> bool {
    /// So many words with a meaning of their own are more than a label.
    const CONTENT_WORDS: usize = 4;
    let content = passages
        .iter()
        .flat_map(|passage| {
            passage
                .pieces
                .iter()
                .filter(|piece| piece.topic == Topic::One(subject))
                .map(move |piece| (passage, piece.range.clone()))
        })
        .map(|(passage, range): (&Passage, Range<usize>)| {
            passage
                .words
                .get(range)
                .unwrap_or_default()
                .iter()
                .filter(|word| word.token.is_word() && !word.function)
                .count()
        })
        .sum::<usize>();
    content >= CONTENT_WORDS && subjects_named(passages, subject)
}

/// The rules of the three outcomes.
fn outcome(score: &Score, guards: &[Guard], cut: bool) -> Outcome {
    /// Right claims that outweigh a wrong one enough for a human look.
    const RIGHT_PER_WRONG: usize = 3;
    const LOOSE_PER_RIGHT: usize = 2;
    if guards.iter().any(|guard| guard.decides()) {
        return Outcome::NotYet;
    }
    let evasive = !guards.is_empty();
    if score.wrong > 0 {
        let mostly_right = score.complete() && score.right >= RIGHT_PER_WRONG * score.wrong;
        return if mostly_right && !evasive { Outcome::Unsure } else { Outcome::NotYet };
    }
    // An answer with its subjects swapped shows as many loose contradictions as right claims.
    if score.loose > score.right {
        return Outcome::NotYet;
    }
    if score.complete() && score.loose * LOOSE_PER_RIGHT >= score.right.max(1) + 1 && score.loose > 0 {
        return Outcome::Unsure;
    }
    if score.complete() {
        return if evasive || cut || score.doubtful > 0 { Outcome::Unsure } else { Outcome::Accepted };
    }
    if evasive || score.doubtful > 0 {
        return Outcome::NotYet;
    }
    // One side is clear, and of the other something is said that the rubric has no words for.
    let nearly = score.total > 0 && score.missing.len() == score.unread && score.total + 1 >= score.needed;
    if nearly { Outcome::Unsure } else { Outcome::NotYet }
}

fn matches(rubric: &Compiled, answer: &str, evidence: &[Evidence]) -> Vec<Match> {
    let right = evidence.iter().filter(|one| matches!(one.value, Value::Right(_) | Value::Neutral));
    right
        .map(|one| Match {
            concept: one.id.clone(),
            subject: subject_id(rubric, one.subject),
            words: words(answer, &one.span),
            span: one.span.clone(),
        })
        .collect()
}

fn contradictions(rubric: &Compiled, answer: &str, evidence: &[Evidence]) -> Vec<Contradiction> {
    let wrong = evidence
        .iter()
        .filter(|one| matches!(one.value, Value::Swapped | Value::Denied | Value::False | Value::Doubtful));
    let id = |one: &Evidence| rubric.claims.get(one.claim).map_or_else(String::new, |claim| claim.id.clone());
    wrong
        .map(|one| Contradiction {
            concept: id(one),
            subject: subject_id(rubric, one.subject),
            words: words(answer, &one.span),
            span: one.span.clone(),
        })
        .collect()
}

fn subject_id(rubric: &Compiled, subject: Option<usize>) -> Option<String> {
    subject.and_then(|subject| rubric.subjects.get(subject)).map(|subject| subject.id.clone())
}

fn words(answer: &str, span: &Range<usize>) -> String {
    answer.get(span.clone()).unwrap_or_default().to_owned()
}
