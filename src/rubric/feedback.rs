//! What the learner is told: their own words where something is wrong, a question where something is missing.

use super::compile::{ClaimKind, Compiled};

use super::guards::Guard;
use super::verdict::Score;
use super::weigh::{Evidence, Value};
use super::{Outcome, RubricFinding};

/// Quotes are cut to this many characters.
const LONGEST_QUOTE: usize = 120;

/// The findings, most important first: a guard says all there is to say; then wrong claims; then what is missing.
pub(super) fn findings(
    rubric: &Compiled,
    answer: &str,
    evidence: &[Evidence],
    score: &Score,
    guards: &[Guard],
    outcome: Outcome,
) -> Vec<RubricFinding> {
    if let Some(guard) = guards.iter().find(|guard| guard.decides()) {
        return vec![note(guard_message(*guard))];
    }
    if outcome == Outcome::Accepted {
        return Vec::new();
    }
    let mut out = Vec::new();
    out.extend(guards.iter().map(|guard| note(guard_message(*guard))));
    if let Some(swap) = swapped(rubric, answer, evidence) {
        // Once the two are told apart again, the rest may be right as well.
        out.push(swap);
        return out;
    }
    let wrong = wrong(rubric, answer, evidence);
    if !wrong.is_empty() || !score.missing.is_empty() {
        out.extend(right(rubric, evidence, score));
    }
    out.extend(wrong);
    out.extend(reply(rubric, evidence, score));
    out.extend(
        score
            .missing
            .iter()
            .filter_map(|&group| rubric.groups.get(group))
            .filter(|group| group.of.is_none() || !wrong_of(evidence, group.of))
            .map(|group| RubricFinding { message: group.ask.clone(), concept: Some(group.id.clone()) }),
    );
    if out.is_empty() {
        out.push(note(if outcome == Outcome::Unsure {
            "Nothing in it looks wrong, and too little of it is clear. Say it once more, in a full sentence about each part of the question."
                .into()
        } else {
            "That is true, but there is more to say. What is the most important difference, and why does it matter?"
                .into()
        }));
    }
    out
}

/// What was said rightly, when something else is missing or wrong: the subjects of which enough was said.
fn right(rubric: &Compiled, evidence: &[Evidence], score: &Score) -> Option<RubricFinding> {
    let complete = rubric.groups.iter().enumerate().filter(|(at, _)| !score.missing.contains(at));
    let subjects: Vec<&str> = complete
        .filter_map(|(_, group)| group.of)
        .filter(|&of| !wrong_of(evidence, Some(of)))
        .filter(|&of| {
            evidence
                .iter()
                .any(|one| one.subject == Some(of) && one.sure && matches!(one.value, Value::Right(_)))
        })
        .filter_map(|of| rubric.subjects.get(of))
        .map(|subject| spoken(&subject.written, &subject.id))
        .collect();
    let [subject] = subjects.as_slice() else { return None };
    Some(note(format!("What you wrote about the {subject} is right.")))
}

/// Whether something wrong was said of a subject, or of nothing in particular.
fn wrong_of(evidence: &[Evidence], subject: Option<usize>) -> bool {
    evidence.iter().any(|one| {
        matches!(one.value, Value::Denied | Value::False | Value::Doubtful | Value::Swapped)
            && (one.subject == subject || one.subject.is_none())
    })
}

/// What the rubric replies to a claim that is true and not enough, such as "it is fast": the first such claim's reply.
fn reply(rubric: &Compiled, evidence: &[Evidence], score: &Score) -> Option<RubricFinding> {
    let lacks = |one: &&Evidence| {
        one.value == Value::Neutral
            && score.missing.iter().any(|&group| {
                rubric.groups.get(group).is_some_and(|group| group.of.is_none() || group.of == one.subject)
            })
    };
    evidence.iter().filter(lacks).find_map(|one| match &rubric.claims.get(one.claim)?.kind {
        ClaimKind::Concept { reply, .. } => {
            Some(RubricFinding { message: reply.clone()?, concept: Some(one.id.clone()) })
        }
        ClaimKind::Falsehood { .. } => None,
    })
}

/// For an answer of which only the beginning was read.
pub(super) fn too_long(read: usize, length: usize) -> RubricFinding {
    note(format!(
        "Your answer is very long ({length} bytes), and only its first {read} bytes were read. A few sentences are enough."
    ))
}

fn note(message: String) -> RubricFinding {
    RubricFinding { message, concept: None }
}

