//! From what an instructor has to a class: folders, archives and files, as learners hand them in and as learning
//! platforms export them.
//!
//! Everything that comes in passes one door (`gather.rs`), entry by entry: `zips.rs`, `tars.rs` and `folders.rs` say
//! what there is, `wanted.rs` knows what it is to the kit, and only what is needed is read, within `limits.rs`, into
//! the store of inputs. Nothing is unpacked to the disk by its path, no link is followed, and what is hostile costs
//! nobody but whose it is. What was found then becomes submissions (`groups.rs`, `resolve.rs`), and those belong to
//! people (`people.rs`), by their names as platforms write them (`lms.rs`, at one level: `exports.rs`) or by a roster (`roster.rs`).

mod bytes;
mod copies;
mod exports;
mod folders;
mod found;
mod gather;
mod groups;
mod limits;
mod lms;
mod paths;
mod people;
mod resolve;
mod roster;
#[cfg(test)]
mod samples;
mod tars;
#[cfg(test)]
mod tests;
mod unopened;
mod wanted;
mod work;
mod zips;

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use self::bytes::Format;
use self::found::{Found, Spot};
use self::gather::{Gather, Stop};
use self::people::Material;
use self::wanted::Wanted;
use super::class::{Class, Refused};
use super::inputs::Inputs;
use crate::error::{Error, Result};
use crate::kit::{Exercise, Kit};

/// What helps where the machine does not let a place be read.
const RIGHTS: &str =
    "give yourself the right to read it (`chmod -R u+rX`), or run this as somebody who has it";

/// What the instructor has named.
pub struct Asked<'a> {
    /// Folders, archives, single files.
    pub places: &'a [PathBuf],
    /// Who is in the class: a CSV file.
    pub roster: Option<&'a Path>,
}

/// Reads a class. What was handed in goes into `inputs`; nothing of it is followed, run or written anywhere else.
///
/// # Errors
/// A usage error where there is nothing to judge, or a place or the roster cannot be read.
pub fn read(asked: &Asked<'_>, kit: &Kit, inputs: &Inputs) -> Result<Class> {
    let wanted = Wanted::of(kit)?;
    let roster = asked.roster.map(|path| roster::read(path, &kit.title)).transpose()?;
    let mut notices = Vec::new();
    let places = distinct(asked.places, &mut notices)?;
    let mut found = Found { most: usize::MAX, ..Found::default() };
    for (at, path) in places.iter().enumerate() {
        found.merge(read_place(at, path, &wanted, inputs)?);
    }
    let paths: Vec<String> = kit.exercises.iter().map(Exercise::file).collect();
    let told = |spot: &Spot| {
        let place = paths::shown(&places[spot.place].display().to_string());
        match spot.trail.split_once('/') {
            Some((_, rest)) => format!("{}/{}", place.trim_end_matches('/'), paths::shown(rest)),
            None => place,
        }
    };
    let levels = exports::levels(&found, roster.as_ref(), places.len());
    let mut submissions = groups::submissions(&found, roster.as_ref(), &levels, &told);
    let nobodys = unopened::add(&mut submissions, &found, roster.as_ref(), &levels, &told);
    let material = Material {
        found: &found,
        submissions: &submissions,
        wanted: &wanted,
        paths: &paths,
        told: &told,
        nobodys,
    };
    let mut class = material.class(roster);
    class.notices.splice(0..0, notices);
    if class.learners.iter().all(|learner| learner.submission.is_none()) {
        return Err(nothing(&class, &places));
    }
    Ok(class)
}

