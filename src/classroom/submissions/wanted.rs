//! What a path in a submission is to the kit.

use std::collections::{HashMap, HashSet};

use super::lms;
use super::paths::{NOT_READ, ends_with, join, last, parent};
use crate::error::Result;
use crate::kit::{Exercise, Kit};

/// What the files of a kit are called.
#[derive(Debug)]
pub(super) struct Wanted {
    /// By its path in a workspace, in lower case: file systems that do not tell cases apart change them.
    by_path: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
    chapters: HashSet<String>,
    /// What the kit itself puts into a workspace beside the exercises.
    own: HashMap<String, Vec<u8>>,
    /// Whether learners' folders have `solutions/` and a Cargo.toml of another program's making.
    is_format_1: bool,
    /// How many exercises there are.
    pub(super) exercises: usize,
}

/// What a path is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// The file of an exercise in the workspace `root`.
    Exercise { root: String, exercise: usize },
    /// A file of an exercise's name, without the folders around it. Where a platform has put the learner into its
    /// name, that name is the last part of `root`.
    Flat { root: String, exercise: usize, version: u64 },
    /// The folder of all exercises, or of a chapter: the path from `root`.
    Folder { root: String, below: String },
    /// What the archive of `memkata pack`, or a workspace, says about itself.
    About { root: String, is_workspace: bool },
    /// An archive.
    Archive,
    /// An archive of a format that is not read.
    OtherArchive,
    /// A file that the kit has as well: what it has it in `own` for.
    Own { root: String, path: String },
    /// Something that matters and is not used; told once for each `label`.
    Extra { root: String, label: String, why: &'static str },
    /// Nothing that matters.
    Nothing,
}

/// Whether a file of this name is an archive, be it of a kind that is read or not.
pub(super) fn is_archive(name: &str) -> bool {
    super::paths::without_ending(name).len() < name.len()
}

/// Folders that no submission is looked for in: what tools keep, and answers.
const CLOSED: [&str; 6] = ["target", "solutions", "node_modules", "__macosx", "src", "tests"];

impl Wanted {
    /// # Errors
    /// When a file of the kit cannot be read.
    pub(super) fn of(kit: &Kit) -> Result<Self> {
        let files = || kit.exercises.iter().map(Exercise::file).enumerate();
        let low = |path: &str| path.to_lowercase();
        Ok(Self {
            by_path: files().map(|(at, file)| (low(&file), at)).collect(),
            by_name: files().map(|(at, file)| (low(last(&file)), at)).collect(),
            chapters: kit.exercises.iter().filter_map(|exercise| exercise.dir.as_deref()).map(low).collect(),
            own: kit.files_of_workspaces()?.into_iter().collect(),
            is_format_1: kit.format == 1,
            exercises: kit.exercises.len(),
        })
    }

    /// What stands at a path that `paths::checked` has allowed.
    pub(super) fn look(&self, path: &str) -> Seen {
        let parts: Vec<&str> = path.split('/').collect();
        let closed = parts.iter().position(|part| is_closed(part)).unwrap_or(parts.len());
        for (at, part) in parts.iter().enumerate().take(closed) {
            if !part.eq_ignore_ascii_case("exercises") {
                continue;
            }
            let below = parts[at..].join("/").to_lowercase();
            let root = parts[..at].join("/");
            if let Some(&exercise) = self.by_path.get(&below) {
                return Seen::Exercise { root, exercise };
            }
            let is_chapter = parts.len() == at + 2 && self.chapters.contains(&parts[at + 1].to_lowercase());
            if parts.len() == at + 1 || is_chapter {
                return Seen::Folder { root, below: parts[at..].join("/") };
            }
        }
        if closed >= parts.len() - 1 {
            let name = last(path);
            if let Some(flat) = self.flat(path) {
                return flat;
            }
            if name == "memkata.json" {
                return Seen::About { root: parent(path).to_owned(), is_workspace: false };
            }
            if [".zip", ".tar", ".tgz", ".tar.gz"].iter().any(|ending| ends_with(name, ending)) {
                return Seen::Archive;
            }
            if NOT_READ.iter().any(|ending| ends_with(name, ending)) {
                return Seen::OtherArchive;
            }
        }
        self.beside(path, &parts, closed)
    }

