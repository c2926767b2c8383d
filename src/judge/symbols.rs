//! From an address in a compiled program to lines, by its debug information.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use addr2line::Loader;

use crate::check::memory::place::{Place, Symbols};

/// The debug information of one program, read when first asked.
pub(super) struct Program {
    file: PathBuf,
    loader: OnceCell<Option<Loader>>,
    /// The folder that its sources were compiled in.
    build: String,
}

impl Program {
    /// Without debug information every address is unknown.
    pub(super) fn new(program: &Path, build: &Path) -> Self {
        let build = format!("{}/", build.to_string_lossy().replace('\\', "/").trim_end_matches('/'));
        Self { file: program.to_owned(), loader: OnceCell::new(), build }
    }
}

impl Symbols for Program {
    fn places(&self, address: u64) -> Vec<Place> {
        let loader = self.loader.get_or_init(|| Loader::new(&self.file).ok());
        let Some(Ok(mut frames)) = loader.as_ref().map(|loader| loader.find_frames(address)) else {
            return Vec::new();
        };
        let mut places = Vec::new();
        while let Ok(Some(frame)) = frames.next() {
            let Some(location) = frame.location else { continue };
            let (Some(file), Some(line)) = (location.file, location.line) else { continue };
            let file = file.replace('\\', "/");
            let file = file.strip_prefix(&self.build).unwrap_or(&file).to_owned();
            places.push(Place { file, line, column: location.column.unwrap_or(1).max(1) });
        }
        places
    }
}
