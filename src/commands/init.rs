//! `memkata init`: a new workspace.

use std::path::{Path, PathBuf};

use super::PASSED;
use crate::error::Result;
use crate::kit::Source;
use crate::kit::project::Project;
use crate::view::View;

pub(super) fn run(dir: &Path, kit: Option<PathBuf>, view: &View) -> Result<u8> {
    let source = kit.map_or(Source::Embedded, Source::Folder);
    let project = Project::make(dir, source)?;
    view.workspace_made(&project, dir);
    Ok(PASSED)
}
