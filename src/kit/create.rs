//! New exercises: what they are checked for, what is written, and that it is all or nothing.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::project::{Project, cannot_write};
use super::{Kind, Kit, entry, names, templates};
use crate::error::{Error, ErrorKind, Problem, Result};
use crate::storage::{self, write_new};

/// An exercise that does not exist yet.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The chapter's folder.
    pub dir: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// The title of a new chapter.
    pub title: Option<String>,
}

/// A file to be written, by its path relative to the kit.
#[derive(Debug, Clone)]
pub struct NewFile {
    pub path: String,
    pub text: String,
}

/// Everything that is to be written for a new exercise.
#[derive(Debug)]
pub struct Plan {
    /// Files that do not exist yet, the one that learners edit first.
    pub files: Vec<NewFile>,
    /// The line of `info.toml` that the entry begins at, one-based.
    pub line: u32,
    /// The title of the chapter that is new, too.
    pub new_chapter: Option<String>,
    /// `info.toml` as it was read, and with the entry.
    before: String,
    after: String,
}

/// How the chapter of a new exercise stands to the kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chapter {
    /// The kit has it.
    Known,
    /// It is new and gets an entry with a title.
    New,
    /// It is new, and this kit's chapters are folders without entries.
    NewFolder,
}

/// Whether a chapter may have this folder.
///
/// # Errors
/// What is wrong with it.
pub fn check_chapter(kit: &Kit, dir: &str) -> Result<Chapter, Problem> {
    names::check(dir, "a chapter's folder")?;
    let folders: Vec<&str> = if kit.chapters.is_empty() {
        kit.exercises.iter().filter_map(|exercise| exercise.dir.as_deref()).collect()
    } else {
        kit.chapters.iter().map(|chapter| chapter.dir.as_str()).collect()
    };
    if folders.contains(&dir) {
        return Ok(Chapter::Known);
    }
    if let Some(same) = folders.iter().find(|known| known.eq_ignore_ascii_case(dir)) {
        let message = format!("the chapter `{same}` differs from `{dir}` only in capital letters");
        return Err(Problem::new(message).help(format!("write `{same}`, or choose another folder")));
    }
    let has_entries = !kit.chapters.is_empty() || folders.is_empty();
    Ok(if has_entries { Chapter::New } else { Chapter::NewFolder })
}

/// The chapter whose folder was most likely meant.
pub fn near_chapter<'k>(kit: &'k Kit, dir: &str) -> Option<&'k str> {
    names::near_folder(dir, kit.chapters.iter().map(|chapter| chapter.dir.as_str()))
}

/// Whether a new exercise may have this name, and nothing is in the way of its files.
///
/// # Errors
/// What is wrong with it.
pub fn check_name(project: &Project, dir: &str, name: &str) -> Result<(), Problem> {
    names::check_exercise(name)?;
    let same = project.kit.exercises.iter().find(|exercise| exercise.name.eq_ignore_ascii_case(name));
    if let Some(exercise) = same {
        let place = exercise.dir.as_deref().map(|dir| format!(" in {dir}")).unwrap_or_default();
        let message = format!("there is an exercise `{}` already{place}", exercise.name);
        return Err(Problem::new(message).help("names are unique in a kit: choose another one"));
    }
    let in_the_way = Kind::ALL
        .iter()
        .flat_map(|kind| templates::files(*kind, dir, name))
        .map(|file| file.path)
        .chain([templates::mistakes(dir, name)])
        .find(|path| fs::symlink_metadata(project.dir.join(path)).is_ok());
    match in_the_way {
        Some(path) => Err(Problem::new(format!("{path} is there already"))
            .help("nothing is overwritten: choose another name, or move that away")),
        None => Ok(()),
    }
}

/// Whether this can be a title.
///
/// # Errors
/// What is wrong with it.
pub fn check_title(title: &str) -> Result<(), Problem> {
    if title.trim().is_empty() || title.chars().any(char::is_control) {
        return Err(Problem::new("a title is one line of text").help("write a few words"));
    }
    Ok(())
}

/// A title made from a folder's name: `03_by_hand` becomes "By hand".
pub fn title_of(dir: &str) -> String {
    let words = dir.trim_start_matches(|sign: char| sign.is_ascii_digit()).replace(['_', '-'], " ");
    let words = words.trim();
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => dir.to_owned(),
    }
}

/// Whether exercises can be added to this kit at all.
///
/// # Errors
/// A kit of format 1 is rustlings' own and has no kinds.
pub fn check_kit(project: &Project) -> Result<()> {
    if project.kit.format == 1 {
        return Err(Error::usage("this kit is in format 1, rustlings' own, which has no kinds of exercises")
            .in_file(info_path(project).display().to_string())
            .help(
                "`memkata new --kit DIR` starts a kit of format 2; docs/info-toml.md tells the difference",
            ));
    }
    Ok(())
}

/// Keeps other runs from adding to this kit until it is dropped. What was read before it was there
/// has to be read again.
pub fn lock(project: &Project) -> Option<File> {
    storage::lock(&project.state_dir().join("new.lock"))
}

