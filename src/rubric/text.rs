//! From characters to tokens, each knowing which bytes of the answer it came from.

use std::borrow::Borrow;
use std::ops::{Deref, Range};
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::spelling::Stems;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word or number.
    Word,
    /// A sign that can carry meaning in code: `&`, `*`, `}`.
    Sign,
    /// A comma, colon, dash, bracket, equals sign: a smaller break.
    Soft,
    /// The end of a sentence.
    Hard,
}

/// One token of an answer or of a rubric's pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Lower case, NFKC, contractions taken apart.
    pub(super) text: Text,
    pub(super) stem: Text,
    pub(super) kind: Kind,
    /// Bytes of the text it came from.
    pub(super) span: Range<usize>,
}

/// A text that is shared rather than copied: answers consist of the same few thousand words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Text(Arc<str>);

impl Text {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<T: Into<Arc<str>>> From<T> for Text {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl Token {
    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(super) fn is(&self, word: &str) -> bool {
        self.text == word
    }

    pub(super) fn is_break(&self) -> bool {
        matches!(self.kind, Kind::Soft | Kind::Hard)
    }
}

/// The tokens of `text[range]`. `range` must lie on character borders, as every range made by `layout` does.
pub(super) fn tokens(text: &str, range: Range<usize>, stems: &Stems) -> Vec<Token> {
    let Some(part) = text.get(range.clone()) else {
        return Vec::new();
    };
    let chars: Vec<(usize, char)> = part.char_indices().map(|(at, c)| (at + range.start, c)).collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&(start, c)) = chars.get(at) {
        if is_word_char(c) {
            if let Some((word, length)) = with_or_without(&chars, at) {
                let stop = chars.get(at + length).map_or(range.end, |next| next.0);
                push_word(word, start..stop, stems, &mut out);
                at += length;
                continue;
            }
            let end = word_end(&chars, at);
            let stop = chars.get(end).map_or(range.end, |next| next.0);
            push_word(text.get(start..stop).unwrap_or_default(), start..stop, stems, &mut out);
            at = end;
            continue;
        }
        if let Some(word) = mark(c) {
            push_word(word, start..start + c.len_utf8(), stems, &mut out);
            at += 1;
            continue;
        }
        let next = chars.get(at + 1).map(|next| next.1);
        if c == '*' && emphasis(&chars, at) {
            at += 1;
            continue;
        }
        if c == '.' && opens_glued(&chars, at) {
            out.push(Token { stem: ".".into(), text: ".".into(), kind: Kind::Hard, span: start..start + 1 });
            at += 1;
            continue;
        }
        let (length, kind) = sign(c, next, chars.get(at + 2).map(|next| next.1));
        if let Some(kind) = kind {
            let stop = chars.get(at + length).map_or(range.end, |next| next.0);
            let arrow = matches!(c, '⇒' | '→') || length == 2 && next == Some('>');
            let text: Text = if arrow { "→".into() } else { (&*c.encode_utf8(&mut [0; 4])).into() };
            out.push(Token { stem: text.clone(), text, kind, span: start..stop });
        }
        at += length;
    }
    out
}

/// Whether a star opens or closes emphasis: "it *is* one". A pointer's star has no partner at the end of a word, and
/// between backticks a star is code: "`*const T` is C's `const T*`".
fn emphasis(chars: &[(usize, char)], star: usize) -> bool {
    const LONGEST: usize = 40;
    let is = |at: Option<usize>, what: fn(char) -> bool| {
        at.and_then(|at| chars.get(at)).is_some_and(|here| what(here.1))
    };
    let opens =
        |at: usize| is(Some(at + 1), is_word_char) && !is(at.checked_sub(1), |c| is_word_char(c) || c == '*');
    let closes =
        |at: usize| is(at.checked_sub(1), is_word_char) && !is(Some(at + 1), |c| is_word_char(c) || c == '*');
    let is_star = |at: &usize| is(Some(*at), |c| c == '*');
    let ticks =
        |part: Option<&[(usize, char)]>| part.unwrap_or_default().iter().filter(|here| here.1 == '`').count();
    if ticks(chars.get(..star)) % 2 == 1 && ticks(chars.get(star..)) > 0 {
        return false;
    }
    opens(star) && (star + 1..star + LONGEST).find(is_star).is_some_and(closes)
        || closes(star) && (star.saturating_sub(LONGEST)..star).rev().find(is_star).is_some_and(opens)
}

/// "It is full.The other …": a full stop between a word and a capital letter, though no space follows.
fn opens_glued(chars: &[(usize, char)], at: usize) -> bool {
    let letter = |at: usize, is: fn(char) -> bool| chars.get(at).is_some_and(|here| is(here.1));
    at >= 2
        && letter(at - 1, char::is_lowercase)
        && letter(at - 2, char::is_lowercase)
        && letter(at + 1, char::is_uppercase)
}

/// "w/" and "w/o", and how many characters they take.
fn with_or_without(chars: &[(usize, char)], at: usize) -> Option<(&'static str, usize)> {
    let letter = |at: usize| chars.get(at).map(|next| next.1.to_ascii_lowercase());
    let word_ends = |at: usize| letter(at).is_none_or(|c| !is_word_char(c));
    let alone = at.checked_sub(1).is_none_or(word_ends);
    match (letter(at), letter(at + 1), letter(at + 2)) {
        (Some('w'), Some('/'), Some('o')) if alone && word_ends(at + 3) => Some(("without", 3)),
        (Some('w'), Some('/'), _) if alone => Some(("with", 2)),
        _ => None,
    }
}

/// Ticks and crosses of tables, in words.
fn mark(c: char) -> Option<&'static str> {
    match c {
        '✓' | '✔' | '✅' | '☑' => Some("yes"),
        '✗' | '✘' | '❌' | '✖' | '☒' => Some("no"),
        _ => None,
    }
}

