//! What stands beside the exercises of a format 1 kit: modules, and files that programs read while
//! they are compiled or run. cargo works in the kit's own folder, where all of it is; memkata works
//! in a build folder, where links lead to it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{fs, io};

use crate::kit::helpers::{MOST, files_below};
use crate::kit::project::{Mode, Project};
use crate::kit::{Exercise, Source};

/// Of the kit's own folder, what no program is meant to look at.
const NOT_LINKED: [&str; 4] = ["exercises", "solutions", "target", "info.toml"];

/// The files beside the exercises.
#[derive(Debug, Default)]
pub(super) struct Helpers {
    /// Files of Rust below `exercises/` that may be modules, with their text. Exercises are among
    /// them.
    pub(super) modules: BTreeMap<String, String>,
    /// What the build folder gets links to, by the path in it.
    links: Vec<(String, PathBuf)>,
    /// Whether there is more than is looked at. Nobody knows then whether something has changed.
    pub(super) is_cut: bool,
    /// Changes when one of the files does that are no exercises.
    digest: Vec<u8>,
    /// The paths of the exercises, by their names.
    exercises: BTreeMap<String, String>,
    /// The exercises that a file beside them names.
    named: BTreeSet<String>,
}

impl Helpers {
    /// Those of a format 1 kit; none for format 2, whose exercises are files of their own. A solution
    /// has the solutions' own files, and those of the exercises where they have none.
    pub(super) fn find(project: &Project, for_solution: bool) -> Self {
        if project.kit.format != 1 {
            return Self::default();
        }
        let mut found = Self::default();
        let below = |top| {
            files_below(&project.dir, top).into_iter().map(|path| (path.clone(), project.dir.join(path)))
        };
        let mut files: BTreeMap<String, PathBuf> = below("exercises").collect();
        if let (true, Source::Folder(kit)) = (for_solution, &project.kit.source) {
            files.extend(files_below(kit, "solutions").into_iter().map(|path| {
                let whole = kit.join(&path);
                (path.replacen("solutions", "exercises", 1), whole)
            }));
        }
        let mut walk = Walk { hasher: blake3::Hasher::new(), count: files.len(), folders: HashSet::new() };
        let exercises = project.kit.exercises.iter();
        found.exercises = exercises.map(|exercise| (exercise.name.clone(), exercise.file())).collect();
        let of_exercises: BTreeSet<&String> = found.exercises.values().collect();
        let mut roots = vec![project.dir.as_path()];
        if let Source::Folder(kit) = &project.kit.source {
            roots.push(kit);
        }
        // A link back to them leads to what is looked at anyway.
        walk.folders.extend(roots.iter().filter_map(|root| root.canonicalize().ok()));
        for (path, whole) in files {
            let text = fs::read(&whole).unwrap_or_default();
            let is_exercise = of_exercises.contains(&path);
            if !is_exercise {
                walk.hasher.update(path.as_bytes()).update(&[0]).update(&(text.len() as u64).to_le_bytes());
                walk.hasher.update(&text);
                if whole.is_dir() {
                    walk.stamp(&whole);
                }
            }
            if path.ends_with(".rs")
                && let Ok(text) = String::from_utf8(text)
            {
                if !is_exercise {
                    found.named.extend(named(&text, &found.exercises));
                }
                found.modules.insert(path.clone(), text);
            }
            found.links.push((path, whole));
        }
        let mut names = BTreeSet::new();
        let spoken = (project.mode == Mode::Class).then(|| found.spoken(project));
        for root in roots {
            let entries = fs::read_dir(root).into_iter().flatten().flatten();
            let mut entries: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
            entries.sort();
            for path in entries {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let unseen = !name.starts_with('.') && !NOT_LINKED.contains(&name.as_str());
                let is_meant = spoken.as_ref().is_none_or(|texts| is_for_programs(&name, &path, texts));
                if unseen && is_meant && names.insert(name.clone()) {
                    walk.stamp(&path);
                    found.links.push((name, path));
                }
            }
        }
        found.is_cut = walk.count >= MOST;
        found.digest = walk.hasher.finalize().as_bytes().to_vec();
        found
    }

