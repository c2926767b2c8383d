//! What a learner has done. Kept in `.memkata/progress.json`, written whole and atomically;
//! several memkatas at once take turns.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::kit::{Exercise, Kit};
use crate::storage::{Durability, free_path, lock, read_file, write_atomically};
use crate::verdict::{Outcome, Verdict};

const VERSION: u32 = 1;

/// Everything that is remembered about a learner's work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    version: u32,
    /// The exercise that `watch` opens with.
    pub current: Option<String>,
    /// By the exercise's name. Entries of exercises that the kit no longer has are kept.
    #[serde(default)]
    pub exercises: BTreeMap<String, Entry>,
}

/// What is remembered about one exercise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Whether it was passed at some time.
    pub passed: bool,
    /// Whether it failed when it was judged last, after having passed.
    pub regressed: bool,
    /// Whether the learner has put it off.
    pub skipped: bool,
    /// Whether the learner, and not the rubric, has judged the answer good.
    pub self_assessed: bool,
    /// How often it was judged and failed before the first pass.
    pub failures: u32,
    /// How many hints of the ladder were shown.
    pub hints_shown: usize,
}

/// Why a verdict was wanted: not every failure is an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The learner saved the file, or asked for this exercise.
    ByLearner,
    /// Everything was judged, exercises that were never opened included.
    WithAllOthers,
}

/// The word for an exercise's state, as `list` prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Not passed yet.
    Todo,
    /// Passed.
    Done,
    /// Passed before, not now.
    Regressed,
    /// Put off.
    Skipped,
    /// Judged good by the learner.
    SelfAssessed,
}

impl Entry {
    /// The word for this state.
    pub fn status(&self) -> Status {
        match self {
            Self { regressed: true, .. } => Status::Regressed,
            Self { self_assessed: true, .. } => Status::SelfAssessed,
            Self { passed: true, .. } => Status::Done,
            Self { skipped: true, .. } => Status::Skipped,
            _ => Status::Todo,
        }
    }

    /// Whether nothing more is asked for.
    pub fn is_done(&self) -> bool {
        matches!(self.status(), Status::Done | Status::SelfAssessed)
    }

    /// Whether it was put off and is still to be done.
    pub fn is_put_off(&self) -> bool {
        self.skipped && !self.is_done()
    }

    /// Whether it was judged at some time.
    pub fn is_begun(&self) -> bool {
        self.passed || self.self_assessed || self.failures > 0
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self { version: VERSION, current: None, exercises: BTreeMap::new() }
    }
}

impl Progress {
    /// Gives what is remembered the new names of exercises; old name first.
    pub fn rename(&mut self, renamed: &[(String, String)]) {
        for (old, new) in renamed {
            if let Some(entry) = self.exercises.remove(old) {
                self.exercises.insert(new.clone(), entry);
            }
            if self.current.as_ref() == Some(old) {
                self.current = Some(new.clone());
            }
        }
    }

    /// What is remembered about an exercise.
    pub fn entry(&self, name: &str) -> Entry {
        self.exercises.get(name).cloned().unwrap_or_default()
    }

    /// The exercise to work on: the one remembered, as long as it is not done, then the next that
    /// is open. Where all are done it is the one remembered again.
    pub fn current<'k>(&self, kit: &'k Kit) -> Option<&'k str> {
        let found = self.current.as_deref().and_then(|name| kit.find(name));
        let remembered = found.map(|(_, exercise)| exercise.name.as_str());
        let is_open = |name: &&str| !self.entry(name).is_done();
        remembered
            .filter(is_open)
            .or_else(|| self.next_open(kit, remembered.unwrap_or_default()))
            .or(remembered)
            .or_else(|| kit.exercises.first().map(|exercise| exercise.name.as_str()))
    }

    /// The next exercise after `name` that is not done, from the top again at the end. Those that
    /// were put off come when nothing else is left.
    pub fn next_open<'k>(&self, kit: &'k Kit, name: &str) -> Option<&'k str> {
        let after = kit.find(name).map_or(0, |(at, _)| at + 1);
        let (before, behind) = kit.exercises.split_at(after.min(kit.exercises.len()));
        let open = || {
            let names = behind.iter().chain(before).map(|exercise| exercise.name.as_str());
            names.filter(|candidate| *candidate != name && !self.entry(candidate).is_done())
        };
        open().find(|candidate| !self.entry(candidate).is_put_off()).or_else(|| open().next())
    }

    /// The exercises that were put off and are still to be done, in the order of the course.
    pub fn put_off<'k>(&self, kit: &'k Kit) -> Vec<&'k Exercise> {
        kit.exercises.iter().filter(|exercise| self.entry(&exercise.name).is_put_off()).collect()
    }

    /// How many of the kit's exercises are done.
    pub fn done(&self, kit: &Kit) -> usize {
        kit.exercises.iter().filter(|exercise| self.entry(&exercise.name).is_done()).count()
    }

    /// Takes a verdict into account; `asked` says who wanted it. Broken ones and texts that were
    /// not begun are no attempts.
    pub fn record(&mut self, verdict: &Verdict, asked: Asked) {
        let before = self.entry(&verdict.exercise);
        let mut entry = before.clone();
        match verdict.verdict {
            Outcome::Broken => {}
            Outcome::Passed => {
                entry.passed = true;
                entry.self_assessed = false;
                entry.regressed = false;
                entry.skipped = false;
            }
            Outcome::Failed if entry.passed => entry.regressed = true,
            Outcome::Failed if asked == Asked::ByLearner && is_attempt(verdict) => {
                entry.failures = entry.failures.saturating_add(1);
            }
            Outcome::Failed => {}
        }
        if entry != before {
            self.exercises.insert(verdict.exercise.clone(), entry);
        }
    }

    /// The learner has judged the answer good.
    pub fn self_assess(&mut self, name: &str) {
        let entry = self.entry_mut(name);
        entry.self_assessed = true;
        entry.skipped = false;
    }

    /// The learner puts these off.
    pub fn skip(&mut self, names: &[String]) {
        for name in names {
            self.entry_mut(name).skipped = true;
        }
    }

    /// Takes in what `known` has: nothing that was achieved is taken away by it.
    fn take_in(&mut self, known: &Self) {
        if known.current.is_some() {
            self.current.clone_from(&known.current);
        }
        for (name, theirs) in &known.exercises {
            let mine = self.entry_mut(name);
            *mine = Entry {
                passed: mine.passed || theirs.passed,
                regressed: theirs.regressed,
                skipped: theirs.skipped,
                self_assessed: mine.self_assessed || theirs.self_assessed,
                failures: mine.failures.max(theirs.failures),
                hints_shown: mine.hints_shown.max(theirs.hints_shown),
            };
        }
    }

    /// As it is kept: the same work gives the same bytes.
    ///
    /// # Errors
    /// Those of the writer of JSON.
    pub fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The entry of an exercise, to change it.
    pub fn entry_mut(&mut self, name: &str) -> &mut Entry {
        self.exercises.entry(name.to_owned()).or_default()
    }
}

