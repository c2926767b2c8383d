//! Takes the fields out of one TOML table, and notes everything that is wrong with them instead of stopping at the first.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::RubricError;

/// The table at hand, what has been asked of it, and the errors so far.
pub(super) struct Fields<'a, 'e, 'toml> {
    table: &'a DeTable<'toml>,
    /// Where the table stands, for "this key is missing".
    span: Range<usize>,
    /// How the table is called in messages.
    name: &'e str,
    known: BTreeSet<&'static str>,
    errors: &'e mut Vec<RubricError>,
}

impl<'a, 'e, 'toml> Fields<'a, 'e, 'toml> {
    pub(super) fn new(
        table: &'a DeTable<'toml>,
        span: Range<usize>,
        name: &'e str,
        errors: &'e mut Vec<RubricError>,
    ) -> Self {
        Self { table, span, name, known: BTreeSet::new(), errors }
    }

    /// Notes an error.
    pub(super) fn error(&mut self, message: String, span: Range<usize>, help: Option<String>) {
        self.errors.push(RubricError { message, span: Some(span), help });
    }

    pub(super) fn errors(&mut self) -> &mut Vec<RubricError> {
        self.errors
    }

    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'toml>>> {
        self.known.insert(key);
        self.table.get(key)
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let found = value.get_ref().type_str();
        self.error(
            format!("`{key}` of {} must be {wanted}, and is of type {found}", self.name),
            value.span(),
            None,
        );
    }

    /// A string that may be absent.
    pub(super) fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        match value.get_ref().as_str() {
            Some(text) if text.trim().is_empty() => {
                self.error(format!("`{key}` of {} is empty", self.name), value.span(), None);
                None
            }
            Some(text) => Some(Spanned::new(value.span(), text.to_owned())),
            None => {
                self.wrong_type(key, value, "a text in quotes");
                None
            }
        }
    }

    /// A string that must be there.
    pub(super) fn needed_text(&mut self, key: &'static str, example: &str) -> Option<Spanned<String>> {
        if self.table.get(key).is_none() {
            self.missing(key, example);
        }
        self.text(key)
    }

    /// Says that a key is missing.
    fn missing(&mut self, key: &'static str, example: &str) {
        self.known.insert(key);
        let message = format!("{} has no `{key}`", self.name);
        self.error(message, self.span.clone(), Some(format!("for example: {key} = {example}")));
    }

    /// A list of strings; absent is the same as empty.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        list_of_texts(value, &format!("`{key}` of {}", self.name), self.errors)
    }

    /// A list of strings that must be there, with at least one.
    pub(super) fn needed_texts(&mut self, key: &'static str, example: &str) -> Vec<Spanned<String>> {
        if self.table.get(key).is_none() {
            self.missing(key, example);
        }
        self.texts(key)
    }

    /// A whole number from 0 to 100, or `default` when absent.
    pub(super) fn number(&mut self, key: &'static str, default: u32) -> u32 {
        let Some(value) = self.get(key) else { return default };
        let number =
            value.get_ref().as_integer().and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
        match number {
            Some(number) if number <= 100 => number,
            _ => {
                self.wrong_type(key, value, "a whole number from 0 to 100");
                default
            }
        }
    }

    /// One of a few words, or `default` when absent.
    pub(super) fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&str, T)], default: T) -> T {
        let Some(word) = self.text(key) else { return default };
        if let Some((_, value)) = choices.iter().find(|(name, _)| name == word.get_ref()) {
            return *value;
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let help = Some(
            nearest(word.get_ref(), names.iter().copied())
                .unwrap_or_else(|| format!("one of: {}", names.join(", "))),
        );
        self.error(format!("`{key}` can't be \"{}\"", word.get_ref()), word.span(), help);
        default
    }

    /// A table in this one.
    pub(super) fn table(&mut self, key: &'static str) -> Option<(&'a DeTable<'toml>, Range<usize>)> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(key, value, "a table");
        }
        table.map(|table| (table, value.span()))
    }

    /// The tables of an array such as `[[concept]]`.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<(&'a DeTable<'toml>, Range<usize>)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, &format!("written as [[{key}]]"));
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in array {
            match item.get_ref().as_table() {
                Some(table) => out.push((table, item.span())),
                None => self.wrong_type(key, item, &format!("written as [[{key}]]")),
            }
        }
        out
    }

    /// Notes every key that nobody asked for.
    pub(super) fn finish(self) {
        for key in self.table.keys() {
            if !self.known.contains(key.get_ref().as_ref()) {
                let known = self.known.iter().copied().collect::<Vec<_>>().join(", ");
                let help = nearest(key.get_ref(), self.known.iter().copied())
                    .unwrap_or_else(|| format!("known here: {known}"));
                let message = format!("unknown key `{}` in {}", key.get_ref(), self.name);
                self.errors.push(RubricError { message, span: Some(key.span()), help: Some(help) });
            }
        }
    }
}

/// The strings of an array value; anything else in it, or nothing in it, is noted.
pub(super) fn list_of_texts(
    value: &Spanned<DeValue<'_>>,
    name: &str,
    errors: &mut Vec<RubricError>,
) -> Vec<Spanned<String>> {
    let mut note = |message: String, span| {
        let help = Some("write [\"…\", \"…\"]".into());
        errors.push(RubricError { message, span: Some(span), help });
    };
    let Some(array) = value.get_ref().as_array() else {
        note(
            format!("{name} must be a list of texts, and is of type {}", value.get_ref().type_str()),
            value.span(),
        );
        return Vec::new();
    };
    if array.is_empty() {
        note(format!("{name} is an empty list"), value.span());
    }
    let mut out = Vec::new();
    for item in array {
        match item.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => out.push(Spanned::new(item.span(), text.to_owned())),
            Some(_) => note(format!("{name} has an empty text in it"), item.span()),
            None => note(format!("{name} has something in it that is no text"), item.span()),
        }
    }
    out
}

/// "did you mean …?", if any of the names is near.
pub(super) fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    /// Below this, the two have little to do with each other (Jaro-Winkler; the value is that of clap's suggestions).
    const NEAR: f64 = 0.7;
    let likeness = |name: &str| {
        if strsim::osa_distance(word, name) <= 1 { 1.0 } else { strsim::jaro_winkler(word, name) }
    };
    names
        .map(|name| (likeness(name), name))
        .filter(|(likeness, _)| *likeness > NEAR)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, name)| format!("did you mean `{name}`?"))
}
