//! The hints of an exercise: the ladder, and those for an error.

use std::collections::BTreeMap;

use toml::Spanned;

use super::Reader;
use crate::kit::keys::{EXERCISE_KEYS, Hints};
use crate::verdict::Reason;

impl Reader<'_> {
    pub(super) fn hints(&mut self, hint: Option<Spanned<String>>, hints: Option<Vec<String>>) -> Vec<String> {
        if let (Some(hint), Some(_)) = (&hint, &hints) {
            self.report("both `hint` and `hints` are given", hint.span(), "keep one of them");
        }
        hints.or_else(|| Some(vec![hint?.into_inner()])).unwrap_or_default()
    }

    /// A key of the exercise that is written below [exercises.hint_for] is one of its keys to
    /// TOML, and would be lost without a word.
    pub(super) fn hint_for(&mut self, keys: Hints) -> BTreeMap<String, String> {
        let mut hints = BTreeMap::new();
        for (name, hint) in keys {
            let is_reason = Reason::ALL.iter().any(|reason| reason.name() == name.get_ref());
            let is_key = EXERCISE_KEYS.contains(&name.get_ref().as_str());
            match hint.get_ref() {
                toml::Value::String(_) if is_key && near_reason(name.get_ref()).is_some() => {
                    let near = near_reason(name.get_ref()).unwrap_or_default();
                    let message = format!("`{}` is no reason to fail", name.get_ref());
                    self.report(message, name.span(), format!("did you mean the reason `{near}`?"));
                }
                toml::Value::String(text) if is_reason || !is_key => {
                    hints.insert(name.into_inner(), text.clone());
                }
                _ if is_key => {
                    let message =
                        format!("`{}` stands in `hint_for`, so it is no key of the exercise", name.get_ref());
                    let help =
                        "move it above the line [exercises.hint_for]: what is below belongs to that table";
                    self.report(message, name.span(), help);
                }
                other => {
                    let message = format!("a hint is a text in quotes, and not of type {}", other.type_str());
                    self.report(message, hint.span(), "write, for example: E0382 = \"Who owns it?\"");
                }
            }
        }
        hints
    }
}

/// The reason that is one letter away, where it begins with the same one: `tests` for `test`.
fn near_reason(key: &str) -> Option<&'static str> {
    let reasons = Reason::ALL.iter().map(|reason| reason.name());
    reasons
        .filter(|reason| reason.as_bytes().first() == key.as_bytes().first())
        .find(|reason| strsim::levenshtein(reason, key) == 1)
}
