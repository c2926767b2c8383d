//! A class as its submissions have it, before anything is judged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::inputs::Input;

/// Everybody whose work is judged together.
#[derive(Debug, Clone, Default)]
pub struct Class {
    /// In the order of the roster; without one, by name. Those of the roster who have handed in nothing are
    /// among them.
    pub learners: Vec<Learner>,
    /// What was handed in and belongs to nobody, or cannot be read at all.
    pub refused: Vec<Refused>,
    /// What a person should know of how the class was read.
    pub notices: Vec<String>,
}

/// Who has handed something in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Unique in the class: the roster's, or made of the submission's name.
    pub id: String,
    /// As people write it.
    pub name: String,
    /// Where the roster has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The roster's row, by its columns: what a gradebook needs to know the person again.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub roster: BTreeMap<String, String>,
}

/// One learner and what came from them.
#[derive(Debug, Clone, Default)]
pub struct Learner {
    /// Who.
    pub person: Person,
    /// Where it was found, as the instructor can find it again: `week3.zip/kim_12345_handin.zip`. `None` where
    /// nothing was handed in.
    pub submission: Option<String>,
    /// Why what was handed in cannot be opened at all; nothing of it counts then.
    pub refused: Option<String>,
    /// Whether the learning platform says that it came late.
    pub late: bool,
    /// The kit that the submission says it was made from, where it says so.
    pub kit: Option<KitName>,
    /// One for each exercise of the kit, in its order.
    pub files: Vec<Handed>,
    /// What else was in it that is not used, and why that matters.
    pub elsewhere: Vec<Elsewhere>,
}

/// The file of an exercise, as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// A file; what is in it is in the store.
    File(Input),
    /// Nothing.
    Missing,
    /// Something that is not taken; why, in words that end a sentence: "it is a link, and links are not followed".
    Refused(String),
}

/// A kit by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitName {
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
}

/// A part of a submission that nothing is judged by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Its path in the submission, with forward slashes.
    pub path: String,
    /// What it is and what became of it, as a sentence: "the kit's own Cargo.toml was used".
    pub why: String,
}

/// Something that was handed in and not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Where it is.
    pub place: String,
    /// Why, and what the instructor can do.
    pub why: String,
}