    /// The file of an exercise by its name alone: names are unique in a kit.
    fn flat(&self, path: &str) -> Option<Seen> {
        let name = last(path);
        let decorated = lms::read(name).filter(|decorated| !decorated.file.is_empty());
        let file = decorated.as_ref().map_or(name, |decorated| decorated.file);
        let known = |file: &str| self.by_name.get(&file.to_lowercase()).copied();
        let (exercise, version) = match known(file) {
            Some(exercise) => (exercise, 0),
            None => {
                let (base, version) = lms::version(file);
                (known(&base)?, version)
            }
        };
        let mut root = parent(path);
        if decorated.is_some() {
            return Some(Seen::Flat { root: join(root, name), exercise, version });
        }
        // The folders of a chapter and of all exercises are no learner.
        if self.chapters.contains(&last(root).to_lowercase()) {
            root = parent(root);
        }
        if last(root).eq_ignore_ascii_case("exercises") {
            root = parent(root);
        }
        Some(Seen::Flat { root: root.to_owned(), exercise, version })
    }

    /// What is neither an exercise nor an archive.
    fn beside(&self, path: &str, parts: &[&str], closed: usize) -> Seen {
        let extra = |at: usize, label: &str, why| {
            let (root, label) = (parts[..at].join("/"), label.to_owned());
            Seen::Extra { root, label, why }
        };
        if let Some(part) = parts.get(closed) {
            let rest = parts[closed + 1..].join("/");
            return match part.to_lowercase().as_str() {
                ".memkata" if rest == "workspace.toml" => {
                    Seen::About { root: parts[..closed].join("/"), is_workspace: true }
                }
                ".memkata" if rest.starts_with("memprobe/") => self.own(
                    parts,
                    closed,
                    extra(closed, ".memkata/memprobe/", "the kit's own memprobe was used"),
                ),
                ".cargo" if rest.starts_with("config") => {
                    extra(closed, ".cargo/config", "settings of cargo are not used")
                }
                "target" => extra(closed, "target/", "nothing that was built elsewhere is used"),
                "solutions" if !self.is_format_1 => {
                    extra(closed, "solutions/", "the kit's own solutions were used")
                }
                "src" => extra(closed, "src/", "only the exercise files are judged"),
                "tests" => extra(closed, "tests/", "the kit's own tests were run"),
                ".clippy.toml" | ".rustfmt.toml" => extra(closed, part, "the kit's own settings were used"),
                _ => Seen::Nothing,
            };
        }
        let at = parts.len() - 1;
        match parts[at] {
            "Cargo.toml" => self.own(
                parts,
                at,
                extra(at, "Cargo.toml", "it is not as the kit has made it; the kit's own settings were used"),
            ),
            "build.rs" => extra(at, "build.rs", "it was not run: only the exercise files are judged"),
            "info.toml" => extra(at, "info.toml", "the kit's own info.toml was used"),
            name @ ("rust-toolchain" | "rust-toolchain.toml") => {
                extra(at, name, "the instructor's toolchain was used")
            }
            name @ ("clippy.toml" | "rustfmt.toml") => extra(at, name, "the kit's own settings were used"),
            _ => self.helper(path, parts, extra),
        }
    }

