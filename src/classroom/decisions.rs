//! The instructor's own decisions: a CSV file of learner, exercise, points and reason. They stand above what judging
//! came to, and are shown as what they are.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use super::class::{Class, Person};
use super::grades::{Grades, LearnerGrades, Points};
use super::sheet::Sheet;
use crate::error::{Error, Problem, Result, did_you_mean};
use crate::kit::Exercise;
use crate::kit::paths::shown;
use crate::kit::project::cannot_write;
use crate::storage::{Durability, read_file, write_atomically};

/// What the columns are called.
const COLUMNS: [&str; 4] = ["learner", "exercise", "points", "reason"];

/// A decision on one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What is given.
    pub points: Points,
    /// Why.
    pub reason: String,
}

/// Decisions, by the position of the learner and that of the exercise.
pub type Decisions = HashMap<(usize, usize), Decision>;

/// Reads the file.
///
/// # Errors
/// A usage error with every row that says nothing that can be done.
pub fn read(path: &Path, class: &Class, exercises: &[&Exercise]) -> Result<Decisions> {
    let place = shown(path);
    let cannot = |why: String| Error::usage(why).in_file(&place);
    let bytes = read_file(path).map_err(|error| cannot(format!("the decisions cannot be read: {error}")))?;
    let sheet = Sheet::read(&bytes, "the file of decisions").map_err(|error| error.in_file(&place))?;
    if sheet.text().matches('"').count() % 2 == 1 {
        // It would take in all that follows.
        return Err(cannot("a quote is opened and not closed".into()).help(
            "each reason with quotes has one before and one behind it; a quote within is written twice",
        ));
    }
    let mut reader = sheet.rows();
    let head = reader.headers().map_err(|error| cannot(error.to_string()))?.clone();
    let column = |name: &str| head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let [Some(learner), Some(exercise), Some(points), Some(reason)] = COLUMNS.map(column) else {
        let columns = head.iter().map(|cell| format!("`{cell}`")).collect::<Vec<_>>().join(", ");
        return Err(cannot(format!("its columns are not those of decisions: {columns}"))
            .help(format!("the first line has to be: {}", COLUMNS.join(","))));
    };
    let (mut decisions, mut problems) = (Decisions::new(), Vec::new());
    for row in reader.records() {
        let row = row.map_err(|error| cannot(error.to_string()))?;
        let line = row.position().map_or(0, csv::Position::line) + sheet.skipped;
        let cell = |at: usize| row.get(at).unwrap_or_default().trim();
        let mut problem = |what: String, help: String| {
            problems.push(Problem { file: Some(format!("{place}:{line}")), ..Problem::new(what).help(help) });
        };
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let who = match find(class, cell(learner)) {
            Ok(at) => at,
            Err((what, help)) => {
                problem(what, help);
                continue;
            }
        };
        let Some(what) = exercises.iter().position(|known| known.name == cell(exercise)) else {
            let near = did_you_mean(cell(exercise), exercises.iter().map(|known| known.name.as_str()));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`memkata list` in a workspace names the exercises".into(),
            };
            problem(format!("no exercise that is graded is named `{}`", cell(exercise)), help);
            continue;
        };
        let Some(points) = Points::read(cell(points)) else {
            let help = "write a number of at most two digits after the point: 0.5".into();
            problem(format!("`{}` is no number of points", cell(points)), help);
            continue;
        };
        if cell(reason).is_empty() {
            problem(
                "a decision without a reason".into(),
                "say why in the column `reason`: the learner reads it".into(),
            );
            continue;
        }
        if row.len() > head.len() {
            let help = "put quotes around a reason that holds the separator, and close them".into();
            problem("there are more cells than columns".into(), help);
            continue;
        }
        let decision = Decision { points, reason: cell(reason).to_owned() };
        if decisions.insert((who, what), decision).is_some() {
            let message = format!("a second decision on `{}` of {}", cell(exercise), cell(learner));
            problem(message, "keep one of them".into());
        }
    }
    match problems.is_empty() {
        true => Ok(decisions),
        false => Err(Error { kind: crate::error::ErrorKind::Usage, problems }),
    }
}

/// What was decided in the last run and is not any more, in the place that is kept for it: a file that was forgotten takes
/// decisions back without a sound.
///
/// # Errors
/// When it cannot be written down what is decided now.
pub fn forgotten(place: &Path, grades: &Grades) -> Result<Vec<String>> {
    let before: BTreeSet<String> =
        read_file(place).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let of = |learner: &LearnerGrades| {
        let decided = learner.units.iter().filter(|unit| unit.decided.is_some());
        let id = learner.person.id.clone();
        decided.map(move |unit| format!("{id}, {}", unit.exercise)).collect::<Vec<String>>()
    };
    let now: BTreeSet<String> = grades.learners.iter().flat_map(of).collect();
    let bytes = serde_json::to_vec(&now).unwrap_or_default();
    write_atomically(place, &bytes, Durability::Quick).map_err(|error| cannot_write(place, &error))?;
    Ok(before.difference(&now).cloned().collect())
}

/// The decisions that give more points than there are: meant as a bonus, or a slip.
pub fn above(decisions: &Decisions, class: &Class, exercises: &[&Exercise]) -> Vec<String> {
    let mut all: Vec<_> = decisions.iter().collect();
    all.sort_by_key(|(place, _)| **place);
    let told = all.into_iter().filter_map(|((who, what), decision)| {
        let (person, exercise) = (&class.learners[*who].person, exercises[*what]);
        (decision.points > Points::whole(exercise.points)).then(|| {
            format!(
                "your decision gives {} {} of {} points for {}: a bonus?",
                person.name, decision.points, exercise.points, exercise.name
            )
        })
    });
    told.collect()
}

/// The one learner who is meant, by id; else by name or address.
fn find(class: &Class, typed: &str) -> Result<usize, (String, String)> {
    let people = || class.learners.iter().map(|learner| &learner.person).enumerate();
    if let Some((at, _)) = people().find(|(_, person)| person.id == typed) {
        return Ok(at);
    }
    let named = |person: &Person| {
        person.name == typed
            || person.email.as_deref() == Some(typed)
            || person.roster.values().any(|value| value == typed)
    };
    let found: Vec<usize> = people().filter(|(_, person)| named(person)).map(|(at, _)| at).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => {
            let names = people().flat_map(|(_, person)| [person.id.as_str(), person.name.as_str()]);
            let help = match did_you_mean(typed, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write an id as grades.json has it".into(),
            };
            Err((format!("nobody in the class is `{typed}`"), help))
        }
        many => {
            let ids: Vec<&str> = many.iter().map(|at| class.learners[*at].person.id.as_str()).collect();
            Err((format!("more than one learner is `{typed}`"), format!("write an id: {}", ids.join(", "))))
        }
    }
}
