//! Lines of text with tones: what plain output colours and the screen styles.

use colored::Colorize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What a piece of text is, not how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// Less important.
    Dim,
    /// More important.
    Strong,
    /// Passed.
    Good,
    /// Failed.
    Bad,
    /// A warning or note.
    Warn,
    /// Names of keys, line numbers, the gutter of a listing.
    Accent,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub tone: Tone,
    /// Its text, without line ends or control characters.
    pub text: String,
}

/// What becomes of a line that is wider than the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fit {
    /// It goes on in the next row: prose.
    #[default]
    Wrap,
    /// Its end is cut: listings.
    CutEnd,
    /// Its middle is cut: places, whose line number stands at the end.
    CutMiddle,
}

/// A line of pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// From left to right.
    pub pieces: Vec<Piece>,
    /// What becomes of it where there is no room.
    pub fit: Fit,
}

impl Line {
    /// A line of one piece.
    pub fn new(tone: Tone, text: impl AsRef<str>) -> Self {
        Self::default().and(tone, text)
    }

    /// An empty line.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The line with one more piece.
    #[must_use]
    pub fn and(mut self, tone: Tone, text: impl AsRef<str>) -> Self {
        self.pieces.push(Piece { tone, text: printable(text.as_ref()) });
        self
    }

    /// The line with the pieces of another.
    #[must_use]
    pub fn and_all(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// The line as a listing.
    #[must_use]
    pub fn listing(self) -> Self {
        self.fitting(Fit::CutEnd)
    }

    /// The line with another fate where there is no room.
    #[must_use]
    pub fn fitting(mut self, fit: Fit) -> Self {
        self.fit = fit;
        self
    }

    /// Its text.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Columns it takes.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|piece| piece.text.width()).sum()
    }

    /// Its text with terminal colours, where they are switched on.
    pub fn colored(&self) -> String {
        let paint = |piece: &Piece| {
            let text = piece.text.as_str();
            match piece.tone {
                Tone::Plain => text.to_owned(),
                Tone::Dim => text.dimmed().to_string(),
                Tone::Strong => text.bold().to_string(),
                Tone::Good => text.green().bold().to_string(),
                Tone::Bad => text.red().bold().to_string(),
                Tone::Warn => text.yellow().bold().to_string(),
                Tone::Accent => text.cyan().to_string(),
            }
        };
        self.pieces.iter().map(paint).collect()
    }

    /// The line in rows of at most `width` columns. Prose breaks between words and keeps its
    /// indent; a listing is cut.
    pub fn rows(&self, width: usize) -> Vec<Self> {
        let width = width.max(1);
        if self.width() <= width {
            return vec![self.clone()];
        }
        match self.fit {
            Fit::Wrap => {}
            Fit::CutEnd => return vec![self.cut(width)],
            Fit::CutMiddle => return vec![self.cut_middle(width)],
        }
        let indent = self.text().chars().take_while(|character| *character == ' ').count().min(width / 2);
        let mut rows = vec![Self::default()];
        let mut used = 0;
        for piece in &self.pieces {
            for word in words(&piece.text) {
                let mut word = word;
                if used + word.trim_end().width() > width && used > indent {
                    rows.push(Self::new(Tone::Plain, " ".repeat(indent)));
                    used = indent;
                    word = word.trim_start();
                }
                // A word longer than a row is broken where the row ends.
                for part in chunks(word, width - used, width - indent) {
                    if used + part.trim_end().width() > width && used > indent {
                        rows.push(Self::new(Tone::Plain, " ".repeat(indent)));
                        used = indent;
                    }
                    used += part.width();
                    if let Some(row) = rows.last_mut() {
                        row.pieces.push(Piece { tone: piece.tone, text: part.to_owned() });
                    }
                }
            }
        }
        rows
    }

    /// Keeps the arrow at the beginning and as much of the end as fits.
    fn cut_middle(&self, width: usize) -> Self {
        let text = self.text();
        let head: String = text.chars().take_while(|character| " ->:".contains(*character)).collect();
        let room = width.saturating_sub(head.width() + 1);
        let tail: String = text.chars().rev().take(room).collect();
        let tail: String = tail.chars().rev().collect();
        let tone = self.pieces.first().map_or(Tone::Plain, |piece| piece.tone);
        Self::new(tone, head).and(tone, format!("…{tail}")).fitting(self.fit)
    }

