//! Takes the fields out of one TOML table, and notes everything that is wrong with them instead of stopping at the first.
//! Which keys there are, and what they hold, is said in `keys.rs`.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::RubricError;
use super::keys::{Holds, Key, MOST};

/// The table at hand, what has been asked of it, and the errors so far.
pub(super) struct Fields<'a, 'e, 'toml> {
    table: &'a DeTable<'toml>,
    /// Where the table stands, for "this key is missing".
    span: Range<usize>,
    /// How the table is called in messages.
    name: &'e str,
    keys: &'static [Key],
    /// What was asked for: in the end, all of the keys.
    asked: BTreeSet<&'static str>,
    errors: &'e mut Vec<RubricError>,
}

impl<'a, 'e, 'toml> Fields<'a, 'e, 'toml> {
    pub(super) fn new(
        table: &'a DeTable<'toml>,
        span: Range<usize>,
        name: &'e str,
        keys: &'static [Key],
        errors: &'e mut Vec<RubricError>,
    ) -> Self {
        Self { table, span, name, keys, asked: BTreeSet::new(), errors }
    }

    /// Notes an error.
    pub(super) fn error(&mut self, message: String, span: Range<usize>, help: Option<String>) {
        self.errors.push(RubricError { message, span: Some(span), help });
    }

    /// The value of a key. One that must be there and is not, is noted.
    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'toml>>> {
        self.asked.insert(key);
        let value = self.table.get(key);
        if let (None, Some(example)) = (value, self.key(key).and_then(|key| key.needed)) {
            let message = format!("{} has no `{key}`", self.name);
            self.error(message, self.span.clone(), Some(format!("for example: {key} = {example}")));
        }
        value
    }

    fn key(&self, name: &str) -> Option<&'static Key> {
        let key = self.keys.iter().find(|key| key.name == name);
        debug_assert!(key.is_some(), "`{name}` of {} is not in the table of keys", self.name);
        key
    }

    /// What the table of keys says of this one.
    fn holds(&self, key: &str) -> Option<Holds> {
        self.key(key).map(|key| key.holds)
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
        debug_assert!(matches!(self.holds(key), Some(Holds::Text | Holds::Choice(_))), "{key}");
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

    /// A list of strings; absent is the same as empty.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        debug_assert!(matches!(self.holds(key), Some(Holds::Texts)), "{key}");
        let Some(value) = self.get(key) else { return Vec::new() };
        list_of_texts(value, &format!("`{key}` of {}", self.name), self.errors)
    }

    /// A whole number from 0 to 100, or what the table of keys says when absent.
    pub(super) fn number(&mut self, key: &'static str) -> u32 {
        let holds = self.holds(key);
        debug_assert!(matches!(holds, Some(Holds::Number { .. })), "{key}");
        let Some(Holds::Number { default }) = holds else { return 0 };
        let Some(value) = self.get(key) else { return default };
        let number =
            value.get_ref().as_integer().and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
        match number {
            Some(number) if number <= MOST => number,
            _ => {
                self.wrong_type(key, value, &format!("a whole number from 0 to {MOST}"));
                default
            }
        }
    }

    /// One of a few words: the first that the table of keys has when absent.
    pub(super) fn choice<T: Copy>(&mut self, key: &'static str, meaning: impl Fn(&str) -> T) -> T {
        let names = match self.holds(key) {
            Some(Holds::Choice(names)) => names,
            _ => &[],
        };
        debug_assert!(!names.is_empty(), "{key}");
        let default = meaning(names.first().copied().unwrap_or_default());
        let Some(word) = self.text(key) else { return default };
        if names.contains(&word.get_ref().as_str()) {
            return meaning(word.get_ref());
        }
        let help = Some(
            nearest(word.get_ref(), names.iter().copied())
                .unwrap_or_else(|| format!("one of: {}", names.join(", "))),
        );
        self.error(format!("`{key}` can't be \"{}\"", word.get_ref()), word.span(), help);
        default
    }

    /// A table in this one.
    pub(super) fn table(&mut self, key: &'static str) -> Option<(&'a DeTable<'toml>, Range<usize>)> {
        debug_assert!(matches!(self.holds(key), Some(Holds::Named(_) | Holds::NamedTexts)), "{key}");
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(key, value, "a table");
        }
        table.map(|table| (table, value.span()))
    }

    /// The tables of an array such as `[[concept]]`.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<(&'a DeTable<'toml>, Range<usize>)> {
        debug_assert!(matches!(self.holds(key), Some(Holds::Tables(_))), "{key}");
        self.asked.insert(key);
        let Some(value) = self.table.get(key) else {
            if self.key(key).is_some_and(|key| key.needed.is_some()) {
                self.errors.push(RubricError {
                    message: format!("{} has no [[{key}]]", self.name),
                    span: None,
                    help: Some("docs/rubrics.md has a whole small rubric to start from".into()),
                });
            }
            return Vec::new();
        };
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

    /// Notes every key that there is not.
    pub(super) fn finish(self) {
        debug_assert!(
            self.keys.iter().all(|key| self.asked.contains(key.name)),
            "{} is not asked for all of its keys",
            self.name
        );
        let known = || self.keys.iter().map(|key| key.name);
        for key in self.table.keys() {
            if !known().any(|known| known == key.get_ref()) {
                let help = nearest(key.get_ref(), known())
                    .unwrap_or_else(|| format!("known here: {}", known().collect::<Vec<_>>().join(", ")));
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
