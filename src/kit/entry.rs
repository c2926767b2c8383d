//! Adding an entry to an `info.toml`: text in, text out. The new text is put between two lines, at a
//! place found by the parser, so that every other byte of the file stays: comments, order, line ends.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table};

use crate::position;

/// What is to be added, as TOML with `\n` at its line ends.
pub(super) struct Addition<'a> {
    /// The chapter's folder that the exercise belongs to.
    pub(super) dir: &'a str,
    /// Its `[[exercises]]` entry.
    pub(super) exercise: &'a str,
    /// A `[[chapters]]` entry that has to come with it.
    pub(super) chapter: Option<&'a str>,
}

/// An `info.toml` with the addition.
pub(super) struct Added {
    pub(super) text: String,
    /// The line that the exercise's entry begins at, one-based.
    pub(super) line: u32,
}

/// Adds an exercise after the last one of its chapter, and a chapter after the last one. `None` where
/// the file is written in a way that leaves no place for it, such as `exercises = [{…}]`.
pub(super) fn add(info: &str, addition: &Addition<'_>) -> Option<Added> {
    let document = DeTable::parse(body(info)).ok()?.into_inner();
    let exercises = Blocks::read(info, &document, "exercises")?;
    let chapters = Blocks::read(info, &document, "chapters")?;
    let exercise_at = place(addition, &exercises, &chapters, info);
    let chapter_at = addition.chapter.map(|_| chapter_place(&exercises, &chapters, exercise_at));

    let newline = if info.contains("\r\n") { "\r\n" } else { "\n" };
    let exercise = addition.exercise.replace('\n', newline);
    let chapter = addition.chapter.map(|chapter| chapter.replace('\n', newline));
    let mut text = info.to_owned();
    let mut begins = exercise_at.at;
    match chapter.as_deref().zip(chapter_at) {
        None => text.insert_str(begins, &exercise_at.spaced(&exercise, exercises.gap(), newline, info)),
        Some((chapter, chapter_at)) if chapter_at.at == exercise_at.at => {
            let both = format!("{chapter}{}{exercise}", newline.repeat(exercises.gap()));
            text.insert_str(begins, &exercise_at.spaced(&both, exercises.gap(), newline, info));
        }
        Some((chapter, chapter_at)) => {
            text.insert_str(begins, &exercise_at.spaced(&exercise, exercises.gap(), newline, info));
            // The chapter's place comes first in the file, so it is still where it was.
            let chapter = chapter_at.spaced(chapter, chapters.gap(), newline, info);
            text.insert_str(chapter_at.at, &chapter);
            begins += chapter.len();
        }
    }
    let header = text[begins..].find("[[exercises]]")? + begins;
    let line = position::line(&text, header);
    only_adds(info, &text, &exercise, chapter.as_deref()).then_some(Added { text, line })
}

/// The text without the byte order mark that editors on Windows add.
fn body(info: &str) -> &str {
    info.strip_prefix('\u{feff}').unwrap_or(info)
}

/// Where new text goes.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    /// Whether something stands behind it that needs the empty lines.
    before: bool,
}

impl Place {
    fn after(block: &Block) -> Self {
        Self { at: block.range.end, before: false }
    }

    fn before(block: &Block) -> Self {
        Self { at: block.range.start, before: true }
    }

    /// The new text with the empty lines that its neighbours have.
    fn spaced(self, text: &str, gap: usize, newline: &str, info: &str) -> String {
        let empty = newline.repeat(gap);
        if self.before {
            return format!("{text}{empty}");
        }
        let unfinished = self.at > 0 && !info[..self.at].ends_with('\n');
        format!("{}{empty}{text}", if unfinished { newline } else { "" })
    }
}

/// After the last exercise of the chapter. Where it has none, after those of the chapters before it.
fn place(addition: &Addition<'_>, exercises: &Blocks, chapters: &Blocks, info: &str) -> Place {
    let last_of = |dir: &str| exercises.all.iter().rfind(|block| block.dir.as_deref() == Some(dir));
    if let Some(last) = last_of(addition.dir) {
        return Place::after(last);
    }
    let end = Place { at: info.len(), before: false };
    let Some(known) = chapters.all.iter().position(|block| block.dir.as_deref() == Some(addition.dir)) else {
        // A new chapter: behind everything.
        let all = exercises.all.iter().chain(&chapters.all);
        return all.max_by_key(|block| block.range.end).map_or(end, Place::after);
    };
    let own = &chapters.all[known];
    let earlier =
        chapters.all[..known].iter().rev().find_map(|chapter| last_of(chapter.dir.as_deref().unwrap_or("")));
    match (earlier, exercises.all.first()) {
        // Chapters and exercises may take turns; its own chapter's entry comes first then.
        (Some(earlier), Some(first)) if own.range.start > first.range.start => {
            if own.range.end > earlier.range.end { Place::after(own) } else { Place::after(earlier) }
        }
        (Some(earlier), _) => Place::after(earlier),
        (None, Some(first)) => Place::before(first),
        (None, None) => chapters.all.iter().max_by_key(|block| block.range.end).map_or(end, Place::after),
    }
}

