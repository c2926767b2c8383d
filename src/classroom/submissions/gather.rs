//! The door: each entry of a folder or an archive is offered here, and what is needed of it is read, bounded.

use std::io::{Read, Seek, SeekFrom};

use super::bytes::{Format, bounded, kit_of, no_room, spool};
use super::found::{Found, Spot};
use super::paths::{checked, join, shown};
use super::wanted::{Seen, Wanted};
use super::{limits, tars, zips};
use crate::classroom::class::Handed;
use crate::classroom::inputs::Inputs;
use crate::error::Error;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    HardLink,
    /// A pipe, a socket, a device.
    Other,
}

/// Why a container is not read on.
#[derive(Debug)]
pub(super) enum Stop {
    /// It is not taken, for this reason.
    Refused(String),
    /// The machine cannot go on.
    Fatal(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Fatal(error)
    }
}

/// An entry that has to be read, and what for.
#[derive(Debug)]
pub(super) struct Wants {
    path: String,
    seen: Seen,
    time: Option<u64>,
}

impl Wants {
    /// Looks when the file at `path` was last changed, where that may decide which one counts.
    pub(super) fn changed(&mut self, path: &std::path::Path) {
        if matches!(self.seen, Seen::Exercise { .. } | Seen::Archive) {
            let time = std::fs::symlink_metadata(path).and_then(|about| about.modified()).ok();
            let since = time.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
            self.time = since.map(|since| since.as_secs());
        }
    }
}

/// What archives in archives may still cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    archives: usize,
    bytes: u64,
    /// What compressed tar archives may become, all of them together.
    pub(super) unpacked: u64,
}

impl Budget {
    /// What one entry of a place has, whatever else is there and whoever reads it first.
    const ENTRY: Self = Self {
        archives: limits::ARCHIVES,
        bytes: limits::NESTED_TOGETHER,
        unpacked: limits::UNPACKED_ALWAYS,
    };

    /// What an archive in an archive may take of it: a class that was packed once more has others in it.
    fn part(self) -> Self {
        Self { archives: self.archives.min(limits::ARCHIVES_INSIDE), ..self }
    }

    fn without(self, part: Self, left: Self) -> Self {
        Self { archives: self.archives - (part.archives - left.archives), ..left }
    }
}

/// The reader of one folder or archive.
pub(super) struct Gather<'a> {
    pub(super) wanted: &'a Wanted,
    pub(super) inputs: &'a Inputs,
    /// Which place it belongs to.
    pub(super) place: usize,
    /// Where it is, from there.
    pub(super) base: String,
    /// How many archives it lies in.
    pub(super) depth: usize,
    pub(super) found: Found,
    /// When the entry that is offered was last changed, in seconds, where that is known.
    pub(super) time: Option<u64>,
    pub(super) budget: Budget,
    wants: usize,
    taken: u64,
}

impl<'a> Gather<'a> {
    /// The reader of a place.
    pub(super) fn new(wanted: &'a Wanted, inputs: &'a Inputs, place: usize, base: String) -> Self {
        let budget = Budget::ENTRY;
        let found = Found { most: limits::NOTED, ..Found::default() };
        Self { wanted, inputs, place, base, depth: 0, found, time: None, budget, wants: 0, taken: 0 }
    }

    /// Another reader of the same place, for another thread.
    pub(super) fn again(&self) -> Self {
        Self::new(self.wanted, self.inputs, self.place, self.base.clone())
    }

    /// How many entries the container may have.
    pub(super) fn entries(&self) -> usize {
        if self.depth == 0 { limits::CLASS_ENTRIES } else { limits::ENTRIES }
    }

    fn spot(&self, path: &str) -> Spot {
        Spot { place: self.place, trail: join(&self.base, path) }
    }

    /// Says that something is not taken, unless it is in the way of an exercise.
    pub(super) fn odd(&mut self, path: &str, why: &str) {
        let spot = self.spot(path);
        self.found.note_odd(spot, why);
    }

