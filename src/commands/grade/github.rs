//! What a runner of GitHub Actions is told: it says by variables where.

use std::env;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use crate::classroom::grades::{Grades, Points};
use crate::error::Result;
use crate::kit::project::cannot_write;
use crate::view::{View, reports};

/// Annotations at the lines of the files, a summary of the run, and the points for later steps. Nothing elsewhere.
///
/// # Errors
/// When the runner's files cannot be written.
pub(super) fn tell(grades: &Grades, view: &View) -> Result<()> {
    if env::var_os("GITHUB_ACTIONS").is_none_or(|value| value != "true") {
        return Ok(());
    }
    view.raw(&reports::annotations(grades));
    append("GITHUB_STEP_SUMMARY", &reports::summary(grades))?;
    let points: Points = grades.learners.iter().map(|learner| learner.points).sum();
    let of: Points = grades.learners.iter().map(|learner| learner.of).sum();
    append("GITHUB_OUTPUT", &format!("points={points}\nof={of}\n"))
}

/// Adds to the file that a variable names.
fn append(variable: &str, text: &str) -> Result<()> {
    let Some(path) = env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from) else {
        return Ok(());
    };
    let file = OpenOptions::new().append(true).create(true).open(&path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| cannot_write(&path, &error))
}
