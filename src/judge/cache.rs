//! Verdicts that were found before, by everything that decided them.

use std::path::PathBuf;
use std::{fs, io};

use crate::kit::Exercise;
use crate::storage::{Durability, write_atomically};
use crate::verdict::{Outcome, Reason, Verdict};

/// Changes when the same input may get another verdict.
const JUDGE_VERSION: &str = concat!("5 ", env!("CARGO_PKG_VERSION"));

/// A digest in the making.
pub(super) struct Key(blake3::Hasher);

impl Key {
    /// Begins with the exercise's own definition.
    pub(super) fn new(exercise: &Exercise) -> Self {
        let mut key = Self(blake3::Hasher::new());
        key.add(JUDGE_VERSION.as_bytes());
        key.add(&serde_json::to_vec(exercise).unwrap_or_default());
        key
    }

    /// The key of something else than a verdict.
    pub(super) fn of_nothing() -> Self {
        Self(blake3::Hasher::new())
    }

    /// Adds a part; its length keeps neighbours apart.
    pub(super) fn add(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes()).update(part);
    }

    pub(super) fn finish(self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}

/// A folder with a file per verdict.
pub(super) struct Cache {
    folder: PathBuf,
}

impl Cache {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The verdict under `key`; a damaged file counts as none.
    pub(super) fn get(&self, key: &str) -> Option<Verdict> {
        let bytes = fs::read(self.folder.join(key)).ok()?;
        let verdict: Verdict = serde_json::from_slice(&bytes).ok()?;
        Some(Verdict { cached: true, ..verdict })
    }

    /// Keeps a verdict.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub(super) fn put(&self, key: &str, verdict: &Verdict) -> io::Result<()> {
        write_atomically(&self.folder.join(key), &serde_json::to_vec(verdict)?, Durability::Quick)
    }
}

/// Whether a verdict may come out differently the next time: limits of time and memory depend on what else the machine
/// is doing.
pub(super) fn is_fickle(verdict: &Verdict) -> bool {
    verdict.verdict == Outcome::Broken
        || matches!(verdict.reason, Some(Reason::Timeout | Reason::MemoryLimit))
}
