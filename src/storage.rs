//! Writing files so that a reader never sees half of one, whatever ends the process.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// How sure a write must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Survives a power cut: flushed to the disk before it takes the old file's place.
    Synced,
    /// Survives a killed process; can be made again after a power cut.
    Quick,
}

/// The bytes of a file. Anything else is refused: reading from a pipe would wait for a writer.
///
/// # Errors
/// Whatever the file system says.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is not a file"));
    }
    fs::read(path)
}

/// Puts `bytes` at `path` in one step: a file beside it is written whole, then renamed.
/// Folders on the way are made.
///
/// # Errors
/// Whatever the file system says; the old file, if there was one, is then untouched.
pub fn write_atomically(path: &Path, bytes: &[u8], durability: Durability) -> io::Result<()> {
    let file = beside(path, bytes)?;
    if durability == Durability::Synced {
        file.as_file().sync_all()?;
    }
    file.persist(path).map_err(|failure| failure.error)?;
    Ok(())
}

/// The same, durably, unless the file no longer holds `old`: says whether it was replaced.
///
/// # Errors
/// Whatever the file system says; the old file is then untouched.
pub fn replace(path: &Path, old: &[u8], new: &[u8]) -> io::Result<bool> {
    let file = beside(path, new)?;
    file.as_file().sync_all()?;
    if fs::read(path)? != old {
        return Ok(false);
    }
    file.persist(path).map_err(|failure| failure.error)?;
    Ok(true)
}

/// The same for a file that must not be there yet.
///
/// # Errors
/// `AlreadyExists` where it is; whatever else the file system says.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = beside(path, bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|failure| failure.error)?;
    Ok(())
}

/// A whole temporary file in the folder that `path` is in.
fn beside(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().ok_or_else(|| io::Error::other("a file needs a folder"))?;
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    make_readable(file.as_file(), path)?;
    Ok(file)
}

/// Temporary files are private to their maker; what is kept is as readable as the file whose place it
/// takes, or as any file.
#[cfg(unix)]
fn make_readable(file: &File, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let old = fs::metadata(path).ok().filter(fs::Metadata::is_file);
    file.set_permissions(old.map_or_else(|| fs::Permissions::from_mode(0o644), |old| old.permissions()))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the other systems' twin can fail")]
fn make_readable(_file: &File, _path: &Path) -> io::Result<()> {
    Ok(())
}

/// Removes what a write that was killed has left in a folder. Nobody else may write there meanwhile.
pub fn sweep(folder: &Path) {
    // As tempfile names them.
    let is_left =
        |name: &str| name.strip_prefix(".tmp").is_some_and(|rest| rest.len() == 6 && !rest.contains('.'));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && entry.file_name().to_str().is_some_and(is_left) {
            // If it stays, it only takes room.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Waits until nobody else holds the lock that this file stands for, in this process or another;
/// it is held until the returned file is dropped. `None` where the file system has no locks:
/// everything is written atomically, so the worst is work done twice.
pub fn lock(path: &Path) -> Option<File> {
    fs::create_dir_all(path.parent()?).ok()?;
    let file = File::create(path).ok()?;
    file.lock().ok()?;
    Some(file)
}

/// A path like `wanted` that does not exist yet: `wanted`, `wanted.2`, `wanted.3`, …
pub fn free_path(wanted: &Path) -> PathBuf {
    let mut path = wanted.to_owned();
    let mut number = 1;
    while path.exists() {
        number += 1;
        let mut name = wanted.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{number}"));
        path = wanted.with_file_name(name);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_has_changed_is_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("info.toml");
        fs::write(&path, "saved meanwhile").expect("it can be written");
        assert!(!replace(&path, b"read", b"new").expect("it can be read"));
        assert_eq!(fs::read(&path).ok().as_deref(), Some(&b"saved meanwhile"[..]));
        assert!(replace(&path, b"saved meanwhile", b"new").expect("it can be replaced"));
        assert_eq!(fs::read(&path).ok().as_deref(), Some(&b"new"[..]));
        assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 1, "nothing is left beside");
    }
}