/// Claims of the wrong subject.
fn swapped(rubric: &Compiled, answer: &str, evidence: &[Evidence]) -> Option<RubricFinding> {
    let mut claims = evidence.iter().filter(|one| one.value == Value::Swapped);
    let first = claims.next()?;
    let second = claims.find(|other| other.piece != first.piece && other.subject != first.subject);
    let concept = rubric.claims.get(first.claim).map(|claim| claim.id.clone());
    let one = quote(answer, first);
    let message = if let Some(second) = second {
        format!(
            "Two of your sentences may have changed places: you wrote “{one}” and “{}”. Which is true of which?",
            quote(answer, second)
        )
    } else {
        let subject = first.subject.and_then(|subject| rubric.subjects.get(subject));
        let subject = subject.map_or("it", |subject| spoken(&subject.written, &subject.id));
        format!("You wrote “{one}”. Is that true of the {subject}, or of the other one?")
    };
    Some(RubricFinding { message, concept })
}

fn spoken<'a>(written: &'a [String], id: &'a str) -> &'a str {
    written.first().map_or(id, String::as_str)
}

/// Claims that were denied, false or doubtful: one finding each, the same words once.
fn wrong(rubric: &Compiled, answer: &str, evidence: &[Evidence]) -> Vec<RubricFinding> {
    let mut out: Vec<RubricFinding> = Vec::new();
    for one in evidence {
        let own = quote(answer, one);
        let asked = rubric.claims.get(one.claim).and_then(|claim| match &claim.kind {
            ClaimKind::Falsehood { ask, .. } => ask.clone(),
            ClaimKind::Concept { .. } => None,
        });
        let message = match (one.value, asked) {
            (Value::Denied | Value::False | Value::Doubtful, Some(ask)) => {
                format!("You wrote “{own}”. {ask}")
            }
            (Value::Denied, None) => {
                format!(
                    "You wrote “{own}”. That seems to say the opposite of what is true here. Is there a “not” too many?"
                )
            }
            (Value::False, None) => format!("You wrote “{own}”. That is not true. What is?"),
            (Value::Doubtful, None) => format!("You wrote “{own}”. Is that always so?"),
            _ => continue,
        };
        let finding =
            RubricFinding { message, concept: rubric.claims.get(one.claim).map(|claim| claim.id.clone()) };
        if !out.iter().any(|known| known.message == finding.message) {
            out.push(finding);
        }
    }
    out
}

/// The learner's own words, on one line, without control characters, cut at a word.
fn quote(answer: &str, evidence: &Evidence) -> String {
    let piece = answer.get(evidence.piece.clone()).unwrap_or_default();
    let text = if piece.chars().count() > LONGEST_QUOTE {
        answer.get(evidence.span.clone()).unwrap_or_default()
    } else {
        piece
    };
    let mut words = String::new();
    for word in text.split_whitespace() {
        if words.chars().count() + word.chars().count() > LONGEST_QUOTE {
            words.push('…');
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(word.chars().filter(|c| !c.is_control()));
    }
    words.trim_matches(|c: char| matches!(c, ',' | '.' | ':' | ';' | '-' | ' ' | '“' | '”')).to_owned()
}

fn guard_message(guard: Guard) -> String {
    match guard {
        Guard::Empty => "There is no answer yet: write it below the heading, in your own words.".into(),
        Guard::NoWords => "There is only code here, or signs, and no words. Say it in a sentence or two.".into(),
        Guard::TooShort => "That is very short. Say in a sentence or two what you mean.".into(),
        Guard::Foreign(Some(language)) => {
            format!("This looks like {language}. Please answer in English: simple words and mistakes are fine.")
        }
        Guard::Foreign(None) => "Please answer in English: simple words and mistakes are fine.".into(),
        Guard::EchoesQuestion => "So far this only repeats the question. What would you tell a friend who asks you?".into(),
        Guard::Copied => {
            "This is nearly word for word a text that you were shown. Close it, and say it in your own words.".into()
        }
        Guard::Stuffed => "This is a list of words. Make sentences of them: what does each word say about what?".into(),
        Guard::Shuffled => "The words are in an order that can't be read. Make sentences of them.".into(),
        Guard::AddressesGrader => "This speaks to the grader, or about the grading. Answer the question itself.".into(),
        Guard::DoesNotKnow => {
            "You write that you aren't sure. Look at the chapter once more, then say what you think without looking."
                .into()
        }
    }
}
