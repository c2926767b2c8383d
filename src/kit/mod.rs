//! A kit: `info.toml`, `exercises/` and `solutions/`, embedded in the binary or in a folder.

pub mod cargo;
pub mod create;
pub mod embedded;
mod entry;
mod format1;
pub mod helpers;
mod keys;
pub mod manifest;
pub mod mistakes;
pub mod names;
pub mod paths;
pub mod project;
pub mod rustlings;
mod scaffold;
pub mod start;
mod templates;
mod update;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::did_you_mean;
use crate::storage;

pub use cargo::Cargo;

#[cfg(test)]
pub(crate) use keys::schema;

/// A kit that was read and found whole.
#[derive(Debug, Clone)]
pub struct Kit {
    /// Its title; "memkata" for the official one.
    pub title: String,
    /// Its version, as a class pins it.
    pub version: String,
    /// Shown before the first exercise.
    pub welcome: Option<String>,
    /// Shown when all exercises are done.
    pub final_message: Option<String>,
    /// In the order of the course. Format 1 has one per folder.
    pub chapters: Vec<Chapter>,
    /// In the order of the course.
    pub exercises: Vec<Exercise>,
    /// What it teaches; empty where it does not say.
    pub claims: Vec<Statement>,
    /// The wrong beliefs that it is against; empty where it does not say.
    pub misconceptions: Vec<Statement>,
    /// The Rust edition that the exercises are written in.
    pub edition: String,
    /// What a format 1 kit's own Cargo.toml says.
    pub cargo: Cargo,
    /// What a person should know about its info.toml.
    pub notices: Vec<String>,
    /// Which format its info.toml has: 1 is rustlings' own.
    pub format: u8,
    /// Where its files are.
    pub source: Source,
}

/// A folder of exercises with a title.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// The folder's name below `exercises/`.
    pub dir: String,
    /// Its title.
    pub title: String,
    /// Shown when the chapter begins.
    pub intro: Option<String>,
}

/// An entry of `[[claims]]` or `[[misconceptions]]`.
#[derive(Debug, Clone)]
pub struct Statement {
    /// How exercises name it.
    pub id: String,
    /// What it says.
    pub text: String,
    /// The one-based line of its id in `info.toml`.
    pub line: u32,
}

/// What an exercise asks for. The meaning of each field is that of its key in `info.toml`.
#[derive(Debug, Clone, Serialize)]
pub struct Exercise {
    pub name: String,
    pub dir: Option<String>,
    pub kind: Kind,
    pub task: Option<String>,
    pub test: bool,
    pub tests: Tests,
    pub strict_clippy: bool,
    pub allow_lints: Vec<String>,
    pub fails_with: Option<String>,
    pub hints: Vec<String>,
    pub hint_for: BTreeMap<String, String>,
    pub explain: Option<String>,
    pub forbid: Vec<String>,
    pub keep: Vec<String>,
    pub stdout: Option<String>,
    pub sanitize: Sanitize,
    pub witness: Option<Witness>,
    pub steps: Vec<String>,
    pub limits: Limits,
    pub skip_check_unsolved: bool,
    // What follows decides no verdict, so it is no part of its key.
    #[serde(skip)]
    pub points: u32,
    #[serde(skip)]
    pub credit: Credit,
    #[serde(skip)]
    pub claims: Vec<String>,
    #[serde(skip)]
    pub misconceptions: Vec<String>,
    #[serde(skip)]
    pub introduces: Vec<Idea>,
    #[serde(skip)]
    pub needs: Vec<Idea>,
    /// The one-based line of its name in `info.toml`.
    #[serde(skip)]
    pub line: u32,
}

/// An entry of `introduces` or `needs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idea {
    /// Its name, as the author writes it.
    pub name: String,
    /// Its one-based line in `info.toml`.
    pub line: u32,
}

/// The kinds of exercise that can be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A Rust file that is compiled, tested and run.
    Code,
    /// A text answer.
    Answer,
    /// Predictions of what a program does.
    Predict,
    /// A Rust file whose program has to be made to misuse memory.
    Witness,
}

impl Kind {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Code, Self::Answer, Self::Predict, Self::Witness];

    /// Its name in `info.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Answer => "answer",
            Self::Predict => "predict",
            Self::Witness => "witness",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The extension of the file that a learner edits.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Code | Self::Witness => "rs",
            Self::Answer | Self::Predict => "md",
        }
    }
}

