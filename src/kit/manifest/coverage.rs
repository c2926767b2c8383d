//! What the kit teaches and against what: `[[claims]]` and `[[misconceptions]]`, and that the exercises name
//! no others.

use std::collections::HashSet;

use toml::Spanned;

use super::Reader;
use crate::kit::Statement;
use crate::kit::keys::Statement2;

/// One of the two tables.
#[derive(Clone, Copy)]
pub(super) struct Table {
    /// As it is written in the file.
    pub(super) key: &'static str,
    /// An entry of it.
    pub(super) entry: &'static str,
}

pub(super) const CLAIMS: Table = Table { key: "claims", entry: "claim" };
pub(super) const MISCONCEPTIONS: Table = Table { key: "misconceptions", entry: "misconception" };

/// The entries of a table that were read.
pub(super) struct Statements {
    pub(super) all: Vec<Statement>,
    /// None was left out for want of an id.
    are_all: bool,
}

impl Reader<'_> {
    pub(super) fn statements(&mut self, table: Table, entries: Vec<Spanned<Statement2>>) -> Statements {
        let mut statements = Statements { all: Vec::new(), are_all: true };
        let mut seen = HashSet::new();
        for entry in entries {
            let place = entry.span();
            let entry = entry.into_inner();
            let is_empty = entry.text.as_ref().is_some_and(|text| text.trim().is_empty());
            let text = self.needed(entry.text, "text", &place).unwrap_or_default();
            let Some(id) = self.needed(entry.id, "id", &place) else {
                statements.are_all = false;
                continue;
            };
            if is_empty {
                self.report(
                    format!("the {} `{}` says nothing", table.entry, id.get_ref()),
                    id.span(),
                    "say it in `text`, in a sentence",
                );
            }
            // It has to be a word of its own in the first line of a mistake.
            self.check_plain(&id, "an id");
            if !seen.insert(id.get_ref().clone()) {
                let message = format!("two {} have the id `{}`", table.key, id.get_ref());
                self.report(message, id.span(), format!("give each {} an id of its own", table.entry));
            }
            let line = self.lines.line(id.span().start);
            statements.all.push(Statement { id: id.into_inner(), text, line });
        }
        statements
    }

    /// The ids that an exercise names. Where the kit has no such table they may be anything.
    pub(super) fn check_ids(&mut self, table: Table, ids: &[Spanned<String>], known: &Statements) {
        if known.all.is_empty() || !known.are_all {
            return;
        }
        let mut seen = HashSet::new();
        for id in ids {
            let (name, span) = (id.get_ref(), id.span());
            if !known.all.iter().any(|statement| statement.id == *name) {
                let message = format!("no {} has the id `{name}`", table.entry);
                self.report(message, span, Statement::help(table.key, name, &known.all));
            } else if !seen.insert(name) {
                let message = format!("the {} `{name}` is named twice", table.entry);
                self.report(message, span, "name it once");
            }
        }
    }
}
