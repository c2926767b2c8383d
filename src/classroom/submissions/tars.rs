//! Tar archives, compressed or not: a stream that is gone through once.

use std::cell::Cell;
use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use tar::{Archive, EntryType, PaxExtensions};

use super::gather::{Gather, Kind, Stop};
use super::{limits, paths};

/// A long name, or what else stands before an entry: beyond it no path is taken anyway.
const LONG: u64 = 64 << 10;

/// Reads a compressed tar archive of `size` bytes.
///
/// # Errors
/// Why it is not taken.
pub(super) fn read_gzip(gather: &mut Gather<'_>, reader: impl Read, size: u64) -> Result<(), Stop> {
    let most = size.saturating_mul(limits::RATIO).clamp(limits::UNPACKED_ALWAYS, limits::UNPACKED);
    let plain = size.saturating_mul(limits::PLAIN_RATIO);
    let is_inside = gather.depth > 0;
    let most = if is_inside { most.min(plain.saturating_add(gather.budget.unpacked)) } else { most };
    let left = Cell::new(most);
    let done = read(gather, Meter { inner: MultiGzDecoder::new(io::BufReader::new(reader)), left: &left });
    if is_inside {
        let beyond = (most - left.get()).saturating_sub(plain);
        gather.budget.unpacked = gather.budget.unpacked.saturating_sub(beyond);
    }
    done
}

/// Reads a tar archive.
///
/// # Errors
/// Why it is not taken.
pub(super) fn read(gather: &mut Gather<'_>, reader: impl Read) -> Result<(), Stop> {
    let damaged = |error: io::Error| match is_bomb(&error) {
        true => Stop::Refused(Bomb.to_string()),
        false => Stop::Refused(format!(
            "the tar archive is damaged, or not a whole tar: {error}; hand it in again"
        )),
    };
    let most = gather.entries();
    let mut archive = Archive::new(io::BufReader::with_capacity(64 << 10, reader));
    let mut name = None;
    // Raw, because otherwise names of any length are read into memory.
    for (count, entry) in archive.entries().map_err(damaged)?.raw(true).enumerate() {
        let mut entry = entry.map_err(damaged)?;
        if count >= most {
            return Err(Stop::Refused(format!("it has more than {most} entries, and is not read")));
        }
        let kind = match entry.header().entry_type() {
            EntryType::GNULongName | EntryType::XHeader => {
                let is_gnu = entry.header().entry_type() == EntryType::GNULongName;
                let text = long(&mut entry).map_err(damaged)?;
                name = if is_gnu { Some(until_nul(&text).to_vec()) } else { pax_path(&text).or(name) };
                continue;
            }
            EntryType::GNULongLink | EntryType::XGlobalHeader => continue,
            EntryType::Regular | EntryType::Continuous => Kind::File,
            EntryType::Directory => Kind::Folder,
            EntryType::Symlink => Kind::Link,
            EntryType::Link => Kind::HardLink,
            _ => Kind::Other,
        };
        let path = name.take().unwrap_or_else(|| entry.path_bytes().into_owned());
        // Before there was a type for them, folders were files whose names end with a slash.
        let kind = if kind == Kind::File && path.ends_with(b"/") { Kind::Folder } else { kind };
        gather.time = entry.header().mtime().ok().filter(|time| *time > 0);
        if let Some(wants) = gather.offer(&paths::text(&path), kind)? {
            gather.take(&wants, Ok(&mut entry))?;
        }
    }
    Ok(())
}

fn long(entry: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    entry.take(LONG + 1).read_to_end(&mut text)?;
    match text.len() as u64 > LONG {
        true => Err(io::Error::new(io::ErrorKind::InvalidData, "a name of more than 64 KiB")),
        false => Ok(text),
    }
}

fn until_nul(text: &[u8]) -> &[u8] {
    text.split(|byte| *byte == 0).next().unwrap_or_default()
}

fn pax_path(text: &[u8]) -> Option<Vec<u8>> {
    let mut records = PaxExtensions::new(text).filter_map(Result::ok);
    records.find(|record| record.key_bytes() == b"path").map(|record| record.value_bytes().to_vec())
}

/// Ends a stream that becomes far larger than what it came from.
struct Meter<'a, R> {
    inner: R,
    left: &'a Cell<u64>,
}

fn is_bomb(error: &io::Error) -> bool {
    // The reader of tar archives puts errors into errors of its own.
    let mut inner: Option<&(dyn std::error::Error + 'static)> = error.get_ref().map(|inner| inner as _);
    while let Some(error) = inner {
        if error.is::<Bomb>() || error.downcast_ref::<io::Error>().is_some_and(is_bomb) {
            return true;
        }
        inner = error.source();
    }
    false
}

#[derive(Debug)]
struct Bomb;

impl std::fmt::Display for Bomb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it becomes far larger when it is unpacked than any work on a kit, and is not read")
    }
}

impl std::error::Error for Bomb {}

impl<R: Read> Read for Meter<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.left.get().checked_sub(read as u64);
        self.left.set(left.unwrap_or(0));
        left.ok_or_else(|| io::Error::other(Bomb))?;
        Ok(read)
    }
}