    /// All that the kit's own programs say, and its Cargo.toml.
    fn spoken(&self, project: &Project) -> String {
        let mut all = String::new();
        let source = &project.kit.source;
        let solutions = project.kit.exercises.iter().map(Exercise::solution_file);
        for file in solutions.chain(["Cargo.toml".to_owned()]) {
            let bytes = source.read(&file).unwrap_or_default();
            all.push_str(&String::from_utf8_lossy(&bytes));
            all.push('\n');
        }
        self.modules.values().for_each(|text| all.push_str(text));
        all
    }

    /// Changes when a file does that may decide about this text. Of the other exercises those are
    /// meant that it names, and those that they name: else each edit would cost all verdicts.
    pub(super) fn digest(&self, text: &[u8]) -> Vec<u8> {
        let mut known = self.named.clone();
        known.extend(named(&String::from_utf8_lossy(text), &self.exercises));
        let mut open: Vec<String> = known.iter().cloned().collect();
        while let Some(name) = open.pop() {
            let text = self.exercises.get(&name).and_then(|path| self.modules.get(path));
            for name in text.into_iter().flat_map(|text| named(text, &self.exercises)) {
                if known.insert(name.clone()) {
                    open.push(name);
                }
            }
        }
        let mut digest = self.digest.clone();
        for text in known.iter().filter_map(|name| self.modules.get(self.exercises.get(name)?)) {
            digest.extend(blake3::hash(text.as_bytes()).as_bytes());
        }
        digest
    }

    /// The text of the files of Rust that are no exercises.
    pub(super) fn beside(&self) -> impl Iterator<Item = &str> {
        let is_exercise = |path: &String| self.exercises.values().any(|exercise| exercise == path);
        self.modules.iter().filter(move |(path, _)| !is_exercise(path)).map(|(_, text)| text.as_str())
    }

    /// What the links lead to.
    pub(super) fn targets(&self) -> Vec<PathBuf> {
        // Of the exercises, the folder: they are many.
        let folder = |(path, target): &(String, PathBuf)| match path.split_once('/') {
            Some((_, below)) => target.ancestors().nth(below.split('/').count()).map(Path::to_owned),
            None => Some(target.clone()),
        };
        let mut targets: Vec<PathBuf> = self.links.iter().filter_map(folder).collect();
        targets.dedup();
        targets
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

/// Whether the programs of a class may see what stands beside the exercises: only what the kit's own programs
/// name. A class's submissions, roster and reports are often kept there, too.
fn is_for_programs(name: &str, path: &Path, texts: &str) -> bool {
    let lower = name.to_lowercase();
    let is_kept = [".zip", ".tar", ".gz", ".tgz", ".csv"].iter().any(|end| lower.ends_with(end));
    let holds = |folder: &Path| ["exercises", ".memkata"].iter().any(|inside| folder.join(inside).exists());
    let is_class = || {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        holds(path) || entries.into_iter().any(|entry| holds(&entry.path()))
    };
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let is_word = |(at, found): (usize, &str)| {
        !texts[..at].ends_with(is_part) && !texts[at + found.len()..].starts_with(is_part)
    };
    !is_kept && texts.match_indices(name).any(is_word) && !is_class()
}

/// The exercises whose names stand in a text as words.
fn named(text: &str, exercises: &BTreeMap<String, String>) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
    words.filter_map(|word| exercises.get_key_value(word)).map(|(name, _)| name.clone()).collect()
}

/// A look at sizes and times.
struct Walk {
    hasher: blake3::Hasher,
    /// How many files and folders were met.
    count: usize,
    /// The folders that were met: links may lead in circles.
    folders: HashSet<PathBuf>,
}

impl Walk {
    /// Adds a file, or all below a folder. Where a link leads decides, not the link.
    fn stamp(&mut self, path: &Path) {
        self.count += 1;
        self.hasher.update(path.as_os_str().as_encoded_bytes()).update(&[0]);
        let Ok(data) = fs::metadata(path) else { return };
        if data.is_dir() {
            if !path.canonicalize().is_ok_and(|folder| self.folders.insert(folder)) {
                return;
            }
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
            paths.sort();
            for path in paths {
                if self.count < MOST {
                    self.stamp(&path);
                }
            }
        } else {
            let changed = data.modified().ok().and_then(|changed| changed.duration_since(UNIX_EPOCH).ok());
            self.hasher.update(&data.len().to_le_bytes());
            self.hasher.update(&changed.unwrap_or_default().as_nanos().to_le_bytes());
        }
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
