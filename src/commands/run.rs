//! `memkata run`: judge one exercise once. Never changes which one is current.

use super::{NOT_PASSED, PASSED, chosen, open, update};
use crate::error::Result;
use crate::judge::{Asked, CLIPPY_MISSING, Judge, Subject};
use crate::view::View;

pub(super) fn run(name: Option<&str>, view: &View) -> Result<u8> {
    let (project, store, progress) = open(view)?;
    let exercise = chosen(&project, &progress, name)?;
    let judge = Judge::new(&project);
    let verdict = judge.judge(exercise, Subject::OnDisk, &Asked::default(), &mut |_| {})?;
    if progress.clone().record(&verdict) {
        update(&store, view, |progress| {
            progress.record(&verdict);
        });
    }
    if judge.lacks_clippy().unwrap_or(false) {
        view.notice(CLIPPY_MISSING);
    }
    view.verdict(&verdict, exercise);
    Ok(if verdict.passed() { PASSED } else { NOT_PASSED })
}
