//! `memkata reset`: the starter comes back, what was there is kept.

use super::{PASSED, chosen_many, open};
use crate::error::Result;
use crate::view::View;

pub(super) fn run(names: &[String], view: &View) -> Result<u8> {
    let (project, _, _) = open(view)?;
    for exercise in chosen_many(&project, names)? {
        let backup = project.reset(exercise)?;
        view.reset(&project, exercise, backup.as_deref());
    }
    Ok(PASSED)
}