/// How many characters the sign at hand takes, and what it means; `None` for one without meaning.
fn sign(c: char, next: Option<char>, after: Option<char>) -> (usize, Option<Kind>) {
    let ends_here = next.is_none_or(char::is_whitespace);
    match c {
        '.' if next == Some('.') => (if after == Some('.') { 3 } else { 2 }, Some(Kind::Hard)),
        '.' if ends_here || matches!(next, Some('"' | ')' | '\'' | '”' | '*' | '_')) => {
            (1, Some(Kind::Hard))
        }
        '!' | ':' if next == Some(if c == '!' { '=' } else { ':' }) => (2, None),
        '!' | '?' | ';' | '。' | '…' | '！' | '？' => (1, Some(Kind::Hard)),
        '=' | '-' | '~' if next == Some('>') || (next == Some(c) && c != '~') => (2, Some(Kind::Soft)),
        '-' if !ends_here => (1, None),
        // "cats no / dogs yes", but not "and/or"
        '/' if ends_here => (1, Some(Kind::Soft)),
        // "free() empties it": a call is a word like any other.
        '(' if next == Some(')') => (2, None),
        ',' | '-' | ':' | '(' | ')' | '—' | '–' | '=' | '|' | '→' | '⇒' | '、' | '，' | '：' | '[' | ']' => {
            (1, Some(Kind::Soft))
        }
        '&' | '*' | '}' | '{' => (1, Some(Kind::Sign)),
        _ => (1, None),
    }
}

/// Letters of a word that are looked at.
const LONGEST_WORD: usize = 40;

fn is_word_char(c: char) -> bool {
    // `unique_ptr` and `free_all` are words in a row, `_this_` is emphasis.
    c.is_alphanumeric()
}

/// Where the word that begins at `at` ends. Apostrophes stay inside; so does the hyphen of "re-aim" and "de-allocate",
/// which are written as one word just as often.
fn word_end(chars: &[(usize, char)], mut at: usize) -> usize {
    let begin = at;
    while let Some(&(_, c)) = chars.get(at) {
        let inside = chars.get(at + 1).is_some_and(|next| is_word_char(next.1));
        let joined = match c {
            _ if is_word_char(c) => true,
            '\'' | '’' | '‘' => inside && at > begin,
            '-' => inside && is_prefix(chars.get(begin..at).unwrap_or_default()),
            // 1.5, but not "end.Then"
            '.' => inside && chars.get(at - 1).is_some_and(|before| before.1.is_ascii_digit()) && at > begin,
            // combining marks and joiners belong to the letter before
            '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' => true,
            _ => false,
        };
        if !joined {
            break;
        }
        at += 1;
    }
    at.max(begin + 1)
}

fn is_prefix(letters: &[(usize, char)]) -> bool {
    let word: String = letters.iter().flat_map(|(_, c)| c.to_lowercase()).collect();
    matches!(word.as_str(), "re" | "de" | "un" | "pre" | "e")
}

fn push_word(raw: &str, span: Range<usize>, stems: &Stems, out: &mut Vec<Token>) {
    // A long run without a space is no word; nothing would match it, and comparing it would cost.
    let short = raw.char_indices().nth(LONGEST_WORD).and_then(|(end, _)| raw.get(..end)).unwrap_or(raw);
    let normal = normal(short);
    let normal = normal.trim_matches(|c| c == '_' || c == '\'');
    for (text, stem) in stems.words(normal).iter() {
        out.push(Token { text: text.clone(), stem: stem.clone(), kind: Kind::Word, span: span.clone() });
    }
}

/// A word in small letters, in one form of the several that Unicode has, with one kind of apostrophe.
fn normal(word: &str) -> String {
    if word.bytes().all(|c| c.is_ascii_alphanumeric()) {
        return word.to_ascii_lowercase();
    }
    word.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !matches!(c, '-' | '\u{200c}' | '\u{200d}'))
        .map(|c| if matches!(c, '’' | '‘') { '\'' } else { c })
        .collect()
}