/// After the last chapter; where chapters and exercises take turns, right before its exercise.
fn chapter_place(exercises: &Blocks, chapters: &Blocks, exercise: Place) -> Place {
    match (chapters.all.last(), exercises.all.first()) {
        (Some(last), Some(first)) if last.range.start < first.range.start => Place::after(last),
        (None, Some(first)) => Place::before(first),
        _ => exercise,
    }
}

/// One `[[…]]` entry.
struct Block {
    /// From the comment right above it to the end of its last line.
    range: Range<usize>,
    dir: Option<String>,
    /// Empty lines above it.
    gap: usize,
}

/// All entries of one name, in their order.
struct Blocks {
    all: Vec<Block>,
}

impl Blocks {
    fn read(info: &str, document: &DeTable<'_>, key: &str) -> Option<Self> {
        let shift = info.len() - body(info).len();
        let Some(value) = document.get(key) else { return Some(Self { all: Vec::new() }) };
        let mut all = Vec::new();
        for item in value.get_ref().as_array().filter(|items| !items.is_empty())?.iter() {
            let start = item.span().start + shift;
            if !info[start..].starts_with("[[") {
                return None;
            }
            let start = with_comment_above(info, line_start(info, start));
            let end = with_comment_below(info, line_end(info, last_byte(item) + shift));
            let dir = item.get_ref().get("dir").and_then(|dir| dir.get_ref().as_str());
            let gap = lines_above(info, start).take_while(|line| line.trim().is_empty()).count();
            all.push(Block { range: start..end, dir: dir.map(str::to_owned), gap });
        }
        Some(Self { all })
    }

    /// How many empty lines stand between entries. What the first one has above it is another matter.
    fn gap(&self) -> usize {
        self.all.get(1).or(self.all.first()).map_or(1, |block| block.gap.clamp(1, 3))
    }
}

/// Where the last thing inside a value ends; tables are further down than their headers.
fn last_byte(value: &Spanned<DeValue<'_>>) -> usize {
    let inner = match value.get_ref() {
        DeValue::Table(table) => table.values().map(last_byte).max(),
        DeValue::Array(items) => items.iter().map(last_byte).max(),
        _ => None,
    };
    value.span().end.max(inner.unwrap_or(0))
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Behind the line end.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

/// The lines above a line start, the nearest first.
fn lines_above(text: &str, at: usize) -> impl Iterator<Item = &str> {
    text[..at].split_inclusive('\n').rev()
}

/// The start of the comment that stands right above a header, without an empty line between.
fn with_comment_above(text: &str, start: usize) -> usize {
    let is_comment = |line: &&str| line.trim_start().starts_with('#');
    start - lines_above(text, start).take_while(is_comment).map(str::len).sum::<usize>()
}

/// The end of the comment that stands right below an entry, unless it touches what comes next.
fn with_comment_below(text: &str, end: usize) -> usize {
    let is_comment = |line: &&str| line.trim_start().starts_with('#');
    let comment: usize = text[end..].split_inclusive('\n').take_while(is_comment).map(str::len).sum();
    let next = text[end + comment..].lines().next().unwrap_or("");
    if next.trim().is_empty() { end + comment } else { end }
}

/// Whether the new text says what the old one says, with one exercise and at most one chapter more.
fn only_adds(old: &str, new: &str, exercise: &str, chapter: Option<&str>) -> bool {
    let (Ok(old), Ok(mut new)) = (body(old).parse::<Table>(), body(new).parse::<Table>()) else {
        return false;
    };
    let added = [("exercises", Some(exercise)), ("chapters", chapter)];
    for (key, text) in added {
        let Some(text) = text else { continue };
        let entry = text.parse::<Table>().ok().and_then(|table| table.get(key)?.get(0).cloned());
        let Some(items) = new.get_mut(key).and_then(toml::Value::as_array_mut) else { return false };
        let Some(at) = items.iter().position(|item| Some(item) == entry.as_ref()) else { return false };
        items.remove(at);
        if items.is_empty() {
            new.remove(key);
        }
    }
    old == new
}
