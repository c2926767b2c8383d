//! Which exercise was saved: file events in, names out. A save counts when the content is new,
//! however the editor writes: in place, by rename, with backup files, or truncating first.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind, MetadataKind, ModifyKind};
use notify::{Config, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::kit::project::Project;
use crate::storage::read_file;

/// How often files are compared where there are no events.
const POLL_EVERY: Duration = Duration::from_millis(400);

/// Watches a project's exercises.
pub struct Files {
    project: Arc<Project>,
    /// Digests of the contents that were reported last, by exercise.
    known: HashMap<String, blake3::Hash>,
    /// Kept alive: events stop when it is dropped.
    _watcher: Box<dyn Watcher + Send>,
    /// Whether files are compared from time to time instead of waiting for events, and why.
    pub polling: Option<String>,
}

/// What a change on disk comes to.
#[derive(Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing that matters.
    None,
    /// The file is empty for now: an editor that truncates first may be at work. Look again.
    Unsettled,
    /// This exercise has new content.
    Saved(String),
}

impl Files {
    /// Starts watching. `changed` is called with the paths that something has happened to; an
    /// empty list means "anything".
    ///
    /// # Errors
    /// When the exercises cannot be watched at all.
    pub fn watch(
        project: Arc<Project>,
        poll: bool,
        changed: impl Fn(Vec<PathBuf>) + Send + Clone + 'static,
    ) -> io::Result<Self> {
        let folders = [(project.dir.join("exercises"), RecursiveMode::Recursive)];
        let (watcher, polling) = watch_folders(&folders, poll, changed)?;
        Ok(Self { project, known: HashMap::new(), _watcher: watcher, polling })
    }

    /// What the changed paths come to. With several exercises at once (a branch was switched),
    /// `preferred` counts, if it is among them.
    pub fn change(&mut self, paths: &[PathBuf], preferred: &str, settled: bool) -> Change {
        let project = Arc::clone(&self.project);
        let mut change = Change::None;
        for exercise in &project.kit.exercises {
            let path = project.path(exercise);
            if !paths.is_empty() && !paths.iter().any(|changed| concerns(changed, &path)) {
                continue;
            }
            let content = read_file(&path);
            if content.as_ref().is_ok_and(Vec::is_empty) && !settled {
                if change == Change::None {
                    change = Change::Unsettled;
                }
                continue;
            }
            // A file that is gone has a content, too: none.
            let digest = blake3::hash(content.as_deref().unwrap_or(b"\0gone"));
            let is_new = self.known.insert(exercise.name.clone(), digest) != Some(digest);
            // An editor that saves by rename has the file gone for a moment.
            let gone = content.is_err();
            if gone && !settled {
                self.known.remove(&exercise.name);
                if change == Change::None {
                    change = Change::Unsettled;
                }
            } else if is_new && change != Change::Saved(preferred.to_owned()) {
                change = Change::Saved(exercise.name.clone());
            }
        }
        change
    }

    /// Takes the content of all exercises as known, so that only what changes later counts.
    /// The ones on the screen are left out: their first save counts even without a change.
    pub fn know_all_but(&mut self, name: &str) {
        for exercise in self.project.kit.exercises.iter().filter(|exercise| exercise.name != name) {
            if let Ok(content) = read_file(&self.project.path(exercise)) {
                self.known.entry(exercise.name.clone()).or_insert_with(|| blake3::hash(&content));
            }
        }
    }

    /// The next save of this exercise counts, whatever it brings.
    pub fn forget(&mut self, name: &str) {
        self.known.remove(name);
    }

    /// Takes an exercise's content as known: it is being judged.
    pub fn know(&mut self, name: &str) {
        if let Some((_, exercise)) = self.project.kit.find(name)
            && let Ok(content) = read_file(&self.project.path(exercise))
        {
            self.known.insert(name.to_owned(), blake3::hash(&content));
        }
    }
}

/// Whether something that happened at `changed` may have changed the file at `path`: it is the
/// file itself, or a folder above it.
fn concerns(changed: &Path, path: &Path) -> bool {
    path.starts_with(changed)
}