    /// Looks at the name and kind of an entry: what has to be read of it.
    ///
    /// # Errors
    /// Where there are far too many of them.
    pub(super) fn offer(&mut self, raw: &str, kind: Kind) -> Result<Option<Wants>, Stop> {
        let path = match checked(raw) {
            Ok(path) if path.is_empty() => return Ok(None),
            Ok(path) => path,
            Err(why) => {
                self.odd(&shown(raw), why);
                return Ok(None);
            }
        };
        self.found.count(self.place, &self.base, &path, kind == Kind::Folder);
        if path.split('/').count() > limits::FOLDERS {
            return Ok(None);
        }
        let seen = self.wanted.look(&path);
        let why = match kind {
            Kind::File => return self.offer_file(path, seen),
            Kind::Folder => {
                if let Seen::Exercise { root, exercise } = seen {
                    self.put(&root, exercise, None, Handed::Refused("it is a folder".into()));
                }
                return Ok(None);
            }
            Kind::Link => "it is a link, and links are not followed",
            Kind::HardLink => "it is a hard link, and links are not followed",
            Kind::Other => "it is not a file, but a pipe, a socket or a device",
        };
        match seen {
            Seen::Exercise { root, exercise } => self.put(&root, exercise, None, Handed::Refused(why.into())),
            Seen::Flat { root, exercise, version } => {
                self.put(&root, exercise, Some(version), Handed::Refused(why.into()));
            }
            Seen::Folder { root, below } => self.block(&root, below, why),
            _ => self.odd(&path, why),
        }
        Ok(None)
    }

    /// The same for the only file of a place, which has the place's name.
    pub(super) fn offer_alone(&mut self, name: &str) -> Option<Wants> {
        let path = checked(name).ok()?;
        match self.wanted.look(&path) {
            Seen::Flat { exercise, version, .. } => {
                Some(Wants { path, seen: Seen::Flat { root: String::new(), exercise, version }, time: None })
            }
            _ => None,
        }
    }

    fn offer_file(&mut self, path: String, seen: Seen) -> Result<Option<Wants>, Stop> {
        match seen {
            Seen::Nothing => return Ok(None),
            Seen::Folder { root, below } => {
                self.block(&root, below, "it is a file where a folder should be");
                return Ok(None);
            }
            Seen::OtherArchive => {
                let spot = self.spot(&path);
                let why = "archives of this kind are not read; hand in a .zip or a .tar.gz";
                self.found.refused.push((spot, why.into()));
                return Ok(None);
            }
            Seen::Extra { root, label, why } => {
                let spot = self.spot(&root);
                self.found.note_extra(spot, label, below(&path, &root).to_owned(), why);
                return Ok(None);
            }
            Seen::Exercise { .. }
            | Seen::Flat { .. }
            | Seen::About { .. }
            | Seen::Own { .. }
            | Seen::Archive => {}
        }
        self.wants += 1;
        if self.wants > limits::TAKEN {
            let why = format!("it has more than {} files of the names that the kit has", limits::TAKEN);
            return Err(Stop::Refused(why));
        }
        Ok(Some(Wants { path, seen, time: self.time }))
    }

