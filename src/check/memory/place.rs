//! Which line of the learner's a chain of calls leads to.

use crate::judged::weave::KIT_PREFIX;
use crate::verdict::Origin;

/// A line of a source file, as the debug information has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Relative to the build folder where it lies there.
    pub file: String,
    /// One-based.
    pub line: u32,
    /// One-based.
    pub column: u32,
}

/// What knows the lines of addresses.
pub trait Symbols {
    /// The place of an address, and those of the calls that were inlined around it, the
    /// innermost first. Empty where nothing is known.
    fn places(&self, address: u64) -> Vec<Place>;
}

/// The file that the places are looked for in, and what knows them.
#[derive(Clone, Copy)]
pub struct Finder<'a> {
    /// The learner's file.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
    /// What knows the lines of addresses.
    pub symbols: &'a dyn Symbols,
}

/// A place in the learner's file or in the kit's tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Whose file.
    pub origin: Origin,
    /// The file's path, relative to the kit or workspace.
    pub file: String,
    /// One-based.
    pub line: u32,
    /// One-based.
    pub column: u32,
}

impl Finder<'_> {
    /// The innermost call that stands in the learner's file, else in the kit's tests.
    pub fn find(&self, addresses: &[u64]) -> Option<Found> {
        let mut kits = None;
        for place in addresses.iter().flat_map(|address| self.symbols.places(*address)) {
            let found = |origin, file: &str| Found {
                origin,
                file: file.to_owned(),
                line: place.line,
                column: place.column,
            };
            if place.file == self.file {
                return Some(found(Origin::Learner, self.file));
            }
            if let (None, Some(file)) = (&kits, place.file.strip_prefix(KIT_PREFIX)) {
                kits = Some(found(Origin::Kit, file));
            }
        }
        kits
    }

    /// The line in the learner's file.
    pub fn line(&self, addresses: &[u64]) -> Option<u32> {
        self.find(addresses).filter(|found| found.origin == Origin::Learner).map(|found| found.line)
    }

    /// What stands in a line of the learner's file.
    pub fn source(&self, line: u32) -> &str {
        self.text.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default().trim_end()
    }
}

/// Lines of the learner's file with what happened there, as compilers show them.
#[derive(Debug, Default)]
pub struct Listing(Vec<(u32, String)>);

impl Listing {
    /// Adds what happened in a line, if the line is known.
    pub fn add(&mut self, line: Option<u32>, what: impl Into<String>) {
        let what = what.into();
        if let Some(line) = line
            && !self.0.contains(&(line, what.clone()))
        {
            self.0.push((line, what));
        }
    }

    /// In the order of the lines; empty where nothing is known.
    pub fn render(mut self, finder: &Finder<'_>) -> String {
        self.0.sort_by_key(|(line, _)| *line);
        let width = self.0.last().map_or(0, |(line, _)| line.to_string().len());
        let indent = |source: &str| source.len() - source.trim_start().len();
        // What all lines have in common of it says nothing.
        let common = self.0.iter().map(|(line, _)| indent(finder.source(*line))).min().unwrap_or(0);
        let mut text = String::new();
        let mut shown = None;
        for (line, what) in &self.0 {
            let source = finder.source(*line).get(common..).unwrap_or_default();
            if shown != Some(*line) {
                text.push_str(&format!("{line:>width$} | {source}\n"));
                shown = Some(*line);
            }
            let margin = " ".repeat(indent(source));
            let marks = "^".repeat(source.trim().chars().count().clamp(1, 3));
            text.push_str(&format!("{:>width$} | {margin}{marks} {what}\n", ""));
        }
        text.truncate(text.trim_end().len());
        text
    }
}
