//! Every file below `exercises/` and `solutions/` belongs to an exercise.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::{Claim, Flaw, Proof};
use crate::error::did_you_mean;
use crate::kit::Exercise;
use crate::kit::paths::is_for_readers;
use crate::kit::project::Project;

/// Every file below a folder of the kit, relative to the kit; `except` picks out what is left out.
pub(super) fn below(root: &Path, folder: &str, except: impl Fn(&str) -> bool) -> Vec<String> {
    let mut open = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root.join(&folder)).into_iter().flatten().flatten() {
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            // Not through links: they may lead around in circles.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(_) if !except(&path) => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

pub(super) fn proofs(project: &Project) -> Vec<Proof> {
    if project.kit.format == 1 {
        // Where cargo judges, an exercise may have other files.
        return Vec::new();
    }
    let names: Vec<&str> = project.kit.exercises.iter().map(|exercise| exercise.name.as_str()).collect();
    let mut proofs = Vec::new();
    for top in ["exercises", "solutions"] {
        let over = left_over(project, top);
        if over.is_empty() {
            proofs.push(Proof::of_kit(Claim::Files, top));
        }
        proofs.extend(over.into_iter().map(|file| {
            let name = file.rsplit('/').next().unwrap_or(&file);
            let name = name.split('.').next().unwrap_or(name);
            let new = missing(project, &file).filter(|new| renamed(project, new).as_ref() == Some(&file));
            let help = match did_you_mean(name, names.iter().copied()) {
                _ if new.is_some() => {
                    format!("is it `{}` under its old name? Then rename it", new.unwrap_or_default())
                }
                Some(near) if near != name => format!(
                    "did you mean a file of `{near}`? Otherwise add an [[exercises]] entry, or remove it"
                ),
                _ => "add an [[exercises]] entry that it belongs to, or remove it".into(),
            };
            Proof::of_kit(Claim::Files, file)
                .failing(Flaw::new("it belongs to no exercise of info.toml", help))
        }));
    }
    proofs
}

/// The files below one of the kit's folders that belong to no exercise.
fn left_over(project: &Project, top: &str) -> Vec<String> {
    let mut known: HashSet<String> = HashSet::new();
    let mut folders: HashSet<String> = HashSet::new();
    for exercise in &project.kit.exercises {
        known.extend(exercise.files());
        folders.insert(exercise.mistakes_folder());
    }
    let is_known = |file: &String| {
        known.contains(file) || file.rsplit_once('/').is_some_and(|(folder, _)| folders.contains(folder))
    };
    below(&project.dir, top, is_for_readers).into_iter().filter(|file| !is_known(file)).collect()
}

/// Where a file belongs and what it is: its top folder and all that follows its name.
fn sort(file: &str) -> (&str, &str) {
    let top = file.split('/').next().unwrap_or(file);
    let name = file.rsplit('/').next().unwrap_or(file);
    (top, name.split_once('.').map_or("", |(_, end)| end))
}

/// The file that belongs to no exercise, and may be this one, which is missing, under its old
/// name: the only one of its sort, where only one is missing.
pub(super) fn renamed(project: &Project, gone: &str) -> Option<String> {
    if project.kit.format == 1 {
        return None;
    }
    missing(project, gone)?;
    let is_like = |file: &String| sort(file) == sort(gone) && !file.contains(".mistakes/");
    let mut over = left_over(project, sort(gone).0).into_iter().filter(is_like);
    over.next().filter(|_| over.next().is_none())
}

/// The only file of this sort that an exercise lacks.
fn missing(project: &Project, like: &str) -> Option<String> {
    let own = project.kit.exercises.iter().flat_map(Exercise::files);
    let mut gone = own.filter(|file| sort(file) == sort(like) && !project.dir.join(file).exists());
    gone.next().filter(|_| gone.next().is_none())
}
