//! A table as spreadsheets and learning platforms write it: CSV, with whatever between the columns.

use crate::error::{Error, Result};

/// The text of a table, ready for a reader of CSV.
#[derive(Debug)]
pub struct Sheet {
    /// Without what stands before the line of the columns.
    text: String,
    /// What stands between columns.
    pub delimiter: u8,
    /// How many lines stand before that of the columns.
    pub skipped: u64,
    /// Whether it was not UTF-8.
    pub is_latin1: bool,
}

impl Sheet {
    /// Reads a file's bytes; `what` is named in errors: "the roster list.csv".
    ///
    /// # Errors
    /// A usage error for what is no text.
    pub fn read(bytes: &[u8], what: &str) -> Result<Self> {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.contains(&0) {
            return Err(Error::usage(format!("{what} is not a CSV file in UTF-8"))
                .help("in the spreadsheet, save it as \"CSV UTF-8\""));
        }
        let (text, is_latin1) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), false),
            Err(_) => (bytes.iter().map(|byte| char::from(*byte)).collect(), true),
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        // A spreadsheet may say which separator it has chosen.
        let told = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("sep="))
            .and_then(|rest| rest.bytes().next());
        let body = if told.is_some() { text.split_once('\n').map_or("", |(_, body)| body) } else { text };
        let delimiter = told.unwrap_or_else(|| delimiter(body));
        Ok(Self { text: body.to_owned(), delimiter, skipped: u64::from(told.is_some()), is_latin1 })
    }

    /// The text from the line of the columns on.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A reader of its rows, which may differ in length.
    pub fn rows(&self) -> csv::Reader<&[u8]> {
        csv::ReaderBuilder::new().delimiter(self.delimiter).flexible(true).from_reader(self.text.as_bytes())
    }
}

/// The character between columns: the one that the first line has most of.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let count = |byte: u8| line.bytes().filter(|other| *other == byte).count();
    [b'\t', b';', b','].into_iter().max_by_key(|byte| count(*byte)).unwrap_or(b',')
}
