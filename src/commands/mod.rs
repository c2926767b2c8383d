//! One short file per command. Each wires the rooms together and returns its exit code.

mod check;
pub mod completions;
mod grade;
mod hint;
mod init;
mod list;
mod new;
mod pack;
mod reset;
mod rubric;
mod run;
mod selftest;
mod solution;
mod verify;

pub use rubric::{Summary, Tried};

use crate::cli::{Command, Format, Grade, Watch};
use crate::error::{Error, Result};
use crate::kit::Exercise;
use crate::kit::project::Project;
use crate::progress::{Progress, Store};
use crate::view::View;
use crate::watch;

/// Everything asked for passed.
const PASSED: u8 = 0;
/// Judged, and something did not pass.
const NOT_PASSED: u8 = 1;

/// Does what the command line asks.
///
/// # Errors
/// Those that end a command with 2, 3, 4 or 130.
pub fn run(command: Option<Command>, view: &View) -> Result<u8> {
    let has_junit = matches!(
        command,
        Some(
            Command::Check { .. }
                | Command::Verify { watch: false, coverage: false, .. }
                | Command::Grade(Grade { dry_run: false, .. })
        )
    );
    if view.format() == Format::Junit && !has_junit {
        return Err(Error::usage("`--format junit` is for `memkata check`, `grade` and `verify`")
            .help("use `--format json` here"));
    }
    match command.unwrap_or(Command::Watch(Watch::default())) {
        Command::Watch(asked) => watch::run(&asked, view),
        Command::Init { dir, kit } => init::run(&dir, kit, view),
        Command::Run { name } => run::run(name.as_deref(), view),
        Command::Check { names, no_cache } => check::run(&names, !no_cache, view),
        Command::List { chapter } => list::run(chapter.as_deref(), view),
        Command::Hint { name } => hint::run(name.as_deref(), view),
        Command::Solution { name, spoil } => solution::run(&name, spoil, view),
        Command::Reset { names, all: _ } => reset::run(&names, view),
        Command::Pack { out } => pack::run(out.as_deref(), view),
        Command::Rubric { name, answers, only, explain } => {
            rubric::run(&name, answers.as_deref(), only.as_deref(), explain, view)
        }
        Command::Grade(asked) => grade::run(&asked, view),
        Command::Selftest(asked) => selftest::run(&asked, view),
        Command::New(asked) => new::run(&asked, view),
        Command::Verify { coverage: true, .. } => verify::cover(view),
        Command::Verify { names, watch: false, .. } => verify::run(&names, view),
        Command::Verify { names, watch: true, .. } => watch::proving::run(&names, view),
        Command::Completions { shell } => completions::run(shell, view),
        Command::Supervise => Ok(PASSED),
    }
}

/// The project around the current folder and what is remembered of it; says what a person
/// should know.
fn open(view: &View) -> Result<(Project, Store, Progress)> {
    let project = Project::here()?;
    let store = Store::new(&project.state_dir());
    let progress = load(&project, &store, view);
    Ok((project, store, progress))
}

/// Loads progress, carries over renamed exercises, and shows notices.
fn load(project: &Project, store: &Store, view: &View) -> Progress {
    let (mut progress, damaged) = store.load();
    if !project.renamed.is_empty() {
        match store.update(|progress| progress.rename(&project.renamed)) {
            Ok((updated, _)) => progress = updated,
            Err(error) => view.notice(&format!("your progress could not be written: {error}")),
        }
    }
    for notice in damaged.iter().chain(&project.notices) {
        view.notice(notice);
    }
    progress
}

/// The named exercise, or the current one.
fn chosen<'p>(project: &'p Project, progress: &Progress, name: Option<&str>) -> Result<&'p Exercise> {
    match name.or_else(|| progress.current(&project.kit)) {
        Some(name) => project.exercise(name),
        None => Err(Error::kit("the kit has no exercises").help("add an [[exercises]] entry to info.toml")),
    }
}

/// Writes a change of progress; what cannot be written is said and does not change a verdict.
fn update(store: &Store, view: &View, change: impl FnOnce(&mut Progress)) {
    match store.update(change) {
        Ok((_, notice)) => notice.iter().for_each(|notice| view.notice(notice)),
        Err(error) => {
            view.notice(&format!("your progress could not be written ({error}); the file is as it was"));
        }
    }
}
