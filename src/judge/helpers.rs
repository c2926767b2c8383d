//! What stands beside the exercises of a format 1 kit: modules, and files that programs read while
//! they are compiled or run. cargo works in the kit's own folder, where all of it is; memkata works
//! in a build folder, where links lead to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{fs, io};

use crate::kit::Source;
use crate::kit::helpers::MOST;
use crate::kit::project::Project;

/// Of the kit's own folder, what no program is meant to look at.
const NOT_LINKED: [&str; 4] = ["exercises", "solutions", "target", "info.toml"];

/// The files beside the exercises.
#[derive(Debug, Default)]
pub(super) struct Helpers {
    /// Files of Rust below `exercises/` that may be modules, with their text.
    pub(super) modules: BTreeMap<String, String>,
    /// What the build folder gets links to, by the path in it.
    links: Vec<(String, PathBuf)>,
    /// Changes when one of the files does.
    pub(super) digest: Vec<u8>,
}

impl Helpers {
    /// Those of a format 1 kit; none for format 2, whose exercises are files of their own.
    pub(super) fn find(project: &Project) -> Self {
        if project.kit.format != 1 {
            return Self::default();
        }
        let mut found = Self::default();
        let mut hasher = blake3::Hasher::new();
        for path in project.kit.helpers(&project.dir) {
            let whole = project.dir.join(&path);
            let text = fs::read(&whole).unwrap_or_default();
            hasher.update(path.as_bytes()).update(&[0]).update(&(text.len() as u64).to_le_bytes());
            hasher.update(&text);
            if path.ends_with(".rs")
                && let Ok(text) = String::from_utf8(text)
            {
                found.modules.insert(path.clone(), text);
            }
            found.links.push((path, whole));
        }
        let mut roots = vec![project.dir.as_path()];
        if let Source::Folder(kit) = &project.kit.source {
            roots.push(kit);
        }
        let mut names = BTreeSet::new();
        for entry in roots.iter().flat_map(|root| fs::read_dir(root).into_iter().flatten().flatten()) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let unseen = !name.starts_with('.') && !NOT_LINKED.contains(&name.as_str());
            if unseen && names.insert(name.clone()) {
                stamp(&entry.path(), &mut hasher, &mut 0);
                found.links.push((name, entry.path()));
            }
        }
        found.digest = hasher.finalize().as_bytes().to_vec();
        found
    }

    /// Puts links to all of it into a build folder. What stands there already stays.
    pub(super) fn link(&self, build: &Path) {
        for (path, target) in &self.links {
            let place = build.join(path);
            if !place.exists() {
                // What is missing then, the compiler or the program will name.
                let _ = place.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| link(target, &place));
            }
        }
    }
}

/// Adds sizes and times of a file, or of all below a folder.
fn stamp(path: &Path, hasher: &mut blake3::Hasher, seen: &mut usize) {
    *seen += 1;
    let Ok(data) = fs::symlink_metadata(path) else { return };
    hasher.update(path.as_os_str().as_encoded_bytes()).update(&data.len().to_le_bytes());
    if data.is_dir() {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if *seen < MOST {
                stamp(&path, hasher, seen);
            }
        }
    } else if let Ok(changed) = data.modified() {
        let nanos = changed.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        hasher.update(&nanos.to_le_bytes());
    }
}

#[cfg(unix)]
fn link(target: &Path, place: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, place)
}

/// Symbolic links take a right that users of Windows don't have.
#[cfg(not(unix))]
fn link(target: &Path, place: &Path) -> io::Result<()> {
    if target.is_file() { fs::copy(target, place).map(|_| ()) } else { Ok(()) }
}
