//! What a class is told by files: each of them is a view of the same grades, made without looking at anything
//! else. They hold what learners wrote, so each format escapes it in its own way.

mod canvas;
mod csv;
pub(super) mod escape;
mod feedback;
mod github;
mod gradescope;
mod junit;
mod moodle;
mod names;
mod page;
mod points;
#[cfg(test)]
pub mod sample;
#[cfg(test)]
mod tests;
mod told;
pub(super) mod words;

use crate::classroom::grades::Grades;
use crate::error::Error;

/// A report: its path below the folder of the reports, with forward slashes, and its bytes.
pub type File = (String, Vec<u8>);

/// All reports on these grades.
pub fn files(grades: &Grades) -> Vec<File> {
    let mut files: Vec<File> = vec![
        ("index.html".into(), page::page(grades).into_bytes()),
        ("grades.json".into(), super::json::document(grades).into_bytes()),
        ("points.csv".into(), points::table(grades)),
        ("canvas.csv".into(), canvas::table(grades)),
        ("moodle.csv".into(), moodle::table(grades)),
        ("junit.xml".into(), junit::report(grades).into_bytes()),
        ("github.txt".into(), github::commands(grades).into_bytes()),
        ("summary.md".into(), github::summary(grades).into_bytes()),
    ];
    for (learner, name) in grades.learners.iter().zip(names::slugs(&grades.learners)) {
        files.push((format!("gradescope/{name}.json"), gradescope::results(grades, learner)));
        files.push((format!("feedback/{name}.md"), feedback::page(grades, learner).into_bytes()));
    }
    if let [one] = grades.learners.as_slice() {
        files.push(("results.json".into(), gradescope::results(grades, one)));
    }
    files
}

/// As JUnit XML, for `--format junit`.
pub fn junit(grades: &Grades) -> String {
    junit::report(grades)
}

/// As commands for the runner of GitHub Actions, to be printed.
pub fn annotations(grades: &Grades) -> String {
    github::commands(grades)
}

/// An error that ends the command, as a command for the runner of GitHub Actions: a job that judges nothing says why.
pub fn error(error: &Error) -> String {
    github::error(error)
}

/// As a summary for GitHub Actions.
pub fn summary(grades: &Grades) -> String {
    github::summary(grades)
}
