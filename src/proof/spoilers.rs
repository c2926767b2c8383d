//! Nothing that a learner sees before the pass has a line of the solution in it that the starter
//! has not: neither the welcome, nor the chapter's intro, nor the task, nor a hint but the last, nor what
//! the exercise before says at its end.

use std::collections::HashSet;

use super::words::{contains, tokens, words};
use super::{Claim, Flaw, Proof};
use crate::check::answer;
use crate::check::diagnostics::is_error_code;
use crate::check::predict::{blanks, parts};
use crate::kit::project::Project;
use crate::kit::{Exercise, Kind};

/// A sentence of a model answer that is shorter than this may be said by chance.
const SENTENCE: usize = 6;

/// `None` where a file cannot be read: that is another claim's flaw.
pub(super) fn proofs(project: &Project, exercise: &Exercise) -> Option<Vec<Proof>> {
    let read = |file: &str| String::from_utf8(project.kit.source.read(file).ok()?.into_owned()).ok();
    let (starter, solution) = (read(&exercise.file())?, read(&exercise.solution_file())?);
    let decisive = decisive(exercise.kind, &starter, &solution);
    let mut flaws = Vec::new();
    for (name, text) in shown_before(project, exercise, read(&exercise.predict_file()).as_deref()) {
        let text = tokens(&text);
        if let Some(line) = decisive.iter().find(|line| contains(&text, &tokens(line))) {
            flaws.push(Flaw::new(
                format!("{name} gives the solution away: `{line}`"),
                "let it ask or say the idea; only the last hint may show the shape, best in other code",
            ));
        }
    }
    Some(Proof::of_entry(exercise, Claim::Spoilers).with_all(flaws))
}

/// The texts that may be on the screen before the pass, with a name for each.
fn shown_before(project: &Project, exercise: &Exercise, predict: Option<&str>) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    texts.extend(exercise.task.iter().map(|task| ("`task`".into(), task.clone())));
    let ladder = exercise.hints.iter().enumerate().take(exercise.hints.len().saturating_sub(1));
    texts.extend(ladder.map(|(at, hint)| (format!("hint {}", at + 1), hint.clone())));
    texts.extend(exercise.hint_for.iter().map(|(key, hint)| (format!("`hint_for.{key}`"), hint.clone())));
    let place = project.kit.find(&exercise.name).map(|(at, _)| at);
    if place == Some(0) {
        texts.extend(
            project.kit.welcome.iter().map(|welcome| ("the kit's `welcome_message`".into(), welcome.clone())),
        );
    }
    // It can be looked up for as long as the chapter lasts.
    if let Some((_, chapter)) = project.kit.chapter_of(exercise) {
        let name = || format!("the `intro` of the chapter `{}`", chapter.dir);
        texts.extend(chapter.intro.iter().map(|intro| (name(), intro.clone())));
    }
    // It stays on the screen while the next exercise begins.
    let before = place.and_then(|at| project.kit.exercises.get(at.checked_sub(1)?));
    if let Some((name, explain)) = before.and_then(|before| Some((&before.name, before.explain.as_ref()?))) {
        texts.push((
            format!("the `explain` of `{name}`, which is on the screen when this begins,"),
            explain.clone(),
        ));
    }
    if exercise.kind == Kind::Predict {
        let blanks = predict.and_then(|text| blanks::read(text, "").ok()).unwrap_or_default();
        texts.extend(
            blanks.into_iter().map(|blank| (format!("the question of blank {}", blank.n), blank.question)),
        );
    }
    texts
}

/// What the solution says and the starter does not, without what is too short to mean anything.
fn decisive(kind: Kind, starter: &str, solution: &str) -> Vec<String> {
    let said = tokens(starter);
    let is_new = |text: &str| !contains(&said, &tokens(text));
    match kind {
        Kind::Code | Kind::Witness => {
            lines(starter, solution).into_iter().filter(|line| is_new(line)).collect()
        }
        Kind::Predict => {
            let marks = parts::parts(solution).marks.into_iter().map(|mark| mark.text);
            marks.filter(|text| is_telling(text) && is_new(text)).collect()
        }
        Kind::Answer => {
            let answer = answer::parts(solution).map(|parts| parts.answer).unwrap_or_default();
            let sentences = answer.split_inclusive(['.', '?', '!']).map(str::trim);
            let long = |text: &&str| words(&tokens(text)) >= SENTENCE;
            sentences.filter(long).filter(|text| is_new(text)).map(str::to_owned).collect()
        }
    }
}

/// Lines of code that the starter has not: at least three tokens, two of them words. What is
/// brought in with `use` says nothing of how it is used.
fn lines(starter: &str, solution: &str) -> Vec<String> {
    let known: HashSet<Vec<&str>> = starter.lines().map(|line| tokens(code(line))).collect();
    solution
        .lines()
        .map(code)
        .filter(|line| !known.contains(&tokens(line)) && !line.starts_with("use "))
        .map(|line| line.trim_end_matches([';', ',', '{', ' ']).to_owned())
        .filter(|line| tokens(line).len() >= 3 && words(&tokens(line)) >= 2)
        .collect()
}

/// A line without its comment.
fn code(line: &str) -> &str {
    let comment = line.match_indices("//").find(|(at, _)| line[..*at].matches('"').count().is_multiple_of(2));
    line[..comment.map_or(line.len(), |(at, _)| at)].trim()
}

/// Whether a prediction can be recognised in other words: a single number or `yes` cannot.
fn is_telling(text: &str) -> bool {
    let tokens = tokens(text);
    words(&tokens) >= 2 || tokens.iter().any(|token| is_error_code(token))
}
