//! `memkata completions`: what a shell needs to complete memkata's words, names included.

use clap_complete::engine::CompletionCandidate;
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Zsh};

use super::PASSED;
use crate::cli::Shell;
use crate::error::{Error, Result};
use crate::kit::project::Project;
use crate::view::View;

pub(super) fn run(shell: Shell, view: &View) -> Result<u8> {
    let completer: &dyn EnvCompleter = match shell {
        Shell::Bash => &Bash,
        Shell::Zsh => &Zsh,
        Shell::Fish => &Fish,
        Shell::Elvish => &Elvish,
        Shell::Powershell => &Powershell,
    };
    let mut script = Vec::new();
    completer
        .write_registration("COMPLETE", "memkata", "memkata", "memkata", &mut script)
        .map_err(|error| Error::machine(format!("the script cannot be made: {error}")))?;
    view.raw(&String::from_utf8_lossy(&script));
    Ok(PASSED)
}

/// The names of all exercises around the current folder, for completion; none where there is
/// no project.
pub fn exercise_names() -> Vec<CompletionCandidate> {
    let Ok(project) = Project::here() else { return Vec::new() };
    let names = project.kit.exercises.iter();
    names
        .map(|exercise| {
            let task = exercise.task.clone().map(Into::into);
            CompletionCandidate::new(exercise.name.clone()).help(task)
        })
        .collect()
}

/// The chapters around the current folder, each with the slash that an exercise's name follows.
pub fn chapters() -> Vec<CompletionCandidate> {
    let Ok(project) = Project::here() else { return Vec::new() };
    let chapters = project.kit.chapters.iter();
    chapters
        .map(|chapter| {
            CompletionCandidate::new(format!("{}/", chapter.dir)).help(Some(chapter.title.clone().into()))
        })
        .collect()
}