fn is_attempt(verdict: &Verdict) -> bool {
    let unfinished = crate::check::answer::UNFINISHED;
    !verdict.findings.iter().any(|finding| finding.code.as_deref() == Some(unfinished))
}

fn understand(bytes: &[u8]) -> Result<Progress, String> {
    let progress: Progress = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if progress.version == VERSION {
        Ok(progress)
    } else {
        Err(format!("version {} is not known", progress.version))
    }
}

/// The file that progress is kept in.
#[derive(Debug, Clone)]
pub struct Store {
    path: PathBuf,
}

impl Store {
    /// The store of a project.
    pub fn new(state_dir: &Path) -> Self {
        Self { path: state_dir.join("progress.json") }
    }

    /// What is kept. A file that cannot be understood is put aside, never thrown away; the
    /// second value says so.
    pub fn load(&self) -> (Progress, Option<String>) {
        let (progress, damaged) = self.read();
        (progress, damaged.map(|what| format!("{what}. `memkata check` finds again what you have solved")))
    }

    fn read(&self) -> (Progress, Option<String>) {
        let read = match read_file(&self.path) {
            Ok(bytes) => understand(&bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Default::default(),
            Err(error) => Err(error.to_string()),
        };
        match read {
            Ok(progress) => (progress, None),
            Err(why) => {
                let aside = free_path(&self.path.with_extension("json.damaged"));
                let kept = match fs::rename(&self.path, &aside) {
                    Ok(()) => format!("it was kept as {}", aside.display()),
                    Err(error) => format!("it could not be put aside: {error}"),
                };
                (Progress::default(), Some(format!("your progress file could not be read ({why}); {kept}")))
            }
        }
    }

    /// Reads, changes and writes in one turn, so that nobody else's change is lost.
    ///
    /// # Errors
    /// When it cannot be written; the old file is then untouched.
    pub fn update(&self, change: impl FnOnce(&mut Progress)) -> io::Result<(Progress, Option<String>)> {
        self.turn(Self::load, |progress, _| change(progress))
    }

    /// The same for one who keeps progress in mind, this change included: where the file has
    /// been damaged, or `all` of it is to be written, the file gets whatever is known.
    ///
    /// # Errors
    /// When it cannot be written; the old file is then untouched.
    pub fn update_from(
        &self,
        known: &Progress,
        all: bool,
        change: impl FnOnce(&mut Progress),
    ) -> io::Result<(Progress, Option<String>)> {
        let read = |store: &Self| {
            let (progress, damaged) = store.read();
            (progress, damaged.map(|what| format!("{what}. Nothing is lost: it was written anew")))
        };
        self.turn(read, |progress, damaged| {
            if all || damaged {
                progress.take_in(known);
            } else {
                change(progress);
            }
        })
    }

    fn turn(
        &self,
        read: impl FnOnce(&Self) -> (Progress, Option<String>),
        change: impl FnOnce(&mut Progress, bool),
    ) -> io::Result<(Progress, Option<String>)> {
        let held = lock(&self.path.with_extension("lock"));
        let (mut progress, notice) = read(self);
        let before = progress.clone();
        change(&mut progress, notice.is_some());
        if progress != before || notice.is_some() {
            write_atomically(&self.path, &progress.to_json()?, Durability::Synced)?;
        }
        drop(held);
        Ok((progress, notice))
    }
}
