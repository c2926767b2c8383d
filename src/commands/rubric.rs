//! `memkata rubric`: an instructor tries a rubric on real answers.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::PASSED;
use crate::check::answer;
use crate::error::{Error, ErrorKind, Problem, Result};
use crate::judge::Judge;
use crate::kit::Kind;
use crate::kit::project::Project;
use crate::rubric::{Context, Judgement, Outcome};
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
    /// From the file, or the line's number.
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
}

pub(super) fn run(name: &str, answers: &Path, only: Option<&str>, explain: bool, view: &View) -> Result<u8> {
    let project = Project::here()?;
    let exercise = project.exercise(name)?;
    if exercise.kind != Kind::Answer {
        return Err(Error::usage(format!("`{name}` is no text exercise, so it has no rubric"))
            .help("`memkata list` shows the kinds of all exercises with `--format json`"));
    }
    let rubric = Judge::new(&project).rubric(exercise)?;
    let rows = read(answers, only)?;
    let starter = project.kit.source.read(&exercise.file()).unwrap_or_default();
    let starter = String::from_utf8_lossy(&starter);
    let question = answer::parts(&starter).map(|parts| parts.question).unwrap_or_default();
    let context = Context::new(question, &exercise.hints, None);
    let tried: Vec<Tried> = rows
        .into_iter()
        .map(|(id, row)| Tried {
            id,
            judgement: rubric.judge(&row.text, &context),
            text: row.text,
            label: row.label,
        })
        .collect();
    view.rubric(&tried, &summary(&tried), explain);
    Ok(PASSED)
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
    for one in tried {
        let label = one.label.clone().unwrap_or_else(|| "unlabelled".into());
        let column = match one.judgement.outcome {
            Outcome::Accepted => 0,
            Outcome::Unsure => 1,
            Outcome::NotYet => 2,
        };
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
    Summary { table, uncaught }
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
