//! From the page to sentences: Markdown and HTML marks off, lists, headings, tables and code kept apart.

use std::ops::Range;

use super::spelling::Stems;
use super::text::{Kind, Token, tokens};

/// How a sentence stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Prose,
    List,
    Heading,
    Code,
    /// What stands behind `//` in code: said by the writer, unlike the code itself.
    Comment,
    Table,
}

/// A run of tokens up to a full stop or the end of its line.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    pub(super) tokens: Vec<Token>,
    pub(super) style: Style,
    /// The first one of its line.
    pub(super) opens_line: bool,
    /// Code itself, not a comment on it.
    pub(super) is_code: bool,
    /// Code that was commented out: it shows what a comment is about, and claims nothing.
    pub(super) struck: bool,
}

/// One line, without its marks.
#[derive(Debug)]
struct Line {
    range: Range<usize>,
    style: Style,
    continues: bool,
    /// Code itself, which is one sentence whatever signs are in it.
    is_code: bool,
    /// Code that was commented out.
    struck: bool,
}

/// The sentences of an answer, in order. Table rows come as rows of cells, made into sentences by `tables`, which
/// `is_name` tells the names of subjects.
pub(super) fn sentences(answer: &str, stems: &Stems, is_name: &dyn Fn(&[Token]) -> bool) -> Vec<Sentence> {
    let mut out: Vec<Sentence> = Vec::new();
    let mut table: Vec<Vec<Vec<Token>>> = Vec::new();
    for line in lines(answer) {
        if line.style == Style::Table {
            table.push(
                cells(answer, &line.range).into_iter().map(|cell| tokens(answer, cell, stems)).collect(),
            );
            continue;
        }
        if !table.is_empty() {
            out.extend(super::tables::sentences(&std::mem::take(&mut table), is_name));
        }
        let mut rest = tokens(answer, line.range.clone(), stems);
        if line.is_code {
            for token in rest.iter_mut().filter(|token| token.kind == Kind::Hard) {
                token.kind = Kind::Soft;
            }
        }
        if line.continues
            && let Some(open) = out.last_mut()
        {
            let end = rest.iter().position(|token| token.kind == Kind::Hard).map_or(rest.len(), |at| at + 1);
            open.tokens.extend(rest.drain(..end));
        }
        let mut first = !line.continues;
        while !rest.is_empty() {
            let end = rest.iter().position(|token| token.kind == Kind::Hard).map_or(rest.len(), |at| at + 1);
            let next = rest.split_off(end);
            let sentence = std::mem::replace(&mut rest, next);
            if sentence.iter().any(|token| !token.is_break()) {
                out.push(Sentence {
                    tokens: sentence,
                    style: line.style,
                    opens_line: first,
                    is_code: line.is_code,
                    struck: line.struck,
                });
                first = false;
            }
        }
    }
    if !table.is_empty() {
        out.extend(super::tables::sentences(&table, is_name));
    }
    out
}

/// The lines of an answer with their style, marks taken off.
fn lines(answer: &str) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let (mut at, mut in_code, mut blank, mut before_length) = (0, false, true, 0);
    let mut open = false;
    let ruled = answer.lines().any(is_rule);
    for raw in answer.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let line = raw.trim_end_matches(['\n', '\r']);
        let body = line.trim();
        if body.starts_with("```") || body.starts_with("~~~") {
            in_code = !in_code;
            blank = true;
            continue;
        }
        if body.is_empty() {
            blank = true;
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let (style, marks) = style_of(body, in_code);
        if is_rule(body) {
            continue;
        }
        // "Stack | Heap" above "--- | ---": a table without outer borders.
        let style = if ruled && style == Style::Prose && body.contains(" | ") { Style::Table } else { style };
        let range = start + indent + marks..start + line.trim_end().len();
        if let Some(parts) = code_and_comment(answer, &range, in_code, marks > 0) {
            out.extend(parts);
            (open, blank) = (false, false);
            continue;
        }
        // A long line that ends in the middle of a sentence was wrapped by an editor.
        let continues = style == Style::Prose
            && !blank
            && open
            && before_length >= 50
            && body.starts_with(|c: char| c.is_lowercase())
            && !has_label(body);
        for part in split_at_breaks(answer, range) {
            let first = part.0;
            out.push(Line {
                range: part.1,
                style,
                continues: continues && first,
                is_code: false,
                struck: false,
            });
        }
        open = !body.ends_with(['.', '!', '?', ':', ';']);
        before_length = body.len();
        blank = false;
    }
    out
}

/// The line below a table's heading.
fn is_rule(line: &str) -> bool {
    line.contains('|')
        && line.contains('-')
        && line.trim().chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '+'))
}

