//! Zip archives. Their list is gone through entry by entry, and only what is needed is unpacked.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use zip::read::ZipFileEntry;
use zip::unstable::read::ZipIterable;
use zip::{CompressionMethod, ZipReadOptions};

use super::gather::{Gather, Kind, Stop, Wants};
use super::{limits, work};

/// An entry that has to be read.
type Job = (ZipFileEntry<'static>, Wants);

/// Reads a zip archive.
///
/// # Errors
/// Why it is not taken.
pub(super) fn read<R: Read + Seek>(gather: &mut Gather<'_>, reader: &mut R) -> Result<(), Stop> {
    for job in list(gather, BufReader::with_capacity(1024, &mut *reader))? {
        unpack(gather, reader, job)?;
    }
    Ok(())
}

/// Reads the zip archive at a place, on all cores.
///
/// # Errors
/// Why it is not taken.
pub(super) fn read_place(gather: &mut Gather<'_>, path: &Path) -> Result<(), Stop> {
    let open = || File::open(path).map_err(|error| Stop::Refused(super::folders::unread(&error)));
    let jobs = list(gather, BufReader::with_capacity(1024, open()?))?;
    work::share(gather, jobs, |gather, jobs| {
        let mut file = open()?;
        jobs.into_iter().try_for_each(|job| unpack(gather, &mut file, job))
    })
}

fn list<R: Read + Seek>(gather: &mut Gather<'_>, mut reader: R) -> Result<Vec<Job>, Stop> {
    let unread = |error| Stop::Refused(format!("it cannot be read: {error}"));
    if has_long_end(&mut reader).map_err(unread)? {
        return Err(Stop::Refused("its end says more about itself than any program writes".into()));
    }
    let damaged = |error| {
        Stop::Refused(format!("the zip archive is damaged, or not a whole zip: {error}; hand it in again"))
    };
    // It begins where the file does (`Format::of`): otherwise its list is looked for everywhere.
    let config = zip::read::Config { archive_offset: zip::read::ArchiveOffset::Known(0) };
    let mut zip = ZipIterable::try_new(reader, config).map_err(damaged)?;
    let most = gather.entries();
    if zip.len() > most {
        return Err(Stop::Refused(format!("it has {} entries; more than {most} are not read", zip.len())));
    }
    let mut jobs = Vec::new();
    let mut extents = Vec::new();
    // An entry may say 192 KiB about itself, and what is known of those that are wanted stays in memory.
    let (mut last, mut held) = (None, 0);
    for entry in zip.files().map_err(damaged)? {
        let entry = entry.map_err(damaged)?;
        if extents.len() < limits::ENTRIES {
            extents.push((entry.header_start(), entry.compressed_size()));
        }
        let name = match entry.name() {
            Ok(name) => name.into_owned(),
            Err(_) => super::paths::text(entry.name_raw()),
        };
        held += last.take().map_or(0, |start| entry.central_header_start() - start);
        if held > limits::LIST {
            return Err(Stop::Refused("its list of entries is too long to be one of exercise files".into()));
        }
        gather.time = entry.last_modified().and_then(seconds);
        if let Some(wants) = gather.offer(&name, kind(&entry))? {
            last = Some(entry.central_header_start());
            jobs.push((entry, wants));
        }
    }
    if overlap(extents) {
        return Err(Stop::Refused("its entries lie over each other, as in a zip bomb".into()));
    }
    Ok(jobs)
}

/// A moment as seconds; good for comparing only. Where nobody has set it, it is the first that there can be.
fn seconds(time: zip::DateTime) -> Option<u64> {
    let days = (u64::from(time.year()) * 12 + u64::from(time.month())) * 31 + u64::from(time.day());
    let minutes = (days * 24 + u64::from(time.hour())) * 60 + u64::from(time.minute());
    (time.year() > 1980).then_some(minutes * 60 + u64::from(time.second()))
}

/// Whether there is more than a megabyte between the record of a large archive and what points to it: all of that
/// would be read into memory.
fn has_long_end(reader: &mut (impl Read + Seek)) -> io::Result<bool> {
    /// The longest comment, with what stands before it.
    const END: u64 = 66 << 10;
    const LONGEST: u64 = 1 << 20;
    let size = reader.seek(SeekFrom::End(0))?;
    let start = size.saturating_sub(END);
    let mut end = Vec::new();
    reader.seek(SeekFrom::Start(start))?;
    reader.take(END).read_to_end(&mut end)?;
    let mut pointers = end.windows(16).enumerate().filter(|(_, bytes)| bytes.starts_with(b"PK\x06\x07"));
    Ok(pointers.any(|(at, bytes)| {
        let to = bytes[8..16].try_into().map_or(0, u64::from_le_bytes);
        (start + at as u64).saturating_sub(to) > LONGEST
    }))
}

fn kind(entry: &ZipFileEntry<'_>) -> Kind {
    const TYPE: u32 = 0o170_000;
    match entry.unix_mode().map_or(0, |mode| mode & TYPE) {
        _ if entry.is_symlink() => Kind::Link,
        0o120_000 => Kind::Link,
        0o010_000 | 0o020_000 | 0o060_000 | 0o140_000 => Kind::Other,
        _ if entry.is_dir() => Kind::Folder,
        _ => Kind::File,
    }
}

/// Whether any two entries share bytes.
fn overlap(mut extents: Vec<(u64, u64)>) -> bool {
    /// A header without its name.
    const HEADER: u64 = 30;
    extents.sort_unstable();
    extents.windows(2).any(|pair| pair[0].0.saturating_add(HEADER).saturating_add(pair[0].1) > pair[1].0)
}

fn unpack<R: Read + Seek>(gather: &mut Gather<'_>, reader: &mut R, (entry, wants): Job) -> Result<(), Stop> {
    if entry.encrypted() {
        return gather.take(&wants, Err("it is encrypted".into()));
    }
    if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return gather.take(&wants, Err("it is compressed in a way that is not read".into()));
    }
    match entry.with_reader(reader, ZipReadOptions::new()) {
        Ok(mut content) => gather.take(&wants, Ok(&mut content)),
        Err(error) => gather.take(&wants, Err(format!("it is damaged: {error}"))),
    }
}
