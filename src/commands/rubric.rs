//! `memkata rubric`: an author tries a rubric on its own examples, or on real answers.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::PASSED;
use crate::check::answer;
use crate::error::{Error, ErrorKind, Problem, Result};
use crate::judge::Judge;
use crate::kit::project::Project;
use crate::kit::{Exercise, Kind, Source};
use crate::position::line;
use crate::rubric::{Context, Judgement, Label, Outcome, Rubric};
use crate::view::View;

/// A line of the file of answers. Other fields are passed over.
#[derive(Debug, Deserialize)]
struct Row {
    id: Option<serde_json::Value>,
    text: String,
    /// What a person thinks of it: `accept`, `reject`, or anything else, such as `partial`.
    label: Option<String>,
}

/// One answer and what became of it.
pub struct Tried {
    /// From the file, or the line's number; of an example, its label and line.
    pub id: String,
    /// The answer.
    pub text: String,
    /// What a person thinks of it.
    pub label: Option<String>,
    /// What the rubric makes of it.
    pub judgement: Judgement,
}

/// All answers together.
pub struct Summary {
    /// Answers by label (or "unlabelled") and outcome: accepted, unsure, not yet.
    pub table: BTreeMap<String, [usize; 3]>,
    /// Words that stand in many accepted-by-label answers which the rubric does not accept, and
    /// in how many: what no rule has caught.
    pub uncaught: Vec<(String, usize)>,
    /// Answers labelled accept that are not accepted, and answers labelled reject that are.
    pub mislabelled: Vec<String>,
}

pub(super) fn run(
    name: &str,
    answers: Option<&Path>,
    only: Option<&str>,
    explain: bool,
    view: &View,
) -> Result<u8> {
    let project = Project::here()?;
    let exercise = project.exercise(name)?;
    if exercise.kind != Kind::Answer {
        return Err(Error::usage(format!("`{name}` is no text exercise, so it has no rubric"))
            .help("`memkata list` shows the kinds of all exercises with `--format json`"));
    }
    let rubric = Judge::new(&project).rubric(exercise)?;
    let source = &project.kit.source;
    let tried = match answers {
        Some(file) => {
            let starter = read_text(source, &exercise.file()).unwrap_or_default();
            let question = answer::parts(&starter).map(|parts| parts.question).unwrap_or_default();
            let context = Context::new(question, &exercise.hints, None);
            let rows = read(file, only)?.into_iter();
            rows.map(|(id, row)| tried(&rubric, &context, id, row.text, row.label)).collect()
        }
        None => own(&rubric, source, exercise),
    };
    view.rubric(&tried, &summary(&tried), explain);
    Ok(PASSED)
}

fn tried(rubric: &Rubric, context: &Context, id: String, text: String, label: Option<String>) -> Tried {
    Tried { id, judgement: rubric.judge(&text, context), text, label }
}

/// What the kit itself has of answers, each judged as `verify` judges it: the rubric's examples, the solution
/// and the mistakes.
fn own(rubric: &Rubric, source: &Source, exercise: &Exercise) -> Vec<Tried> {
    let toml = read_text(source, &exercise.rubric_file()).unwrap_or_default();
    let context = Context::new("", &exercise.hints, None);
    let mut all = Vec::new();
    for example in rubric.examples() {
        let label = match example.label {
            Label::Accept => "accept",
            Label::Reject => "reject",
        };
        let id = format!("{label}:{}", line(&toml, example.span.start));
        // An accepted example must not be accepted with its subjects exchanged; it is shown where it is.
        let swapped = (example.label == Label::Accept)
            .then(|| rubric.swap_subjects(&example.text))
            .flatten()
            .map(|text| tried(rubric, &context, format!("{id} swapped"), text, Some("reject".into())))
            .filter(|swapped| swapped.judgement.outcome == Outcome::Accepted);
        all.push(tried(rubric, &context, id, example.text.clone(), Some(label.into())));
        all.extend(swapped);
    }
    let solution = read_text(source, &exercise.solution_file());
    let model = solution.as_deref().and_then(answer::parts);
    let mut add = |id: String, text: &str, label: &str, model: Option<&str>| {
        let Some(parts) = answer::parts(text) else { return };
        let context = Context::new(parts.question, &exercise.hints, model);
        all.push(tried(rubric, &context, id, parts.answer.trim().to_owned(), Some(label.into())));
    };
    if let Some(solution) = &solution {
        add("solution".into(), solution, "accept", None);
    }
    for (stem, text) in mistakes(source, exercise) {
        add(format!("mistake:{stem}"), &text, "reject", model.as_ref().map(|model| model.answer));
    }
    all
}

