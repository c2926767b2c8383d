//! The keys about oracles of memory errors: `sanitize` and `witness`.

use std::ops::Range;

use toml::Spanned;

use super::Reader;
use crate::check::memory::fault::MemoryError;
use crate::error::did_you_mean;
use crate::kit::keys::Exercise2;
use crate::kit::{Kind, Sanitize, Witness};

impl Reader<'_> {
    pub(super) fn sanitize(&mut self, key: Option<&Spanned<toml::Value>>) -> Sanitize {
        let Some(key) = key else { return Sanitize::No };
        match key.get_ref() {
            toml::Value::Boolean(true) => Sanitize::Yes,
            toml::Value::Boolean(false) => Sanitize::No,
            toml::Value::String(text) if text == "optional" => Sanitize::Optional,
            other => {
                let help = "write true, false or \"optional\"";
                self.report(format!("`sanitize` cannot be {other}"), key.span(), help);
                Sanitize::No
            }
        }
    }

    /// `"heap-use-after-free"`, or with the kept item that has to make it:
    /// `"heap-use-after-free in fn last"`.
    pub(super) fn witness(&mut self, kind: Kind, name: Range<usize>, keys: &Exercise2) -> Option<Witness> {
        let Some(key) = &keys.witness else {
            if kind == Kind::Witness {
                let help = "add the error to be seen, such as `witness = \"heap-use-after-free\"`";
                self.report("a `witness` exercise needs the key `witness`", name, help);
            }
            return None;
        };
        if kind != Kind::Witness {
            let help = "add `kind = \"witness\"`, or remove the key";
            self.report("the key `witness` belongs to the kind `witness`", key.span(), help);
        }
        let (error, place) = match key.get_ref().split_once(" in ") {
            Some((error, place)) => (error.trim(), Some(place.trim().to_owned())),
            None => (key.get_ref().trim(), None),
        };
        if MemoryError::named(error).is_none() {
            let names = MemoryError::NAMED.map(MemoryError::name);
            let help = match did_you_mean(error, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("an error is one of: {}", names.join(", ")),
            };
            self.report(format!("there is no memory error `{error}`"), key.span(), help);
        } else if error == MemoryError::UninitialisedRead.name() {
            // It is read off the message of a test that has failed, and a witness has no tests.
            let help = "take an error that an oracle reports, such as `heap-use-after-free`";
            self.report(format!("no oracle reports `{error}`, so no program can show it"), key.span(), help);
        }
        let kept: Vec<&str> = keys.keep.iter().map(|rule| rule.get_ref().as_str()).collect();
        if kept.is_empty() {
            let help = "name the code under study in `keep`: it is what has to misuse memory";
            self.report("a `witness` exercise needs the key `keep`", name, help);
        } else if let Some(place) = &place
            && !place.contains(' ')
        {
            let help = format!("write what kind of item it is: `fn {place}`");
            self.report(format!("`{place}` does not name an item"), key.span(), help);
        }
        Some(Witness { error: error.to_owned(), place })
    }
}
