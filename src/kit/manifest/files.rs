//! Whether a kit's files are there, and inside of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::Reader;
use crate::kit::{Exercise, Kit, Source};

const LINK_HELP: &str = "put the file itself in the place of the link";
const FOLDER_HELP: &str = "put the folder itself there in the place of the link";

impl Reader<'_> {
    /// `kit.exercises` are those of `self.places`, in the same order.
    pub(super) fn check_files(&mut self, kit: &Kit) {
        let Source::Folder(root) = &kit.source else {
            // The build put them there; looking again would only cost time at each start.
            return;
        };
        let mut folders = Folders::of(fs::canonicalize(root).unwrap_or_else(|_| root.clone()));
        self.check_folders(kit, &mut folders);
        for (at, exercise) in kit.exercises.iter().enumerate() {
            for path in exercise.files() {
                // `verify` misses the solution; nobody else needs it.
                let is_needed = path != exercise.solution_file();
                let Some((fault, help)) = folders.fault(&path, is_needed) else { continue };
                let help = match elsewhere(kit, exercise, &path, &folders.root) {
                    Some(dir) if path == exercise.file() => {
                        format!("the file is in exercises/{dir}: did you mean dir = \"{dir}\"?")
                    }
                    _ => help.to_owned(),
                };
                let span = self.places[at].name.clone();
                self.report(format!("`{}` needs {path}, which {fault}", exercise.name), span, help);
            }
        }
    }

    /// The folders of the chapters: inside of the kit, and no kits themselves.
    fn check_folders(&mut self, kit: &Kit, folders: &mut Folders) {
        for top in ["exercises", "solutions"] {
            if folders.leads_out(Path::new(top)) {
                self.report(format!("{top} is a link that leads out of the kit"), 0..0, FOLDER_HELP);
                folders.told.insert(top.to_owned());
            }
        }
        let mut seen = BTreeSet::new();
        for (at, exercise) in kit.exercises.iter().enumerate() {
            let Some(dir) = exercise.dir.as_deref().filter(|dir| seen.insert(dir.to_owned())) else {
                continue;
            };
            for top in ["exercises", "solutions"] {
                if folders.told.contains(top) {
                    continue;
                }
                let path = format!("{top}/{dir}");
                let span = self.places[at].dir.clone();
                if folders.leads_out(Path::new(&path)) {
                    self.report(format!("{path} is a link that leads out of the kit"), span, FOLDER_HELP);
                    folders.told.insert(path);
                } else if folders.root.join(&path).join("info.toml").exists() {
                    let help = "a kit has one info.toml: move the inner kit out of this one";
                    self.report(format!("{path}/info.toml makes a kit inside this kit"), span, help);
                }
            }
        }
    }
}

/// The chapter whose folder has the file that is missing where `dir` says.
fn elsewhere<'k>(kit: &'k Kit, exercise: &Exercise, path: &str, root: &Path) -> Option<&'k str> {
    if kit.format == 1 || root.join(path).exists() {
        return None;
    }
    let file = Path::new(path).file_name()?;
    let mut dirs = kit.chapters.iter().map(|chapter| chapter.dir.as_str());
    dirs.find(|dir| {
        exercise.dir.as_deref() != Some(dir) && root.join("exercises").join(dir).join(file).is_file()
    })
}

/// The folders of a kit, each looked at once.
struct Folders {
    root: PathBuf,
    /// Whether they lead out of the kit.
    out: BTreeMap<PathBuf, bool>,
    /// Those of which it has been told that they do.
    told: BTreeSet<String>,
}

impl Folders {
    fn of(root: PathBuf) -> Self {
        Self { root, out: BTreeMap::new(), told: BTreeSet::new() }
    }

    /// Whether a folder is another one in truth, outside of the kit.
    fn leads_out(&mut self, folder: &Path) -> bool {
        if let Some(out) = self.out.get(folder) {
            return *out;
        }
        let real = fs::canonicalize(self.root.join(folder));
        let out = real.is_ok_and(|real| !real.starts_with(&self.root));
        self.out.insert(folder.to_owned(), out);
        out
    }

    /// What is wrong with a file of the kit, and what to do.
    fn fault(&mut self, path: &str, is_needed: bool) -> Option<(&'static str, &'static str)> {
        let folder = Path::new(path).parent().unwrap_or(Path::new(""));
        if folder.ancestors().any(|above| self.told.contains(&*above.to_string_lossy())) {
            return None;
        }
        let whole = self.root.join(path);
        let Ok(data) = fs::symlink_metadata(&whole) else {
            return is_needed.then_some(("is not there", "create the file, or mend `name` and `dir`"));
        };
        if self.leads_out(folder) {
            return Some(("is behind a link that leads out of the kit", FOLDER_HELP));
        }
        if data.is_file() {
            return None;
        }
        if !data.is_symlink() {
            return Some(("is no file", "create the file, or mend `name` and `dir`"));
        }
        match fs::canonicalize(&whole) {
            Err(_) => Some(("is a link that leads nowhere, or in a circle", LINK_HELP)),
            Ok(real) if !real.starts_with(&self.root) => {
                Some(("is a link that leads out of the kit", LINK_HELP))
            }
            Ok(real) if !real.is_file() => Some(("is a link to something that is no file", LINK_HELP)),
            Ok(_) => None,
        }
    }
}
