//! Proving a kit: what it claims, claim by claim. A file for each subject; none of them prints.

pub mod coverage;
mod examples;
mod files;
mod judged;
mod links;
mod notes;
mod order;
mod plan;
mod predictions;
mod rules;
mod spoilers;
mod steps;
mod texts;
mod words;

use serde::Serialize;

pub use coverage::{Coverage, Covered, coverage};
pub use plan::{Plan, Proved, is_touched, kit_wide};

use crate::kit::Exercise;
use crate::verdict::Finding;

/// What can be claimed, in the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// The starter fails, for the reason that `fails_with` gives.
    Starter,
    /// The solution passes, without warnings.
    Solution,
    /// It is formatted.
    Format,
    /// It needs less than a third of its time.
    Time,
    /// Each test belongs to a step, and each step has one.
    Steps,
    /// A wrong attempt fails as its first line says.
    Mistake,
    /// An example of a rubric is accepted or rejected as it is labelled.
    Example,
    /// `keep` and `forbid` fit the starter and the solution.
    Rules,
    /// The blanks of a prediction can be reached, and are empty.
    Blanks,
    /// There are hints, and each says something new.
    Hints,
    /// Nothing that is shown before the pass gives the solution away.
    Spoilers,
    /// What the exercise needs was introduced before it.
    Order,
    /// What the kit teaches and is against has exercises, and mistakes name nothing else.
    Coverage,
    /// Every file belongs to an exercise.
    Files,
    /// Every link leads to a file.
    Links,
}

impl Claim {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Starter => "starter",
            Self::Solution => "solution",
            Self::Format => "format",
            Self::Time => "time",
            Self::Steps => "steps",
            Self::Mistake => "mistake",
            Self::Example => "example",
            Self::Rules => "rules",
            Self::Blanks => "blanks",
            Self::Hints => "hints",
            Self::Spoilers => "spoilers",
            Self::Order => "order",
            Self::Coverage => "coverage",
            Self::Files => "files",
            Self::Links => "links",
        }
    }
}

/// A claim, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Whose claim; `None` for one of the whole kit.
    pub exercise: Option<String>,
    /// What is claimed.
    pub claim: Claim,
    /// Where it stands, or what has to change: relative to the kit, with forward slashes.
    pub file: String,
    /// One-based.
    pub line: Option<u32>,
    /// What is wrong; `None` where the claim holds.
    pub flaw: Option<Flaw>,
}

/// Why a claim does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// What was found.
    pub what: String,
    /// What to do.
    pub help: String,
    /// What judging a solution has found, with the whole of it.
    pub finding: Option<Box<Finding>>,
}

impl Flaw {
    fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: help.into(), finding: None }
    }
}

impl Proof {
    /// A claim of an exercise that holds, as far as is known.
    fn of(exercise: &Exercise, claim: Claim, file: impl Into<String>) -> Self {
        Self { exercise: Some(exercise.name.clone()), claim, file: file.into(), line: None, flaw: None }
    }

    /// The same about its entry in `info.toml`.
    fn of_entry(exercise: &Exercise, claim: Claim) -> Self {
        Self { line: Some(exercise.line), ..Self::of(exercise, claim, "info.toml") }
    }

    /// A claim of the whole kit that holds, as far as is known.
    fn of_kit(claim: Claim, file: impl Into<String>) -> Self {
        Self { exercise: None, claim, file: file.into(), line: None, flaw: None }
    }

    fn at(self, line: u32) -> Self {
        Self { line: Some(line), ..self }
    }

    fn failing(self, flaw: Flaw) -> Self {
        Self { flaw: Some(flaw), ..self }
    }

    /// One that fails for each flaw; without any, the one that holds.
    fn with_all(self, flaws: Vec<Flaw>) -> Vec<Self> {
        if flaws.is_empty() {
            return vec![self];
        }
        flaws.into_iter().map(|flaw| self.clone().failing(flaw)).collect()
    }

    /// Whether the claim holds.
    pub fn holds(&self) -> bool {
        self.flaw.is_none()
    }
}
