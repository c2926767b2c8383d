//! Everybody's points for every exercise, as a table for any spreadsheet.

use super::csv::{cell, file};
use crate::classroom::grades::Grades;

/// The table.
pub(super) fn table(grades: &Grades) -> Vec<u8> {
    let header = ["id", "name", "email", "handed in", "points", "of"].map(str::to_owned);
    let exercises = grades.exercises.iter().map(|exercise| cell(&exercise.name));
    let mut rows: Vec<Vec<String>> = vec![header.into_iter().chain(exercises).collect()];
    for learner in &grades.learners {
        let person = &learner.person;
        let who = [
            cell(&person.id),
            cell(&person.name),
            cell(person.email.as_deref().unwrap_or_default()),
            if learner.submission.is_some() { "yes" } else { "no" }.to_owned(),
            learner.points.to_string(),
            learner.of.to_string(),
        ];
        let units = learner.units.iter().map(|unit| unit.points.to_string());
        rows.push(who.into_iter().chain(units).collect());
    }
    file(&rows)
}