/// "ptr: …", "ref = …": a note of its own, not the rest of the line before.
fn has_label(body: &str) -> bool {
    const WORDS: usize = 3;
    body.split_whitespace()
        .take(WORDS)
        .any(|word| word.ends_with(':') || matches!(word, "=" | "=>" | "->" | "-" | "→" | "–"))
}

/// A line of code with the comment at its end, as two lines: the comment says something, the code shows of what.
/// `None` for anything else.
fn code_and_comment(answer: &str, range: &Range<usize>, in_code: bool, struck: bool) -> Option<Vec<Line>> {
    let line = answer.get(range.clone())?;
    // "https://…" is no comment.
    let mark = |mark| line.match_indices(mark).map(|(at, _)| at).find(|&at| !line[..at].ends_with(':'));
    let comment = mark("//").into_iter().chain(mark("/*")).min();
    let code = line[..comment.unwrap_or(line.len())].trim_end();
    let looks_like_code = code.ends_with([';', '{', '}'])
        && (code.contains(['=', '{', '}', '(']) || code.starts_with("let "))
        || comment.is_some() && code.contains(['=', '{', '(', '&', '*', ';']);
    if !(looks_like_code || in_code && !code.is_empty()) {
        return None;
    }
    let line = |range, is_code| Line {
        range,
        style: if is_code { Style::Code } else { Style::Comment },
        continues: false,
        is_code,
        struck: struck && is_code,
    };
    let said = comment.map(|at| line(range.start + at + 2..range.end, false));
    Some([line(range.start..range.start + code.len(), true)].into_iter().chain(said).collect())
}

/// The style of a line and how many bytes of marks it begins with.
fn style_of(body: &str, in_code: bool) -> (Style, usize) {
    if body.starts_with("//") || body.starts_with("/*") {
        return (Style::Comment, 2);
    }
    if in_code {
        return (Style::Code, 0);
    }
    if body.starts_with('|') || body.matches('|').count() >= 2 {
        return (Style::Table, 0);
    }
    let hashes = body.len() - body.trim_start_matches('#').len();
    if hashes > 0 && body[hashes..].starts_with(' ') {
        return (Style::Heading, hashes + 1);
    }
    if body.starts_with('>') {
        return (Style::Prose, 1);
    }
    for mark in ["- [ ] ", "- [x] ", "- ", "* ", "+ ", "• ", "– ", "— ", "‣ ", "◦ ", "· ", "-> "] {
        if body.starts_with(mark) {
            return (Style::List, mark.len());
        }
    }
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && digits < 3 && body[digits..].starts_with(['.', ')']) {
        return (Style::List, digits + 1);
    }
    let lettered = body.len() > 2
        && body.as_bytes()[0].is_ascii_alphabetic()
        && body[1..].starts_with([')', '.'])
        && body[2..].starts_with(' ');
    if lettered { (Style::List, 2) } else { (Style::Prose, 0) }
}

/// Cuts a line at HTML tags: those that break a line open a new one, the others vanish. The flag says which part came first.
fn split_at_breaks(answer: &str, range: Range<usize>) -> Vec<(bool, Range<usize>)> {
    const LONGEST_TAG: usize = 200;
    let Some(line) = answer.get(range.clone()) else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while let Some(open) = line.get(at..).and_then(|rest| rest.find('<')).map(|found| found + at) {
        let rest = &line[open + 1..];
        let name: String =
            rest.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let known = matches!(
            name.as_str(),
            "br" | "p"
                | "li"
                | "ul"
                | "ol"
                | "div"
                | "tr"
                | "td"
                | "th"
                | "table"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "b"
                | "i"
                | "em"
                | "strong"
                | "code"
                | "pre"
                | "span"
                | "script"
                | "img"
                | "a"
        );
        match rest.find('>') {
            Some(close) if known && close < LONGEST_TAG => {
                parts.push((begin == 0, range.start + begin..range.start + open));
                begin = open + 1 + close + 1;
                at = begin;
            }
            _ => at = open + 1,
        }
    }
    parts.push((begin == 0, range.start + begin..range.end));
    parts.retain(|(_, part)| answer.get(part.clone()).is_some_and(|text| !text.trim().is_empty()));
    parts
}

/// The cells of a table row. Empty ones count: they keep the columns apart.
fn cells(answer: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let Some(row) = answer.get(range.clone()) else {
        return Vec::new();
    };
    let inner = row.strip_prefix('|').unwrap_or(row);
    let mut start = range.start + (row.len() - inner.len());
    let end = range.start + row.trim_end().strip_suffix('|').unwrap_or(row).len().max(start - range.start);
    let mut out = Vec::new();
    for cell in answer.get(start..end).unwrap_or_default().split('|') {
        out.push(start..start + cell.len());
        start += cell.len() + 1;
    }
    out
}
