//! The archive that a learner hands in: the exercise files, the progress, and what they belong to.
//!
//! Nothing in it tells who made it, where or when, and the same work gives the same bytes.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use crate::error::{Error, Result};
use crate::kit::names;
use crate::kit::paths::shown;
use crate::kit::project::{Project, cannot_write};
use crate::progress::Progress;
use crate::storage::{Durability, write_atomically};

/// What the archive is called when nothing else is said.
pub const DEFAULT_NAME: &str = "memkata-handin.zip";
/// The format of archives that is written here.
const FORMAT: u32 = 1;
/// What the archive says about itself; in its top folder.
const MANIFEST: &str = "memkata.json";
/// Where a workspace keeps the progress, and the archive, too.
const PROGRESS: &str = ".memkata/progress.json";
/// No exercise file that a person writes comes near it.
pub const FILE_LIMIT: u64 = 1024 * 1024;
/// More than what an archive of ours says about itself ever has.
const MANIFEST_LIMIT: u64 = 16 * 1024 * 1024;
/// How much of a kit's title becomes the name of the top folder.
const TOP_LIMIT: usize = 60;

/// A finished archive, still in memory.
#[derive(Debug)]
pub struct Archive {
    /// The archive itself.
    pub bytes: Vec<u8>,
    /// How many exercise files are in it.
    pub packed: usize,
    /// The exercises whose files are not there.
    pub missing: Vec<String>,
    /// What stands in the place of an exercise file and is not in the archive.
    pub left_out: Vec<LeftOut>,
}

/// Something in the place of an exercise file that a grader would not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The exercise.
    pub exercise: String,
    /// Its file, relative to the workspace.
    pub file: String,
    /// What is there instead of a file, in words.
    pub why: String,
}

/// What an archive says about itself.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    kit: KitName,
    exercises: Vec<Listed>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KitName {
    title: String,
    version: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Listed {
    name: String,
    file: String,
}

/// What is in the place of an exercise file.
enum Found {
    File(Vec<u8>),
    Nothing,
    Other(String),
}

/// Packs the exercise files of a workspace as they are on the disk, and what is remembered of the work.
///
/// # Errors
/// When the archive cannot be made; what is wrong with one file is in the result.
pub fn pack(project: &Project, progress: &Progress) -> Result<Archive> {
    let (mut files, mut listed) = (Vec::new(), Vec::new());
    let (mut missing, mut left_out) = (Vec::new(), Vec::new());
    for exercise in &project.kit.exercises {
        let (name, file) = (exercise.name.clone(), exercise.file());
        match look(&project.dir, &file) {
            Found::File(bytes) => {
                files.push((file.clone(), bytes));
                listed.push(Listed { name, file });
            }
            Found::Nothing => missing.push(name),
            Found::Other(why) => left_out.push(LeftOut { exercise: name, file, why }),
        }
    }
    let packed = files.len();
    let kit = KitName { title: project.kit.title.clone(), version: project.kit.version.clone() };
    let manifest = Manifest { format: FORMAT, kit, exercises: listed };
    let bytes = write(&manifest, progress, &files)
        .map_err(|error| Error::machine(format!("the archive cannot be made: {error}")))?;
    Ok(Archive { bytes, packed, missing, left_out })
}

/// Looks at a file of the workspace. No link is followed on the way to it, so that nothing from outside of
/// the workspace is handed in, and nothing but a file is opened: opening a pipe would wait for a writer.
fn look(workspace: &Path, file: &str) -> Found {
    let mut path = workspace.to_owned();
    let mut size = 0;
    let mut parts = file.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let found = match fs::symlink_metadata(&path) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Found::Nothing,
            Err(error) => return Found::Other(format!("it cannot be read: {error}")),
        };
        let is_last = parts.peek().is_none();
        let what = if is_last { "it".to_owned() } else { format!("the folder `{part}` on the way to it") };
        if found.is_symlink() {
            return Found::Other(format!("{what} is a link, and links are not followed"));
        }
        if is_last && found.is_dir() {
            return Found::Other("it is a folder".into());
        }
        if is_last && !found.is_file() {
            return Found::Other("it is not a file, but a pipe, a socket or a device".into());
        }
        size = found.len();
    }
    let too_large = || Found::Other("it is larger than 1 MiB".into());
    if size > FILE_LIMIT {
        return too_large();
    }
    let mut bytes = Vec::new();
    // It may grow while it is read.
    match File::open(&path).and_then(|file| file.take(FILE_LIMIT + 1).read_to_end(&mut bytes)) {
        Ok(_) if bytes.len() as u64 > FILE_LIMIT => too_large(),
        Ok(_) => Found::File(bytes),
        Err(error) => Found::Other(format!("it cannot be read: {error}")),
    }
}

