//! Makes submissions real: folders and archives.

use std::fs::{self, File};
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::corpus::Pack;
use super::pieces::{Is, Piece};

/// Lays the pieces out in a folder.
///
/// # Errors
/// Whatever the file system says: a device, for one, not everybody may make.
pub fn folder(folder: &Path, pieces: &[Piece]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for piece in pieces {
        let path = folder.join(path_of(&piece.path));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        match &piece.is {
            Is::File(bytes, mode, _) => {
                fs::write(&path, bytes)?;
                set_mode(&path, *mode)?;
            }
            Is::Symlink(to) => symlink(to, &path)?,
            Is::Hardlink(to) => fs::hard_link(to, &path)?,
            Is::Fifo | Is::Device | Is::Socket => node(&path, &piece.is)?,
            Is::Folder => fs::create_dir(&path)?,
            Is::Sparse(size) | Is::Zeros(size) => File::create(&path)?.set_len(*size)?,
        }
    }
    Ok(())
}

/// The pieces as an archive.
///
/// # Errors
/// When a piece cannot be in such an archive.
pub fn archive(pack: Pack, pieces: &[Piece]) -> io::Result<Vec<u8>> {
    match pack {
        Pack::Zip => zip(pieces),
        Pack::TarGz => tar(pieces),
    }
}

fn zip(pieces: &[Piece]) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let mut doubles = Vec::new();
    for piece in pieces {
        let name = String::from_utf8_lossy(&piece.path).into_owned();
        match &piece.is {
            Is::File(bytes, mode, again) => {
                // The writer refuses a name that is there already, so it gets it afterwards.
                let stand_in = format!("{}~", &name[..name.len().saturating_sub(1)]);
                if *again {
                    doubles.push((stand_in.clone(), name.clone()));
                }
                let name = if *again { stand_in } else { name };
                zip.start_file(name, options.unix_permissions(*mode))?;
                zip.write_all(bytes)?;
            }
            Is::Symlink(to) => zip.add_symlink(name, to, options)?,
            Is::Zeros(size) => {
                zip.start_file(name, options)?;
                io::copy(&mut io::Read::take(io::repeat(0), *size), &mut zip)?;
            }
            _ => return Err(io::Error::other("not in a zip")),
        }
    }
    let mut bytes = zip.finish()?.into_inner();
    for (stand_in, name) in doubles {
        rename(&mut bytes, stand_in.as_bytes(), name.as_bytes());
    }
    Ok(bytes)
}

/// Puts a name of the same length in the place of another, wherever it stands.
fn rename(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(from.len()).position(|window| window == from) {
        bytes[at + found..at + found + to.len()].copy_from_slice(to);
        at += found + to.len();
    }
}

fn tar(pieces: &[Piece]) -> io::Result<Vec<u8>> {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for piece in pieces {
        let mut header = tar::Header::new_gnu();
        header.set_mode(0o644);
        header.set_size(0);
        // Written as it is: the writer itself refuses paths that climb out.
        let name = &mut header.as_old_mut().name;
        if piece.path.len() >= name.len() {
            return Err(io::Error::other("the path is too long for the archive"));
        }
        name[..piece.path.len()].copy_from_slice(&piece.path);
        let link = |header: &mut tar::Header, kind, to: &str| {
            header.set_entry_type(kind);
            header.set_link_name_literal(to)
        };
        match &piece.is {
            Is::File(bytes, mode, _) => {
                header.set_mode(*mode);
                header.set_size(bytes.len() as u64);
                header.set_cksum();
                tar.append(&header, bytes.as_slice())?;
                continue;
            }
            Is::Zeros(size) | Is::Sparse(size) => {
                header.set_size(*size);
                header.set_cksum();
                tar.append(&header, io::Read::take(io::repeat(0), *size))?;
                continue;
            }
            Is::Symlink(to) => link(&mut header, tar::EntryType::Symlink, to)?,
            Is::Hardlink(to) => link(&mut header, tar::EntryType::Link, to)?,
            Is::Fifo => header.set_entry_type(tar::EntryType::Fifo),
            Is::Device => {
                header.set_entry_type(tar::EntryType::Char);
                header.set_device_major(1)?;
                header.set_device_minor(5)?;
            }
            Is::Folder => header.set_entry_type(tar::EntryType::Directory),
            Is::Socket => return Err(io::Error::other("not in a tar archive")),
        }
        header.set_cksum();
        tar.append(&header, io::empty())?;
    }
    tar.into_inner()?.finish()
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn symlink(to: &str, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, path)
}

#[cfg(not(unix))]
fn symlink(_to: &str, _path: &Path) -> io::Result<()> {
    Err(io::Error::other("links are not made on this system"))
}

#[cfg(target_os = "linux")]
fn node(path: &Path, is: &Is) -> io::Result<()> {
    use rustix::fs::{CWD, FileType, Mode, makedev, mknodat};
    let (kind, device) = match is {
        Is::Fifo => (FileType::Fifo, 0),
        Is::Socket => (FileType::Socket, 0),
        _ => (FileType::CharacterDevice, makedev(1, 5)),
    };
    Ok(mknodat(CWD, path, kind, Mode::from_raw_mode(0o644), device)?)
}

#[cfg(not(target_os = "linux"))]
fn node(_path: &Path, _is: &Is) -> io::Result<()> {
    Err(io::Error::other("not made on this system"))
}
