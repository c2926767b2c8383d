//! Everybody's points for every exercise, as a table for any spreadsheet.

use super::csv::{cell, file};
use super::words::{self, Came};
use crate::classroom::grades::Grades;

/// The table.
pub(super) fn table(grades: &Grades) -> Vec<u8> {
    let header = ["id", "name", "email", "handed in", "late", "points", "of"].map(str::to_owned);
    let exercises = grades.exercises.iter().map(|exercise| cell(&exercise.name));
    let mut rows: Vec<Vec<String>> = vec![header.into_iter().chain(exercises).collect()];
    for learner in &grades.learners {
        let person = &learner.person;
        let who = [
            cell(&person.id),
            cell(&person.name),
            cell(person.email.as_deref().unwrap_or_default()),
            match words::came(learner) {
                Came::Opened(_) => "yes",
                Came::Unopened(_) => "could not be opened",
                Came::Nothing => "no",
            }
            .to_owned(),
            if learner.late { "late" } else { "" }.to_owned(),
            words::grade(learner, learner.points),
            learner.of.to_string(),
        ];
        let units = learner.units.iter().map(|unit| match words::is_told(learner, unit) {
            true => unit.points.to_string(),
            false => String::new(),
        });
        rows.push(who.into_iter().chain(units).collect());
    }
    file(&rows)
}
