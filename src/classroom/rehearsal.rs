//! What would be judged and how, without judging it.

use serde::Serialize;

use super::class::{Elsewhere, Handed, KitName, Refused};
use super::grades::{Points, Sandbox};
use super::grading::Grading;
use crate::error::Result;
use crate::kit::{Credit, Exercise, Kind, Limits, Tests};

/// The rehearsal of a grading.
#[derive(Debug, Serialize)]
pub struct Rehearsal {
    /// The kit that would judge.
    pub kit: KitName,
    /// What would keep the submissions from the machine.
    pub sandbox: Sandbox,
    /// How each exercise would be judged.
    pub exercises: Vec<Way>,
    /// What each learner has handed in.
    pub learners: Vec<Rehearsed>,
    /// What belongs to nobody, or cannot be read.
    pub refused: Vec<Refused>,
    /// What the instructor should know.
    pub notices: Vec<String>,
    /// How many different files would be judged.
    pub distinct: usize,
}

/// How an exercise is judged.
#[derive(Debug, Serialize)]
pub struct Way {
    /// Its name.
    pub exercise: String,
    /// Its kind.
    pub kind: Kind,
    /// Where its tests come from; `None` where it has none.
    pub tests: Option<String>,
    /// What is forbidden in it.
    pub forbid: Vec<String>,
    /// Whether memory errors are looked for, too.
    pub watched: bool,
    /// What a run may use.
    pub limits: Limits,
    /// What it is worth, and for what.
    pub points: Points,
    /// What the points are given for.
    pub credit: Credit,
}

/// A learner's submission.
#[derive(Debug, Serialize)]
pub struct Rehearsed {
    /// Who.
    pub id: String,
    /// As people write it.
    pub name: String,
    /// Where it was found.
    pub submission: Option<String>,
    /// The kit that it says it was made from.
    pub kit: Option<KitName>,
    /// Exercise by exercise.
    pub files: Vec<FileSeen>,
    /// What would not be used.
    pub elsewhere: Vec<Elsewhere>,
}

/// The file of an exercise.
#[derive(Debug, Serialize)]
pub struct FileSeen {
    /// The exercise.
    pub exercise: String,
    /// Its place in a submission.
    pub file: String,
    /// "changed", "untouched", "missing", or why it is not taken.
    pub is: String,
}

impl Grading {
    /// What would be judged.
    ///
    /// # Errors
    /// When the machine has no compiler.
    pub fn rehearsal(&self) -> Result<Rehearsal> {
        let (plan, exercises) = (self.plan()?, self.exercises());
        let kit = &self.project().kit;
        let learners = self.class().learners.iter().zip(&plan.places).map(|(learner, places)| {
            let files = exercises.iter().zip(places).map(|(exercise, place)| FileSeen {
                exercise: exercise.name.clone(),
                file: exercise.file(),
                is: match place {
                    Some(place) if plan.distinct[*place].is_starter => "untouched".into(),
                    Some(_) => "changed".into(),
                    None => match kit.find(&exercise.name).and_then(|(at, _)| learner.files.get(at)) {
                        Some(Handed::Refused(why)) => format!("not taken: {why}"),
                        _ => "missing".into(),
                    },
                },
            });
            Rehearsed {
                id: learner.person.id.clone(),
                name: learner.person.name.clone(),
                submission: learner.submission.clone(),
                kit: learner.kit.clone(),
                files: files.collect(),
                elsewhere: learner.elsewhere.clone(),
            }
        });
        Ok(Rehearsal {
            kit: super::assemble::name_of(kit),
            sandbox: self.sandbox().clone(),
            learners: learners.collect(),
            exercises: exercises.iter().map(|exercise| way(kit.format, exercise)).collect(),
            refused: self.class().refused.clone(),
            notices: self.class().notices.clone(),
            distinct: plan.distinct.len(),
        })
    }
}

fn way(format: u8, exercise: &Exercise) -> Way {
    let tests = match &exercise.tests {
        _ if !exercise.test => None,
        Tests::File(file) => Some(file.clone()),
        Tests::Learner if format == 1 => Some(exercise.solution_file()),
        Tests::Learner => Some("the learner's own".into()),
        Tests::Kit => Some(exercise.file()),
    };
    Way {
        exercise: exercise.name.clone(),
        kind: exercise.kind,
        tests: tests.filter(|_| matches!(exercise.kind, Kind::Code)),
        forbid: exercise.forbid.clone(),
        watched: exercise.is_watched(),
        limits: exercise.limits,
        points: Points::whole(exercise.points),
        credit: exercise.credit,
    }
}
