//! The TOML text of a rubric → [`Schema`], with every mistake found in one go.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;

use super::fields::{Fields, list_of_texts, nearest};
use super::keys::{CONCEPT, EXAMPLE, FALSEHOOD, GROUP, RUBRIC, SUBJECT};
use super::schema::{ConceptText, FalsehoodText, GroupText, Reading, Readings, Schema, SubjectText, Weight};
use super::{Example, Label, RubricError};
use crate::error::toml_help;
use crate::position;

/// Reads a rubric: as much of it as can be understood, and all mistakes of form and all names that lead nowhere.
pub(super) fn parse(text: &str) -> (Schema, Vec<RubricError>) {
    let (root, syntax) = DeTable::parse_recoverable(text);
    if !syntax.is_empty() {
        // Behind broken syntax every other mistake is guesswork.
        let slips = syntax.iter().map(|error| (error.message(), error.span()));
        return (Schema::default(), slips_of_form(text, slips));
    }
    let mut errors = Vec::new();
    let schema = read(root.get_ref(), &mut errors);
    check_names(&schema, &mut errors);
    (schema, errors)
}

/// What breaks the form of the file: one message for each line, because one slip confuses all that follows it there.
fn slips_of_form<'e>(
    text: &str,
    slips: impl Iterator<Item = (&'e str, Option<Range<usize>>)>,
) -> Vec<RubricError> {
    let line = |span: &Option<Range<usize>>| span.as_ref().map(|span| position::line(text, span.start));
    let about_quotes = |message: &str| message.contains("quote") || message.contains("basic string");
    let mut errors: Vec<RubricError> = Vec::new();
    for (message, span) in slips {
        let (said, help) = if about_quotes(message) {
            let said = "a text in this line has only one of its two quotes".to_owned();
            (said, Some("write \"…\": a quote before the text, and one behind it".into()))
        } else {
            let help = toml_help(message).unwrap_or_else(|| {
                "look at this line and the one above: what comes before it may lack its end".into()
            });
            (format!("this line is not TOML: {message}"), Some(help))
        };
        let error = RubricError { message: said, span, help };
        match errors.iter_mut().find(|known| line(&known.span) == line(&error.span)) {
            // A quote explains more than what it leads to.
            Some(known) if about_quotes(message) => *known = error,
            Some(_) => {}
            None => errors.push(error),
        }
    }
    errors
}

fn read(root: &DeTable<'_>, errors: &mut Vec<RubricError>) -> Schema {
    let mut top = Fields::new(root, 0..0, "the rubric", RUBRIC, errors);
    let mut schema = Schema::default();
    let language = top.text("language");
    if let Some(other) = language.filter(|language| language.get_ref() != "en") {
        top.error(
            format!("no word lists for the language \"{}\"", other.get_ref()),
            other.span(),
            Some("language = \"en\"".into()),
        );
    }
    schema.not_subjects = top.texts("not_subjects");
    schema.here = top.texts("here");
    schema.abroad = top.texts("abroad");
    schema.protected = top.texts("protected");
    schema.pass_points = top.number("points");
    schema.points_at = root.get("points").map(Spanned::span);
    let subjects = top.table("subjects");
    let words = top.table("words");
    let (groups, concepts, falsehoods) =
        (top.tables("group"), top.tables("concept"), top.tables("falsehood"));
    let (accept, reject) = (top.tables("accept"), top.tables("reject"));
    top.finish();
    if let Some((table, _)) = subjects {
        // As written, not by the alphabet: "the former" is the first.
        schema.subjects = table.iter().map(|(id, value)| subject(id, value, errors)).collect();
        schema.subjects.sort_by_key(|subject| subject.id.span().start);
    }
    if let Some((table, _)) = words {
        for (id, value) in table {
            let name = format!("the word family `{}`", id.get_ref());
            schema.words.push((owned(id), list_of_texts(value, &name, errors)));
        }
    }
    schema.groups = groups.into_iter().filter_map(|(table, span)| group(table, span, errors)).collect();
    schema.concepts = concepts.into_iter().filter_map(|(table, span)| concept(table, span, errors)).collect();
    schema.falsehoods =
        falsehoods.into_iter().filter_map(|(table, span)| falsehood(table, span, errors)).collect();
    for (tables, label, name) in
        [(accept, Label::Accept, "[[accept]]"), (reject, Label::Reject, "[[reject]]")]
    {
        schema
            .examples
            .extend(tables.into_iter().filter_map(|(table, span)| example(table, span, name, label, errors)));
    }
    schema
}

fn owned(id: &Spanned<std::borrow::Cow<'_, str>>) -> Spanned<String> {
    Spanned::new(id.span(), id.get_ref().to_string())
}

fn subject(
    id: &Spanned<std::borrow::Cow<'_, str>>,
    value: &Spanned<toml::de::DeValue<'_>>,
    errors: &mut Vec<RubricError>,
) -> SubjectText {
    let id = owned(id);
    let name = format!("the subject `{}`", id.get_ref());
    let Some(table) = value.get_ref().as_table() else {
        // subjects = { stack = ["stack"] } is the short form.
        return SubjectText { names: list_of_texts(value, &name, errors), id, signs: Vec::new() };
    };
    let mut fields = Fields::new(table, id.span(), &name, SUBJECT, errors);
    let names = fields.texts("names");
    let signs = fields.texts("signs");
    fields.finish();
    SubjectText { id, names, signs }
}

