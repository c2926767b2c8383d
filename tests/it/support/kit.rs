//! Kits written on the spot: what a test needs to know of one stands in the test.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// An exercise of a kit.
#[derive(Debug, Clone)]
pub struct Exercise {
    pub name: String,
    dir: String,
    /// Lines of its entry in `info.toml`.
    keys: String,
    starter: String,
    solution: Option<String>,
    rubric: Option<String>,
    blanks: Option<String>,
    extension: &'static str,
}

impl Exercise {
    /// A code exercise with this starter.
    pub fn new(name: &str, starter: &str) -> Self {
        Self {
            name: name.into(),
            dir: "01_first".into(),
            keys: String::new(),
            starter: starter.into(),
            solution: None,
            rubric: None,
            blanks: None,
            extension: "rs",
        }
    }

    /// A text exercise: the question, the rubric.
    pub fn answer(name: &str, question: &str, rubric: &str) -> Self {
        let exercise = Self::new(name, question).key("kind = \"answer\"");
        Self { rubric: Some(rubric.into()), extension: "md", ..exercise }
    }

    /// A prediction: its file, and the `.predict.toml` beside its solution.
    pub fn predict(name: &str, md: &str, toml: &str) -> Self {
        let exercise = Self::new(name, md).key("kind = \"predict\"");
        Self { blanks: Some(toml.into()), extension: "md", ..exercise }
    }

    /// With one more line of its entry in `info.toml`.
    #[must_use]
    pub fn key(mut self, line: &str) -> Self {
        let _ = writeln!(self.keys, "{line}");
        self
    }

    /// In another chapter's folder.
    #[must_use]
    pub fn dir(mut self, dir: &str) -> Self {
        self.dir = dir.into();
        self
    }

    /// With a solution.
    #[must_use]
    pub fn solution(mut self, text: &str) -> Self {
        self.solution = Some(text.into());
        self
    }

    /// Its file, in a kit and in a workspace.
    pub fn file(&self) -> String {
        format!("exercises/{}/{}.{}", self.dir, self.name, self.extension)
    }
}

/// A kit to be written into a folder.
#[derive(Debug, Clone, Default)]
pub struct Kit {
    /// Lines at the top of `info.toml`, after the format's version.
    head: String,
    exercises: Vec<Exercise>,
    files: Vec<(String, String)>,
}

impl Kit {
    /// A kit of one exercise.
    pub fn of(exercise: Exercise) -> Self {
        Self::default().and(exercise)
    }

    /// The kit with one more exercise.
    #[must_use]
    pub fn and(mut self, exercise: Exercise) -> Self {
        self.exercises.push(exercise);
        self
    }

    /// With one more line at the top of `info.toml`.
    #[must_use]
    pub fn head(mut self, line: &str) -> Self {
        let _ = writeln!(self.head, "{line}");
        self
    }

    /// With one more file.
    #[must_use]
    pub fn file(mut self, path: &str, text: &str) -> Self {
        self.files.push((path.into(), text.into()));
        self
    }

    /// The text of its `info.toml`.
    pub fn info(&self) -> String {
        let mut text = format!("format_version = 2\n{}", self.head);
        for exercise in &self.exercises {
            let _ = write!(
                text,
                "\n[[exercises]]\nname = \"{}\"\ndir = \"{}\"\n{}",
                exercise.name, exercise.dir, exercise.keys
            );
        }
        text
    }

    /// Writes it into a folder; what is there and not part of it stays.
    pub fn write(&self, folder: &Path) {
        put(folder, "info.toml", &self.info());
        for exercise in &self.exercises {
            put(folder, &exercise.file(), &exercise.starter);
            let solution = exercise.file().replacen("exercises/", "solutions/", 1);
            if let Some(text) = &exercise.solution {
                put(folder, &solution, text);
            }
            if let Some(text) = &exercise.rubric {
                put(folder, &solution.replace(".md", ".rubric.toml"), text);
            }
            if let Some(text) = &exercise.blanks {
                put(folder, &solution.replace(".md", ".predict.toml"), text);
            }
        }
        for (path, text) in &self.files {
            put(folder, path, text);
        }
    }
}

fn put(folder: &Path, relative: &str, text: &str) {
    let path = folder.join(relative);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folders can be made");
    fs::write(path, text).expect("the file can be written");
}
