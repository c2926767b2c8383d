//! `memkata new`: an exercise for the kit around the current folder, or a whole kit.

mod questions;

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use super::PASSED;
use crate::cli::New;
use crate::error::{Error, ErrorKind, Result};
use crate::kit::create::{self, Wanted};
use crate::kit::project::{Project, is_from_rustlings, is_workspace};
use crate::kit::start::{self, Licence, NewKit};
use crate::runner::tools;
use crate::view::View;

/// What to type where nobody can be asked.
const USAGE: &str = "memkata new CHAPTER/NAME --kind code|answer|predict|witness";

pub(super) fn run(asked: &New, view: &View) -> Result<u8> {
    let interrupt = Interrupt::new();
    match &asked.kit {
        Some(dir) => kit(dir, asked, &interrupt, view),
        None => exercise(asked, &interrupt, view),
    }
}

fn exercise(asked: &New, interrupt: &Interrupt, view: &View) -> Result<u8> {
    let project = open_kit()?;
    project.notices.iter().for_each(|notice| view.notice(notice));
    create::check_kit(&project)?;
    let place = asked.place.as_deref().map(|place| parse(&project, place)).transpose()?;
    let wanted = match (place, asked.kind) {
        (Some((dir, name)), Some(kind)) => Wanted { dir, name, kind, title: asked.title.clone() },
        (place, kind) if view.can_ask() => {
            questions::exercise(&project, place, kind, asked.title.clone(), view)?
        }
        (None, _) => {
            return Err(Error::usage("`new` needs to know what to make").help(format!("type: {USAGE}")));
        }
        (Some((dir, name)), None) => {
            return Err(Error::usage("`new` needs to know the kind of exercise")
                .help(format!("type: memkata new {dir}/{name} --kind code (or answer, predict, witness)")));
        }
    };
    let _alone = create::lock(&project);
    // Another run may have added to it, or somebody saved info.toml while the questions were answered.
    let project = Project::open(&project.dir)?;
    let plan = create::plan(&project, &wanted)?;
    interrupt.hold();
    plan.carry_out(&project)?;
    view.exercise_made(&wanted, &plan);
    Ok(PASSED)
}

/// The kit around the current folder; a new exercise has no place anywhere else.
fn open_kit() -> Result<Project> {
    let around = Project::around()?;
    if around.as_deref().is_some_and(is_workspace) {
        return Err(Error::usage("`new` makes an exercise in a kit, and this is a workspace")
            .help("run it in the kit's own folder, or start a kit: memkata new --kit DIR"));
    }
    let Some(dir) = around else {
        return Err(Error::usage("there is no kit here: no info.toml in this folder or above it")
            .help("go into a kit's folder, or start a kit: memkata new --kit DIR"));
    };
    if is_from_rustlings(&dir) {
        return Err(Error::usage(
            "`new` makes an exercise in a kit, and this folder was made by `rustlings init`",
        )
        .help("start a kit elsewhere: memkata new --kit DIR"));
    }
    Project::open(&dir)
}

/// `CHAPTER/NAME`, checked as far as it can be.
fn parse(project: &Project, place: &str) -> Result<(String, String)> {
    let usage = |problem| Error::new(ErrorKind::Usage, problem);
    let parts: Vec<&str> = place.split('/').collect();
    let &[dir, name] = parts.as_slice() else {
        let message = format!("`{place}` is not CHAPTER/NAME");
        let help = match (parts.as_slice(), project.kit.chapters.last()) {
            ([name], Some(chapter)) => format!("say the chapter, too: {}/{name}", chapter.dir),
            _ => "write the chapter's folder, a slash, and the exercise's name: 01_stack/return_local".into(),
        };
        return Err(Error::usage(message).help(help));
    };
    create::check_chapter(&project.kit, dir).map_err(usage)?;
    create::check_name(project, dir, name).map_err(usage)?;
    Ok((dir.to_owned(), name.to_owned()))
}

fn kit(dir: &Path, asked: &New, interrupt: &Interrupt, view: &View) -> Result<u8> {
    start::check_place(dir)?;
    if let Some(title) = &asked.title {
        create::check_title(title).map_err(|problem| Error::new(ErrorKind::Usage, problem))?;
    }
    let (title, licence) = if view.can_ask() {
        questions::kit(dir, asked.title.clone(), asked.licence, view)?
    } else {
        let title = asked.title.clone().unwrap_or_else(|| start::title_of(dir));
        (title, asked.licence.unwrap_or(Licence::Mit))
    };
    let new = NewKit { title, licence, holder: holder(), year: year() };
    start::check_place(dir)?;
    interrupt.hold();
    let files = start::write(dir, &new)?;
    view.kit_made(dir, &new.title, &files);
    Ok(PASSED)
}

/// Who a licence names: the name that git knows.
fn holder() -> String {
    let asked = tools::ask(Path::new("git"), &["config", "user.name"], &std::env::temp_dir());
    let name = asked.unwrap_or_default().trim().to_owned();
    if name.is_empty() { "the authors".into() } else { name }
}

/// The year of the calendar.
fn year() -> u64 {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    let mut days = seconds / 86_400;
    let mut year = 1970;
    loop {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = if leap { 366 } else { 365 };
        if days < length {
            return year;
        }
        days -= length;
        year += 1;
    }
}

/// Ctrl-C: it ends the command while questions are asked, and waits while files are written, so that
/// there is never half an exercise.
struct Interrupt {
    #[cfg(unix)]
    ends: std::sync::Arc<std::sync::atomic::AtomicBool>,
}

#[cfg(unix)]
impl Interrupt {
    fn new() -> Self {
        let ends = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
        // Without it the signal ends the process, too, only with another status.
        let _ = signal_hook::flag::register_conditional_shutdown(
            signal_hook::consts::SIGINT,
            130,
            std::sync::Arc::clone(&ends),
        );
        Self { ends }
    }

    fn hold(&self) {
        self.ends.store(false, std::sync::atomic::Ordering::SeqCst);
    }
}

#[cfg(not(unix))]
impl Interrupt {
    fn new() -> Self {
        Self {}
    }

    #[expect(clippy::unused_self, reason = "the other systems' twin needs it")]
    fn hold(&self) {}
}
