//! `memkata reset`: the starter comes back, what was there is kept.

use super::{PASSED, open};
use crate::error::Result;
use crate::view::View;

pub(super) fn run(names: &[String], view: &View) -> Result<u8> {
    let (project, _, _) = open(view)?;
    let exercises = project.chosen(names)?;
    let mut done = Vec::new();
    for exercise in exercises {
        match project.reset(exercise) {
            Ok(backup) => done.push((exercise, backup)),
            Err(error) => {
                // What was done before it went wrong is said, too: it is done.
                view.reset(&project, &done);
                return Err(error);
            }
        }
    }
    view.reset(&project, &done);
    Ok(PASSED)
}
