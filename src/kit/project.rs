//! Where a command works: a learner's workspace, or a kit in place (author mode).

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use serde::{Deserialize, Serialize};

use super::paths::shown;
use super::{Exercise, Kit, Source, manifest, rustlings, scaffold, update};
use crate::error::{Error, Result, did_you_mean};
use crate::storage::{Durability, free_path, read_file, write_atomically};

/// The folder of memkata's own files in a workspace or kit.
pub const STATE_DIR: &str = ".memkata";
/// Where a workspace is made when nothing else is said.
pub const DEFAULT_DIR: &str = "memkata";
const MARKER: &str = "workspace.toml";

/// An opened workspace or kit.
#[derive(Debug, Clone)]
pub struct Project {
    /// The kit whose exercises are judged.
    pub kit: Kit,
    /// The folder that holds `exercises/` as they are edited.
    pub dir: PathBuf,
    /// memkata's own folder: originals, progress, cache, backups.
    pub state: PathBuf,
    /// A learner's workspace, or the kit itself.
    pub mode: Mode,
    /// What happened while opening that a person should know.
    pub notices: Vec<String>,
    /// Exercises that a newer kit has renamed, old name first.
    pub renamed: Vec<(String, String)>,
}

/// How a project is worked in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A learner's folder, made from a kit.
    Workspace,
    /// The kit itself: its own files are edited, so nothing can be compared with them.
    Author,
    /// A folder that `rustlings init` has made, as it is. What counts as a starter is what stood
    /// there when memkata came.
    Rustlings,
    /// A kit by which others' work is judged: nothing is written into it.
    Class,
}

/// What a workspace remembers of the kit it was made from.
#[derive(Debug, Serialize, Deserialize)]
struct Marker {
    /// "embedded", or the kit's folder.
    kit: String,
    title: String,
    version: String,
    /// Of everything the kit puts into a workspace.
    digest: String,
}

impl Project {
    /// The project that a command without a folder works in: the workspace or kit around the
    /// current folder, else `./memkata`.
    ///
    /// # Errors
    /// A usage error when there is none, or the error of opening it.
    pub fn here() -> Result<Self> {
        match Self::around()? {
            Some(dir) => Self::open(&dir),
            None => Err(Error::usage("there is no memkata workspace or kit here")
                .help("`memkata init` makes a workspace in ./memkata, `memkata watch` makes one and starts")),
        }
    }

    /// The kit around the current folder, for those who write it.
    ///
    /// # Errors
    /// When there is none, or a workspace.
    pub fn kit_here() -> Result<Self> {
        let project = Self::here()?;
        match project.mode {
            Mode::Author => Ok(project),
            Mode::Workspace | Mode::Rustlings | Mode::Class => {
                Err(Error::usage("`verify` proves a kit, and this is a workspace")
                    .help("run it in the kit's own folder"))
            }
        }
    }

    /// The folder that `here` would open.
    ///
    /// # Errors
    /// When the current folder cannot be known.
    pub fn around() -> Result<Option<PathBuf>> {
        let current = env::current_dir()
            .map_err(|error| Error::machine(format!("the current folder is not there: {error}")))?;
        let around = current.ancestors().find(|dir| is_workspace(dir) || is_kit(dir));
        Ok(match around {
            Some(dir) => Some(dir.to_owned()),
            None => Some(current.join(DEFAULT_DIR)).filter(|dir| is_workspace(dir) || is_kit(dir)),
        })
    }

    /// Opens a workspace or kit and brings a workspace up to its kit.
    ///
    /// # Errors
    /// When `dir` is neither, or what it holds is broken.
    pub fn open(dir: &Path) -> Result<Self> {
        let dir = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
        if is_workspace(&dir) {
            Self::open_workspace(dir)
        } else if is_kit(&dir) {
            let kit = manifest::load(Source::Folder(dir.clone()))?;
            let mode = if rustlings::is_workspace(&dir) { Mode::Rustlings } else { Mode::Author };
            let notices = kit.notices.clone();
            let state = dir.join(STATE_DIR);
            let mut project = Self { kit, dir, state, mode, notices, renamed: Vec::new() };
            if let Err(error) = project.snapshot_originals() {
                project.notices.push(format!(
                    "the starters could not be copied to {STATE_DIR}/originals, so what was changed is not known here: {error}"
                ));
            }
            Ok(project)
        } else {
            Err(Error::usage(format!("{} is neither a workspace nor a kit", dir.display()))
                .help("`memkata init DIR` makes a workspace there"))
        }
    }

