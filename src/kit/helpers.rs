//! The files beside the exercises of a format 1 kit: modules of theirs, and what they read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::Kit;

/// A kit with more files than this beside its exercises is not looked through to its end.
pub const MOST: usize = 20_000;

impl Kit {
    /// The files below `exercises/` in `dir` that are no exercises themselves, by their paths.
    pub fn helpers(&self, dir: &Path) -> Vec<String> {
        let exercises: BTreeSet<String> = self.exercises.iter().map(super::Exercise::file).collect();
        let mut helpers = Vec::new();
        let mut open = vec!["exercises".to_owned()];
        while let Some(folder) = open.pop().filter(|_| helpers.len() < MOST) {
            for entry in fs::read_dir(dir.join(&folder)).into_iter().flatten().flatten() {
                let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
                // Links are not followed: they may lead in circles.
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => open.push(path),
                    Ok(_) if exercises.contains(&path) || path.ends_with(".md") => {}
                    Ok(_) => helpers.push(path),
                    Err(_) => {}
                }
            }
        }
        helpers.sort();
        helpers
    }
}
