//! What can happen to the watch, what a key asks for, and what is to be done: plain values.

use super::skips::{Milestone, Offer};
use crate::error::Error;
use crate::progress::{Asked, Progress};
use crate::verdict::{Finding, Verdict};

/// What is known about the exercise on the screen.
#[derive(Debug, Clone)]
pub enum Showing {
    /// Nothing was saved yet: its task, and no verdict.
    Waiting,
    /// A judging is under way; the first error is shown as soon as it is known.
    Judging(Option<Box<Finding>>),
    /// Its verdict.
    Verdict(Box<Verdict>),
    /// It could not be judged, and that is not the learner's fault.
    Trouble(Box<Error>),
}

/// What can happen.
#[derive(Debug)]
pub enum Event {
    /// An exercise's file was saved with new content.
    Saved(String),
    /// What was found when an exercise came on the screen: whether its file differs from the
    /// starter.
    Looked { name: String, touched: bool },
    /// The first error of a judging under way.
    Early { generation: u64, finding: Box<Finding> },
    /// A judging's end.
    Judged { generation: u64, result: Box<Result<Verdict, Error>> },
    /// `check` has come this far.
    Checking { done: usize, total: usize },
    /// `check` is through.
    Checked(Result<Vec<Verdict>, Error>),
    /// A solution's text was read.
    Solution { name: String, text: Result<String, String> },
    /// An answer and the model answer were read.
    Comparison { name: String, texts: Result<(String, String), String> },
    /// Progress was written, perhaps with another watch's changes.
    Progress(Progress),
    /// Something a person should know.
    Notice(String),
    /// A key.
    Key(Action),
}

/// What a key asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    Next,
    Previous,
    Hint,
    List,
    Open,
    Again,
    CheckAll,
    Reset,
    /// To skip the exercise for now.
    Later,
    Solution,
    Help,
    Quit,
    Up,
    Down,
    PageUp,
    PageDown,
    Enter,
    Escape,
    /// A character for a search, or the answer to a question.
    Text(char),
    Backspace,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Judge this exercise; a judging under way is not wanted any more.
    Judge { name: String, generation: u64, reuse: bool },
    /// End the judging under way.
    Cancel,
    /// Find out whether the exercise's file differs from its starter.
    Look(String),
    /// Take a verdict into the progress.
    Record(Box<Verdict>, Asked),
    /// Remember the current exercise.
    Remember(String),
    /// Remember that so many hints of the ladder were shown.
    RememberHints(String, usize),
    /// Open the exercise in an editor.
    Open(String),
    /// Bring the starter back.
    Reset(String),
    /// Judge everything.
    CheckAll,
    /// End `check`.
    CancelCheck,
    /// Read a solution.
    ReadSolution(String),
    /// Read the learner's answer and the model answer.
    ReadComparison(String),
    /// Remember that the learner has judged the answer good.
    RememberSelfAssessed(String),
    /// Remember that these were put off.
    RememberSkipped(Vec<String>),
    /// Tell those who see no screen.
    Tell(Told),
    /// End the watch.
    Quit,
}

/// The events of a watch without a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Current(String),
    Saved(String),
    Judging(String),
    Verdict(Box<Verdict>),
    Trouble(Box<Error>),
    Advanced {
        from: String,
        to: String,
    },
    /// Help that may be had.
    Offer(Offer),
    /// A place to look back from.
    Milestone(Milestone),
    Finished,
    Notice(String),
}
