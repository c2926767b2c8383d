//! `memkata verify`: proves that a kit is what it claims to be.

use super::{NOT_PASSED, PASSED};
use crate::error::Result;
use crate::judge::Judge;
use crate::kit::project::Project;
use crate::proof::{Plan, Proof, kit_wide};
use crate::runner::Cancel;
use crate::view::View;

pub(super) fn run(names: &[String], view: &View) -> Result<u8> {
    let project = Project::kit_here()?;
    project.notices.iter().for_each(|notice| view.notice(notice));
    let exercises = project.chosen(names)?;
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