/// The places, each once.
fn distinct<'a>(places: &'a [PathBuf], notices: &mut Vec<String>) -> Result<Vec<&'a Path>> {
    let mut seen = HashSet::new();
    let mut distinct = Vec::new();
    for place in places {
        let named = paths::shown(&place.display().to_string());
        fs::symlink_metadata(place).map_err(|error| {
            let what = match error.kind() {
                io::ErrorKind::NotFound => format!("there is no {named}"),
                io::ErrorKind::PermissionDenied => format!("{named} cannot be read: Permission denied"),
                _ => format!("{named} cannot be read: {error}"),
            };
            Error::usage(what).help(match error.kind() {
                io::ErrorKind::PermissionDenied => RIGHTS,
                _ => "name a folder or an archive (.zip, .tar, .tar.gz) with submissions",
            })
        })?;
        // A link is not what it leads to: that is not taken.
        let real = if place.is_symlink() { None } else { fs::canonicalize(place).ok() };
        if seen.insert(real.unwrap_or_else(|| place.clone())) {
            distinct.push(place.as_path());
        } else {
            notices.push(format!("{named} was named twice; it was read once"));
        }
    }
    Ok(distinct)
}

/// Reads one place; what cannot be read is in the result.
fn read_place(at: usize, path: &Path, wanted: &Wanted, inputs: &Inputs) -> Result<Found> {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().or_else(|| real.file_name()).unwrap_or_default();
    let name = Some(paths::text(name.as_encoded_bytes())).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "submission".into());
    let mut gather = Gather::new(wanted, inputs, at, name.clone());
    match read_into(&mut gather, path, &name) {
        Ok(()) => Ok(gather.found),
        Err(Stop::Fatal(error)) => Err(error),
        // What was found until then may be half of it.
        Err(Stop::Refused(why)) => {
            let refused = vec![(Spot { place: at, trail: name }, why)];
            Ok(Found { refused, ..Found::default() })
        }
    }
}

fn read_into(gather: &mut Gather<'_>, path: &Path, name: &str) -> Result<(), Stop> {
    let unread = |error: io::Error| Stop::Refused(folders::unread(&error));
    let kind = fs::symlink_metadata(path).map_err(unread)?.file_type();
    if kind.is_symlink() {
        return Err(Stop::Refused("it is a link, and links are not followed; name what it leads to".into()));
    }
    if kind.is_dir() {
        return folders::read(gather, path);
    }
    if !kind.is_file() {
        return Err(Stop::Refused("it is not a file, but a pipe, a socket or a device".into()));
    }
    let mut file = folders::open(path).map_err(unread)?;
    let size = file.metadata().map_err(unread)?.len();
    match Format::of(&mut file).map_err(unread)? {
        Some(Format::Zip) => zips::read_place(gather, path),
        Some(Format::Gzip) => tars::read_gzip(gather, file, size),
        Some(Format::Tar) => tars::read(gather, file),
        // An exercise file alone; where a platform has put the learner into its name, that is the place's name, too.
        None => match gather.offer_alone(name) {
            Some(wants) => gather.take(&wants, Ok(&mut file)),
            None => {
                let why = "it is no folder, no archive (.zip, .tar, .tar.gz) and no exercise file of the kit";
                Err(Stop::Refused(why.into()))
            }
        },
    }
}

/// What is said when there is nothing to judge.
fn nothing(class: &Class, places: &[&Path]) -> Error {
    let named: Vec<String> =
        places.iter().take(5).map(|place| paths::shown(&place.display().to_string())).collect();
    let more = places.len().saturating_sub(named.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let mut message = format!("there is nothing to judge in {}{more}", named.join(", "));
    for refused in class.refused.iter().take(5) {
        message.push_str(&format!("\n{}: {}", refused.place, refused.why));
    }
    if class.refused.len() > 5 {
        message.push_str(&format!("\nand {} more", class.refused.len() - 5));
    }
    let is_denied = |refused: &Refused| refused.why.contains("Permission denied");
    if !class.refused.is_empty() && class.refused.iter().all(is_denied) {
        return Error::usage(message).help(RIGHTS);
    }
    Error::usage(message).help(
        "name a learner's workspace, a folder or archive of such, or what the learning platform exports; \
         the kit's exercise files are known by their paths below exercises/, or by their names",
    )
}
