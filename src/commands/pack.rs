//! `memkata pack`: one archive to hand in.

use std::path::Path;

use super::{PASSED, open};
use crate::classroom::archive;
use crate::error::{Error, Result};
use crate::kit::project::Mode;
use crate::view::View;

pub(super) fn run(out: Option<&Path>, view: &View) -> Result<u8> {
    let (project, _, progress) = open(view)?;
    if project.mode == Mode::Author {
        return Err(Error::usage("this is the kit itself: there is no learner's work in it to hand in")
            .help("run `memkata pack` in a workspace; `memkata init DIR --kit KIT` makes one of a kit"));
    }
    let place = archive::place(&project, out)?;
    archive::check_place(&place)?;
    let packed = archive::pack(&project, &progress)?;
    archive::save(&place, &packed.bytes)?;
    view.packed(&project.kit, &progress, &packed, &place);
    Ok(PASSED)
}