/// What watches until it is dropped, and why it compares files, where it does.
pub(super) type Watching = (Box<dyn Watcher + Send>, Option<String>);

/// Watches folders. `changed` is called with the paths that something has happened to; an empty
/// list means "anything".
///
/// # Errors
/// When one of them cannot be watched at all.
pub(super) fn watch_folders(
    folders: &[(PathBuf, RecursiveMode)],
    poll: bool,
    changed: impl Fn(Vec<PathBuf>) + Send + Clone + 'static,
) -> io::Result<Watching> {
    let why = if poll {
        Some("as you asked".to_owned())
    } else {
        folders.iter().find_map(|(folder, _)| no_events_on(folder))
    };
    if let Some(why) = why {
        return Ok((Box::new(poller(folders, changed)?), Some(why)));
    }
    match events(folders, changed.clone()) {
        Ok(watcher) => Ok((Box::new(watcher), None)),
        Err(error) => {
            let why = format!("the system gives no events: {error}");
            Ok((Box::new(poller(folders, changed)?), Some(why)))
        }
    }
}

fn events(
    folders: &[(PathBuf, RecursiveMode)],
    changed: impl Fn(Vec<PathBuf>) + Send + 'static,
) -> notify::Result<RecommendedWatcher> {
    let mut watcher = RecommendedWatcher::new(handler(changed), Config::default())?;
    for (folder, mode) in folders {
        watcher.watch(folder, *mode)?;
    }
    Ok(watcher)
}

fn poller(
    folders: &[(PathBuf, RecursiveMode)],
    changed: impl Fn(Vec<PathBuf>) + Send + 'static,
) -> io::Result<PollWatcher> {
    let config = Config::default().with_poll_interval(POLL_EVERY).with_compare_contents(true);
    let mut watcher = PollWatcher::new(handler(changed), config).map_err(io::Error::other)?;
    for (folder, mode) in folders {
        watcher.watch(folder, *mode).map_err(io::Error::other)?;
    }
    Ok(watcher)
}

fn handler(
    changed: impl Fn(Vec<PathBuf>) + Send + 'static,
) -> impl Fn(notify::Result<notify::Event>) + Send + 'static {
    move |event| match event {
        // Reading is not changing, and memkata itself reads.
        Ok(event) if event.kind.is_access() => {
            // ... but closing after a write is the end of a save.
            if event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write)) {
                changed(event.paths);
            }
        }
        // A changed permission is no save. A changed time is all that comparing files finds out
        // of one.
        Ok(event) if matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(kind)) if kind != MetadataKind::WriteTime) =>
            {}
        Ok(event) if event.need_rescan() => changed(Vec::new()),
        Ok(event) => changed(event.paths),
        Err(error) => changed(error.paths),
    }
}

/// Why the file system under `folder` gives no events, if it is one that does not: network and
/// shared folders show only what this machine itself has changed.
#[cfg(target_os = "linux")]
fn no_events_on(folder: &Path) -> Option<String> {
    // From linux/magic.h, and the out-of-tree shared folders of virtual machines.
    const WITHOUT: [(i64, &str); 7] = [
        (0x6969, "NFS"),
        (0xff53_4d42, "CIFS"),
        (0xfe53_4d42, "SMB"),
        (0x0102_1997, "9P (a Windows folder under WSL)"),
        (0x786f_4256, "a VirtualBox shared folder"),
        (0xbacb_acbc, "a VMware shared folder"),
        (0x6573_5546, "FUSE"),
    ];
    #[allow(clippy::useless_conversion, reason = "the type of the field differs between architectures")]
    let kind = i64::try_from(rustix::fs::statfs(folder).ok()?.f_type).ok()?;
    let (_, name) = WITHOUT.iter().find(|(magic, _)| *magic == kind)?;
    Some(format!("the folder is on {name}, which gives no reliable events"))
}

#[cfg(not(target_os = "linux"))]
fn no_events_on(_folder: &Path) -> Option<String> {
    None
}
