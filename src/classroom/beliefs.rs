//! Which wrong belief a failure looks like: that of the kit's mistake which it is. A wrong belief told is worse than none,
//! so whatever is not clear is left open.
//!
//! Code has to be a mistake but for layout, comments and the names of variables. Nearness was tried and does not do: when
//! each mistake of the built-in kit was held against the others of its exercise, the nearest one that failed in the same way
//! had another belief as often as the same, however near it was: it is the details that tell one belief from another.

mod shape;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::grades::Matched;
use crate::check::predict::parts::parts;
use crate::judge::Judge;
use crate::kit::mistakes::said;
use crate::kit::project::Project;
use crate::kit::{Exercise, Kind};
use crate::verdict::{Outcome, TestOutcome, Verdict};
use shape::shape;

/// The mistakes of a kit, read when they are first asked for.
pub struct Beliefs<'a> {
    project: &'a Project,
    judge: &'a Judge<'a>,
    /// By the exercises' names.
    known: Mutex<HashMap<String, Arc<OnceLock<Vec<Mistake>>>>>,
}

/// A mistake of the kit.
struct Mistake {
    file: String,
    belief: Option<String>,
    signs: Signs,
}

/// What of a file tells a mistake, by the exercise's kind.
enum Signs {
    /// The shape of its code.
    Code(String),
    /// The wrong claims of a text, by their ids in the rubric.
    Text(BTreeSet<String>),
    /// What stands in each blank.
    Blanks(Vec<(u32, String)>),
}

impl<'a> Beliefs<'a> {
    /// Those of this project's kit. Reads nothing yet.
    pub fn new(project: &'a Project, judge: &'a Judge<'a>) -> Self {
        Self { project, judge, known: Mutex::default() }
    }

    /// The mistake that this file, which has got this verdict, is like; `None` where it has passed or nothing is clear.
    pub fn of(&self, exercise: &Exercise, bytes: &[u8], verdict: &Verdict) -> Option<Matched> {
        if verdict.verdict != Outcome::Failed {
            return None;
        }
        let known = self.known(exercise);
        let known = known.get_or_init(|| self.mistakes(exercise));
        let mine = self.signs(exercise, bytes)?;
        if is_nothing(&mine) {
            return None;
        }
        let same: Vec<&Mistake> = match &mine {
            Signs::Code(shape) => known.iter().filter(|mistake| mistake.has_shape(shape)).collect(),
            Signs::Text(wrong) => known.iter().filter(|mistake| mistake.says(wrong)).collect(),
            Signs::Blanks(blanks) => {
                let wrong = wrong(verdict);
                known.iter().filter(|mistake| mistake.has(blanks, &wrong, self.truths(exercise))).collect()
            }
        };
        let first = same.first()?;
        same.iter().all(|mistake| mistake.belief == first.belief).then(|| self.told(first))
    }

    fn told(&self, mistake: &Mistake) -> Matched {
        let known = &self.project.kit.misconceptions;
        let says = known.iter().find(|one| Some(&one.id) == mistake.belief.as_ref());
        Matched {
            file: mistake.file.clone(),
            belief: mistake.belief.clone(),
            says: says.map(|one| one.text.clone()),
        }
    }

    /// Filled by who comes first; others wait for their own exercise only.
    fn known(&self, exercise: &Exercise) -> Arc<OnceLock<Vec<Mistake>>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(exercise.name.clone()).or_default())
    }

    fn mistakes(&self, exercise: &Exercise) -> Vec<Mistake> {
        let source = &self.project.kit.source;
        let read = |file: String| {
            let bytes = source.mistake(&file).ok()?.into_owned();
            let belief = said(&bytes, "belief:");
            Some(Mistake { belief, signs: self.signs(exercise, &bytes)?, file })
        };
        source.mistakes(exercise).into_iter().filter_map(read).collect()
    }

    fn signs(&self, exercise: &Exercise, bytes: &[u8]) -> Option<Signs> {
        let text = std::str::from_utf8(bytes).ok()?;
        Some(match exercise.kind {
            Kind::Code | Kind::Witness => Signs::Code(shape(text)?),
            Kind::Answer => {
                let judgement = self.judge.judgement(exercise, text).ok()??;
                let wrong = judgement.contradictions.into_iter().filter(|wrong| !wrong.doubtful);
                Signs::Text(wrong.map(|wrong| wrong.concept).collect())
            }
            Kind::Predict => Signs::Blanks(blanks(text)),
        })
    }

    /// What the solution has in its blanks.
    fn truths(&self, exercise: &Exercise) -> Vec<(u32, String)> {
        let solution = self.project.kit.source.read(&exercise.solution_file()).unwrap_or_default();
        blanks(&String::from_utf8_lossy(&solution))
    }
}

impl Mistake {
    /// Whether its code is the same but for layout and names.
    fn has_shape(&self, mine: &str) -> bool {
        matches!(&self.signs, Signs::Code(theirs) if theirs == mine)
    }

    /// Whether it makes the same wrong claims.
    fn says(&self, wrong: &BTreeSet<String>) -> bool {
        matches!(&self.signs, Signs::Text(theirs) if theirs == wrong)
    }

    /// Whether its wrong blanks are the same, with the same in them.
    fn has(&self, mine: &[(u32, String)], wrong: &[u32], truths: Vec<(u32, String)>) -> bool {
        let Signs::Blanks(theirs) = &self.signs else { return false };
        let is_wrong = |blank: &&(u32, String)| !truths.contains(blank);
        let theirs: Vec<&(u32, String)> = theirs.iter().filter(is_wrong).collect();
        let mine: Vec<&(u32, String)> = mine.iter().filter(|(n, _)| wrong.contains(n)).collect();
        !mine.is_empty() && theirs == mine
    }
}

/// Whether there is nothing that could be like anything.
fn is_nothing(signs: &Signs) -> bool {
    match signs {
        Signs::Code(shape) => shape.is_empty(),
        Signs::Text(wrong) => wrong.is_empty(),
        Signs::Blanks(blanks) => blanks.is_empty(),
    }
}

/// What stands behind the marks, in one spelling.
fn blanks(text: &str) -> Vec<(u32, String)> {
    let word = |text: &str| {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ").trim_end_matches('.').replace(['`', '"'], "")
    };
    parts(text).marks.iter().map(|mark| (mark.n, word(&mark.text))).collect()
}

/// The blanks that are wrong.
fn wrong(verdict: &Verdict) -> Vec<u32> {
    let wrong = verdict.tests.iter().filter(|test| test.outcome == TestOutcome::Failed);
    wrong.filter_map(|test| test.name.trim_end_matches('>').parse().ok()).collect()
}