    /// Opens `dir`, or makes a workspace from the embedded kit when there is nothing yet.
    ///
    /// # Errors
    /// When `dir` holds something else, or it cannot be made.
    pub fn open_or_make(dir: &Path) -> Result<Self> {
        if is_workspace(dir) || is_kit(dir) {
            return Self::open(dir);
        }
        let mut project = Self::make(dir, Source::Embedded)?;
        project.notices.push(format!(
            "your exercises are in {}: open this folder in your editor",
            project.dir.display()
        ));
        Ok(project)
    }

    /// Makes a workspace in `dir` from the kit at `source`.
    ///
    /// # Errors
    /// When the folder is not empty, the kit is broken, or writing fails.
    pub fn make(dir: &Path, source: Source) -> Result<Self> {
        if is_workspace(dir) {
            return Err(Error::usage(format!("{} is a workspace already", dir.display()))
                .help(format!("`memkata watch {}` goes on in it", dir.display())));
        }
        let occupied = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
        if occupied || dir.is_file() {
            return Err(Error::usage(format!("{} is not empty", dir.display()))
                .help("name a folder that does not exist yet"));
        }
        let source =
            match source {
                Source::Folder(root) => Source::Folder(fs::canonicalize(&root).map_err(|error| {
                    Error::usage(format!("there is no kit in {}: {error}", root.display()))
                })?),
                Source::Embedded => Source::Embedded,
            };
        let kit = manifest::load(source)?;
        fs::create_dir_all(dir).map_err(|error| cannot_write(dir, &error))?;
        let dir = fs::canonicalize(dir).map_err(|error| cannot_write(dir, &error))?;
        let mut project = Self::workspace(kit, dir);
        let files = scaffold::files(&project.kit)?;
        update::bring_up_to_date(&mut project, &files)?;
        project.write_marker(&scaffold::digest(&files))?;
        project.notices.clear();
        Ok(project)
    }

    fn workspace(kit: Kit, dir: PathBuf) -> Self {
        let state = dir.join(STATE_DIR);
        Self { kit, dir, state, mode: Mode::Workspace, notices: Vec::new(), renamed: Vec::new() }
    }

    /// A kit to judge others' work by. What memkata writes goes into `state`.
    ///
    /// # Errors
    /// When there is no kit, or it is broken.
    pub fn for_class(source: Source, state: &Path) -> Result<Self> {
        let dir = match &source {
            Source::Folder(root) if is_workspace(root) => {
                return Err(Error::usage(format!("{} is a learner's workspace, not a kit", root.display()))
                    .help(
                        "name the folder that the workspace was made from; leave it out for the built-in kit",
                    ));
            }
            Source::Folder(root) if !is_kit(root) => {
                return Err(Error::usage(format!(
                    "there is no kit in {}: it has no info.toml",
                    root.display()
                ))
                .help("name the folder of the kit that the class works with"));
            }
            Source::Folder(root) => fs::canonicalize(root).unwrap_or_else(|_| root.clone()),
            // Everything that it reads is in the binary.
            Source::Embedded => state.to_owned(),
        };
        let source = match source {
            Source::Folder(_) => Source::Folder(dir.clone()),
            Source::Embedded => Source::Embedded,
        };
        let kit = manifest::load(source)?;
        let (state, notices) = (state.to_owned(), kit.notices.clone());
        Ok(Self { kit, dir, state, mode: Mode::Class, notices, renamed: Vec::new() })
    }