/// What a class gives points for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credit {
    /// For a pass.
    #[default]
    All,
    /// For each test that has passed; for each blank of a prediction.
    PerTest,
}

impl Credit {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::All, Self::PerTest];

    /// Its name in `info.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::PerTest => "per-test",
        }
    }
}

/// Whether the oracles of memory errors judge, too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sanitize {
    /// They don't.
    #[default]
    No,
    /// They do.
    Yes,
    /// Those that the machine has do.
    Optional,
}

/// The memory error that an exercise wants to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// Its name.
    pub error: String,
    /// The kept item that has to make it; any of them where none is named.
    pub place: Option<String>,
}

/// Whose tests count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tests {
    /// Those of the kit's starter.
    Kit,
    /// Those of a file of the kit, relative to the kit's root.
    File(String),
    /// Those of the learner's own file, where writing tests is the exercise.
    Learner,
}

/// What one run of the learner's program may use.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Limits {
    /// Wall-clock seconds.
    pub seconds: u64,
    /// Address space in MiB.
    pub memory_mib: u64,
    /// Standard output and standard error together, in KiB.
    pub output_kib: u64,
    /// Wall-clock seconds of compiling it.
    pub compile_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: 10, memory_mib: 512, output_kib: 256, compile_seconds: 60 }
    }
}

impl Limits {
    /// The wall-clock limit.
    pub fn wall(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    /// The wall-clock limit of compiling.
    pub fn compile_wall(&self) -> Duration {
        Duration::from_secs(self.compile_seconds)
    }
}

impl Statement {
    /// What to do about an id that none of them has; `key` is that of their table.
    pub fn help(key: &str, id: &str, known: &[Self]) -> String {
        let add = format!("add a [[{key}]] entry with this id");
        match did_you_mean(id, known.iter().map(|one| one.id.as_str())) {
            Some(near) => format!("did you mean `{near}`? Otherwise {add}"),
            None => add,
        }
    }
}

impl Exercise {
    /// Whether oracles watch the program's memory.
    pub fn is_watched(&self) -> bool {
        self.sanitize != Sanitize::No || self.kind == Kind::Witness
    }

    /// Whether the compiler itself is told to refuse `unsafe`.
    pub fn forbids_unsafe(&self) -> bool {
        self.forbid.iter().any(|rule| rule == "unsafe")
    }
}

/// Where a kit's files are read from.
#[derive(Debug, Clone)]
pub enum Source {
    /// The official kit, inside the binary.
    Embedded,
    /// A folder.
    Folder(PathBuf),
}

impl Source {
    /// The bytes of one of the kit's files.
    ///
    /// # Errors
    /// `NotFound` for a file that the kit does not have; whatever reading it yields.
    pub fn read(&self, relative: &str) -> io::Result<Cow<'static, [u8]>> {
        match self {
            Self::Embedded => embedded::read(relative)
                .map(Cow::Borrowed)
                .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "not in the embedded kit")),
            Self::Folder(root) => storage::read_file(&root.join(relative)).map(Cow::Owned),
        }
    }

    /// How to name one of the kit's files to a person.
    pub fn display(&self, relative: &str) -> String {
        match self {
            Self::Embedded => format!("{relative} (embedded)"),
            Self::Folder(root) => root.join(relative).display().to_string(),
        }
    }
}

impl Kit {
    /// The exercise of this name and its position.
    pub fn find(&self, name: &str) -> Option<(usize, &Exercise)> {
        self.exercises.iter().enumerate().find(|(_, exercise)| exercise.name == name)
    }

    /// The chapter an exercise belongs to, with the chapter's position.
    pub fn chapter_of(&self, exercise: &Exercise) -> Option<(usize, &Chapter)> {
        let dir = exercise.dir.as_deref()?;
        self.chapters.iter().enumerate().find(|(_, chapter)| chapter.dir == dir)
    }

    /// The exercises of a chapter, in the order of the course.
    pub fn exercises_of(&self, chapter: &Chapter) -> Vec<&Exercise> {
        let dir = Some(chapter.dir.as_str());
        self.exercises.iter().filter(|exercise| exercise.dir.as_deref() == dir).collect()
    }
}
