//! `memkata verify --watch`: proves the kit, and after each save what the save has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use notify::RecursiveMode;

use super::effects::caught;
use super::events::Action;
use super::files::{Watching, watch_folders};
use super::keys::{self, Told};
use super::signals;
use crate::error::{Error, Result};
use crate::judge::Judge;
use crate::kit::project::Project;
use crate::kit::{Exercise, Kit, Tests};
use crate::proof::{Plan, Proof, Proved, is_touched, kit_wide};
use crate::runner::Cancel;
use crate::view::View;
use crate::view::proving::{Reporter, Round};

/// So much quiet ends a save: an editor may truncate first, and a branch has many files.
const QUIET: Duration = Duration::from_millis(50);

/// Something from outside, or from the proving.
enum Input {
    Changed(Vec<PathBuf>),
    Terminal(Told),
    Signal(i32),
    Proved { round: u64, result: Result<Option<Found>> },
}

/// What one round of proving has found.
struct Found {
    /// By exercise, for those that were proved again.
    exercises: BTreeMap<String, Vec<Proof>>,
    of_kit: Vec<Proof>,
    notices: Vec<String>,
}

/// Runs until it is told to end, and returns the exit code.
///
/// # Errors
/// When there is no kit, it is broken from the beginning, or it cannot be watched.
pub fn run(names: &[String], view: &View) -> Result<u8> {
    let project = Arc::new(Project::kit_here()?);
    // A wrong name is better told now than after each save.
    project.chosen_with_chapters(names)?;
    let (sender, inputs) = channel();
    let signals = sender.clone();
    signals::forward(move |signal| signals.send(Input::Signal(signal)).is_ok())?;
    let places = places(&project);
    let watching = watch(&places, &sender)?;
    let reporter = Reporter::open(view)?;
    let go_on = view.has_terminal().then(|| {
        let sender = sender.clone();
        keys::read(move |told| sender.send(Input::Terminal(told)).is_ok())
    });
    let mut proving = Proving {
        names: names.to_vec(),
        project,
        places,
        watching,
        sender,
        reporter,
        round: 0,
        cancel: Cancel::default(),
        open: BTreeSet::new(),
        saved: Vec::new(),
        known: BTreeMap::new(),
        of_kit: Vec::new(),
        said: BTreeSet::new(),
    };
    for notice in proving.watching.1.iter().map(|why| format!("looking for saves by comparing files ({why})"))
    {
        proving.reporter.notice(&notice);
    }
    let everything = proving.wanted().into_iter().map(|exercise| exercise.name.clone()).collect();
    proving.begin(everything);
    let code = proving.rounds(&inputs, go_on.as_ref());
    proving.cancel.cancel();
    Ok(code)
}

/// Everything the loop holds.
struct Proving<'v> {
    /// Those to prove; empty for all.
    names: Vec<String>,
    project: Arc<Project>,
    places: Vec<(PathBuf, RecursiveMode)>,
    /// Kept alive: events stop when it is dropped.
    watching: Watching,
    sender: Sender<Input>,
    reporter: Reporter<'v>,
    /// Counts the rounds, so that the result of one that was ended is not taken for another's.
    round: u64,
    cancel: Cancel,
    /// Exercises that are not proved yet since they were changed.
    open: BTreeSet<String>,
    /// What was saved since the last result, relative to the kit.
    saved: Vec<String>,
    /// The last proofs of each exercise.
    known: BTreeMap<String, Vec<Proof>>,
    of_kit: Vec<Proof>,
    /// Notices that were said already.
    said: BTreeSet<String>,
}

