//! A rubric as its author wrote it: checked for form, not yet compiled.

use std::ops::Range;

use toml::Spanned;

use super::Example;

/// Everything a rubric's text says.
#[derive(Debug, Default)]
pub(super) struct Schema {
    pub(super) subjects: Vec<SubjectText>,
    /// Phrases that contain a subject's name and don't name it.
    pub(super) not_subjects: Vec<Spanned<String>>,
    /// The world that the question is about, "rust", and others that answers speak of, "python".
    pub(super) here: Vec<Spanned<String>>,
    pub(super) abroad: Vec<Spanned<String>>,
    /// Words that are right as they are, however near they come to a word of the rubric.
    pub(super) protected: Vec<Spanned<String>>,
    /// Named families of words, used in patterns as `@name`.
    pub(super) words: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
    pub(super) pass_points: u32,
    /// Where they stand.
    pub(super) points_at: Option<Range<usize>>,
    pub(super) groups: Vec<GroupText>,
    pub(super) concepts: Vec<ConceptText>,
    pub(super) falsehoods: Vec<FalsehoodText>,
    pub(super) examples: Vec<Example>,
}

/// One of the things to tell apart.
#[derive(Debug)]
pub(super) struct SubjectText {
    pub(super) id: Spanned<String>,
    pub(super) names: Vec<Spanned<String>>,
    /// Stand for it in a sentence that names no subject.
    pub(super) signs: Vec<Spanned<String>>,
}

/// Something an answer must cover.
#[derive(Debug)]
pub(super) struct GroupText {
    pub(super) id: Spanned<String>,
    /// Whatever is rightly said of this subject counts here.
    pub(super) of: Option<Spanned<String>>,
    pub(super) points: u32,
    /// Where they stand, if they do.
    pub(super) points_at: Option<Range<usize>>,
    pub(super) ask: Spanned<String>,
}

/// A claim that is true of one subject.
#[derive(Debug)]
pub(super) struct ConceptText {
    pub(super) id: Spanned<String>,
    pub(super) of: Option<Spanned<String>>,
    pub(super) group: Option<Spanned<String>>,
    pub(super) points: u32,
    pub(super) any: Vec<Spanned<String>>,
    /// Count like `any`, and are too loose to hold against anyone.
    pub(super) also: Vec<Spanned<String>>,
    pub(super) unless: Vec<Spanned<String>>,
    pub(super) opposite: Option<Spanned<String>>,
    /// What to answer to an answer that says this and no more.
    pub(super) reply: Option<Spanned<String>>,
    pub(super) readings: Readings,
}

/// What the three other readings of a claim mean: said of another subject, denied of its own, denied of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Readings {
    pub(super) elsewhere: Reading,
    pub(super) denied: Reading,
    pub(super) denied_elsewhere: Reading,
}

/// What one reading of a claim means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Counts,
    Ignored,
    Doubtful,
    Contradicts,
}

/// What a falsehood does to an answer that is right otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Many right claims outweigh it, enough for a human look.
    Strong,
    /// Perhaps it is true.
    Doubtful,
    /// Nothing outweighs it.
    Decisive,
}

/// A claim that is false of anything (or of one subject).
#[derive(Debug)]
pub(super) struct FalsehoodText {
    pub(super) id: Spanned<String>,
    pub(super) of: Option<Spanned<String>>,
    pub(super) any: Vec<Spanned<String>>,
    pub(super) unless: Vec<Spanned<String>>,
    pub(super) weight: Weight,
    pub(super) ask: Option<Spanned<String>>,
}
