//! `memkata solution`: after a pass, one way to do it.

use super::{PASSED, open};
use crate::error::{Error, Result};
use crate::kit::project::Mode;
use crate::kit::rustlings;
use crate::view::View;

pub(super) fn run(name: &str, spoil: bool, view: &View) -> Result<u8> {
    let (project, _, progress) = open(view)?;
    let exercise = project.exercise(name)?;
    let entry = progress.entry(&exercise.name);
    if !spoil && !entry.passed && !entry.self_assessed {
        return Err(Error::usage(format!("`{}` is not passed yet, so its solution stays closed", exercise.name))
            .help(format!("`memkata hint {name}` gives a hint; `memkata solution {name} --spoil` shows the solution all the same", name = exercise.name)));
    }
    let file = exercise.solution_file();
    let bytes = project.kit.source.read(&file).map_err(|error| {
        Error::kit(format!("the kit has no solution for `{}`: {error}", exercise.name))
            .in_file(project.kit.source.display(&file))
            .help("ask whoever made the kit")
    })?;
    let text = String::from_utf8_lossy(&bytes);
    if project.mode == Mode::Rustlings && rustlings::is_closed(&text) {
        return Err(Error::usage(format!(
            "rustlings keeps the solution of `{}` inside its program",
            exercise.name
        ))
        .help(format!("`rustlings run {}` puts it into {file} once it passes there", exercise.name)));
    }
    view.solution(exercise, &file, &text);
    Ok(PASSED)
}
