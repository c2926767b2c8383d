//! The bytes of an entry, within limits.

use std::io::{self, Read, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

use super::gather::Stop;
use super::limits;
use crate::classroom::archive;
use crate::classroom::class::KitName;
use crate::error::Error;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Zip,
    Gzip,
    Tar,
}

impl Format {
    /// What a file is, by how it begins.
    ///
    /// # Errors
    /// Whatever reading it says.
    pub(super) fn of(file: &mut (impl Read + Seek)) -> io::Result<Option<Self>> {
        let mut head = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.take(512).read_to_end(&mut head)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Self::by(&head))
    }

    fn by(head: &[u8]) -> Option<Self> {
        match head {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Self::Zip),
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            head if head.get(257..262) == Some(b"ustar") => Some(Self::Tar),
            // Older than that: a checksum that is right, or nothing but zeros.
            head if head.len() == 512 && is_old_tar(head) => Some(Self::Tar),
            _ => None,
        }
    }
}

fn is_old_tar(head: &[u8]) -> bool {
    let sum: u32 = head
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) })
        .sum();
    let said = String::from_utf8_lossy(&head[148..156]);
    let said = said.trim_matches(|letter: char| letter == '\0' || letter == ' ');
    u32::from_str_radix(said, 8) == Ok(sum) || head.iter().all(|byte| *byte == 0)
}

/// The bytes of an entry; `None` where there are more than `limit`.
///
/// # Errors
/// Whatever reading it says.
pub(super) fn bounded(content: &mut dyn Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    content.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// An archive in an archive, where it can be read in any order.
///
/// # Errors
/// Why it is not taken; or that there is no room for it.
pub(super) fn spool(content: &mut dyn Read, limit: u64) -> Result<SpooledTempFile, Stop> {
    let mut file = SpooledTempFile::new(limits::IN_MEMORY);
    let mut buffer = [0; 16 << 10];
    let mut size = 0;
    loop {
        let read = match content.read(&mut buffer) {
            Ok(0) => return Ok(file),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Stop::Refused(format!("it cannot be read: {error}"))),
        };
        if size == 0 && read >= 262 && Format::by(&buffer[..read.min(512)]).is_none() {
            return Err(Stop::Refused("it has the name of an archive, and is none; hand it in again".into()));
        }
        size += read as u64;
        if size > limit {
            let why =
                format!("it becomes larger than {} MiB when it is unpacked, and is not read", limit >> 20);
            return Err(Stop::Refused(why));
        }
        file.write_all(&buffer[..read]).map_err(|error| no_room(&error))?;
    }
}

/// What is said when the folder for temporary files is full.
pub(super) fn no_room(error: &io::Error) -> Stop {
    let error = Error::machine(format!("an archive in an archive cannot be kept: {error}"));
    Stop::Fatal(error.help("make room in the folder for temporary files"))
}

/// The kit that a submission says it was made from.
pub(super) fn kit_of(bytes: &[u8], is_workspace: bool) -> Option<KitName> {
    const LONGEST: usize = 200;
    let (title, version) = if is_workspace {
        let marker: toml::Table = toml::from_str(std::str::from_utf8(bytes).ok()?).ok()?;
        let text = |key| Some(marker.get(key)?.as_str()?.to_owned());
        (text("title")?, text("version")?)
    } else {
        archive::kit_of(bytes)?
    };
    let cut = |text: String| text.chars().take(LONGEST).collect();
    Some(KitName { title: cut(title), version: cut(version) })
}
