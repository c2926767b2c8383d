//! Grades: what judging a class comes to. The canonical JSON is this value, and each report is a view of it. The same
//! submissions give the same value to the byte: there are no times in it.

use std::collections::BTreeMap;
use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::class::{Elsewhere, KitName, Person, Refused};
use crate::kit::{Credit, Kind};
use crate::verdict::{Reason, Verdict};

/// The format of the canonical JSON.
pub const FORMAT: u32 = 1;

/// A class, graded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grades {
    /// `FORMAT`.
    pub format: u32,
    /// The version of memkata that has judged.
    pub memkata: String,
    /// By which kit.
    pub kit: KitName,
    /// What kept the submissions from the machine, and each other.
    pub sandbox: Sandbox,
    /// What was judged, in the kit's order.
    pub exercises: Vec<Graded>,
    /// Everybody, in the class's order.
    pub learners: Vec<LearnerGrades>,
    /// The verdicts that units name, each once.
    pub verdicts: BTreeMap<String, Judged>,
    /// What was handed in and belongs to nobody, or cannot be read.
    pub refused: Vec<Refused>,
    /// What the instructor should know.
    pub notices: Vec<String>,
}

/// The layers of the sandbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sandbox {
    /// Whether all of them were there.
    pub whole: bool,
    /// Each of them.
    pub layers: Vec<Layer>,
}

/// A layer of the sandbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// Its name: "Landlock".
    pub name: String,
    /// What it is for, in a few words: "files outside its folder are closed".
    pub about: String,
    /// Whether it was active.
    pub active: bool,
    /// Why it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// An exercise that was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graded {
    /// Its name.
    pub name: String,
    /// Its file in a workspace.
    pub file: String,
    /// Its chapter's title.
    pub chapter: Option<String>,
    /// Its kind.
    pub kind: Kind,
    /// What it asks for.
    pub task: Option<String>,
    /// How many points it gives.
    pub points: Points,
    /// What they are given for.
    pub credit: Credit,
}

/// One learner's grades.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnerGrades {
    /// Who.
    #[serde(flatten)]
    pub person: Person,
    /// Where the submission was; `None` where nothing was handed in.
    pub submission: Option<String>,
    /// Why what was handed in could not be opened; it has to be handed in again, and nobody has earned nothing by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Whether the learning platform says that it came late.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// The kit that the submission was made from, where that is another one, or another version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_kit: Option<KitName>,
    /// What was in the submission and is not used.
    pub elsewhere: Vec<Elsewhere>,
    /// All points together.
    pub points: Points,
    /// Those that can be had.
    pub of: Points,
    /// One for each exercise, in their order.
    pub units: Vec<Unit>,
}

/// One exercise of one learner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// The exercise.
    pub exercise: String,
    /// What became of it.
    pub status: Status,
    /// Why it did not pass, where it was judged.
    pub reason: Option<Reason>,
    /// What was given for it, after the instructor's own decisions.
    pub points: Points,
    /// What can be given for it.
    pub of: Points,
    /// The key of its verdict in `Grades::verdicts`, where it was judged.
    pub verdict: Option<String>,
    /// What has to be said beside its verdict: why its file was refused, or what the machine lacked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Ids of learners with the same text, where it is an answer in words of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
    /// What the instructor has decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    /// What was noticed that an instructor should look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
}

/// What can become of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Everything was proved.
    Passed,
    /// Not everything; there may be points for a part.
    Failed,
    /// A text that the rubric cannot decide, or that more than one has handed in: it waits for the instructor.
    Unsure,
    /// The starter as the kit has it.
    Untouched,
    /// Nothing in the place of its file.
    Missing,
    /// What is there is not taken.
    Refused,
    /// The kit or the machine is at fault; it has to be judged again.
    Broken,
}

impl Status {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Unsure => "unsure",
            Self::Untouched => "untouched",
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::Broken => "broken",
        }
    }
}

