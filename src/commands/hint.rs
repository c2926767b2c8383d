//! `memkata hint`: the hint for the error at hand, and the next hint of the ladder.

use super::{PASSED, chosen, open, update};
use crate::error::Result;
use crate::judge::{Asked, Judge, Subject};
use crate::view::View;

pub(super) fn run(name: Option<&str>, view: &View) -> Result<u8> {
    let (project, store, progress) = open(view)?;
    let exercise = chosen(&project, &progress, name)?;
    let shown = progress.entry(&exercise.name).hints_shown.min(exercise.hints.len());
    // Past the top of the ladder the last hint is shown again.
    let step = shown.min(exercise.hints.len().saturating_sub(1));
    // The hint for the error that is the learner's now comes before the ladder. Where nothing can
    // be judged, the ladder has to do.
    let asked = Asked { reuse: true, ..Asked::default() };
    let verdict = Judge::new(&project).judge(exercise, Subject::OnDisk, &asked, &mut |_| {});
    let own = verdict.ok().and_then(|verdict| verdict.hint);
    view.hint(exercise, step, own.as_deref());
    if shown < exercise.hints.len() {
        update(&store, view, |progress| progress.entry_mut(&exercise.name).hints_shown = step + 1);
    }
    Ok(PASSED)
}