fn write(manifest: &Manifest, progress: &Progress, files: &[(String, Vec<u8>)]) -> io::Result<Vec<u8>> {
    // What the zip format asks for besides names and bytes is the same everywhere and always.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644);
    let top = top_folder(&manifest.kit.title);
    let mut about = serde_json::to_vec_pretty(manifest)?;
    about.push(b'\n');
    let progress = progress.to_json()?;
    let own = [(MANIFEST, about.as_slice()), (PROGRESS, progress.as_slice())];
    let exercises = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in own.into_iter().chain(exercises) {
        zip.start_file(format!("{top}/{name}"), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The kit's title as the name of a folder, on every system.
fn top_folder(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(TOP_LIMIT).collect();
    // Empty, or one of the names that Windows keeps for itself.
    if name.is_ascii() && names::check(&name, "a folder name").is_err() { "kit".into() } else { name }
}

/// Refuses to put an archive at `path` when that would take something else away.
///
/// # Errors
/// A usage error that says what is there.
pub fn check_place(path: &Path) -> Result<()> {
    let named = shown(path);
    let other = "choose another place with `--out FILE`";
    let names_folder = path.as_os_str().as_encoded_bytes().ends_with(b"/") || path.file_name().is_none();
    if names_folder || path.is_dir() {
        return Err(Error::usage(format!("{named} is a folder"))
            .help(format!("name a file in it, such as {DEFAULT_NAME}")));
    }
    if let Some(folder) = path.parent()
        && !folder.is_dir()
    {
        return Err(Error::usage(format!("there is no folder {}", shown(folder)))
            .help(format!("make it, or {other}")));
    }
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cannot_write(path, &error)),
    };
    if !found.is_file() {
        return Err(Error::usage(format!("{named} is there already, and it is not a file")).help(other));
    }
    let refused = |what: String| Err(Error::usage(what).help(format!("move it away, or {other}")));
    match File::open(path).map(is_own) {
        Ok(true) => Ok(()),
        Ok(false) => refused(format!("{named} is there already, and `memkata pack` has not made it")),
        Err(error) => refused(format!("{named} is there already, and cannot be read: {error}")),
    }
}

/// Whether a file is an archive as `pack` makes them: one that somebody has added to is somebody's work.
fn is_own(file: File) -> bool {
    own_names(file).is_some_and(|(there, wanted)| there == wanted)
}

/// The names in an archive, and those that it would have by what it says about itself.
fn own_names(file: File) -> Option<(BTreeSet<String>, BTreeSet<String>)> {
    let mut zip = ZipArchive::new(file).ok()?;
    let there =
        zip.file_names().map(|name| Some(name.ok()?.into_owned())).collect::<Option<BTreeSet<_>>>()?;
    let top = there.iter().find_map(|name| {
        let (top, rest) = name.split_once('/')?;
        (rest == MANIFEST).then(|| top.to_owned())
    })?;
    let mut text = Vec::new();
    let about = zip.by_name(&format!("{top}/{MANIFEST}")).ok()?;
    about.take(MANIFEST_LIMIT).read_to_end(&mut text).ok()?;
    let manifest: Manifest = serde_json::from_slice(&text).ok()?;
    let exercises = manifest.exercises.iter().map(|listed| listed.file.as_str());
    let wanted = exercises.chain([MANIFEST, PROGRESS]).map(|name| format!("{top}/{name}")).collect();
    (manifest.format == FORMAT).then_some((there, wanted))
}

/// The title and version of the kit that an archive of ours says it was made from, by its `memkata.json`.
pub fn kit_of(manifest: &[u8]) -> Option<(String, String)> {
    let manifest: Manifest = serde_json::from_slice(manifest).ok()?;
    Some((manifest.kit.title, manifest.kit.version))
}

/// Writes an archive where `check_place` has allowed it.
///
/// # Errors
/// When it cannot be written; an older archive is then untouched.
pub fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    write_atomically(path, bytes, Durability::Synced).map_err(|error| cannot_write(path, &error))
}

/// Where the archive goes: where it was asked for, from the current folder; else into the workspace, so
/// that there is one, wherever in it the command was given.
///
/// # Errors
/// When the current folder is gone.
pub fn place(project: &Project, asked: Option<&Path>) -> Result<PathBuf> {
    let Some(asked) = asked else { return Ok(project.dir.join(DEFAULT_NAME)) };
    std::path::absolute(asked)
        .map_err(|error| Error::machine(format!("the current folder is not there: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_the_name_of_a_folder() {
        for (title, folder) in [
            ("memkata", "memkata"),
            ("How memory works: a course", "How-memory-works-a-course"),
            ("../../etc", "etc"),
            ("Speicher für alle 🦀", "Speicher-für-alle"),
            ("C:\\x", "C-x"),
            ("🦀", "kit"),
            ("..", "kit"),
            ("", "kit"),
            ("con", "kit"),
        ] {
            assert_eq!(top_folder(title), folder, "{title}");
        }
        assert_eq!(top_folder(&"é".repeat(300)).chars().count(), TOP_LIMIT);
    }
}
