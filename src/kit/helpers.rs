//! The files beside the exercises of a format 1 kit: modules of theirs, and what they read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{Exercise, Kit};

/// A kit with more files than this beside its exercises is not looked through to its end.
pub const MOST: usize = 20_000;

impl Kit {
    /// The files below `exercises/` in `dir` that are no exercises themselves, by their paths.
    pub fn helpers(&self, dir: &Path) -> Vec<String> {
        let exercises: BTreeSet<String> = self.exercises.iter().map(Exercise::file).collect();
        let mut helpers = files_below(dir, "exercises");
        helpers.retain(|path| !exercises.contains(path));
        helpers
    }
}

/// The files below the folder `top` in `dir`, by their paths with forward slashes, in order.
pub fn files_below(dir: &Path, top: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut open = vec![top.to_owned()];
    while let Some(folder) = open.pop().filter(|_| files.len() < MOST) {
        for entry in fs::read_dir(dir.join(&folder)).into_iter().flatten().flatten() {
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            // Links are not followed: they may lead in circles.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(_) => files.push(path),
                Err(_) => {}
            }
        }
    }
    files.sort();
    files
}