    fn cut(&self, width: usize) -> Self {
        let mut cut = Self { pieces: Vec::new(), fit: self.fit };
        let mut left = width.saturating_sub(1);
        for piece in &self.pieces {
            let mut columns = 0;
            let beyond = |(_, character): &(usize, char)| {
                columns += character.width().unwrap_or(0);
                columns > left
            };
            let end = piece.text.char_indices().find(beyond).map_or(piece.text.len(), |(at, _)| at);
            let part = &piece.text[..end];
            let fits = end == piece.text.len();
            left -= part.width();
            cut.pieces.push(Piece { tone: piece.tone, text: part.to_owned() });
            if !fits {
                break;
            }
        }
        cut.and(Tone::Dim, "…")
    }
}

/// Lines of prose: each paragraph a line, indented by `indent`.
pub fn prose(tone: Tone, indent: usize, text: &str) -> Vec<Line> {
    let margin = " ".repeat(indent);
    text.trim_end().lines().map(|line| Line::new(tone, format!("{margin}{line}"))).collect()
}

/// Words with the spaces that follow them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.len() - rest.trim_start_matches(' ').len();
        let end = rest[start..].find(' ').map_or(rest.len(), |at| start + at);
        let end = end + rest[end..].len() - rest[end..].trim_start_matches(' ').len();
        if end == 0 {
            return None;
        }
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

/// Pieces of `text`: the first of at most `first` columns, the others of at most `others`.
fn chunks(text: &str, first: usize, others: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let mut most = if text.trim_end().width() <= others { others.max(first) } else { first };
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut columns = 0;
        let fits = rest.char_indices().take_while(|(_, character)| {
            columns += character.width().unwrap_or(0);
            columns <= most || *character == ' '
        });
        let end = fits.last().map_or(0, |(at, character)| at + character.len_utf8());
        // Always go on, however narrow it is.
        let end = if end == 0 { rest.chars().next().map_or(rest.len(), char::len_utf8) } else { end };
        let (part, after) = rest.split_at(end);
        rest = after;
        most = others;
        Some(part)
    })
}

/// Text from outside must not steer the terminal: control characters become visible signs.
fn printable(text: &str) -> String {
    let sign = |character: char| match character {
        '\t' => "    ".to_owned(),
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + character as u32).map(String::from).unwrap_or_default(),
        '\u{7f}'..='\u{9f}' => "\u{fffd}".to_owned(),
        // Turns the direction of what follows.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "\u{fffd}".to_owned(),
        other => other.to_string(),
    };
    text.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &Line, width: usize) -> Vec<String> {
        line.rows(width).iter().map(Line::text).collect()
    }

    #[test]
    fn prose_breaks_between_words_and_keeps_its_indent() {
        let line = Line::new(Tone::Plain, "  the stack holds frames");
        assert_eq!(texts(&line, 13), ["  the stack ", "  holds ", "  frames"]);
    }

    #[test]
    fn a_word_longer_than_the_row_is_broken() {
        let rows = texts(&Line::new(Tone::Plain, "abcdefghij"), 4);
        assert_eq!(rows.concat(), "abcdefghij");
        assert!(rows.iter().all(|row| row.width() <= 4), "{rows:?}");
    }

    #[test]
    fn a_listing_is_cut_with_a_sign() {
        assert_eq!(texts(&Line::new(Tone::Plain, "let a = 1;").listing(), 6), ["let a…"]);
        assert_eq!(texts(&Line::new(Tone::Plain, "let").and(Tone::Dim, "   a").listing(), 5), ["let …"]);
        assert_eq!(texts(&Line::new(Tone::Plain, "漢字漢字").listing(), 4), ["漢…"]);
        assert_eq!(texts(&Line::new(Tone::Plain, "let").listing(), 1), ["…"]);
    }

    #[test]
    fn the_line_number_of_a_place_is_never_cut() {
        let place = Line::new(Tone::Plain, "  --> exercises/01_stack/a.rs:10:22").fitting(Fit::CutMiddle);
        assert_eq!(texts(&place, 18), ["  --> …/a.rs:10:22"]);
    }

    #[test]
    fn wide_characters_count_for_the_columns_they_take() {
        let rows = texts(&Line::new(Tone::Plain, "漢字漢字"), 5);
        assert_eq!(rows, ["漢字", "漢字"]);
    }

    #[test]
    fn what_would_steer_the_terminal_is_made_visible() {
        assert_eq!(Line::new(Tone::Plain, "a\u{1b}[2Jb\u{202e}").text(), "a␛[2Jb\u{fffd}");
    }
}
