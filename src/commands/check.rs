//! `memkata check`: judge many, on all cores.

use super::{NOT_PASSED, PASSED, open, update};
use crate::error::Result;
use crate::judge::many::{self, Item};
use crate::judge::{Judge, Subject};
use crate::progress::Asked;
use crate::runner::Cancel;
use crate::view::View;

pub(super) fn run(names: &[String], reuse: bool, view: &View) -> Result<u8> {
    let (project, store, before) = open(view)?;
    let exercises = project.chosen(names)?;
    let judge = Judge::new(&project);
    let items: Vec<Item<'_>> =
        exercises.iter().map(|exercise| Item { exercise, subject: Subject::OnDisk }).collect();
    let bar = view.progress_bar(items.len());
    let verdicts = many::judge(&judge, &items, reuse, &Cancel::default(), |done, _| bar.show(done));
    bar.clear();
    let verdicts = verdicts?;
    update(&store, view, |progress| {
        for verdict in &verdicts {
            progress.record(verdict, Asked::WithAllOthers);
        }
    });
    view.check(&project, &before, &verdicts);
    Ok(if verdicts.iter().all(crate::verdict::Verdict::passed) { PASSED } else { NOT_PASSED })
}