    fn open_workspace(dir: PathBuf) -> Result<Self> {
        let path = dir.join(STATE_DIR).join(MARKER);
        let marker: Marker = fs::read_to_string(&path)
            .map_err(|error| error.to_string())
            .and_then(|text| toml::from_str(&text).map_err(|error| error.message().to_owned()))
            .map_err(|error| {
                Error::kit(format!("the workspace's own file cannot be read: {error}"))
                    .in_file(path.display().to_string())
                    .help("make a new workspace with `memkata init DIR` and copy exercises/ and .memkata/progress.json into it")
            })?;
        let source = if marker.kit == "embedded" {
            Source::Embedded
        } else {
            Source::Folder(PathBuf::from(&marker.kit))
        };
        if let Source::Folder(root) = &source
            && !is_kit(root)
        {
            return Err(Error::kit(format!("the kit of this workspace is gone: {}", root.display()))
                .in_file(path.display().to_string())
                .help("put the kit back, or write its new place after `kit =` in this file"));
        }
        let kit = manifest::load(source)?;
        let mut project = Self::workspace(kit, dir);
        let files = scaffold::files(&project.kit)?;
        let digest = scaffold::digest(&files);
        if digest != marker.digest {
            update::bring_up_to_date(&mut project, &files)?;
            project.write_marker(&digest)?;
            let (from, to) = (&marker.version, &project.kit.version);
            // An author who tries a kit changes it without a new version.
            let versions = if from == to { String::new() } else { format!(" ({from} → {to})") };
            project.notices.insert(
                0,
                format!("the kit has changed{versions}: untouched files follow, edited ones stay"),
            );
        }
        Ok(project)
    }

    fn write_marker(&self, digest: &str) -> Result<()> {
        let marker = Marker {
            kit: match &self.kit.source {
                Source::Embedded => "embedded".into(),
                Source::Folder(root) => root.display().to_string(),
            },
            title: self.kit.title.clone(),
            version: self.kit.version.clone(),
            digest: digest.to_owned(),
        };
        let text = toml::to_string(&marker).map_err(|error| Error::machine(error.to_string()))?;
        let path = self.state_dir().join(MARKER);
        let text = format!("# Which kit this workspace was made from. Written by memkata.\n{text}");
        write_atomically(&path, text.as_bytes(), Durability::Synced)
            .map_err(|error| cannot_write(&path, &error))
    }

    /// Keeps each starter as it was when first seen: what is touched is told by it, and in a folder
    /// of rustlings `reset` brings it back.
    fn snapshot_originals(&self) -> io::Result<()> {
        for exercise in &self.kit.exercises {
            let original = self.original(exercise);
            if !original.exists() {
                write_atomically(&original, &read_file(&self.path(exercise))?, Durability::Quick)?;
            }
        }
        Ok(())
    }

    /// memkata's own folder: originals, progress, cache, backups.
    pub fn state_dir(&self) -> PathBuf {
        self.state.clone()
    }

    /// The file that is edited for an exercise.
    pub fn path(&self, exercise: &Exercise) -> PathBuf {
        self.dir.join(exercise.file())
    }

    /// The file that is edited for an exercise, as a person in the current folder would name it:
    /// a terminal then finds it by a click.
    pub fn shown_path(&self, exercise: &Exercise) -> String {
        shown(&self.path(exercise))
    }

    /// The starter as the kit has it, as a file.
    pub fn original(&self, exercise: &Exercise) -> PathBuf {
        self.state_dir().join("originals").join(exercise.file())
    }

