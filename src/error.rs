//! Errors that end a command: wrong usage, a broken kit or workspace, a machine that lacks
//! something. Values only; the view draws them, `main` turns their kind into an exit code.

use std::ops::Range;

use serde::Serialize;

use crate::position::line_and_column;

/// Who is to mend it; each kind has its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorKind {
    /// The command line (exit code 2).
    Usage,
    /// The kit or the workspace (exit code 3).
    Kit,
    /// The machine: no compiler, no linker, no room (exit code 4).
    Machine,
}

impl ErrorKind {
    /// The process's exit code for this kind.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Usage => 2,
            Self::Kit => 3,
            Self::Machine => 4,
        }
    }
}

/// One thing that is wrong, with its place where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What happened.
    pub message: String,
    /// The file it is in, as the user can open it.
    pub file: Option<String>,
    /// The text of that file and the bytes of it to point at.
    pub snippet: Option<(String, Range<usize>)>,
    /// What to do next.
    pub help: Option<String>,
}

impl Problem {
    /// A problem without a place.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), file: None, snippet: None, help: None }
    }

    /// The same problem with what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The one-based line and column the problem points at, in characters.
    pub fn position(&self) -> Option<(u32, u32)> {
        let (text, span) = self.snippet.as_ref()?;
        Some(line_and_column(text, span.start))
    }
}

/// An error that ends a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Decides the exit code.
    pub kind: ErrorKind,
    /// At least one; all that were found in one go.
    pub problems: Vec<Problem>,
}

impl Error {
    /// An error of one problem.
    pub fn new(kind: ErrorKind, problem: Problem) -> Self {
        Self { kind, problems: vec![problem] }
    }

    /// Wrong usage.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, Problem::new(message))
    }

    /// A broken kit or workspace.
    pub fn kit(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Kit, Problem::new(message))
    }

    /// A machine that lacks something.
    pub fn machine(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Machine, Problem::new(message))
    }

    /// The same error with what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        if let Some(last) = self.problems.last_mut() {
            last.help = Some(help.into());
        }
        self
    }

    /// The same error in a file.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        if let Some(last) = self.problems.last_mut() {
            last.file = Some(file.into());
        }
        self
    }
}

/// What fallible functions of the tool return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The name in `names` that `typed` was most likely meant to be, if one is near enough.
pub fn did_you_mean<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(typed, name), name))
        .filter(|(nearness, _)| *nearness > 0.8)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, name)| name)
}

/// What to do about one of serde's messages on a TOML file: "did you mean" for "unknown field `x`,
/// expected one of `a`, `b`", and the like.
pub fn toml_help(message: &str) -> Option<String> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    if message.starts_with("unknown field") {
        let typed = quoted.next()?;
        let known: Vec<&str> = quoted.collect();
        return Some(match did_you_mean(typed, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys known here are: {}", known.join(", ")),
        });
    }
    if let Some(field) = message.strip_prefix("missing field ") {
        return Some(format!("add {field}"));
    }
    if message.starts_with("duplicate key") || message.ends_with("expected a sequence") {
        let help =
            "write a list in brackets, and a table that may come more than once with two: [[exercises]]";
        return Some(help.into());
    }
    if message.ends_with("expected a map") {
        return Some("write a table: { key = value }".into());
    }
    message.starts_with("invalid type").then(|| "docs/info-toml.md says what each key takes".into())
}
