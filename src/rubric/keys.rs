//! The keys of a rubric: one table that the parser goes by, and that `schemas/rubric.schema.json` is made
//! from. What is said about a key is what an editor shows to an author.

/// A key of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    /// It must be there; for example this way.
    pub(super) needed: Option<&'static str>,
    /// What it is, for authors.
    pub(super) about: &'static str,
}

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A string.
    Text,
    /// A list of strings.
    Texts,
    /// A whole number from 0 to [`MOST`].
    Number { default: u32 },
    /// One of these words; the first where it is left out.
    Choice(&'static [&'static str]),
    /// Tables such as `[[concept]]`, with these keys.
    Tables(&'static [Key]),
    /// Tables under names of the author's choice, as in `[subjects.stack]`; a list in the place of such a
    /// table is the value of its first key.
    Named(&'static [Key]),
    /// Lists under names of the author's choice.
    NamedTexts,
}

/// The largest number of points.
pub(super) const MOST: u32 = 100;

const CONTRADICTS: Holds = Holds::Choice(&["contradicts", "counts", "doubtful", "ignored"]);
const COUNTS: Holds = Holds::Choice(&["counts", "contradicts", "doubtful", "ignored"]);
const WEIGHT: Holds = Holds::Choice(&["strong", "doubtful", "decisive"]);

const fn key(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key { name, holds, needed: None, about }
}

const fn needed(name: &'static str, holds: Holds, example: &'static str, about: &'static str) -> Key {
    Key { name, holds, needed: Some(example), about }
}

/// The whole file.
pub(super) const RUBRIC: &[Key] = &[
    key("language", Holds::Choice(&["en"]), "The language of the answers."),
    key("points", Holds::Number { default: 0 }, "The points that are needed over all groups."),
    key("subjects", Holds::Named(SUBJECT), "The things to tell apart, each with its names."),
    key(
        "not_subjects",
        Holds::Texts,
        "Phrases that contain the name of a subject and do not mean it, such as \"stack overflow\".",
    ),
    key("here", Holds::Texts, "The world that the question is about, such as \"rust\"."),
    key("abroad", Holds::Texts, "Other worlds that answers speak of, such as \"python\"."),
    key(
        "protected",
        Holds::Texts,
        "Words that are right as they are, however near they come to one of the rubric.",
    ),
    key("words", Holds::NamedTexts, "Families of words, used in patterns as @name."),
    needed("group", Holds::Tables(GROUP), "[[group]]", "Something that an answer must cover."),
    needed("concept", Holds::Tables(CONCEPT), "[[concept]]", "A claim that is true of one subject."),
    key("falsehood", Holds::Tables(FALSEHOOD), "A claim that is false, of anything or of one subject."),
    key("accept", Holds::Tables(EXAMPLE), "An answer to accept. `memkata verify` judges it."),
    key("reject", Holds::Tables(EXAMPLE), "An answer not to accept. `memkata verify` judges it."),
];

/// `[subjects.NAME]`.
pub(super) const SUBJECT: &[Key] = &[
    needed("names", Holds::Texts, "[\"stack\", \"call stack\"]", "What people call it: nouns."),
    key("signs", Holds::Texts, "Words that stand for it in a sentence that names no subject."),
];

/// `[[group]]`.
pub(super) const GROUP: &[Key] = &[
    needed("id", Holds::Text, "\"stack_side\"", "Its name, unique in the rubric."),
    key("of", Holds::Text, "A subject: whatever is rightly said of it counts here."),
    key("points", Holds::Number { default: 1 }, "The points that are needed here."),
    needed(
        "ask",
        Holds::Text,
        "\"When does it go away?\"",
        "What is asked while it is missing. It must not name the missing word.",
    ),
];

/// `[[concept]]`.
pub(super) const CONCEPT: &[Key] = &[
    needed("id", Holds::Text, "\"freed_on_return\"", "Its name, unique in the rubric."),
    key("of", Holds::Text, "The subject that it is true of. Without it, it counts whatever the subject."),
    key("group", Holds::Text, "The group that it counts in. Without it, the group of its subject."),
    // Two are enough for one side of a comparison.
    key(
        "points",
        Holds::Number { default: 2 },
        "What it is worth: 2 for a key idea, 1 for what helps, 0 for what may only contradict.",
    ),
    needed("any", Holds::Texts, "[\"free & return\"]", "Patterns that say it clearly."),
    key("also", Holds::Texts, "Patterns that count, and are too loose to be held against anyone."),
    key("unless", Holds::Texts, "Patterns: in a piece of text with one of them it is a different claim."),
    key("opposite", Holds::Text, "The concept that says the opposite."),
    key("reply", Holds::Text, "What is answered to somebody who says this of a subject and no more."),
    key("elsewhere", CONTRADICTS, "What it means when it is said of another subject."),
    key("denied", CONTRADICTS, "What it means when it is denied of its own subject."),
    key("denied_elsewhere", COUNTS, "What it means when it is denied of another subject."),
];

/// `[[falsehood]]`.
pub(super) const FALSEHOOD: &[Key] = &[
    needed("id", Holds::Text, "\"same_thing\"", "Its name, unique in the rubric."),
    key("of", Holds::Text, "The subject that it is false of. Without it, it is false of anything."),
    needed("any", Holds::Texts, "[\"=no difference\"]", "Patterns that say it."),
    key("unless", Holds::Texts, "Patterns: in a piece of text with one of them it is a different claim."),
    key(
        "weight",
        WEIGHT,
        "\"strong\": many right claims outweigh it, enough for a human look. \"doubtful\": it asks for one. \
         \"decisive\": nothing outweighs it.",
    ),
    key("ask", Holds::Text, "What somebody is asked who says it."),
];

/// `[[accept]]` and `[[reject]]`.
pub(super) const EXAMPLE: &[Key] = &[
    needed("text", Holds::Text, "\"an answer\"", "The answer."),
    key("note", Holds::Text, "For your own eyes: where it came from, what it is an example of."),
];

/// The JSON schema of the file.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    let mut schema = table(RUBRIC);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["description"] = "What counts in a text answer. See docs/rubrics.md of memkata.".into();
    schema.try_into().expect("an object is a schema")
}

#[cfg(test)]
fn table(keys: &[Key]) -> serde_json::Value {
    let one = |key: &Key| {
        let mut holds = holds(key.holds);
        holds["description"] = key.about.into();
        (key.name.to_owned(), holds)
    };
    let needed: Vec<_> = keys.iter().filter(|key| key.needed.is_some()).map(|key| key.name).collect();
    let properties: serde_json::Map<_, _> = keys.iter().map(one).collect();
    serde_json::json!({
        "type": "object", "properties": properties, "required": needed, "additionalProperties": false
    })
}

#[cfg(test)]
fn holds(holds: Holds) -> serde_json::Value {
    use serde_json::json;
    let text = json!({ "type": "string", "pattern": r"\S" });
    let texts = json!({ "type": "array", "items": text, "minItems": 1 });
    match holds {
        Holds::Text => text,
        Holds::Texts => texts,
        Holds::Number { default } => {
            json!({ "type": "integer", "minimum": 0, "maximum": MOST, "default": default })
        }
        Holds::Choice(words) => json!({ "enum": words, "default": words[0] }),
        Holds::Tables(keys) => json!({ "type": "array", "items": table(keys) }),
        Holds::Named(keys) => {
            json!({ "type": "object", "additionalProperties": { "anyOf": [table(keys), texts] } })
        }
        Holds::NamedTexts => json!({ "type": "object", "additionalProperties": texts }),
    }
}
