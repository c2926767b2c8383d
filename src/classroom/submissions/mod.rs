//! From what an instructor has — folders, archives, an export of a learning platform — to a class.

use std::path::{Path, PathBuf};

use super::class::Class;
use super::inputs::Inputs;
use crate::error::{Error, Result};
use crate::kit::Kit;

/// What the instructor has named.
pub struct Asked<'a> {
    /// Folders, archives, single files.
    pub places: &'a [PathBuf],
    /// Who is in the class: a CSV file.
    pub roster: Option<&'a Path>,
}

/// Reads a class. What was handed in goes into `inputs`; nothing of it is followed, run or written anywhere else.
///
/// # Errors
/// A usage error where there is nothing to judge, or a place or the roster cannot be read.
pub fn read(asked: &Asked<'_>, kit: &Kit, inputs: &Inputs) -> Result<Class> {
    let _ = (asked.places, asked.roster, kit, inputs);
    Err(Error::usage("submissions cannot be read yet"))
}
