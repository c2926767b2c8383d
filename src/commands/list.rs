//! `memkata list`: all exercises and how far the learner is.

use super::{PASSED, open};
use crate::error::{Error, Result, did_you_mean};
use crate::kit::{Chapter, Exercise, Kit};
use crate::view::View;

pub(super) fn run(chapter: Option<&str>, view: &View) -> Result<u8> {
    let (project, _, progress) = open(view)?;
    let chapter = chapter.map(|wanted| find_chapter(&project.kit, wanted)).transpose()?;
    let belongs = |exercise: &&Exercise| {
        chapter.is_none_or(|chapter| exercise.dir.as_deref() == Some(chapter.dir.as_str()))
    };
    let exercises: Vec<&Exercise> = project.kit.exercises.iter().filter(belongs).collect();
    view.list(&project.kit, &exercises, &progress, chapter);
    Ok(PASSED)
}

/// A chapter by its folder, the folder's number, or its title.
fn find_chapter<'k>(kit: &'k Kit, wanted: &str) -> Result<&'k Chapter> {
    let matches = |chapter: &&Chapter| {
        chapter.dir == wanted
            || chapter.title.eq_ignore_ascii_case(wanted)
            || chapter.dir.split_once('_').is_some_and(|(number, name)| {
                name == wanted || number == wanted || number.trim_start_matches('0') == wanted
            })
    };
    kit.chapters.iter().find(matches).ok_or_else(|| {
        let names = kit.chapters.iter().flat_map(|chapter| [chapter.dir.as_str(), chapter.title.as_str()]);
        let error = Error::usage(format!("there is no chapter `{wanted}`"));
        match did_you_mean(wanted, names) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("`memkata list` shows all chapters"),
        }
    })
}