    /// A Rust file below `exercises/` that is no exercise.
    fn helper(&self, path: &str, parts: &[&str], extra: impl Fn(usize, &str, &'static str) -> Seen) -> Seen {
        let Some(at) = parts.iter().position(|part| part.eq_ignore_ascii_case("exercises")) else {
            return Seen::Nothing;
        };
        if !ends_with(path, ".rs") {
            return Seen::Nothing;
        }
        let folder = parts[at..parts.len() - 1].join("/");
        self.own(parts, at, extra(at, &format!("{folder}/"), "the kit has no such exercise"))
    }

    /// `extra`, unless the kit puts a file of this path into workspaces: then that has to be compared.
    fn own(&self, parts: &[&str], root: usize, extra: Seen) -> Seen {
        let path = parts[root..].join("/");
        match self.own.contains_key(&path) {
            true => Seen::Own { root: parts[..root].join("/"), path },
            false => extra,
        }
    }

    /// Why a file at this path, which the kit has as well, matters; `None` where it is what the kit has there.
    pub(super) fn differs(&self, path: &str, bytes: &[u8]) -> Option<(String, &'static str)> {
        let same = self.own.get(path).is_some_and(|own| plain(own) == plain(bytes));
        let told = if path.starts_with(".memkata/memprobe/") {
            (".memkata/memprobe/".to_owned(), "it is not as the kit has it; the kit's own memprobe was used")
        } else if path == "Cargo.toml" {
            (path.to_owned(), "it is not as the kit has made it; the kit's own settings were used")
        } else {
            (path.to_owned(), "it is not as the kit has it; the kit's own was used")
        };
        (!same).then_some(told)
    }
}

fn is_closed(part: &str) -> bool {
    let hidden = part.starts_with('.') && part.len() > 1;
    hidden || CLOSED.iter().any(|closed| part.eq_ignore_ascii_case(closed))
}

/// A text without what differs from one machine to the next: the ends of lines, and where a kit's own crates lie.
fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace('\r', "");
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("path = \"") {
        let (path, behind) = after.split_once('"').unwrap_or((after, ""));
        let is_absolute = path.starts_with('/') || path.as_bytes().get(1) == Some(&b':');
        plain.push_str(before);
        plain.push_str(if is_absolute { last(path) } else { path });
        plain.push('"');
        rest = behind;
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn exercises_are_known_by_their_path_and_nothing_else_is_taken_for_one() {
        let (kit, _folder) = samples::kit();
        let wanted = Wanted::of(&kit).expect("the kit can be read");
        let exercise = |root: &str| Seen::Exercise { root: root.into(), exercise: 0 };
        let flat = |root: &str, version| Seen::Flat { root: root.into(), exercise: 0, version };
        for (path, seen) in [
            ("exercises/01_a/one.rs", exercise("")),
            ("kim/homework/Exercises/01_A/One.rs", exercise("kim/homework")),
            ("one.rs", flat("", 0)),
            ("kim/one-2.rs", flat("kim", 2)),
            ("kim/exercises/01_a/one-2.rs", flat("kim", 2)),
            ("kim/exercises/one.rs", flat("kim", 0)),
            ("kim/01_a/one.rs", flat("kim", 0)),
            ("leekim_1_2_one.rs", flat("leekim_1_2_one.rs", 0)),
            ("kim/exercises", Seen::Folder { root: "kim".into(), below: "exercises".into() }),
            ("a.zip", Seen::Archive),
            ("a/b.TGZ", Seen::Archive),
            ("a.rar", Seen::OtherArchive),
            (
                "target/a.zip",
                Seen::Extra {
                    root: String::new(),
                    label: "target/".into(),
                    why: "nothing that was built elsewhere is used",
                },
            ),
            (".memkata/originals/exercises/01_a/one.rs", Seen::Nothing),
            ("__MACOSX/exercises/01_a/one.rs", Seen::Nothing),
            (".git/config", Seen::Nothing),
            ("README.md", Seen::Nothing),
            ("kim/Cargo.toml", Seen::Own { root: "kim".into(), path: "Cargo.toml".into() }),
        ] {
            assert_eq!(wanted.look(path), seen, "{path}");
        }
        let label = |path| match wanted.look(path) {
            Seen::Extra { label, .. } => label,
            other => panic!("{path}: {other:?}"),
        };
        for (path, told) in [
            ("solutions/01_a/one.rs", "solutions/"),
            ("kim/.cargo/config.toml", ".cargo/config"),
            ("kim/build.rs", "build.rs"),
            ("kim/exercises/01_a/more.rs", "exercises/01_a/"),
            ("kim/src/main.rs", "src/"),
            ("kim/rust-toolchain", "rust-toolchain"),
            ("kim/.clippy.toml", ".clippy.toml"),
        ] {
            assert_eq!(label(path), told, "{path}");
        }
    }

    #[test]
    fn what_the_kit_made_itself_is_no_change() {
        let (kit, _folder) = samples::kit();
        let wanted = Wanted::of(&kit).expect("the kit can be read");
        let own = wanted.own.get("Cargo.toml").expect("workspaces have a Cargo.toml").clone();
        assert_eq!(wanted.differs("Cargo.toml", &own), None);
        let windows = String::from_utf8_lossy(&own).replace('\n', "\r\n");
        assert_eq!(wanted.differs("Cargo.toml", windows.as_bytes()), None);
        assert!(wanted.differs("Cargo.toml", b"[package]\n").is_some());
        assert_eq!(plain(b"x = { path = \"/home/kim/kit/x\" }\r\n"), plain(b"x = { path = \"/srv/x\" }\n"));
    }
}
