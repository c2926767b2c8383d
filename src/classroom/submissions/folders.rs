//! Folders on the disk. Nothing is followed, and nothing but files is opened.

use std::fs::{self, File, FileType, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::gather::{Gather, Kind, Stop, Wants};
use super::paths::{join, text};
use super::{limits, work};

/// Reads a folder, on all cores.
///
/// # Errors
/// Why it is not taken.
pub(super) fn read(gather: &mut Gather<'_>, folder: &Path) -> Result<(), Stop> {
    let jobs = list(gather, folder)?;
    work::share(gather, jobs, |gather, jobs| {
        jobs.into_iter().try_for_each(|(path, wants)| take(gather, &path, &wants))
    })
}

/// Reads the file at `path` for what it is wanted for.
fn take(gather: &mut Gather<'_>, path: &Path, wants: &Wants) -> Result<(), Stop> {
    match open(path) {
        Ok(mut file) => gather.take(wants, Ok(&mut file)),
        Err(error) => gather.take(wants, Err(format!("it cannot be read: {error}"))),
    }
}

fn list(gather: &mut Gather<'_>, top: &Path) -> Result<Vec<(PathBuf, Wants)>, Stop> {
    let mut jobs = Vec::new();
    let mut open = vec![(top.to_owned(), String::new())];
    let mut count = 0;
    while let Some((folder, path)) = open.pop() {
        let entries = match fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) if path.is_empty() => {
                return Err(Stop::Refused(unread(&error)));
            }
            Err(error) => {
                gather.odd(&path, &format!("it cannot be read: {error}"));
                continue;
            }
        };
        let mut entries: Vec<_> =
            entries.into_iter().map(|entry| (entry.file_name(), entry.file_type())).collect();
        entries.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        count += entries.len();
        if count > limits::CLASS_ENTRIES {
            return Err(Stop::Refused(format!("it has more than {} files", limits::CLASS_ENTRIES)));
        }
        for (name, kind) in entries {
            let path = join(&path, &text(name.as_encoded_bytes()));
            let kind = match kind {
                Ok(kind) => kind_of(kind),
                Err(error) => {
                    gather.odd(&path, &format!("it cannot be read: {error}"));
                    continue;
                }
            };
            let real = folder.join(&name);
            if let Some(mut wants) = gather.offer(&path, kind)? {
                wants.changed(&real);
                jobs.push((real, wants));
            } else if kind == Kind::Folder && path.split('/').count() < limits::FOLDERS && !is_closed(&path) {
                open.push((real, path));
            }
        }
    }
    Ok(jobs)
}

/// Why a place that the instructor has named cannot be read, and what to do.
pub(super) fn unread(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => {
            "it cannot be read: Permission denied; give yourself the right to read it (`chmod -R u+rX`), and run this again".into()
        }
        _ => format!("it cannot be read: {error}"),
    }
}

/// Folders of tools, whose many files nobody asks for.
fn is_closed(path: &str) -> bool {
    [".git", "node_modules", "__MACOSX"].contains(&super::paths::last(path))
}

fn kind_of(kind: FileType) -> Kind {
    if kind.is_symlink() {
        Kind::Link
    } else if kind.is_dir() {
        Kind::Folder
    } else if kind.is_file() {
        Kind::File
    } else {
        Kind::Other
    }
}

/// Opens a file, unless it has become something else since it was looked at: a link is not followed, and nobody
/// waits for the writer of a pipe.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        // The bits are those of the C library, whose flags have the size of an `int`.
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    Ok(file)
}
