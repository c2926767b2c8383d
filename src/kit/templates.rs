//! The examples that new exercises and kits begin with. They are the files in `templates/`: real
//! exercises of their kind, with comments for the author and TODO where prose is to be replaced.

use super::Kind;
use super::create::NewFile;

/// What a new exercise of one kind consists of.
struct Template {
    entry: &'static str,
    exercise: &'static str,
    solution: &'static str,
    /// A plausible wrong attempt and its file's name, without the extension.
    mistake: (&'static str, &'static str),
    /// What stands beside the solution: the end of the file's name, and its text.
    beside: Option<(&'static str, &'static str)>,
}

const CODE: Template = Template {
    entry: include_str!("../../templates/code/entry.toml"),
    exercise: include_str!("../../templates/code/exercise.rs"),
    solution: include_str!("../../templates/code/solution.rs"),
    mistake: ("another_variable", include_str!("../../templates/code/mistake.rs")),
    beside: None,
};

const ANSWER: Template = Template {
    entry: include_str!("../../templates/answer/entry.toml"),
    exercise: include_str!("../../templates/answer/exercise.md"),
    solution: include_str!("../../templates/answer/solution.md"),
    mistake: ("the_other_way_round", include_str!("../../templates/answer/mistake.md")),
    beside: Some(("rubric.toml", include_str!("../../templates/answer/rubric.toml"))),
};

const PREDICT: Template = Template {
    entry: include_str!("../../templates/predict/entry.toml"),
    exercise: include_str!("../../templates/predict/exercise.md"),
    solution: include_str!("../../templates/predict/solution.md"),
    mistake: ("the_copy_follows", include_str!("../../templates/predict/mistake.md")),
    beside: Some(("predict.toml", include_str!("../../templates/predict/predict.toml"))),
};

const WITNESS: Template = Template {
    entry: include_str!("../../templates/witness/entry.toml"),
    exercise: include_str!("../../templates/witness/exercise.rs"),
    solution: include_str!("../../templates/witness/solution.rs"),
    mistake: ("another_list", include_str!("../../templates/witness/mistake.rs")),
    beside: None,
};

/// A new chapter's entry; the title is a TOML string.
pub(super) const CHAPTER: &str = include_str!("../../templates/kit/chapter.toml");
/// The head of a new kit's `info.toml`; the title is a TOML string.
pub(super) const INFO: &str = include_str!("../../templates/kit/info.toml");
/// What a learner reads first in a new kit.
pub(super) const README: &str = include_str!("../../templates/kit/README.md");
/// Proves a new kit at each push.
pub(super) const WORKFLOW: &str = include_str!("../../templates/kit/verify.yml");
/// What git leaves out. Its file here has no dot, or git would go by it.
pub(super) const GITIGNORE: &str = include_str!("../../templates/kit/gitignore");
/// A licence for a new kit.
pub(super) const MIT: &str = include_str!("../../templates/kit/LICENSE-MIT");
/// A licence for a new kit: memkata's own copy of the same text.
pub(super) const APACHE: &str = include_str!("../../LICENSE-APACHE");
/// A licence for a new kit.
pub(super) const CC_BY: &str = include_str!("../../templates/kit/LICENSE-CC-BY");

/// What editors complete and check an author's files with: where it is in a kit, and its text.
pub(super) const SCHEMAS: [(&str, &str); 3] = [
    ("schemas/info.schema.json", include_str!("../../schemas/info.schema.json")),
    ("schemas/rubric.schema.json", include_str!("../../schemas/rubric.schema.json")),
    ("schemas/predict.schema.json", include_str!("../../schemas/predict.schema.json")),
];

/// The text of a new exercise's entry in `info.toml`.
pub(super) fn entry(kind: Kind, dir: &str, name: &str) -> String {
    filled(template(kind).entry, &[("dir", dir), ("name", name)])
}

/// The files of a new exercise, the one that learners edit first.
pub(super) fn files(kind: Kind, dir: &str, name: &str) -> Vec<NewFile> {
    let template = template(kind);
    let extension = kind.extension();
    let (mistake, mistaken) = template.mistake;
    let mut files = vec![
        (format!("exercises/{dir}/{name}.{extension}"), template.exercise),
        (format!("solutions/{dir}/{name}.{extension}"), template.solution),
    ];
    files.extend(template.beside.map(|(end, text)| (format!("solutions/{dir}/{name}.{end}"), text)));
    files.push((format!("{}/{mistake}.{extension}", mistakes(dir, name)), mistaken));
    let values = [("dir", dir), ("name", name)];
    files.into_iter().map(|(path, text)| NewFile { path, text: filled(text, &values) }).collect()
}

/// Takes the line away that tells editors where the schema of a file is, unless `has` says it is there.
pub(super) fn name_schema(file: &mut NewFile, has: impl Fn(&str) -> bool) {
    let Some(line) = file.text.lines().next().filter(|line| line.starts_with("#:schema ")) else { return };
    let known = SCHEMAS.iter().any(|(path, _)| line.ends_with(path) && has(path));
    if !known {
        file.text.drain(..=line.len());
    }
}

/// The folder of an exercise's mistakes.
pub(super) fn mistakes(dir: &str, name: &str) -> String {
    format!("solutions/{dir}/{name}.mistakes")
}

/// A template with `{{key}}` replaced by its value.
pub(super) fn filled(template: &str, values: &[(&str, &str)]) -> String {
    // One piece after the other, so that a value with braces in it stays as it is.
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        text.push_str(before);
        let found = values.iter().find_map(|(key, value)| {
            let behind = after.strip_prefix(key)?.strip_prefix("}}")?;
            Some((value, behind))
        });
        rest = match found {
            Some((value, behind)) => {
                text.push_str(value);
                behind
            }
            None => {
                text.push_str("{{");
                after
            }
        };
    }
    text + rest
}

fn template(kind: Kind) -> &'static Template {
    match kind {
        Kind::Code => &CODE,
        Kind::Answer => &ANSWER,
        Kind::Predict => &PREDICT,
        Kind::Witness => &WITNESS,
    }
}