impl Proving<'_> {
    fn rounds(&mut self, inputs: &Receiver<Input>, go_on: Option<&Sender<()>>) -> u8 {
        loop {
            // Nothing is due: this sleeps until something happens, however long that takes.
            let Ok(input) = inputs.recv() else { return 0 };
            match input {
                Input::Signal(signal) => return signals::exit_code(signal),
                Input::Terminal(Told::Interrupted) => return 130,
                Input::Terminal(Told::Gone) => return 0,
                Input::Terminal(told) => {
                    if let Told::Key(key) = told
                        && keys::action(key, false) == Some(Action::Quit)
                    {
                        return 0;
                    }
                    if let Some(go_on) = go_on {
                        let _ = go_on.send(());
                    }
                }
                Input::Changed(paths) => {
                    let (paths, other) = gather(inputs, paths);
                    self.changed(&paths);
                    if let Some(other) = other {
                        // It was only taken out to see whether the save goes on.
                        let _ = self.sender.send(other);
                    }
                }
                Input::Proved { round, result } if round == self.round => self.proved(result),
                Input::Proved { .. } => {}
            }
            if self.reporter.is_unread() {
                return 0;
            }
        }
    }

    /// The exercises to prove, as the kit has them now.
    fn wanted(&self) -> Vec<&Exercise> {
        // A name may be gone since; the others still count.
        let named = |name: &String| self.project.chosen_with_chapters(std::slice::from_ref(name)).ok();
        match self.names.as_slice() {
            [] => self.project.kit.exercises.iter().collect(),
            names => names.iter().filter_map(named).flatten().collect(),
        }
    }

    /// Sees what a save has changed, and begins to prove it again.
    fn changed(&mut self, paths: &[PathBuf]) {
        let dir = self.project.dir.clone();
        let paths: Vec<PathBuf> = paths.iter().filter(|path| is_of_kit(&dir, path)).cloned().collect();
        if paths.is_empty() {
            return;
        }
        for path in &paths {
            let file = path.strip_prefix(&dir).unwrap_or(path).to_string_lossy().replace('\\', "/");
            if !self.saved.contains(&file) && path != &dir {
                self.saved.push(file);
            }
        }
        match Project::open(&dir) {
            Ok(project) => self.project = Arc::new(project),
            Err(error) => {
                self.cancel.cancel();
                // What is proved now is no longer what the kit says, nor is what was proved.
                self.round += 1;
                self.known.clear();
                self.reporter.trouble(&error);
                return;
            }
        }
        // Folders may have come that were not there before, or others in their place.
        let places = places(&self.project);
        let is_watched =
            |path: &PathBuf| *path != dir && self.places.iter().any(|(folder, _)| folder == path);
        if places != self.places || paths.iter().any(is_watched) {
            match watch(&places, &self.sender) {
                Ok(watching) => (self.places, self.watching) = (places, watching),
                Err(error) => self.reporter.trouble(&error),
            }
        }
        let is_for_all = |path: &PathBuf| path.parent() == Some(&dir) && !is_document(path) || *path == dir;
        let all = paths.iter().any(is_for_all);
        let touched = self
            .wanted()
            .into_iter()
            .filter(|exercise| {
                all || !self.known.contains_key(&exercise.name) || is_touched(&self.project, exercise, &paths)
            })
            .map(|exercise| exercise.name.clone())
            .collect();
        self.begin(touched);
    }

    /// Proves these, and what was still open, on a thread of its own; a round under way is ended.
    fn begin(&mut self, touched: BTreeSet<String>) {
        self.cancel.cancel();
        self.cancel = Cancel::default();
        self.round += 1;
        self.open.extend(touched);
        self.open.retain(|name| self.project.kit.find(name).is_some());
        self.reporter.begins(&self.saved, self.open.len());
        let (project, cancel, round) = (Arc::clone(&self.project), self.cancel.clone(), self.round);
        let (sender, whole) = (self.sender.clone(), self.names.is_empty());
        let names: Vec<String> = self.open.iter().cloned().collect();
        thread::spawn(move || {
            let result = caught(|| prove(&project, &names, whole, &cancel));
            let _ = sender.send(Input::Proved { round, result });
        });
    }

    fn proved(&mut self, result: Result<Option<Found>>) {
        let found = match result {
            Ok(Some(found)) => found,
            Ok(None) => return,
            Err(error) => return self.reporter.trouble(&error),
        };
        for notice in found.notices {
            if self.said.insert(notice.clone()) {
                self.reporter.notice(&notice);
            }
        }
        let again: Vec<String> = found.exercises.keys().cloned().collect();
        self.known.extend(found.exercises);
        self.of_kit = found.of_kit;
        self.open.clear();
        let kit: &Kit = &self.project.kit;
        self.known.retain(|name, _| kit.find(name).is_some());
        let proofs: Vec<Proof> = kit
            .exercises
            .iter()
            .filter_map(|exercise| self.known.get(&exercise.name))
            .flatten()
            .chain(&self.of_kit)
            .cloned()
            .collect();
        self.reporter.proved(&Round { kit, proofs: &proofs, again: &again, saved: &self.saved });
        self.saved.clear();
    }
}