/// What an instructor should look at, though the verdict takes care of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// The kit's tests were changed in the learner's copy; the kit's own were run.
    TestsEdited,
    /// It used something that the exercise forbids, or `unsafe` where it is not taught.
    Forbidden,
    /// A limit of time, memory or output ended it.
    Limit,
    /// It ended by a signal.
    Crash,
    /// It ended the process before its tests could.
    LeftEarly,
    /// Processes that it had started were still there when it ended.
    LeftProcesses,
    /// Others have handed in the same text.
    Copied,
}

/// An instructor's own decision about a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The points that were given.
    pub points: Points,
    /// What judging would have given.
    pub instead_of: Points,
    /// Why.
    pub reason: String,
}

/// A verdict, and the wrong belief that it looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Without times.
    pub verdict: Verdict,
    /// What the learner has written, of a text that was not accepted: to be read by the instructor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The kit's mistake that fails in the same way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mistake: Option<Matched>,
}

/// A mistake of the kit that a failure is like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// Its file in the kit.
    pub file: String,
    /// The id of the misconception behind it, where the kit names one.
    pub belief: Option<String>,
    /// What that misconception says.
    pub says: Option<String>,
}

/// Points, to the hundredth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points {
    hundredths: u64,
}

impl Points {
    /// Whole points.
    pub fn whole(points: u32) -> Self {
        Self { hundredths: u64::from(points) * 100 }
    }

    /// This part of them, rounded down to the hundredth; nothing where there are no parts.
    #[must_use]
    pub fn part(self, done: usize, of: usize) -> Self {
        let (done, of) = (done as u64, of as u64);
        Self { hundredths: (self.hundredths * done.min(of)).checked_div(of).unwrap_or(0) }
    }

    /// The points that a person has written: `2`, `0.5`, `1,25`.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().replace(',', ".");
        let (whole, rest) = text.split_once('.').unwrap_or((&text, "0"));
        let digits =
            |text: &str| (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(());
        digits(whole).and(digits(rest))?;
        if rest.len() > 2 {
            return None;
        }
        let whole: u64 = whole.parse::<u32>().ok()?.into();
        let rest: u64 = format!("{rest:0<2}").parse().ok()?;
        Some(Self { hundredths: whole * 100 + rest })
    }

    /// As a number.
    pub fn as_f64(self) -> f64 {
        self.hundredths as f64 / 100.0
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.hundredths / 100, self.hundredths % 100);
        match (rest, rest % 10) {
            (0, _) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole}.{}", rest / 10),
            _ => write!(f, "{whole}.{rest:02}"),
        }
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        Self { hundredths: points.map(|points| points.hundredths).sum() }
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.hundredths % 100 {
            0 => serializer.serialize_u64(self.hundredths / 100),
            _ => serializer.serialize_f64(self.as_f64()),
        }
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let points = f64::deserialize(deserializer)?;
        if !(0.0..=1e12).contains(&points) {
            return Err(serde::de::Error::custom("points are a number that is not negative"));
        }
        // Checked above; what was written has two digits after the point at most.
        Ok(Self { hundredths: (points * 100.0).round() as u64 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_and_shown_as_people_write_them() {
        for (text, shown) in
            [("2", "2"), ("0.5", "0.5"), ("1,25", "1.25"), (" 3.10 ", "3.1"), ("0.05", "0.05")]
        {
            assert_eq!(Points::read(text).map(|points| points.to_string()).as_deref(), Some(shown), "{text}");
        }
        for text in ["", "-1", "1.234", "one", "1.", ".5", "1e3", "NaN"] {
            assert_eq!(Points::read(text), None, "{text}");
        }
        assert_eq!(Points::whole(2).part(1, 3).to_string(), "0.66");
        assert_eq!(Points::whole(2).part(3, 3), Points::whole(2));
        assert_eq!(Points::whole(2).part(0, 0), Points::default());
    }
}
