//! Opening an exercise in the learner's editor.

use std::env;
use std::path::Path;

use crate::runner::tools;
use crate::toolchain::on_path;

/// Editors with a window of their own: they are started, not waited for.
const WITH_WINDOW: [&str; 14] = [
    "code",
    "code-insiders",
    "codium",
    "cursor",
    "windsurf",
    "zed",
    "zeditor",
    "subl",
    "gedit",
    "gnome-text-editor",
    "kate",
    "mate",
    "gvim",
    "emacsclient",
];

/// What opens a file, and whether it takes the terminal.
#[derive(Debug, PartialEq, Eq)]
pub struct Editor {
    words: Vec<String>,
    /// Whether it runs in the terminal, which then belongs to it until it ends.
    pub takes_terminal: bool,
}

impl Editor {
    /// `$VISUAL`, else `$EDITOR`, else the VS Code whose terminal this is.
    pub fn find() -> Option<Self> {
        let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| env::var(name).ok());
        let named = named
            .map(|words| words.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            .find(|words| !words.is_empty());
        let in_vscode = env::var("TERM_PROGRAM").is_ok_and(|name| name == "vscode");
        let words = match named {
            Some(words) => words,
            None if in_vscode && on_path("code").is_some() => vec!["code".into()],
            None => return None,
        };
        let program = Path::new(&words[0])
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        let in_terminal = words.iter().any(|word| word == "-nw" || word == "-t");
        let takes_terminal = in_terminal || !WITH_WINDOW.contains(&program.as_str());
        Some(Self { words, takes_terminal })
    }

    /// Opens the file.
    ///
    /// # Errors
    /// Why it could not be started.
    pub fn open(&self, file: &Path) -> Result<(), String> {
        let mut args: Vec<_> = self.words[1..].iter().map(Into::into).collect();
        args.push(file.as_os_str().to_owned());
        let started = if self.takes_terminal {
            tools::hand_over(&self.words[0], &args)
        } else {
            tools::launch(&self.words[0], &args)
        };
        started.map_err(|error| format!("`{}` cannot be started: {error}", self.words[0]))
    }
}
