//! `memkata verify`: proves that a kit is what it claims to be.

use super::{NOT_PASSED, PASSED, chosen_many};
use crate::error::{Error, Result};
use crate::judge::Judge;
use crate::kit::project::{Mode, Project};
use crate::proof::{Plan, Proof, kit_wide};
use crate::runner::Cancel;
use crate::view::View;

pub(super) fn run(names: &[String], view: &View) -> Result<u8> {
    let project = the_kit()?;
    project.notices.iter().for_each(|notice| view.notice(notice));
    let exercises = chosen_many(&project, names)?;
    let judge = Judge::new(&project);
    let plan = Plan::new(&project, &judge, &exercises)?;
    plan.notices.iter().for_each(|notice| view.notice(notice));
    let bar = view.progress_bar(plan.steps());
    let proofs = plan.prove(&Cancel::default(), |done| bar.show(done));
    bar.clear();
    let mut proofs = proofs?.unwrap_or_default();
    if names.is_empty() {
        proofs.extend(kit_wide(&project));
    }
    view.proofs(&project.kit, &proofs);
    Ok(if proofs.iter().all(Proof::holds) { PASSED } else { NOT_PASSED })
}

/// The kit around the current folder.
///
/// # Errors
/// When there is none, or a workspace.
pub fn the_kit() -> Result<Project> {
    let project = Project::here()?;
    match project.mode {
        Mode::Author => Ok(project),
        Mode::Workspace | Mode::Rustlings => {
            Err(Error::usage("`verify` proves a kit, and this is a workspace")
                .help("run it in the kit's own folder"))
        }
    }
}
