//! Where the files of an exercise are, and how a path is told.

use std::path::Path;
use std::{env, fs};

use super::{Exercise, Kind, Tests};

impl Exercise {
    /// The exercise's file relative to the kit or workspace, with forward slashes.
    pub fn file(&self) -> String {
        self.path_in("exercises", self.kind.extension())
    }

    /// The solution's file relative to the kit, with forward slashes.
    pub fn solution_file(&self) -> String {
        self.path_in("solutions", self.kind.extension())
    }

    /// The rubric's file relative to the kit, with forward slashes.
    pub fn rubric_file(&self) -> String {
        self.path_in("solutions", "rubric.toml")
    }

    /// The file that says where the truths of a prediction come from, relative to the kit.
    pub fn predict_file(&self) -> String {
        self.path_in("solutions", "predict.toml")
    }

    /// How the compiler knows the program of a prediction: the exercise's file as Rust.
    pub fn program_file(&self) -> String {
        self.path_in("exercises", "rs")
    }

    /// The folder of its mistakes, relative to the kit.
    pub fn mistakes_folder(&self) -> String {
        self.path_in("solutions", "mistakes")
    }

    /// Its files in the kit, without its mistakes: relative to the kit, with forward slashes.
    pub fn files(&self) -> Vec<String> {
        let mut files = vec![self.file()];
        if let Tests::File(path) = &self.tests {
            files.push(path.clone());
        }
        match self.kind {
            Kind::Code | Kind::Witness => {}
            Kind::Answer => files.push(self.rubric_file()),
            Kind::Predict => files.push(self.predict_file()),
        }
        files.push(self.solution_file());
        files
    }

    fn path_in(&self, top: &str, extension: &str) -> String {
        match &self.dir {
            Some(dir) => format!("{top}/{dir}/{}.{extension}", self.name),
            None => format!("{top}/{}.{extension}", self.name),
        }
    }
}

/// Whether a file is for the people who look into a folder, and not for memkata.
pub fn is_for_readers(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.starts_with('.') || name.eq_ignore_ascii_case("readme.md")
}

/// A path as a person in the current folder would name it.
pub fn shown(path: &Path) -> String {
    let here = env::current_dir().ok().and_then(|here| fs::canonicalize(here).ok());
    let relative = here.and_then(|here| path.strip_prefix(here).ok());
    // The current folder itself has no name from there.
    let relative = relative.filter(|relative| !relative.as_os_str().is_empty());
    relative.unwrap_or(path).display().to_string()
}