    /// The starter's bytes: the kit's in a workspace, the snapshot in author mode.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn starter(&self, exercise: &Exercise) -> io::Result<Vec<u8>> {
        match self.mode {
            Mode::Workspace | Mode::Class => {
                self.kit.source.read(&exercise.file()).map(std::borrow::Cow::into_owned)
            }
            Mode::Author | Mode::Rustlings => fs::read(self.original(exercise)),
        }
    }

    /// Puts the starter back and keeps what was there. Returns where, or `None` when the file
    /// was the starter already or was not there.
    ///
    /// # Errors
    /// In the kit itself, and when the backup or the file cannot be written; nothing is lost then.
    pub fn reset(&self, exercise: &Exercise) -> Result<Option<PathBuf>> {
        if self.mode == Mode::Author {
            // What was seen first may be long out of date, and the author's work is the newer one.
            return Err(Error::usage("this is the kit itself: its starters are your own files, and `reset` leaves them as they are")
                .help(format!("`git restore {}`, or your backup, brings a file back", self.shown_path(exercise))));
        }
        let path = self.path(exercise);
        let starter = self.starter(exercise).map_err(|error| {
            Error::kit(format!("the starter of `{}` cannot be read: {error}", exercise.name))
                .in_file(self.original(exercise).display().to_string())
        })?;
        let mut backup = None;
        match read_file(&path) {
            Ok(bytes) if bytes == starter => return Ok(None),
            Ok(bytes) => {
                let kept = free_path(&self.state_dir().join("backups").join(exercise.file()));
                write_atomically(&kept, &bytes, Durability::Synced)
                    .map_err(|error| cannot_write(&kept, &error))?;
                backup = Some(kept);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(cannot_read(&path, &error)),
        }
        // Written in place: an editor that holds the file open keeps seeing it.
        let written =
            path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, &starter));
        written.map_err(|error| cannot_write(&path, &error))?;
        Ok(backup)
    }

    /// The named exercises, each once, or all.
    ///
    /// # Errors
    /// A usage error for a name that no exercise has.
    pub fn chosen(&self, names: &[String]) -> Result<Vec<&Exercise>> {
        if names.is_empty() {
            return Ok(self.kit.exercises.iter().collect());
        }
        let mut chosen = names.iter().map(|name| self.exercise(name)).collect::<Result<Vec<&Exercise>>>()?;
        let mut seen = HashSet::new();
        chosen.retain(|exercise| seen.insert(exercise.name.as_str()));
        Ok(chosen)
    }

    /// Like `chosen`; the folder of a chapter stands for all that is in it.
    ///
    /// # Errors
    /// A usage error for a name that nothing has.
    pub fn chosen_with_chapters(&self, names: &[String]) -> Result<Vec<&Exercise>> {
        let meant = |name: &String| {
            let name = name.trim();
            let dir = name.strip_prefix("./").unwrap_or(name).trim_end_matches('/');
            let dir = dir.strip_prefix("exercises/").unwrap_or(dir);
            let inside = self.kit.exercises.iter().filter(|exercise| exercise.dir.as_deref() == Some(dir));
            let all: Vec<String> = inside.map(|exercise| exercise.name.clone()).collect();
            if all.is_empty() || self.kit.find(name).is_some() { vec![name.to_owned()] } else { all }
        };
        self.chosen(&names.iter().flat_map(meant).collect::<Vec<String>>()).map_err(|error| {
            let dirs = || self.kit.chapters.iter().map(|chapter| chapter.dir.as_str());
            let near = names.iter().find_map(|name| did_you_mean(name, dirs()).filter(|near| near != name));
            // A name that is like that of an exercise has been answered already.
            let is_answered = error
                .problems
                .iter()
                .any(|problem| problem.help.as_ref().is_some_and(|help| help.starts_with("did you mean")));
            match near.filter(|_| !is_answered) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error,
            }
        })
    }

    /// The exercise of this name.
    ///
    /// # Errors
    /// A usage error with the nearest name.
    pub fn exercise(&self, name: &str) -> Result<&Exercise> {
        // People type what they see: the file's path, or its name with the extension.
        let stem = Path::new(name).file_stem().map_or_else(Default::default, |stem| stem.to_string_lossy());
        if let Some((_, exercise)) = self.kit.find(name).or_else(|| self.kit.find(&stem)) {
            return Ok(exercise);
        }
        // The screen counts them: 3/12.
        let number =
            name.parse().ok().and_then(|number: usize| self.kit.exercises.get(number.checked_sub(1)?));
        if let Some(exercise) = number {
            return Ok(exercise);
        }
        let names = self.kit.exercises.iter().map(|exercise| exercise.name.as_str());
        let error = Error::usage(format!("there is no exercise `{name}`"));
        Err(match did_you_mean(&stem, names) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("`memkata list` shows all names"),
        })
    }
}

/// Whether `dir` is a learner's workspace.
pub fn is_workspace(dir: &Path) -> bool {
    dir.join(STATE_DIR).join(MARKER).is_file()
}

/// Whether `rustlings init` has made `dir`.
pub fn is_from_rustlings(dir: &Path) -> bool {
    rustlings::is_workspace(dir)
}

/// Whether `dir` is a kit.
pub fn is_kit(dir: &Path) -> bool {
    dir.join("info.toml").is_file() || rustlings::is_workspace(dir)
}

/// The error of a file that cannot be written: the machine's, with what usually helps.
pub fn cannot_write(path: &Path, error: &io::Error) -> Error {
    let help = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free some room on this disk, then try again"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose a folder you may write to, or change its permissions"
        }
        _ => "check that the folder exists and can be written to",
    };
    Error::machine(format!("cannot write {}: {error}", path.display())).help(help)
}

fn cannot_read(path: &Path, error: &io::Error) -> Error {
    Error::machine(format!("cannot read {}: {error}", path.display())).help("check the file's permissions")
}