fn group(table: &DeTable<'_>, span: Range<usize>, errors: &mut Vec<RubricError>) -> Option<GroupText> {
    let mut fields = Fields::new(table, span, "a [[group]]", GROUP, errors);
    let id = fields.text("id");
    let of = fields.text("of");
    let points = fields.number("points");
    let ask = fields.text("ask");
    fields.finish();
    Some(GroupText { id: id?, of, points, points_at: table.get("points").map(Spanned::span), ask: ask? })
}

fn concept(table: &DeTable<'_>, span: Range<usize>, errors: &mut Vec<RubricError>) -> Option<ConceptText> {
    let mut fields = Fields::new(table, span, "a [[concept]]", CONCEPT, errors);
    let id = fields.text("id");
    let of = fields.text("of");
    let group = fields.text("group");
    let points = fields.number("points");
    let any = fields.texts("any");
    let also = fields.texts("also");
    let unless = fields.texts("unless");
    let opposite = fields.text("opposite");
    let reply = fields.text("reply");
    let readings = Readings {
        elsewhere: fields.choice("elsewhere", reading),
        denied: fields.choice("denied", reading),
        denied_elsewhere: fields.choice("denied_elsewhere", reading),
    };
    fields.finish();
    Some(ConceptText { id: id?, of, group, points, any, also, unless, opposite, reply, readings })
}

/// The words of `keys.rs`; the first of a key's is its default, and so nothing here is.
fn reading(word: &str) -> Reading {
    match word {
        "counts" => Reading::Counts,
        "ignored" => Reading::Ignored,
        "doubtful" => Reading::Doubtful,
        _ => Reading::Contradicts,
    }
}

fn weight(word: &str) -> Weight {
    match word {
        "doubtful" => Weight::Doubtful,
        "decisive" => Weight::Decisive,
        _ => Weight::Strong,
    }
}

fn falsehood(
    table: &DeTable<'_>,
    span: Range<usize>,
    errors: &mut Vec<RubricError>,
) -> Option<FalsehoodText> {
    let mut fields = Fields::new(table, span, "a [[falsehood]]", FALSEHOOD, errors);
    let id = fields.text("id");
    let of = fields.text("of");
    let any = fields.texts("any");
    let unless = fields.texts("unless");
    let weight = fields.choice("weight", weight);
    let ask = fields.text("ask");
    fields.finish();
    Some(FalsehoodText { id: id?, of, any, unless, weight, ask })
}

fn example(
    table: &DeTable<'_>,
    span: Range<usize>,
    name: &str,
    label: Label,
    errors: &mut Vec<RubricError>,
) -> Option<Example> {
    let mut fields = Fields::new(table, span, name, EXAMPLE, errors);
    let text = fields.text("text");
    // For the author's own eyes: where it came from, what it is an example of.
    let _ = fields.text("note");
    fields.finish();
    let text = text?;
    Some(Example { span: text.span(), text: text.into_inner(), label })
}

/// Names that are used must exist, and none may be given twice.
fn check_names(schema: &Schema, errors: &mut Vec<RubricError>) {
    let subjects: Vec<&str> = schema.subjects.iter().map(|s| s.id.get_ref().as_str()).collect();
    let groups: Vec<&str> = schema.groups.iter().map(|g| g.id.get_ref().as_str()).collect();
    let concepts: Vec<&str> = schema.concepts.iter().map(|c| c.id.get_ref().as_str()).collect();
    let mut known = |kind: &str, name: Option<&Spanned<String>>, names: &[&str]| {
        let Some(name) = name.filter(|name| !names.contains(&name.get_ref().as_str())) else {
            return;
        };
        let help = nearest(name.get_ref(), names.iter().copied())
            .unwrap_or_else(|| format!("there are: {}", names.join(", ")));
        errors.push(RubricError {
            message: format!("there is no {kind} `{}`", name.get_ref()),
            span: Some(name.span()),
            help: Some(help),
        });
    };
    for group in &schema.groups {
        known("subject", group.of.as_ref(), &subjects);
    }
    for concept in &schema.concepts {
        known("subject", concept.of.as_ref(), &subjects);
        known("group", concept.group.as_ref(), &groups);
        known("concept", concept.opposite.as_ref(), &concepts);
    }
    for falsehood in &schema.falsehoods {
        known("subject", falsehood.of.as_ref(), &subjects);
    }
    let ids = schema.groups.iter().map(|g| &g.id);
    let ids = ids.chain(schema.concepts.iter().map(|c| &c.id)).chain(schema.falsehoods.iter().map(|f| &f.id));
    let mut seen: Vec<&str> = Vec::new();
    for id in ids {
        if seen.contains(&id.get_ref().as_str()) {
            errors.push(RubricError {
                message: format!("the id `{}` is used twice", id.get_ref()),
                span: Some(id.span()),
                help: Some("give every group, concept and falsehood an id of its own".into()),
            });
        }
        seen.push(id.get_ref());
    }
}
