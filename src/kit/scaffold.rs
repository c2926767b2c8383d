//! What a kit puts into a workspace: the exercises, and the files that make rust-analyzer
//! and `cargo test --bin NAME` work there.

use std::fmt::Write as _;

use super::{Kind, Kit, Source};
use crate::error::{Error, Result};
use crate::memprobe;

/// Where the crate that exercises may use lies in a workspace.
const MEMPROBE: &str = ".memkata/memprobe";

/// A file of a workspace, by its path in it.
pub(super) struct File {
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    /// The exercise it belongs to, if any.
    pub(super) exercise: Option<String>,
}

/// All files that the kit puts into a workspace.
///
/// # Errors
/// When a file of the kit cannot be read.
pub(super) fn files(kit: &Kit) -> Result<Vec<File>> {
    let mut files = vec![
        own("Cargo.toml", cargo_toml(kit)),
        own(".vscode/settings.json", VSCODE_SETTINGS.into()),
        own("rust-analyzer.toml", RUST_ANALYZER.into()),
        own(".gitignore", "/target\n/.memkata/cache\n/.memkata/build\n".into()),
    ];
    files.extend(memprobe::files().map(|(path, bytes)| File {
        path: format!("{MEMPROBE}/{path}"),
        bytes: bytes.to_vec(),
        exercise: None,
    }));
    for exercise in &kit.exercises {
        let path = exercise.file();
        let bytes = kit.source.read(&path).map_err(|error| {
            Error::kit(format!("the exercise `{}` cannot be read: {error}", exercise.name))
                .in_file(kit.source.display(&path))
        })?;
        files.push(File { path, bytes: bytes.into_owned(), exercise: Some(exercise.name.clone()) });
    }
    if let (1, Source::Folder(root)) = (kit.format, &kit.source) {
        for path in kit.helpers(root) {
            let bytes = kit.source.read(&path).map_err(|error| {
                Error::kit(format!("a file of the kit cannot be read: {error}"))
                    .in_file(kit.source.display(&path))
                    .help("check that it is there and that you may read it")
            })?;
            files.push(File { path, bytes: bytes.into_owned(), exercise: None });
        }
    }
    Ok(files)
}

impl Kit {
    /// What it puts into a workspace beside the exercises: paths, and what is in each file.
    ///
    /// # Errors
    /// When a file of the kit cannot be read.
    pub fn files_of_workspaces(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let files = files(self)?.into_iter().filter(|file| file.exercise.is_none());
        Ok(files.map(|file| (file.path, file.bytes)).collect())
    }
}

/// A digest over paths and contents, to notice a changed kit.
pub(super) fn digest(files: &[File]) -> String {
    let mut hasher = blake3::Hasher::new();
    for file in files {
        hasher.update(&(file.path.len() as u64).to_le_bytes());
        hasher.update(file.path.as_bytes());
        hasher.update(&(file.bytes.len() as u64).to_le_bytes());
        hasher.update(&file.bytes);
    }
    hasher.finalize().to_hex().to_string()
}

fn own(path: &str, text: String) -> File {
    File { path: path.into(), bytes: text.into_bytes(), exercise: None }
}

fn cargo_toml(kit: &Kit) -> String {
    let mut text = format!(
        "# Made by memkata, so that rust-analyzer and `cargo test --bin NAME` work.\n\
         # memkata itself does not read it.\n\
         [package]\nname = \"workspace\"\nversion = \"0.0.0\"\nedition = \"{}\"\npublish = false\nautobins = false\n\n\
         # What exercises use to measure what they allocate.\n\
         [dependencies]\nmemprobe = {{ path = \"{MEMPROBE}\" }}\n\
         {}\n# Alone, whatever folder it lies in.\n[workspace]\n",
        kit.edition, kit.cargo.for_workspaces
    );
    for exercise in
        kit.exercises.iter().filter(|exercise| matches!(exercise.kind, Kind::Code | Kind::Witness))
    {
        let _ = write!(text, "\n[[bin]]\nname = \"{}\"\npath = \"{}\"\n", exercise.name, exercise.file());
    }
    text
}

const VSCODE_SETTINGS: &str = r#"{
    "rust-analyzer.check.command": "clippy",
    "rust-analyzer.check.extraArgs": ["--profile", "test"],
    "files.autoSave": "off"
}
"#;

const RUST_ANALYZER: &str = "check.command = \"clippy\"\ncheck.extraArgs = [\"--profile\", \"test\"]\n";