/// One round: the claims of these exercises, and those of the kit as a whole.
fn prove(project: &Project, names: &[String], whole: bool, cancel: &Cancel) -> Result<Option<Found>> {
    let exercises: Vec<&Exercise> = names.iter().filter_map(|name| Some(project.kit.find(name)?.1)).collect();
    let judge = Judge::new(project);
    let mut plan = Plan::new(project, &judge, &exercises)?;
    let mut notices = std::mem::take(&mut plan.notices);
    let Some(Proved { proofs, notes }) = plan.prove(cancel, |_| {})? else { return Ok(None) };
    // Also those without a claim: they were proved.
    let mut by_exercise: BTreeMap<String, Vec<Proof>> =
        names.iter().map(|name| (name.clone(), Vec::new())).collect();
    for proof in proofs {
        if let Some(name) = proof.exercise.clone() {
            by_exercise.entry(name).or_default().push(proof);
        }
    }
    notices.extend(notes);
    let mut of_kit = Vec::new();
    if whole {
        let proved = kit_wide(project);
        of_kit = proved.proofs;
        notices.extend(proved.notes);
    }
    Ok(Some(Found { exercises: by_exercise, of_kit, notices }))
}

/// The paths of one save, and what else came while they were gathered.
fn gather(inputs: &Receiver<Input>, mut paths: Vec<PathBuf>) -> (Vec<PathBuf>, Option<Input>) {
    loop {
        match inputs.recv_timeout(QUIET) {
            Ok(Input::Changed(more)) => paths.extend(more),
            Ok(other) => return (paths, Some(other)),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return (paths, None),
        }
    }
}

/// What is watched: the kit's folder itself, and everything below those that hold its files. Not
/// all that may lie beside them: a `target` is large.
fn places(project: &Project) -> Vec<(PathBuf, RecursiveMode)> {
    let mut folders: BTreeSet<PathBuf> =
        ["exercises", "solutions", "docs"].iter().map(|name| project.dir.join(name)).collect();
    for exercise in &project.kit.exercises {
        if let Tests::File(file) = &exercise.tests
            && let Some(folder) = project.dir.join(file).parent()
            && folder != project.dir
        {
            folders.insert(folder.to_owned());
        }
    }
    let root = (project.dir.clone(), RecursiveMode::NonRecursive);
    let there = folders.into_iter().filter(|folder| folder.is_dir());
    std::iter::once(root).chain(there.map(|folder| (folder, RecursiveMode::Recursive))).collect()
}

fn watch(places: &[(PathBuf, RecursiveMode)], sender: &Sender<Input>) -> Result<Watching> {
    let changes = sender.clone();
    let anything: Vec<PathBuf> = places.iter().map(|(folder, _)| folder.clone()).take(1).collect();
    watch_folders(places, false, move |paths| {
        let paths = if paths.is_empty() { anything.clone() } else { paths };
        let _ = changes.send(Input::Changed(paths));
    })
    .map_err(|error| {
        Error::machine(format!("the kit cannot be watched: {error}"))
            .help("is the folder there, and may you read it?")
    })
}

/// Whether a path is one of the kit's: not hidden, as memkata's own folder is, and not built.
fn is_of_kit(dir: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(dir) else { return false };
    let first = inside.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
    first.is_none_or(|first| !first.starts_with('.') && first != "target" || first == ".rustfmt.toml")
}

/// Whether only the links of the kit can depend on a file.
fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
        || path.file_name().is_some_and(|name| name == "docs")
}
