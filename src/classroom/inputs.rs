//! What learners have handed in, by what is in it: the same bytes are kept, and judged, once.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::{fs, io};

use crate::storage::{Durability, write_atomically};

/// The bytes of one exercise file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Input {
    /// BLAKE3 of them, in hexadecimal.
    pub digest: String,
    /// How many there are.
    pub size: u64,
}

/// A folder with a file for each input. It is on the disk because a class may hand in more than fits into
/// memory, and so that a unit can be judged from it alone.
#[derive(Debug)]
pub struct Inputs {
    folder: PathBuf,
    /// Those that are known to be there.
    kept: Mutex<HashSet<String>>,
}

impl Inputs {
    /// A store in this folder, which is made when something is put there.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, kept: Mutex::default() }
    }

    /// Keeps these bytes.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn put(&self, bytes: &[u8]) -> io::Result<Input> {
        let digest = blake3::hash(bytes).to_hex().to_string();
        let input = Input { digest, size: bytes.len() as u64 };
        let is_new = self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(input.digest.clone());
        let path = self.folder.join(&input.digest);
        if is_new && fs::metadata(&path).map_or(true, |found| found.len() != input.size) {
            write_atomically(&path, bytes, Durability::Quick)?;
        }
        Ok(input)
    }

    /// The bytes of an input that was put here.
    ///
    /// # Errors
    /// Whatever the file system says; `InvalidData` where it is not what was put there.
    pub fn get(&self, input: &Input) -> io::Result<Vec<u8>> {
        let bytes = fs::read(self.folder.join(&input.digest))?;
        if blake3::hash(&bytes).to_hex().as_str() != input.digest {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it has changed since it was read"));
        }
        Ok(bytes)
    }
}
