//! Judges a short text answer against a rubric: offline, deterministic, in well under a millisecond.
//!
//! A rubric (TOML, see `docs/rubrics.md`) names *subjects* (two things to tell apart), *concepts* (claims that are
//! true of one of them), *groups* (what an answer must cover) and *falsehoods*. The path of one answer:
//! `text` (tokens) → `layout` (lines, lists, tables → sentences) → `clause` (pieces, each with its subject) →
//! `matching` and `polarity` (which claims stand there, affirmed or denied) → `evidence` (right or wrong of that
//! subject) → `guards` (copied, stuffed, "I don't know") → `verdict` (outcome) → `feedback` (sentences for the learner).
//!
//! The method follows what graders of short answers found to matter once plain keywords were not enough: word order,
//! proximity, alternatives and gated misspellings (pmatch in Moodle: Butcher & Jordan, *A comparison of human and
//! computer marking of short free-text student responses*, 2010), plus the subject of each clause and its polarity.
//! No subject matter is known here: all of it comes from the rubric.

mod clause;
mod common_words;
mod compile;
mod cuts;
mod ellipsis;
mod english;
mod evidence;
mod feedback;
mod fields;
mod frames;
mod guards;
mod hashing;
mod keys;
mod labels;
mod layout;
mod lexicon;
mod lexset;
mod matching;
mod mentions;
mod parse;
mod pattern;
mod phrases;
mod places;
mod polarity;
mod reach;
mod schema;
mod spelling;
mod swap;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod verdict;
mod weigh;

use std::ops::Range;

use serde::Serialize;

pub use guards::Context;
#[cfg(test)]
pub(crate) use keys::schema;

/// A rubric, parsed, checked and compiled: judging an answer with it needs nothing else.
#[derive(Debug, Clone)]
pub struct Rubric {
    compiled: compile::Compiled,
    examples: Vec<Example>,
}

/// One thing wrong with a rubric's text, with where it stands and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RubricError {
    /// What is wrong, in a sentence.
    pub message: String,
    /// Where: bytes of the TOML text. `None` when something is missing altogether.
    pub span: Option<Range<usize>>,
    /// How to mend it, or the nearest known name.
    pub help: Option<String>,
}

/// An answer that the rubric's author has labelled; `memkata verify` runs them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// The answer.
    pub text: String,
    /// What must become of it.
    pub label: Label,
    /// Where it stands: bytes of the TOML text.
    pub span: Range<usize>,
}

/// What an example is an example of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// Must be accepted.
    Accept,
    /// Must not be accepted.
    Reject,
}

/// The three outcomes of judging a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Says what was asked for, with nothing against it.
    Accepted,
    /// Something is missing or wrong; the findings say what to think about.
    NotYet,
    /// Cannot be told by rules: the learner compares with the model answer, or a teacher reads it.
    Unsure,
}

/// What the engine has to say about one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Accepted, not yet, or unsure.
    pub outcome: Outcome,
    /// What to tell the learner, most important first. Empty when accepted, except for notes.
    pub findings: Vec<RubricFinding>,
    /// Claims of the answer that are right, in the order in which they stand there.
    pub matched: Vec<Match>,
    /// Ids of the groups that the answer has not covered.
    pub missing: Vec<String>,
    /// The points of each group, in the rubric's order.
    pub groups: Vec<GroupPoints>,
    /// The points that are needed over all groups.
    pub needed: u32,
    /// Claims of the answer that are wrong, in the order in which they stand there.
    pub contradictions: Vec<Contradiction>,
    /// Claims that would be wrong, had they been said in words that are less loose; many of them make it unsure.
    pub loose: Vec<Contradiction>,
}

/// A sentence for the learner. It may quote the learner's own words, so views must escape it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RubricFinding {
    /// A full sentence, a follow-up question, or a quote of the learner's words with what is wrong.
    pub message: String,
    /// The id of the concept or group it is about, if any.
    pub concept: Option<String>,
}

/// A claim that counts for the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Match {
    /// The concept's id.
    pub concept: String,
    /// The subject it was said of; `None` for a concept that belongs to none.
    pub subject: Option<String>,
    /// Whether its words leave no doubt; an answer of nothing else but hints is unsure.
    pub sure: bool,
    /// The learner's own words.
    pub words: String,
    /// Where they stand: bytes of the answer.
    pub span: Range<usize>,
}

/// What a group has, and what it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupPoints {
    /// The group's id.
    pub group: String,
    /// What the answer's claims have brought it.
    pub points: u32,
    /// What it needs.
    pub needed: u32,
}

/// What makes a claim count against an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// True of its subject, and denied of it.
    Denied,
    /// Said of another subject than its own.
    Elsewhere,
    /// Denied of another subject than its own, where the rubric holds that against an answer.
    DeniedElsewhere,
    /// A falsehood.
    False,
}

/// A claim that counts against the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contradiction {
    /// The id of the concept or falsehood.
    pub concept: String,
    /// Which reading of it stands against the answer.
    pub reading: Wrong,
    /// Whether it only makes the answer doubtful.
    pub doubtful: bool,
    /// The subject it was said of, if any.
    pub subject: Option<String>,
    /// The learner's own words.
    pub words: String,
    /// Where they stand: bytes of the answer.
    pub span: Range<usize>,
}

impl Rubric {
    /// Reads and checks a rubric.
    ///
    /// # Errors
    /// Every mistake found, in the order of the text, each with its place and a way to mend it.
    pub fn parse(toml_text: &str) -> Result<Self, Vec<RubricError>> {
        let (schema, mut errors) = parse::parse(toml_text);
        let compiled = compile::compile(&schema, &mut errors);
        if errors.is_empty() {
            return Ok(Self { compiled, examples: schema.examples });
        }
        errors.sort_by_key(|error| error.span.as_ref().map_or(0, |span| span.start));
        Err(errors)
    }

    /// The labelled answers that the rubric carries.
    #[must_use]
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// Judges one answer. Any text at all may be given: what cannot be judged is answered with a finding.
    #[must_use]
    pub fn judge(&self, answer: &str, context: &Context) -> Judgement {
        verdict::judge(&self.compiled, answer, context)
    }

    /// The same answer with the rubric's subjects exchanged ("the stack is …" ↔ "the heap is …"), which makes a right
    /// answer wrong. `None` when the answer names no subject.
    #[must_use]
    pub fn swap_subjects(&self, answer: &str) -> Option<String> {
        swap::swap_subjects(&self.compiled, answer)
    }
}