    /// Reads what `offer` has asked for; or why that cannot be read.
    ///
    /// # Errors
    /// Where the machine cannot go on.
    pub(super) fn take(&mut self, wants: &Wants, content: Result<&mut dyn Read, String>) -> Result<(), Stop> {
        let timed = match &wants.seen {
            Seen::Exercise { root, .. } => Some(root),
            Seen::Archive => Some(&wants.path),
            _ => None,
        };
        if let (Some(path), Some(time)) = (timed, wants.time) {
            let spot = self.spot(path);
            self.found.note_time(spot, time);
        }
        match (&wants.seen, content) {
            (Seen::Exercise { root, exercise }, content) => {
                let handed = self.keep(content)?;
                self.put(root, *exercise, None, handed);
            }
            (Seen::Flat { root, exercise, version }, content) => {
                let handed = self.keep(content)?;
                self.put(root, *exercise, Some(*version), handed);
            }
            (Seen::Archive, Ok(content)) => self.open(&wants.path, content)?,
            (Seen::Archive, Err(why)) => {
                let spot = self.spot(&wants.path);
                self.found.refused.push((spot, format!("{why}; hand it in again")));
            }
            (Seen::About { root, is_workspace }, Ok(content)) => {
                let about = bounded(content, limits::ABOUT).ok().flatten();
                if let Some(kit) = about.and_then(|bytes| kit_of(&bytes, *is_workspace)) {
                    let spot = self.spot(root);
                    if !is_workspace {
                        self.found.packs.insert(spot.clone());
                    }
                    self.found.kits.insert(spot, kit);
                }
            }
            (Seen::Own { root, path }, Ok(content)) => {
                let bytes = bounded(content, limits::ABOUT).ok().flatten();
                if let Some((label, why)) = self.wanted.differs(path, bytes.as_deref().unwrap_or_default()) {
                    let spot = self.spot(root);
                    self.found.note_extra(spot, label, path.clone(), why);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn keep(&mut self, content: Result<&mut dyn Read, String>) -> Result<Handed, Stop> {
        let content = match content {
            Ok(content) => content,
            Err(why) => return Ok(Handed::Refused(why)),
        };
        if self.depth > 0 && self.taken > limits::TAKEN_BYTES {
            return Ok(Handed::Refused("the archive has more than 256 MiB of exercise files".into()));
        }
        let bytes = match bounded(content, limits::FILE) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Ok(Handed::Refused("it is larger than 1 MiB".into())),
            Err(error) => return Ok(Handed::Refused(format!("it cannot be read: {error}"))),
        };
        self.taken += bytes.len() as u64;
        let input = self.inputs.put(&bytes).map_err(|error| {
            Error::machine(format!("what was handed in cannot be kept: {error}"))
                .help("make room on the disk, or choose another folder with `--out`; then run it again")
        })?;
        Ok(Handed::File(input))
    }

    fn put(&mut self, root: &str, exercise: usize, flat: Option<u64>, handed: Handed) {
        let spot = self.spot(root);
        let root = self.found.roots.entry(spot).or_default();
        match flat {
            Some(version) => root.flat.put(exercise, version, handed),
            None => root.files.put(exercise, 0, handed),
        }
    }

    fn block(&mut self, root: &str, below: String, why: &str) {
        let why = format!("the folder `{}` on the way to it is not taken: {why}", shown(&below));
        let spot = self.spot(root);
        self.found.roots.entry(spot).or_default().blocked.push((below.to_lowercase(), why));
    }

    /// Opens an archive in this one. What it has counts only when all of it can be read.
    fn open(&mut self, path: &str, content: &mut dyn Read) -> Result<(), Stop> {
        match self.try_open(path, content) {
            Err(Stop::Refused(why)) => {
                let spot = self.spot(path);
                self.found.refused.push((spot, why));
                Ok(())
            }
            done => done,
        }
    }

    fn try_open(&mut self, path: &str, content: &mut dyn Read) -> Result<(), Stop> {
        let refused = |why: &str| Err(Stop::Refused(why.to_owned()));
        if self.depth >= limits::DEPTH {
            return refused("it is an archive in too many archives; hand in the innermost one alone");
        }
        if self.depth == 0 {
            (self.budget, self.taken) = (Budget::ENTRY, 0);
        }
        if self.budget.archives == 0 {
            return refused("there are too many archives in this archive");
        }
        self.budget.archives -= 1;
        let limit = limits::NESTED.min(self.budget.bytes);
        let mut file = spool(content, limit)?;
        let size = file.seek(SeekFrom::End(0)).map_err(|error| no_room(&error))?;
        self.budget.bytes -= size;
        let part = if self.depth == 0 { self.budget } else { self.budget.part() };
        let mut inner = Gather {
            budget: part,
            base: join(&self.base, path),
            depth: self.depth + 1,
            found: Found { most: limits::NOTED_INSIDE, ..Found::default() },
            wants: 0,
            taken: self.taken,
            ..*self
        };
        let format = Format::of(&mut file).map_err(|error| no_room(&error))?;
        let done = match format {
            Some(Format::Zip) => zips::read(&mut inner, &mut file),
            Some(Format::Gzip) => tars::read_gzip(&mut inner, &mut file, size),
            Some(Format::Tar) => tars::read(&mut inner, &mut file),
            None => refused("it has the name of an archive, and is none; hand it in again"),
        };
        self.budget = self.budget.without(part, inner.budget);
        self.taken = inner.taken;
        done?;
        let found = inner.found;
        self.found.merge(found);
        self.found.archives.push(Spot { place: self.place, trail: join(&self.base, path) });
        Ok(())
    }
}

/// The path of something in the folder `root`, from there.
fn below<'p>(path: &'p str, root: &str) -> &'p str {
    path.strip_prefix(root).unwrap_or(path).trim_start_matches('/')
}
