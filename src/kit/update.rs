//! A workspace follows its kit: files that the learner has not touched follow, edited ones
//! stay, renamed exercises keep their work.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::project::{Project, cannot_write};
use super::scaffold::File;
use crate::error::Result;
use crate::storage::{Durability, write_atomically};

/// Writes what is new, replaces what is untouched, leaves what was edited, and notes in
/// `project.notices` and `project.renamed` what a person should know.
pub(super) fn bring_up_to_date(project: &mut Project, files: &[File]) -> Result<()> {
    let originals = Originals::read(&project.state_dir().join("originals"));
    let mut gone: BTreeMap<&str, &[u8]> = originals
        .files
        .iter()
        .filter(|(path, _)| !files.iter().any(|file| file.path == **path))
        .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
        .collect();

    for file in files {
        if !originals.files.contains_key(&file.path)
            && let Some(old) = renamed_from(file, &gone)
        {
            let before = gone.remove(old).unwrap_or_default();
            carry_over(project, old, before, file)?;
            originals.forget(old);
        }
        let target = project.dir.join(&file.path);
        let before = originals.files.get(&file.path);
        match (fs::read(&target), before) {
            // New in the kit, and nothing stands there.
            (Err(_), None) => put(&target, &file.bytes)?,
            // Deleted by the learner: `reset` brings it back when asked.
            (Err(_), Some(_)) => {}
            // Untouched.
            (Ok(now), Some(before)) if now == *before => {
                if now != file.bytes {
                    put(&target, &file.bytes)?;
                }
            }
            (Ok(now), before) => {
                if now != file.bytes && before.is_some_and(|before| *before != file.bytes) {
                    project.notices.push(format!("{} is new in the kit; yours was edited and stays (`memkata reset` takes the new one)", file.path));
                }
            }
        }
        originals.remember(&file.path, &file.bytes)?;
    }

    for (path, before) in gone {
        let target = project.dir.join(path);
        if fs::read(&target).is_ok_and(|now| now == before) {
            // Untouched and no longer part of the kit. If it stays, no harm is done.
            let _ = fs::remove_file(&target);
        } else if target.exists() {
            project.notices.push(format!("{path} is no longer in the kit; yours was edited and stays"));
        }
        originals.forget(path);
    }
    Ok(())
}

/// The file that went as this one came: the same exercise in another folder, or the same
/// text under another name.
fn renamed_from<'a>(file: &File, gone: &BTreeMap<&'a str, &[u8]>) -> Option<&'a str> {
    let exercise = file.exercise.as_deref()?;
    let same_name = |path: &&str| stem(path) == exercise;
    let same_text = |path: &&str| gone.get(*path).is_some_and(|bytes| *bytes == file.bytes);
    let mut candidates = gone.keys().copied().filter(|path| path.starts_with("exercises/"));
    candidates.clone().find(same_name).or_else(|| candidates.find(same_text))
}

/// Moves the learner's work to where the exercise is now.
fn carry_over(project: &mut Project, old: &str, before: &[u8], file: &File) -> Result<()> {
    let (from, to) = (project.dir.join(old), project.dir.join(&file.path));
    if let Ok(now) = fs::read(&from)
        && !to.exists()
    {
        put(&to, if now == before { &file.bytes } else { &now })?;
        let _ = fs::remove_file(&from);
    }
    if let Some(new_name) = &file.exercise
        && stem(old) != *new_name
    {
        project.renamed.push((stem(old).to_owned(), new_name.clone()));
    }
    project.notices.push(format!("{old} is now {}", file.path));
    Ok(())
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    write_atomically(path, bytes, Durability::Quick).map_err(|error| cannot_write(path, &error))
}

/// The copies of what the kit last put into the workspace.
struct Originals {
    root: PathBuf,
    files: BTreeMap<String, Vec<u8>>,
}

impl Originals {
    fn read(root: &Path) -> Self {
        let mut files = BTreeMap::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let (Ok(relative), Ok(bytes)) = (path.strip_prefix(root), fs::read(&path)) {
                    files.insert(relative.to_string_lossy().replace('\\', "/"), bytes);
                }
            }
        }
        Self { root: root.to_owned(), files }
    }

    fn remember(&self, path: &str, bytes: &[u8]) -> Result<()> {
        if self.files.get(path).is_some_and(|known| known == bytes) {
            return Ok(());
        }
        put(&self.root.join(path), bytes)
    }

    fn forget(&self, path: &str) {
        // A leftover copy is only a file too many.
        let _ = fs::remove_file(self.root.join(path));
    }
}
