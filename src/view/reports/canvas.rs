//! The table that Canvas's gradebook imports. It has one column of points: each further one would become an
//! assignment of its own there and count a second time.

use std::collections::BTreeSet;

use super::csv::{cell, file, roster};
use super::words;
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
        rows.push(who.chain([words::grade(learner, learner.points)]).collect());
    }
    file(&rows)
}

/// The column of the points. Where the roster is Canvas's own table and has one assignment that can be meant, it is that
/// one, with the number by which Canvas knows it.
fn assignment(grades: &Grades) -> String {
    let (kit, title) = (&grades.kit.title, words::title(grades));
    let columns: BTreeSet<&str> =
        grades.learners.iter().flat_map(|learner| learner.person.roster.keys()).map(String::as_str).collect();
    let is = |column: &str, wanted: &str| {
        let wanted = [cell(wanted), wanted.to_owned()];
        let titles = [Some(column), without_number(column)];
        titles.into_iter().flatten().any(|title| wanted.iter().any(|it| same(title, it)))
    };
    if let Some(known) = columns.iter().find(|column| is(column, &title)) {
        return cell(known);
    }
    // This kit's own columns for other chapters are not for these points.
    let begin = format!("{}: ", kit.to_lowercase());
    let is_other = |column: &str| column.to_lowercase().starts_with(&begin);
    let all: Vec<&str> = columns.into_iter().filter(|column| without_number(column).is_some()).collect();
    let names_kit = |column: &&&str| {
        let title = without_number(column).unwrap_or_default().to_lowercase();
        !is_other(column) && title.contains(&kit.to_lowercase())
    };
    let named: Vec<&&str> = all.iter().filter(names_kit).collect();
    match (named.as_slice(), all.as_slice()) {
        ([one], _) => return cell(one),
        ([], [one]) if !is_other(one) => return cell(one),
        _ => {}
    }
    // A number in brackets at the end would be taken for an assignment's.
    let title = cell(&title);
    match without_number(&title) {
        Some(rest) => format!("{rest} [{}]", title[rest.len() + 2..].trim_end_matches(')')),
        None => title,
    }
}

/// Whether two titles are the same, whatever their case.
fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
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
        assert_eq!(assignment(&grades), "How memory works, week 3: The heap");
        grades.exercises[0].chapter = None;
        grades.kit.title = "Memory".into();
        assert_eq!(assignment(&grades), "Memory: 4 exercises");
        grades.exercises[0].chapter = Some("The heap (2)".into());
        grades.exercises.truncate(1);
        assert_eq!(assignment(&grades), "Memory: The heap [2]");
        for (columns, filled) in [
            (&["Lab 3 (77)"][..], "Lab 3 (77)"),
            (&["Lab 3 (77)", "Lab 4 (78)"], "Memory: The heap [2]"),
            (&["Lab 3 (77)", "COMPUTER MEMORY (78)"], "COMPUTER MEMORY (78)"),
            (&["Memory a (77)", "Memory b (78)"], "Memory: The heap [2]"),
            (&["Memory: The stack (77)"], "Memory: The heap [2]"),
            (&["Memory: The stack (77)", "memory: the heap (2) (78)"], "memory: the heap (2) (78)"),
        ] {
            let roster = &mut grades.learners[0].person.roster;
            *roster = columns.iter().map(|column| ((*column).to_owned(), String::new())).collect();
            assert_eq!(assignment(&grades), filled, "{columns:?}");
        }
    }
}
