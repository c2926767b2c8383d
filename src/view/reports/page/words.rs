//! What a status, a reason and a flag are called on the page, and the signs that stand for them.

use maud::{Markup, html};

use super::super::{escape, words};
use crate::classroom::grades::{Flag, Points, Status, Unit};
use crate::verdict::Reason;

/// A text of somebody else's, without what steers what shows it. maud then escapes it.
pub(super) fn clean(text: &str) -> String {
    escape::lines(text)
}

/// The same, with what stands between backticks as code.
pub(super) fn prose(text: &str) -> Markup {
    let text = clean(text);
    let parts: Vec<&str> = text.split('`').collect();
    // The last of an odd number of backticks begins nothing.
    let whole = if parts.len() % 2 == 1 { parts.len() } else { parts.len() - 1 };
    html! {
        @for (at, part) in parts[..whole].iter().enumerate() {
            @if at % 2 == 1 && !part.is_empty() { code { (part) } }
            @else if at % 2 == 1 { "``" }
            @else { (part) }
        }
        @for rest in &parts[whole..] { "`" (rest) }
    }
}

/// How a unit looks in the map: a part of the points is a look of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Status(Status),
    Part,
}

impl Look {
    /// All of them, in the order of the legend.
    pub(super) const ALL: [Self; 8] = [
        Self::Status(Status::Passed),
        Self::Part,
        Self::Status(Status::Failed),
        Self::Status(Status::Unsure),
        Self::Status(Status::Untouched),
        Self::Status(Status::Missing),
        Self::Status(Status::Refused),
        Self::Status(Status::Broken),
    ];

    /// What a person has decided looks like what it comes to.
    pub(super) fn of(unit: &Unit) -> Self {
        match unit.status {
            _ if unit.decided.is_some() && unit.points >= unit.of => Self::Status(Status::Passed),
            _ if unit.decided.is_some() && unit.points == Points::default() => Self::Status(Status::Failed),
            _ if unit.decided.is_some() => Self::Part,
            Status::Failed if unit.points > Points::default() => Self::Part,
            status => Self::Status(status),
        }
    }

    /// The class of its style; one letter, because it is there once for each unit.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Part => "h",
            Self::Status(Status::Passed) => "p",
            Self::Status(Status::Failed) => "x",
            Self::Status(Status::Unsure) => "u",
            Self::Status(Status::Untouched) => "o",
            Self::Status(Status::Missing) => "m",
            Self::Status(Status::Refused) => "r",
            Self::Status(Status::Broken) => "b",
        }
    }

    /// Its sign, so that nothing is told by colour alone.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Part => "½",
            Self::Status(Status::Passed) => "✓",
            Self::Status(Status::Failed) => "✗",
            Self::Status(Status::Unsure) => "?",
            Self::Status(Status::Untouched) => "·",
            Self::Status(Status::Missing) => "–",
            Self::Status(Status::Refused) => "⊘",
            Self::Status(Status::Broken) => "!",
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Part => "a part of the points",
            Self::Status(status) => words::status(status),
        }
    }
}

/// What a reason says of a learner's file.
pub(super) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Compile => "does not compile",
        Reason::Lint => "a lint",
        Reason::Tests => "tests failed",
        Reason::Run => "main failed",
        Reason::Output => "other output",
        Reason::Rules => "against the rules",
        Reason::Memory => "memory",
        Reason::Answer => "the text",
        Reason::Predict => "wrong prediction",
        Reason::Timeout => "time limit",
        Reason::MemoryLimit => "memory limit",
        Reason::OutputLimit => "output limit",
        Reason::Crash => "crashed",
    }
}

/// All flags, those first that a person has to look at most.
pub(super) const FLAGS: [Flag; 7] = [
    Flag::LeftEarly,
    Flag::Forbidden,
    Flag::LeftProcesses,
    Flag::TestsEdited,
    Flag::Copied,
    Flag::Limit,
    Flag::Crash,
];

/// A flag in two or three words.
pub(super) fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::TestsEdited => "tests changed",
        Flag::Forbidden => "forbidden code",
        Flag::Limit => "limit reached",
        Flag::Crash => "crash",
        Flag::LeftEarly => "ended before its tests",
        Flag::LeftProcesses => "left processes behind",
        Flag::Copied => "same text",
    }
}

/// What a flag means, and what was done about it.
pub(super) fn about(flag: Flag) -> &'static str {
    match flag {
        Flag::TestsEdited => "The copy of the kit's tests was changed; the kit's own were run.",
        Flag::Forbidden => {
            "It uses what the exercise forbids, or unsafe code where that is not taught. It did not pass."
        }
        Flag::Limit => "A limit of time, memory or output ended it.",
        Flag::Crash => "A signal ended it: a stack overflow, an abort.",
        Flag::LeftEarly => {
            "It ended its process before the tests could finish. That proves nothing, so it did not pass."
        }
        Flag::LeftProcesses => {
            "It had started processes that were still there when it ended. They were ended, too."
        }
        Flag::Copied => "Others have handed in the same text.",
    }
}

/// "1 learner", "3 learners".
pub(super) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
