//! The table that Moodle takes grades from: the worksheet that it gave, filled in, where that was the roster;
//! otherwise one for the import of its gradebook.

use std::collections::BTreeSet;

use super::csv::{cell, file, roster};
use super::{escape, words};
use crate::classroom::grades::{Grades, LearnerGrades, Points};

/// The column by which Moodle knows the rows of its worksheet.
const IDENTIFIER: &str = "Identifier";
const GRADE: &str = "Grade";
const MAXIMUM: &str = "Maximum Grade";
const FEEDBACK: &str = "Feedback comments";

/// The worksheet's columns in Moodle's order; what else it has follows.
const WORKSHEET: [&str; 10] = [
    IDENTIFIER,
    "Full name",
    "ID number",
    "Email address",
    "Status",
    GRADE,
    MAXIMUM,
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
];

/// The table.
pub(super) fn table(grades: &Grades) -> Vec<u8> {
    let columns: BTreeSet<&str> =
        grades.learners.iter().flat_map(|learner| learner.person.roster.keys()).map(String::as_str).collect();
    let has = |column: &str| columns.iter().any(|known| known.eq_ignore_ascii_case(column));
    if has(IDENTIFIER) {
        let known = WORKSHEET.into_iter().filter(|column| has(column) || *column == GRADE);
        let other = columns.iter().copied().filter(|column| {
            !WORKSHEET.iter().chain([&FEEDBACK]).any(|known| known.eq_ignore_ascii_case(column))
        });
        // Moodle looks for columns by their names, and leaves alone what it does not know.
        rows(grades, &known.chain(other).chain([FEEDBACK]).collect::<Vec<_>>(), true)
    } else {
        let known = ["Username", "Full name", "ID number", "Email address"].into_iter();
        let known = known.filter(|column| has(column) || *column != "Username");
        rows(grades, &known.chain([GRADE, FEEDBACK]).collect::<Vec<_>>(), false)
    }
}

fn rows(grades: &Grades, columns: &[&str], is_worksheet: bool) -> Vec<u8> {
    let mut rows = vec![columns.iter().map(|column| cell(column)).collect::<Vec<_>>()];
    for learner in &grades.learners {
        rows.push(columns.iter().map(|column| value(learner, column, is_worksheet)).collect());
    }
    file(&rows)
}

fn value(learner: &LearnerGrades, column: &str, is_worksheet: bool) -> String {
    let known = roster(&learner.person, column);
    match column {
        GRADE => grade(learner),
        FEEDBACK => feedback(learner),
        "Full name" => cell(known.unwrap_or(&learner.person.name)),
        "Email address" => cell(known.or(learner.person.email.as_deref()).unwrap_or_default()),
        // The worksheet's own are Moodle's; elsewhere the id is the best there is.
        "ID number" if !is_worksheet => cell(known.unwrap_or(&learner.person.id)),
        _ => cell(known.unwrap_or_default()),
    }
}

/// The points; where the worksheet has another maximum than the kit, the same part of that, because Moodle refuses
/// more and would show less.
fn grade(learner: &LearnerGrades) -> String {
    if words::is_open(learner) {
        return String::new();
    }
    let maximum =
        roster(&learner.person, MAXIMUM).and_then(Points::read).filter(|most| *most > Points::default());
    let Some(maximum) = maximum.filter(|maximum| *maximum != learner.of) else {
        return learner.points.to_string();
    };
    let hundredths = |points: Points| (points.as_f64() * 100.0).round() as usize;
    maximum.part(hundredths(learner.points), hundredths(learner.of)).to_string()
}

/// Moodle shows it as HTML, and why something could not be opened may hold a learner's words.
fn feedback(learner: &LearnerGrades) -> String {
    let mut sentences = Vec::new();
    if !words::is_open(learner) {
        sentences.push(format!("{}.", words::points(learner)));
    }
    sentences.push(format!("{}.", capital(&words::tally(learner))));
    sentences.extend(words::waiting(learner).map(|waits| format!("{waits}.")));
    // Where something was judged, the learner's own page tells all of it.
    if words::not_judged(learner).is_some() {
        let decided = |unit| Some((unit, words::decided(unit)?));
        let decided = learner.units.iter().filter_map(decided);
        sentences.extend(decided.map(|(unit, decided)| format!("{}: {decided}", unit.exercise)));
    }
    let text = escape::line(&sentences.join(" "));
    cell(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// As the beginning of a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn table_of(grades: &Grades) -> String {
        String::from_utf8(table(grades)).expect("UTF-8")
    }

    #[test]
    fn a_worksheet_comes_back_with_its_grades() {
        let mut grades = sample::alone();
        let row = [
            ("Identifier", "Participant 77"),
            ("Full name", "Sørensen, Mika"),
            ("Email address", "mika@example.org"),
            ("Status", "Submitted for grading"),
            ("Grade", ""),
            ("Maximum Grade", "100.00"),
            ("Last modified (grade)", "Friday, 20 November 2026, 10:00 AM"),
            ("Feedback comments", ""),
        ];
        grades.learners[0].person.roster =
            row.iter().map(|(column, cell)| ((*column).to_owned(), (*cell).to_owned())).collect();
        assert_eq!(
            table_of(&grades),
            "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (grade),Feedback comments\n\
             Participant 77,\"Sørensen, Mika\",mika@example.org,Submitted for grading,21.42,100.00,\"Friday, 20 November 2026, 10:00 AM\",\
             \"1.5 of 7 points. 1 not yet, 1 undecided, 1 not begun, 1 decided by the instructor. 1 exercise waits for the instructor.\"\n"
        );
    }

    #[test]
    fn without_a_worksheet_it_is_for_the_import_of_the_gradebook() {
        let text = table_of(&sample::alone());
        assert!(
            text.starts_with(
                "Full name,ID number,Email address,Grade,Feedback comments\nMika Sørensen,mix,,1.5,"
            ),
            "{text}"
        );
    }
}
