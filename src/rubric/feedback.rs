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
    out.extend(swapped(rubric, answer, evidence));
    out.extend(wrong(rubric, answer, evidence));
    out.extend(
        score
            .missing
            .iter()
            .filter_map(|&group| rubric.groups.get(group))
            .map(|group| RubricFinding { message: group.ask.clone(), concept: Some(group.id.clone()) }),
    );
    if out.is_empty() {
        out.push(note(if outcome == Outcome::Unsure {
            "This can't be told by rules: compare your answer with the model answer, and decide for yourself."
                .into()
        } else {
            "That is true as far as it goes. What is the most important difference, and why does it matter?"
                .into()
        }));
    }
    out
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
            "Your answer may have swapped two claims: you wrote “{one}” and “{}”. Which of them belongs to which?",
            quote(answer, second)
        )
    } else {
        let subject = first.subject.and_then(|subject| rubric.subjects.get(subject));
        let subject = subject
            .map_or_else(String::new, |subject| format!(" of the {}", spoken(&subject.written, &subject.id)));
        format!(
            "Your answer may have swapped two claims: “{one}” was said{subject}. Is that where it belongs?"
        )
    };
    Some(RubricFinding { message, concept })
}

fn spoken(written: &[String], id: &str) -> String {
    written.first().cloned().unwrap_or_else(|| id.to_owned())
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
                format!("You wrote “{own}”, which denies something that holds. Is it so?")
            }
            (Value::False, None) => format!("You wrote “{own}”. That is not so; what is?"),
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
    words.trim_matches(|c: char| matches!(c, ',' | ':' | ';' | '-' | ' ' | '“' | '”')).to_owned()
}

fn guard_message(guard: Guard) -> String {
    match guard {
        Guard::Empty => "There is no answer yet: write it below the heading, in your own words.".into(),
        Guard::NoWords => "There are signs or code here, and no words: say it in a sentence or two.".into(),
        Guard::TooShort => "That is very short: say in a sentence or two what you mean.".into(),
        Guard::Foreign(Some(language)) => {
            format!("This looks like {language}. Please answer in English: simple words and mistakes are fine.")
        }
        Guard::Foreign(None) => "Please answer in English: simple words and mistakes are fine.".into(),
        Guard::EchoesQuestion => "So far this repeats the question. What would you tell a friend who asked it?".into(),
        Guard::Copied => {
            "This is a text that you were shown, nearly word for word. Close it, and say it in your own words.".into()
        }
        Guard::Stuffed => "These are words in a row. Make sentences of them: what is said of what?".into(),
        Guard::Shuffled => "These words stand in no order that can be read. Make sentences of them.".into(),
        Guard::AddressesGrader => "This speaks to the grader, or about the grading. Answer the question itself.".into(),
        Guard::DoesNotKnow => {
            "You write that you aren't sure. Look at the chapter once more, then say what you think without looking."
                .into()
        }
    }
}
