//! Every key of an `info.toml` that cannot be read, not the first alone.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::did_you_mean;

/// Nobody reads more of them at once.
const MOST: usize = 20;

/// What a text says, and what could not be read of it: message and place.
pub(super) struct Parsed<T> {
    /// What is left when everything below is taken away; `None` where that means nothing.
    pub(super) value: Option<T>,
    pub(super) faults: Vec<(String, Range<usize>)>,
    /// The places of the entries that were taken away.
    pub(super) taken: Vec<Range<usize>>,
}

/// Reads a text; an entry that cannot be read is noted and taken away, and the rest read again.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Parsed<T> {
    let mut left = text.to_owned();
    let mut faults: Vec<(String, Range<usize>)> = Vec::new();
    let mut taken = Vec::new();
    loop {
        let error = match toml::from_str(&left) {
            Ok(value) => return Parsed { value: Some(value), faults, taken },
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        faults.push((error.message().to_owned(), span.clone()));
        let entry = DeTable::parse(&left).ok().and_then(|table| entry_at(&left, table.get_ref(), &span));
        let Some(entry) = entry.filter(|entry| !entry.is_empty() && faults.len() < MOST) else {
            return Parsed { value: None, faults, taken };
        };
        for part in entry {
            take_away(&mut left, &part);
            taken.push(part);
        }
    }
}

/// The innermost entry whose key or value is there: what it is written as, in one piece or more.
fn entry_at(text: &str, table: &DeTable<'_>, span: &Range<usize>) -> Option<Vec<Range<usize>>> {
    table.iter().find_map(|(key, value)| {
        let whole = value.span();
        inside(text, value.get_ref(), span).or_else(|| {
            let is_there = key.span() == *span
                || (follows(key, value) && whole.start <= span.start && span.end <= whole.end);
            is_there.then(|| pieces(text, key, value))
        })
    })
}

/// Whether a value stands behind its key. That of a table with a heading of its own, or with keys in parts, does not.
fn follows<K, V>(key: &Spanned<K>, value: &Spanned<V>) -> bool {
    value.span().start >= key.span().end
}

fn inside(text: &str, value: &DeValue<'_>, span: &Range<usize>) -> Option<Vec<Range<usize>>> {
    match value {
        DeValue::Table(table) => entry_at(text, table, span),
        DeValue::Array(values) => values.iter().find_map(|value| inside(text, value.get_ref(), span)),
        _ => None,
    }
}

/// From the key to the end of the value, or headings and what stands below them.
fn pieces<K>(text: &str, key: &Spanned<K>, value: &Spanned<DeValue<'_>>) -> Vec<Range<usize>> {
    if !follows(key, value) {
        return below(text, value);
    }
    let whole = key.span().start..value.span().end;
    vec![whole]
}

fn below(text: &str, value: &Spanned<DeValue<'_>>) -> Vec<Range<usize>> {
    match value.get_ref() {
        DeValue::Table(table) => {
            let heading = Some(value.span()).filter(|span| text[span.start..].starts_with('['));
            let entries = table.iter().flat_map(|(key, value)| pieces(text, key, value));
            heading.into_iter().chain(entries).collect()
        }
        DeValue::Array(tables) => tables.iter().flat_map(|table| below(text, table)).collect(),
        _ => Vec::new(),
    }
}

/// Puts spaces in the place of an entry, and of the comma that belongs to it.
fn take_away(text: &mut String, entry: &Range<usize>) {
    let mut range = start_of_key(text, entry.start)..entry.end;
    let after = &text[range.end..];
    let gap = after.len() - after.trim_start_matches(' ').len();
    if after[gap..].starts_with(',') {
        range.end += gap + 1;
    } else if text[..range.start].trim_end_matches(' ').ends_with(',') {
        range.start = text[..range.start].trim_end_matches(' ').len() - 1;
    }
    let blank = " ".repeat(range.len());
    text.replace_range(range, &blank);
}

/// Where a key begins whose last part is at `at`: `limits.seconds` at `limits`.
fn start_of_key(text: &str, at: usize) -> usize {
    let blank = [' ', '\t'];
    let Some(before) = text[..at].trim_end_matches(blank).strip_suffix('.') else { return at };
    let part = before.trim_end_matches(blank);
    let start = match part.chars().next_back() {
        Some(quote @ ('"' | '\'')) => part[..part.len() - 1].rfind(quote),
        _ => {
            let is_bare = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '-';
            Some(part.trim_end_matches(is_bare).len()).filter(|start| *start < part.len())
        }
    };
    start.map_or(at, |start| start_of_key(text, start))
}

/// The keys that rustlings passes over: where they stand, and which known one is nearest.
pub(super) fn passed_over(text: &str) -> Vec<(String, Range<usize>, Option<&'static str>)> {
    const TOP: [&str; 4] = ["format_version", "welcome_message", "final_message", "exercises"];
    const EXERCISE: [&str; 6] = ["name", "dir", "test", "strict_clippy", "hint", "skip_check_unsolved"];
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    let mut found = Vec::new();
    let mut look = |table: &DeTable<'_>, known: &[&'static str]| {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let near = did_you_mean(key.get_ref(), known.iter().copied());
            let near = known.iter().copied().find(|known| Some(*known) == near);
            found.push((key.get_ref().to_string(), key.span(), near));
        }
    };
    look(table.get_ref(), &TOP);
    let exercises = table.get_ref().get("exercises").map(Spanned::get_ref);
    if let Some(DeValue::Array(exercises)) = exercises {
        for exercise in exercises.iter() {
            if let DeValue::Table(exercise) = exercise.get_ref() {
                look(exercise, &EXERCISE);
            }
        }
    }
    found
}
