//! Which wrong belief a failure looks like: that of the kit's mistake which fails in the same way. A wrong belief told
//! is worse than none, so whatever is not clear is left open.

mod likeness;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use super::grades::Matched;
use crate::check::predict::parts::parts;
use crate::judge::{Asked, Judge, Subject};
use crate::kit::mistakes::said;
use crate::kit::project::Project;
use crate::kit::{Exercise, Kind};
use crate::runner::Cancel;
use crate::verdict::{Outcome, TestOutcome, Verdict};
use likeness::{Change, likeness};

/// How alike two changes of a starter have to be. Of the built-in kit's own mistakes, each held against the others, none
/// above it has another belief than the nearest one; with renamed variables and other numbers they stay above it.
const ALIKE: f64 = 0.5;
/// Mistakes that are this much less like a file than the nearest one are as near, as far as anybody can tell.
const AS_NEAR: f64 = 0.15;

/// The mistakes of a kit, read and judged when they are first asked for.
pub struct Beliefs<'a> {
    project: &'a Project,
    judge: &'a Judge<'a>,
    cancel: Cancel,
    /// By the exercises' names.
    known: Mutex<HashMap<String, Arc<Vec<Mistake>>>>,
}

/// A mistake of the kit.
struct Mistake {
    file: String,
    bytes: Vec<u8>,
    belief: Option<String>,
    signs: Signs,
}

/// What of a file tells a mistake, by the exercise's kind.
enum Signs {
    /// How its code differs from the starter's. `None` where it cannot be cut into tokens.
    Code(Option<Change>),
    /// The wrong claims of a text, by their ids in the rubric.
    Text(BTreeSet<String>),
    /// What stands in each blank.
    Blanks(Vec<(u32, String)>),
}

/// How a file fails.
#[derive(PartialEq, Eq)]
struct Failure {
    reason: Option<&'static str>,
    code: Option<String>,
    tests: Vec<String>,
    step: Option<usize>,
}

impl<'a> Beliefs<'a> {
    /// Those of this project's kit. Reads nothing yet.
    pub fn new(project: &'a Project, judge: &'a Judge<'a>, cancel: &Cancel) -> Self {
        Self { project, judge, cancel: cancel.clone(), known: Mutex::default() }
    }

    /// The mistake that this file, which has got this verdict, is like; `None` where it has passed or nothing is clear.
    pub fn of(&self, exercise: &Exercise, bytes: &[u8], verdict: &Verdict) -> Option<Matched> {
        if verdict.verdict != Outcome::Failed {
            return None;
        }
        let known = self.known(exercise);
        let mine = self.signs(exercise, bytes)?;
        if is_nothing(&mine) {
            return None;
        }
        if let Some(same) = known.iter().find(|mistake| mistake.is_same(&mine)) {
            return Some(self.told(same));
        }
        let near: Vec<&Mistake> = match &mine {
            Signs::Code(Some(change)) => self.near(exercise, change, &Failure::of(verdict), &known),
            Signs::Code(None) => Vec::new(),
            Signs::Text(wrong) => known.iter().filter(|mistake| mistake.says(wrong)).collect(),
            Signs::Blanks(blanks) => {
                let wrong = wrong(verdict);
                known.iter().filter(|mistake| mistake.has(blanks, &wrong, self.truths(exercise))).collect()
            }
        };
        let first = near.first()?;
        near.iter().all(|mistake| mistake.belief == first.belief).then(|| self.told(first))
    }

    /// The mistakes whose change of the starter is like this one, and that fail in the same way; the nearest first.
    fn near<'k>(
        &self,
        exercise: &Exercise,
        change: &Change,
        failure: &Failure,
        known: &'k [Mistake],
    ) -> Vec<&'k Mistake> {
        let mut near: Vec<(f64, &Mistake)> = known
            .iter()
            .filter_map(|mistake| match &mistake.signs {
                Signs::Code(Some(theirs)) => Some((likeness(change, theirs), mistake)),
                _ => None,
            })
            .filter(|(likeness, _)| *likeness >= ALIKE - AS_NEAR)
            .collect();
        near.sort_by(|one, other| other.0.total_cmp(&one.0));
        let best = near.first().map(|(likeness, _)| *likeness).filter(|best| *best >= ALIKE);
        let Some(best) = best else { return Vec::new() };
        near.retain(|(likeness, _)| *likeness >= best - AS_NEAR);
        // Only now: judging them takes time.
        let asked = Asked { reuse: true, cancel: self.cancel.clone() };
        near.retain(|(_, mistake)| {
            let judged = self.judge.judge(exercise, Subject::Bytes(&mistake.bytes), &asked, &mut |_| {});
            judged.is_ok_and(|judged| Failure::of(&judged) == *failure)
        });
        near.into_iter().map(|(_, mistake)| mistake).collect()
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

    fn known(&self, exercise: &Exercise) -> Arc<Vec<Mistake>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(&exercise.name) {
            return Arc::clone(known);
        }
        let source = &self.project.kit.source;
        let read = |file: String| {
            let bytes = source.mistake(&file).ok()?.into_owned();
            let belief = said(&bytes, "belief:");
            Some(Mistake { belief, signs: self.signs(exercise, &bytes)?, file, bytes })
        };
        let all = Arc::new(source.mistakes(exercise).into_iter().filter_map(read).collect());
        known.insert(exercise.name.clone(), Arc::clone(&all));
        all
    }

    fn signs(&self, exercise: &Exercise, bytes: &[u8]) -> Option<Signs> {
        let text = std::str::from_utf8(bytes).ok()?;
        Some(match exercise.kind {
            Kind::Code | Kind::Witness => {
                let starter = self.project.kit.source.read(&exercise.file()).ok()?;
                Signs::Code(Change::of(&String::from_utf8_lossy(&starter), text))
            }
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
    /// Whether a file is this one but for layout and comments.
    fn is_same(&self, mine: &Signs) -> bool {
        matches!((&self.signs, mine), (Signs::Code(Some(theirs)), Signs::Code(Some(mine))) if theirs.text == mine.text)
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

impl Failure {
    fn of(verdict: &Verdict) -> Self {
        let failed = verdict.tests.iter().filter(|test| test.outcome == TestOutcome::Failed);
        Self {
            reason: verdict.reason.map(|reason| reason.name()),
            code: verdict.errors().next().and_then(|first| first.code.clone()),
            tests: failed.map(|test| test.name.clone()).collect(),
            step: verdict.step.as_ref().map(|step| step.number),
        }
    }
}

/// Whether there is nothing that could be like anything.
fn is_nothing(signs: &Signs) -> bool {
    match signs {
        Signs::Code(change) => change.as_ref().is_none_or(Change::is_none),
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
