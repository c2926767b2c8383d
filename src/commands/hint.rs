//! `memkata hint`: the next hint of the ladder.

use super::{PASSED, chosen, open, update};
use crate::error::Result;
use crate::view::View;

pub(super) fn run(name: Option<&str>, view: &View) -> Result<u8> {
    let (project, store, progress) = open(view)?;
    let exercise = chosen(&project, &progress, name)?;
    let shown = progress.entry(&exercise.name).hints_shown.min(exercise.hints.len());
    // Past the top of the ladder the last hint is shown again.
    let step = shown.min(exercise.hints.len().saturating_sub(1));
    view.hint(exercise, step);
    if shown < exercise.hints.len() {
        update(&store, view, |progress| progress.entry_mut(&exercise.name).hints_shown = step + 1);
    }
    Ok(PASSED)
}
