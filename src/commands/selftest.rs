//! `memkata selftest`: what the grader withstands on this machine.

use super::{NOT_PASSED, PASSED};
use crate::classroom::selftest::{self, Asked};
use crate::cli::{SandboxMode, Selftest};
use crate::error::Result;
use crate::view::View;

pub(super) fn run(asked: &Selftest, view: &View) -> Result<u8> {
    let asked = Asked {
        names: asked.names.clone(),
        attacks: asked.attacks.clone(),
        best_effort: asked.sandbox == SandboxMode::BestEffort,
    };
    let report = selftest::run(&asked, &|what| view.notice(what))?;
    view.withstood(&report);
    Ok(if report.holds() { PASSED } else { NOT_PASSED })
}
