//! Every file below `exercises/` and `solutions/` belongs to an exercise.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::{Claim, Flaw, Proof};
use crate::error::did_you_mean;
use crate::kit::project::Project;
use crate::kit::{Exercise, Kind, Tests};

/// Whether a file is for the people who look into a folder, and not for memkata.
pub(super) fn is_for_readers(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.starts_with('.') || name.eq_ignore_ascii_case("readme.md")
}

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
    let mut known: HashSet<String> = HashSet::new();
    let mut folders: HashSet<String> = HashSet::new();
    for exercise in &project.kit.exercises {
        known.extend(own_files(exercise));
        folders.insert(format!("{}.mistakes", stem(&exercise.solution_file())));
    }
    let names: Vec<&str> = project.kit.exercises.iter().map(|exercise| exercise.name.as_str()).collect();
    let is_known = |file: &String| {
        known.contains(file) || file.rsplit_once('/').is_some_and(|(folder, _)| folders.contains(folder))
    };
    let mut proofs = Vec::new();
    for top in ["exercises", "solutions"] {
        let over: Vec<String> =
            below(&project.dir, top, is_for_readers).into_iter().filter(|file| !is_known(file)).collect();
        if over.is_empty() {
            proofs.push(Proof::of_kit(Claim::Files, top));
        }
        proofs.extend(over.into_iter().map(|file| {
            let name = file.rsplit('/').next().unwrap_or(&file);
            let name = name.split('.').next().unwrap_or(name);
            let help = match did_you_mean(name, names.iter().copied()) {
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

/// The files of an exercise, without its mistakes.
pub(super) fn own_files(exercise: &Exercise) -> Vec<String> {
    let mut files = vec![exercise.file(), exercise.solution_file()];
    match exercise.kind {
        Kind::Code | Kind::Witness => {}
        Kind::Answer => files.push(exercise.rubric_file()),
        Kind::Predict => files.push(exercise.predict_file()),
    }
    if let Tests::File(file) = &exercise.tests {
        files.push(file.clone());
    }
    files
}

/// A path without its extension.
pub(super) fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
