//! The table that Canvas's gradebook imports. It has one column of points: each further one would become an
//! assignment of its own there and count a second time.

use super::csv::{cell, file, roster};
use crate::classroom::class::Person;
use crate::classroom::grades::Grades;

/// The columns that say who it is; the importer wants them in this order.
const PERSON: [&str; 7] =
    ["Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section"];

/// Those that may be left out.
const OPTIONAL: [&str; 2] = ["Integration ID", "Root Account"];

/// The words by which the importer knows the row of the points, in whichever row they stand.
const POINTS_POSSIBLE: &str = "Points Possible";

/// The table.
pub(super) fn table(grades: &Grades) -> Vec<u8> {
    let has = |column: &str| grades.learners.iter().any(|learner| roster(&learner.person, column).is_some());
    let columns: Vec<&str> =
        PERSON.into_iter().filter(|column| !OPTIONAL.contains(column) || has(column)).collect();
    let of =
        grades.exercises.iter().map(|exercise| exercise.points).sum::<crate::classroom::grades::Points>();
    let header = columns.iter().map(|column| (*column).to_owned()).chain([assignment(grades)]);
    let possible = columns.iter().enumerate().map(|(at, _)| match at {
        0 => format!("    {POINTS_POSSIBLE}"),
        _ => String::new(),
    });
    let mut rows: Vec<Vec<String>> = vec![header.collect(), possible.chain([of.to_string()]).collect()];
    for learner in &grades.learners {
        let who = columns.iter().map(|column| identity(&learner.person, column));
        rows.push(who.chain([learner.points.to_string()]).collect());
    }
    file(&rows)
}

/// The column of the points. Where the roster is Canvas's own table and has an assignment of this name, it is that
/// one, with the number by which Canvas knows it.
fn assignment(grades: &Grades) -> String {
    let title = cell(&grades.kit.title);
    let is_it = |column: &str| column == title || without_number(column) == Some(title.as_str());
    let columns = grades.learners.iter().flat_map(|learner| learner.person.roster.keys());
    if let Some(known) = columns.map(String::as_str).find(|column| is_it(column)) {
        return cell(known);
    }
    // A number in brackets at the end would be taken for an assignment's.
    match without_number(&title) {
        Some(rest) => format!("{rest} [{}]", title[rest.len() + 2..].trim_end_matches(')')),
        None => title,
    }
}

/// `Week 3` of `Week 3 (1234)`.
fn without_number(column: &str) -> Option<&str> {
    let (rest, number) = column.strip_suffix(')')?.rsplit_once(" (")?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(rest)
}

fn identity(person: &Person, column: &str) -> String {
    let known = roster(person, column);
    match column {
        "Student" => {
            // A name with these words would make the row the one of the points.
            cell(known.unwrap_or(&person.name)).replace(POINTS_POSSIBLE, "points possible")
        }
        // Canvas looks for the name where it knows no such login.
        "SIS Login ID" if person.roster.is_empty() => cell(&person.id),
        _ => cell(known.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn the_points_go_to_the_assignment_that_is_there() {
        let mut grades = sample::grades();
        assert_eq!(assignment(&grades), "How memory works, week 3");
        grades.kit.title = "Memory (2026)".into();
        assert_eq!(assignment(&grades), "Memory [2026]");
        grades.learners[0].person.roster.insert("Memory (2026) (77)".into(), String::new());
        assert_eq!(assignment(&grades), "Memory (2026) (77)");
    }
}
