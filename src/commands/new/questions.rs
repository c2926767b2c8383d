//! The questions of `memkata new` on a terminal. Every answer is checked before the next question.

use std::path::Path;

use clap::ValueEnum;

use crate::error::{Error, Problem, Result, did_you_mean};
use crate::kit::create::{self, Chapter, Wanted};
use crate::kit::project::Project;
use crate::kit::start::{self, Licence};
use crate::kit::{Kind, Kit};
use crate::view::View;
use crate::view::lines::{Line, Tone};

/// Asks for what the command line did not say about an exercise.
pub(super) fn exercise(
    project: &Project,
    place: Option<(String, String)>,
    kind: Option<Kind>,
    title: Option<String>,
    view: &View,
) -> Result<Wanted> {
    view.lines(&[
        Line::new(Tone::Strong, format!("A new exercise for “{}”", project.kit.title)),
        Line::new(Tone::Dim, "Nothing is written before the last answer; Ctrl-C stops."),
    ]);
    let (dir, name) = match place {
        Some((dir, name)) => (dir, Some(name)),
        None => (chapter(&project.kit, view)?, None),
    };
    let is_new = matches!(create::check_chapter(&project.kit, &dir), Ok(Chapter::New));
    let title = match title {
        None if is_new => Some(chapter_title(&project.kit, &dir, view)?),
        title => title,
    };
    let name = match name {
        Some(name) => name,
        None => until_good(view, &name_question(), |text| {
            create::check_name(project, &dir, text)?;
            Ok(text.to_owned())
        })?,
    };
    let kind = match kind {
        Some(kind) => kind,
        None => ask_kind(view)?,
    };
    Ok(Wanted { dir, name, kind, title })
}

/// Asks for what the command line did not say about a kit.
pub(super) fn kit(
    dir: &Path,
    title: Option<String>,
    licence: Option<Licence>,
    view: &View,
) -> Result<(String, Licence)> {
    view.lines(&[
        Line::new(Tone::Strong, format!("A new kit in {}", dir.display())),
        Line::new(Tone::Dim, "Nothing is written before the last answer; Ctrl-C stops."),
    ]);
    let title = match title {
        Some(title) => title,
        None => ask_title("What is its title?", start::title_of(dir), view)?,
    };
    let licence = match licence {
        Some(licence) => licence,
        None => {
            let choices: Vec<_> = Licence::value_variants().iter().map(|one| (word(one), *one)).collect();
            let mut question = vec![Line::new(Tone::Plain, "Under which licence? (Enter: mit)")];
            question.extend(listed(Licence::value_variants()));
            until_good(view, &question, |text| {
                if text.is_empty() { Ok(Licence::Mit) } else { choose(text, &choices, "licence") }
            })?
        }
    };
    Ok((title, licence))
}

/// A chapter of the kit, by its number or folder, or a new one.
fn chapter(kit: &Kit, view: &View) -> Result<String> {
    let mut known: Vec<(&str, &str)> = Vec::new();
    for chapter in &kit.chapters {
        known.push((chapter.dir.as_str(), chapter.title.as_str()));
    }
    if known.is_empty() {
        for dir in kit.exercises.iter().filter_map(|exercise| exercise.dir.as_deref()) {
            if !known.iter().any(|(one, _)| *one == dir) {
                known.push((dir, ""));
            }
        }
    }
    let text = if known.is_empty() {
        "Which chapter? The name of its folder, such as 01_stack"
    } else {
        "Which chapter? A number or folder from the list, or the folder of a new one"
    };
    let mut question = vec![Line::new(Tone::Plain, text)];
    let width = known.iter().map(|(dir, _)| dir.len()).max().unwrap_or(0);
    question.extend(known.iter().enumerate().map(|(at, (dir, title))| {
        Line::new(Tone::Accent, format!("  {:>2}  {dir:<width$}  ", at + 1)).and(Tone::Dim, title)
    }));
    until_good(view, &question, |text| {
        let number = text.parse().ok().and_then(|number: usize| known.get(number.checked_sub(1)?));
        if let Some((dir, _)) = number {
            return Ok((*dir).to_owned());
        }
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Problem::new(format!("there is no number {text} in the list")));
        }
        create::check_chapter(kit, text)?;
        Ok(text.to_owned())
    })
}

