//! `memkata run`: judge one exercise once. Never changes which one is current.

use super::{NOT_PASSED, PASSED, chosen, open, update};
use crate::error::Result;
use crate::judge::{Asked, CLIPPY_MISSING, Judge, Subject};
use crate::progress;
use crate::view::View;

pub(super) fn run(name: Option<&str>, view: &View) -> Result<u8> {
    let (project, store, before) = open(view)?;
    let exercise = chosen(&project, &before, name)?;
    let judge = Judge::new(&project);
    let verdict = judge.judge(exercise, Subject::OnDisk, &Asked::default(), &mut |_| {})?;
    update(&store, view, |progress| progress.record(&verdict, progress::Asked::ByLearner));
    if judge.lacks_clippy().unwrap_or(false) {
        view.notice(CLIPPY_MISSING);
    }
    view.verdict(&verdict, exercise);
    Ok(if verdict.passed() { PASSED } else { NOT_PASSED })
}
