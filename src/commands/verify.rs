//! `memkata verify`: proves that a kit is what it claims to be.

use super::{NOT_PASSED, PASSED};
use crate::error::Result;
use crate::judge::Judge;
use crate::kit::project::Project;
use crate::proof::{Plan, Proof, Proved, coverage, kit_wide};
use crate::runner::Cancel;
use crate::view::View;

/// Proves nothing: prints what the kit teaches, and which exercises are about it.
pub(super) fn cover(view: &View) -> Result<u8> {
    let project = Project::kit_here()?;
    project.notices.iter().for_each(|notice| view.notice(notice));
    view.coverage(&project.kit, &coverage(&project));
    Ok(PASSED)
}

pub(super) fn run(names: &[String], view: &View) -> Result<u8> {
    let project = Project::kit_here()?;
    project.notices.iter().for_each(|notice| view.notice(notice));
    let exercises = project.chosen_with_chapters(names)?;
    let judge = Judge::new(&project);
    let plan = Plan::new(&project, &judge, &exercises)?;
    plan.notices.iter().for_each(|notice| view.notice(notice));
    let bar = view.progress_bar(plan.steps());
    let proofs = plan.prove(&Cancel::default(), |done| bar.show(done));
    bar.clear();
    let Some(Proved { mut proofs, mut notes }) = proofs? else { return Ok(NOT_PASSED) };
    if names.is_empty() {
        let of_kit = kit_wide(&project);
        proofs.extend(of_kit.proofs);
        notes.extend(of_kit.notes);
    }
    view.proofs(&project.kit, &proofs);
    notes.iter().for_each(|note| view.notice(note));
    Ok(if proofs.iter().all(Proof::holds) { PASSED } else { NOT_PASSED })
}