fn name_question() -> [Line; 2] {
    [
        Line::new(Tone::Plain, "What is its name? Letters, digits, `_` and `-`, such as return_local"),
        Line::new(Tone::Dim, "It is also the name of the file, and what learners type."),
    ]
}

fn ask_kind(view: &View) -> Result<Kind> {
    let mut question = vec![Line::new(Tone::Plain, "Which kind? (Enter: code)")];
    question.extend(listed(Kind::value_variants()));
    let choices: Vec<_> = Kind::value_variants().iter().map(|kind| (word(kind), *kind)).collect();
    until_good(
        view,
        &question,
        |text| {
            if text.is_empty() { Ok(Kind::Code) } else { choose(text, &choices, "kind") }
        },
    )
}

fn chapter_title(kit: &Kit, dir: &str, view: &View) -> Result<String> {
    let meant = create::near_chapter(kit, dir)
        .map(|near| format!(" (If you meant `{near}`, stop with Ctrl-C.)"))
        .unwrap_or_default();
    view.lines(&[Line::empty(), Line::new(Tone::Plain, format!("The chapter `{dir}` is new.{meant}"))]);
    ask_title("What is its title?", create::title_of(dir), view)
}

fn ask_title(question: &str, default: String, view: &View) -> Result<String> {
    let question = [Line::new(Tone::Plain, format!("{question} (Enter: {default})"))];
    until_good(view, &question, |text| {
        if text.is_empty() {
            return Ok(default.clone());
        }
        create::check_title(text)?;
        Ok(text.to_owned())
    })
}

/// Asks until the answer is good. What is wrong with one is said before the next try.
fn until_good<T>(
    view: &View,
    question: &[Line],
    mut read: impl FnMut(&str) -> Result<T, Problem>,
) -> Result<T> {
    let mut lines = vec![Line::empty()];
    lines.extend_from_slice(question);
    loop {
        let Some(text) = view.ask(&lines) else {
            return Err(Error::usage("the input ended before the last answer; nothing was written"));
        };
        match read(&text) {
            Ok(good) => return Ok(good),
            Err(problem) => {
                let help = problem.help.map(|help| format!("; {help}")).unwrap_or_default();
                lines = vec![Line::new(Tone::Warn, format!("  {}{help}", problem.message))];
            }
        }
    }
}

/// One of the choices, by its number or word.
fn choose<T: Copy>(text: &str, choices: &[(String, T)], what: &str) -> Result<T, Problem> {
    let number = text.parse().ok().and_then(|number: usize| choices.get(number.checked_sub(1)?));
    let named = choices.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
    if let Some((_, chosen)) = number.or(named) {
        return Ok(*chosen);
    }
    let words = choices.iter().map(|(word, _)| word.as_str());
    let help = match did_you_mean(text, words.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write a number, or one of: {}", words.collect::<Vec<_>>().join(", ")),
    };
    Err(Problem::new(format!("there is no {what} `{text}`")).help(help))
}

/// The choices as the command line knows them, numbered, with what they mean.
fn listed<T: ValueEnum>(values: &[T]) -> Vec<Line> {
    let width = values.iter().map(|value| word(value).len()).max().unwrap_or(0);
    let line = |(at, value): (usize, &T)| {
        let help = value.to_possible_value().and_then(|value| Some(value.get_help()?.to_string()));
        Line::new(Tone::Accent, format!("  {:>2}  {:<width$}  ", at + 1, word(value)))
            .and(Tone::Dim, help.unwrap_or_default())
    };
    values.iter().enumerate().map(line).collect()
}

fn word<T: ValueEnum>(value: &T) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
