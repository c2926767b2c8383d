//! Evidence and guards → the outcome.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::clause::{Passage, Topic};
use super::compile::{ClaimKind, Compiled};
use super::evidence::{Sighting, read, subjects_named};
use super::feedback;
use super::guards::{Guard, guards};
use super::schema::Weight;
use super::spelling::Stems;
use super::weigh::{Evidence, Value, weigh};
use super::{Context, Contradiction, GroupPoints, Judgement, Match, Outcome, Wrong};

/// What is read of an answer. The longest honest one to a question like these has some 300 words.
const MOST_BYTES: usize = 6_000;

/// Judges an answer. See [`super::Rubric::judge`].
pub(super) fn judge(rubric: &Compiled, answer: &str, context: &Context) -> Judgement {
    let stems = Stems::shared();
    let read_part = beginning(answer);
    let (passages, sightings) = read(rubric, read_part, &stems);
    let mut guards = guards(read_part, &passages, context);
    let evidence = weigh(rubric, &sightings);
    let score = Score::of(rubric, &evidence, &passages, &sightings);
    let cut = read_part.len() < answer.len();
    // An answer of few words that clearly says something of its own is no echo.
    guards.retain(|guard| {
        *guard != Guard::EchoesQuestion || (score.sure + score.wrong == 0 && !score.complete())
    });
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
        groups: score.groups(rubric),
        needed: score.needed,
        contradictions: against(
            rubric,
            read_part,
            &evidence,
            &[Value::Swapped, Value::Denied, Value::False, Value::Doubtful],
        ),
        loose: against(rubric, read_part, &evidence, &[Value::Loose]),
    }
}

/// As much of the answer as is read.
fn beginning(answer: &str) -> &str {
    answer.get(..answer.floor_char_boundary(MOST_BYTES)).unwrap_or_default()
}

/// The evidence, counted.
#[derive(Debug)]
pub(super) struct Score {
    /// Points by group.
    points: Vec<u32>,
    /// Points in all groups together.
    total: u32,
    /// What is needed.
    needed: u32,
    /// Groups that lack points.
    pub(super) missing: Vec<usize>,
    wrong: usize,
    /// Of the wrong ones, those that are false of anything.
    falsehoods: usize,
    doubtful: usize,
    /// Among the wrong ones is one that nothing outweighs.
    decisive: bool,
    right: usize,
    /// Stretches of the answer with something right in them.
    right_places: usize,
    /// Right claims in words that leave no doubt.
    sure: usize,
    /// Claims that point the other way, in words too loose to be sure, with nothing right beside them.
    loose: usize,
    /// The same, with those that have something right of the same subject beside them.
    noise: usize,
    /// Missing groups whose subject is spoken about at some length, though no claim of it was recognised.
    unread: usize,
    /// The subjects of all missing groups are named at least.
    named: bool,
    /// Missing groups of whose subject something true was said, without naming it.
    unnamed: usize,
}

