//! Plausible wrong attempts that stand beside a solution, for authors and for those who look at what went wrong.

use std::borrow::Cow;
use std::path::Path;
use std::{fs, io};

use super::paths::is_for_readers;
use super::{Exercise, Source, embedded};

impl Exercise {
    /// Its mistakes in the kit at `root`, relative to it, in their order.
    pub fn mistakes(&self, root: &Path) -> Vec<String> {
        let folder = self.mistakes_folder();
        let entries = fs::read_dir(root.join(&folder)).into_iter().flatten().flatten();
        let mut files: Vec<String> = entries
            .filter(|entry| entry.path().is_file())
            .map(|entry| format!("{folder}/{}", entry.file_name().to_string_lossy()))
            .filter(|file| !is_for_readers(file))
            .collect();
        files.sort();
        files
    }
}

impl Source {
    /// The mistakes of an exercise: their paths in the kit, in their order.
    pub fn mistakes(&self, exercise: &Exercise) -> Vec<String> {
        match self {
            Self::Folder(root) => exercise.mistakes(root),
            Self::Embedded => embedded::mistakes(&exercise.mistakes_folder()),
        }
    }

    /// The bytes of a mistake. The built-in kit has them apart from its other files.
    ///
    /// # Errors
    /// When it is not there, or cannot be read.
    pub fn mistake(&self, file: &str) -> io::Result<Cow<'static, [u8]>> {
        match self {
            Self::Folder(_) => self.read(file),
            Self::Embedded => embedded::mistake(file)
                .map(|text| Cow::Owned(text.into_bytes()))
                .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "not in the embedded kit")),
        }
    }
}

/// The word behind a mark in the first line of a mistake, `// fails: E0382 · belief: M4`, or the same in a Markdown
/// comment.
pub fn said(bytes: &[u8], mark: &str) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let (_, rest) = text.lines().next()?.split_once(mark)?;
    rest.split_whitespace().next().filter(|word| *word != "-->").map(str::to_owned)
}