/// Checks everything and makes the texts. Nothing is written yet.
///
/// # Errors
/// A usage error for what cannot be done, a kit error for an `info.toml` without a place for it.
pub fn plan(project: &Project, wanted: &Wanted) -> Result<Plan> {
    let usage = |problem| Error::new(ErrorKind::Usage, problem);
    let Wanted { dir, name, kind, title } = wanted;
    let chapter = check_chapter(&project.kit, dir).map_err(usage)?;
    check_name(project, dir, name).map_err(usage)?;
    let new_chapter = match (chapter, title) {
        (Chapter::New, Some(title)) => Some(title.clone()),
        (Chapter::New, None) => {
            if let Some(near) = near_chapter(&project.kit, dir) {
                return Err(Error::usage(format!("there is no chapter `{dir}`")).help(format!(
                    "did you mean `{near}`? A new chapter of this name takes a title: add --title \"{}\"",
                    title_of(dir)
                )));
            }
            Some(title_of(dir))
        }
        (Chapter::Known, Some(_)) => {
            return Err(Error::usage(format!("--title is for a new chapter, and `{dir}` is there already"))
                .help("leave it out, or change the title in info.toml"));
        }
        (Chapter::NewFolder, Some(_)) => {
            return Err(Error::usage("--title is for a chapter's entry, and this kit has no [[chapters]]")
                .help("leave it out"));
        }
        (_, None) => None,
    };
    if let Some(title) = &new_chapter {
        check_title(title).map_err(usage)?;
    }
    let exercise = templates::entry(*kind, dir, name);
    let entry_of_chapter = new_chapter.as_deref().map(|title| chapter_entry(dir, title));
    let addition = entry::Addition { dir, exercise: &exercise, chapter: entry_of_chapter.as_deref() };
    let before = read_info(project)?;
    let Some(added) = entry::add(&before, &addition) else {
        return Err(Error::kit("there is no place for a new entry in info.toml")
            .in_file(info_path(project).display().to_string())
            .help(
                "write each exercise and chapter as a table of its own, under [[exercises]] and [[chapters]]",
            ));
    };
    let mut files = templates::files(*kind, dir, name);
    files.iter_mut().for_each(|file| templates::name_schema(file, |path| project.dir.join(path).is_file()));
    files.iter().try_for_each(|file| check_inside(project, &file.path))?;
    Ok(Plan { files, line: added.line, new_chapter, before, after: added.text })
}

/// Whether a new file would be a file of the kit: links in its folders may lead elsewhere.
fn check_inside(project: &Project, path: &str) -> Result<()> {
    let root = fs::canonicalize(&project.dir).unwrap_or_else(|_| project.dir.clone());
    let whole = project.dir.join(path);
    let existing =
        whole.ancestors().skip(1).find_map(|folder| Some((folder, fs::canonicalize(folder).ok()?)));
    match existing {
        Some((folder, real)) if !real.starts_with(&root) => {
            let folder = folder.strip_prefix(&project.dir).unwrap_or(folder).display();
            Err(Error::usage(format!("{path} would not be in the kit: {folder} leads out of it by a link"))
                .help("put the folder itself there in the place of the link"))
        }
        _ => Ok(()),
    }
}

/// A new chapter's entry in `info.toml`.
pub(super) fn chapter_entry(dir: &str, title: &str) -> String {
    let title = toml::Value::from(title).to_string();
    templates::filled(templates::CHAPTER, &[("dir", dir), ("title", &title)])
}

impl Plan {
    /// Writes the files, and `info.toml` last.
    ///
    /// # Errors
    /// When something cannot be written; then nothing is left of it.
    pub fn carry_out(&self, project: &Project) -> Result<()> {
        let written = write_files(&project.dir, &self.files)?;
        // Where it is a link, the file that it leads to is the one to replace.
        let info = fs::canonicalize(info_path(project)).unwrap_or_else(|_| info_path(project));
        let replaced = storage::replace(&info, self.before.as_bytes(), self.after.as_bytes())
            .map_err(|error| cannot_write(&info, &error))?;
        if !replaced {
            return Err(Error::usage("info.toml has changed since it was read, and nothing was made")
                .in_file(info_path(project).display().to_string())
                .help("try again"));
        }
        written.keep();
        // A starter of this name that is no longer there must not come back with `reset`.
        if let Some(file) = self.files.first() {
            let _ = fs::remove_file(project.state_dir().join("originals").join(&file.path));
        }
        Ok(())
    }
}

fn info_path(project: &Project) -> PathBuf {
    project.dir.join("info.toml")
}

fn read_info(project: &Project) -> Result<String> {
    let path = info_path(project);
    fs::read_to_string(&path).map_err(|error| {
        Error::kit(format!("info.toml cannot be read: {error}")).in_file(path.display().to_string())
    })
}

/// Files and folders that go again, unless they are kept.
pub(super) struct Written {
    files: Vec<PathBuf>,
    /// Outer ones first.
    folders: Vec<PathBuf>,
}

impl Written {
    /// Everything worked.
    pub(super) fn keep(mut self) {
        self.files.clear();
        self.folders.clear();
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        // Only empty folders go.
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Writes files that must not exist yet, and the folders on the way.
///
/// # Errors
/// When one of them cannot be written; then none of them is there.
pub(super) fn write_files(root: &Path, files: &[NewFile]) -> Result<Written> {
    let mut written = Written { files: Vec::new(), folders: Vec::new() };
    for file in files {
        let path = root.join(&file.path);
        let missing: Vec<PathBuf> =
            path.ancestors().skip(1).take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        written.folders.extend(missing.into_iter().rev());
        write_new(&path, file.text.as_bytes()).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists if fs::symlink_metadata(&path).is_ok() => {
                Error::usage(format!("{} is there already", file.path)).help("nothing is overwritten")
            }
            _ => cannot_write(&path, &error),
        })?;
        written.files.push(path);
    }
    Ok(written)
}