impl Score {
    fn of(rubric: &Compiled, evidence: &[Evidence], passages: &[Passage], sightings: &[Sighting]) -> Self {
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
        let unnamed = missing
            .iter()
            .filter(|&&group| {
                rubric
                    .groups
                    .get(group)
                    .is_some_and(|g| g.of.is_some() && said_of_nothing(rubric, sightings, g.of))
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
        let points: Vec<u32> = (0..rubric.groups.len()).map(sum).collect();
        Self {
            total: points.iter().sum(),
            points,
            needed: rubric.pass_points,
            wrong: count(&[Value::Swapped, Value::Denied, Value::False]),
            falsehoods: count(&[Value::False]),
            doubtful: count(&[Value::Doubtful]),
            decisive: evidence.iter().any(|one| one.value == Value::False && is_decisive(rubric, one)),
            right: evidence
                .iter()
                .filter(|one| matches!(one.value, Value::Right(_)))
                .map(|one| (one.claim, one.subject))
                .collect::<BTreeSet<_>>()
                .len(),
            right_places: evidence
                .iter()
                .filter(|one| matches!(one.value, Value::Right(_)))
                .map(|one| one.piece.start)
                .collect::<BTreeSet<_>>()
                .len(),
            sure: evidence.iter().filter(|one| one.sure && matches!(one.value, Value::Right(_))).count(),
            loose: loose(evidence),
            noise: count(&[Value::Loose]),
            named: missing.iter().all(|&group| {
                rubric
                    .groups
                    .get(group)
                    .and_then(|g| g.of)
                    .is_some_and(|subject| named_at_all(passages, subject))
            }),
            unread,
            unnamed,
            missing,
        }
    }

    /// What each group has and needs.
    fn groups(&self, rubric: &Compiled) -> Vec<GroupPoints> {
        let each = rubric.groups.iter().zip(&self.points);
        each.map(|(group, points)| GroupPoints {
            group: group.id.clone(),
            points: *points,
            needed: group.points,
        })
        .collect()
    }

    /// Whether every group has its points, and all of them together are enough.
    fn complete(&self) -> bool {
        self.missing.is_empty() && self.total >= self.needed
    }
}

fn is_decisive(rubric: &Compiled, evidence: &Evidence) -> bool {
    rubric
        .claims
        .get(evidence.claim)
        .is_some_and(|claim| matches!(claim.kind, ClaimKind::Falsehood { weight: Weight::Decisive, .. }))
}

/// Loose contradictions, where nothing right of the same subject stands beside them: there they are mere noise.
fn loose(evidence: &[Evidence]) -> usize {
    let beside = |one: &Evidence| {
        evidence.iter().any(|other| {
            matches!(other.value, Value::Right(_)) && other.piece == one.piece && other.subject == one.subject
        })
    };
    evidence
        .iter()
        .filter(|one| one.value == Value::Loose && !beside(one))
        .map(|one| (one.claim, one.subject))
        .collect::<BTreeSet<_>>()
        .len()
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

fn named_at_all(passages: &[Passage], subject: usize) -> bool {
    passages
        .iter()
        .flat_map(|passage| &passage.mentions)
        .any(|mention| mention.topic == Topic::One(subject) || mention.topic == Topic::All)
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

/// Whether a claim about a subject stands where no subject has been named.
fn said_of_nothing(rubric: &Compiled, sightings: &[Sighting], subject: Option<usize>) -> bool {
    let about = |sighting: &&Sighting| sighting.topic == Topic::Unknown && !sighting.denied;
    sightings
        .iter()
        .filter(about)
        .filter_map(|sighting| rubric.claims.get(sighting.claim))
        .any(|claim| claim.of == subject && claim.worth() > 1)
}

/// The rules of the three outcomes.
fn outcome(score: &Score, guards: &[Guard], cut: bool) -> Outcome {
    /// Right claims that outweigh a wrong one enough for a human look.
    const RIGHT_PER_WRONG: usize = 3;
    const RIGHT_PER_SLIP: usize = 5;
    const PLACES_PER_SLIP: usize = 4;
    const LOOSE_PER_RIGHT: usize = 2;
    /// So few claims, all in loose words, may be a coincidence.
    const FEW: usize = 2;
    /// So many claims in clear words stand out of any noise.
    const SURE: usize = 2;
    if guards.iter().any(|guard| guard.decides()) {
        return Outcome::NotYet;
    }
    let evasive = !guards.is_empty();
    if score.wrong > 0 {
        // Among so many right claims, a single one that sits with the other subject was hardly meant so.
        let mostly = score.right >= RIGHT_PER_SLIP && score.right_places >= PLACES_PER_SLIP;
        let slip = score.wrong == 1 && score.falsehoods == 0 && mostly;
        if slip && score.complete() && score.sure >= SURE && !evasive && !cut {
            return Outcome::Accepted;
        }
        let mostly_right = score.complete() && score.right >= RIGHT_PER_WRONG * score.wrong;
        return if mostly_right && !evasive && !score.decisive { Outcome::Unsure } else { Outcome::NotYet };
    }
    // An answer with its subjects swapped shows as many loose contradictions as right claims.

    if score.loose > LOOSE_PER_RIGHT * score.right {
        return Outcome::NotYet;
    }
    if 2 * score.loose > score.right
        || (score.noise > score.right && score.sure < SURE)
        || (2 * score.noise > score.right && score.sure == 0)
    {
        return if evasive { Outcome::NotYet } else { Outcome::Unsure };
    }
    if score.complete() && score.sure == 0 && score.right <= FEW {
        return if evasive { Outcome::NotYet } else { Outcome::Unsure };
    }
    if score.complete() {
        return if evasive || cut || score.doubtful > 0 { Outcome::Unsure } else { Outcome::Accepted };
    }
    if evasive || score.doubtful > 0 {
        return Outcome::NotYet;
    }
    // Of the side that is missing something is said that the rubric has no words for, or no name with it.
    let nearly = score.total > 0 && score.missing.len() == score.unread;
    // One side in full, and the other at least named: there may be a contrast that the rules don't see.
    let one_sided = score.missing.len() == 1 && score.total > score.needed && score.named;
    let nameless = !score.missing.is_empty() && score.missing.len() == score.unnamed;
    if nearly || nameless || one_sided { Outcome::Unsure } else { Outcome::NotYet }
}

fn matches(rubric: &Compiled, answer: &str, evidence: &[Evidence]) -> Vec<Match> {
    let right = evidence.iter().filter(|one| matches!(one.value, Value::Right(_) | Value::Neutral));
    right
        .map(|one| Match {
            concept: one.id.clone(),
            subject: subject_id(rubric, one.subject),
            sure: one.sure,
            words: words(answer, &one.span),
            span: one.span.clone(),
        })
        .collect()
}

/// The claims of these values, which stand against the answer.
fn against(rubric: &Compiled, answer: &str, evidence: &[Evidence], values: &[Value]) -> Vec<Contradiction> {
    let wrong = evidence.iter().filter(|one| values.contains(&one.value));
    let id = |one: &Evidence| rubric.claims.get(one.claim).map_or_else(String::new, |claim| claim.id.clone());
    wrong
        .map(|one| Contradiction {
            concept: id(one),
            reading: reading(rubric, one),
            doubtful: one.value == Value::Doubtful,
            subject: subject_id(rubric, one.subject),
            words: words(answer, &one.span),
            span: one.span.clone(),
        })
        .collect()
}

/// Which reading of its claim makes a piece of evidence wrong.
fn reading(rubric: &Compiled, evidence: &Evidence) -> Wrong {
    match rubric.claims.get(evidence.claim) {
        Some(claim) if matches!(claim.kind, ClaimKind::Falsehood { .. }) => Wrong::False,
        Some(claim) if claim.of.is_some() && claim.of != evidence.subject => {
            if evidence.denied {
                Wrong::DeniedElsewhere
            } else {
                Wrong::Elsewhere
            }
        }
        _ => Wrong::Denied,
    }
}

fn subject_id(rubric: &Compiled, subject: Option<usize>) -> Option<String> {
    subject.and_then(|subject| rubric.subjects.get(subject)).map(|subject| subject.id.clone())
}

fn words(answer: &str, span: &Range<usize>) -> String {
    answer.get(span.clone()).unwrap_or_default().to_owned()
}