fn read_text(source: &Source, file: &str) -> Option<String> {
    source.read(file).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// The exercise's mistakes, by their names. A kit inside the binary has none.
fn mistakes(source: &Source, exercise: &Exercise) -> BTreeMap<String, String> {
    let Source::Folder(root) = source else { return BTreeMap::new() };
    let text = |file: &str| {
        let stem = Path::new(file).file_stem()?.to_string_lossy().into_owned();
        Some((stem, read_text(source, file)?))
    };
    exercise.mistakes(root).iter().filter_map(|file| text(file)).collect()
}

/// The rows of the file, with an id each. `only` is `FIELD=VALUE`.
fn read(file: &Path, only: Option<&str>) -> Result<Vec<(String, Row)>> {
    let shown = file.display().to_string();
    let bytes = fs::read(file).map_err(|error| {
        Error::usage(format!("the answers cannot be read: {error}"))
            .in_file(&shown)
            .help("a line of JSON per answer: {\"id\": \"a1\", \"text\": \"…\", \"label\": \"accept\"}")
    })?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::usage("the answers are not UTF-8 text").in_file(&shown))?;
    let only = only
        .map(|only| only.split_once('=').ok_or_else(|| Error::usage(format!("`{only}` is not FIELD=VALUE"))))
        .transpose()?;
    let (mut rows, mut problems, mut at) = (Vec::new(), Vec::new(), 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let line = line.trim_end().trim_start_matches('\u{feff}');
        if line.is_empty() {
            continue;
        }
        let value: Result<serde_json::Value, _> = serde_json::from_str(line);
        let wanted = |value: &serde_json::Value| {
            only.is_none_or(|(field, wanted)| value[field].as_str() == Some(wanted))
        };
        match value.map(|value| (wanted(&value), serde_json::from_value::<Row>(value))) {
            Ok((false, _)) => {}
            Ok((true, Ok(row))) => {
                let id = row.id.as_ref().map_or_else(
                    || format!("line {}", number + 1),
                    |id| id.as_str().map_or_else(|| id.to_string(), str::to_owned),
                );
                rows.push((id, row));
            }
            Ok((true, Err(error))) | Err(error) => problems.push(Problem {
                message: format!("line {} is not an answer: {error}", number + 1),
                file: Some(shown.clone()),
                snippet: Some((text.clone(), start..start + line.len().min(60))),
                help: Some(
                    "an answer is a line like {\"id\": \"a1\", \"text\": \"…\", \"label\": \"accept\"}"
                        .into(),
                ),
            }),
        }
        if problems.len() == 5 {
            break;
        }
    }
    if problems.is_empty() { Ok(rows) } else { Err(Error { kind: ErrorKind::Usage, problems }) }
}

fn summary(tried: &[Tried]) -> Summary {
    let mut table: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    let mut mislabelled = Vec::new();
    for one in tried {
        let label = one.label.clone().unwrap_or_else(|| "unlabelled".into());
        let column = match one.judgement.outcome {
            Outcome::Accepted => 0,
            Outcome::Unsure => 1,
            Outcome::NotYet => 2,
        };
        let accepted = one.judgement.outcome == Outcome::Accepted;
        if (label == "accept" && !accepted) || (label == "reject" && accepted) {
            mislabelled.push(one.id.clone());
        }
        table.entry(label).or_default()[column] += 1;
        if one.label.as_deref() == Some("accept") && one.judgement.outcome != Outcome::Accepted {
            for word in unmatched_words(one) {
                *words.entry(word).or_default() += 1;
            }
        }
    }
    let mut uncaught: Vec<_> = words.into_iter().filter(|(_, count)| *count > 1).collect();
    uncaught.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    uncaught.truncate(20);
    Summary { table, uncaught, mislabelled }
}

/// The longer words of an answer that no concept has matched, each once.
fn unmatched_words(tried: &Tried) -> Vec<String> {
    let covered = |at: usize| tried.judgement.matched.iter().any(|found| found.span.contains(&at));
    let mut words: Vec<String> = Vec::new();
    let mut start = None;
    for (at, character) in tried.text.char_indices().chain([(tried.text.len(), ' ')]) {
        match (character.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = tried.text[from..at].to_lowercase();
                if word.chars().count() > 3 && !covered(from) && !words.contains(&word) {
                    words.push(word);
                }
                start = None;
            }
            _ => {}
        }
    }
    words
}
