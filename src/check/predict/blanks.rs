//! `NAME.predict.toml`: what the truth of each blank is, and what a wrong one is asked.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Problem, did_you_mean, toml_help};

/// A blank of the kit.
#[derive(Debug, Clone)]
pub struct Blank {
    /// Its number.
    pub n: u32,
    /// Where what is true is taken from.
    pub truth: Truth,
    /// What a wrong prediction is answered with.
    pub question: String,
    /// Where the truth stands in the file, for messages.
    pub span: Range<usize>,
}

/// Where what is true is taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truth {
    /// This line of what `main` prints, one-based.
    StdoutLine(usize),
    /// How often `main` asked the allocator for memory.
    Allocations,
    /// The most bytes that were allocated at one time.
    PeakBytes,
    /// What follows this in the lines that begin with it, in their order.
    Drops(String),
    /// Whether `main` panics.
    Panics,
    /// The code of the compiler's first error.
    ErrorCode,
    /// The line of the compiler's first error.
    ErrorLine,
    /// What the memory-error oracles report.
    Oracle,
}

/// The keys of a truth, and what each takes.
const KINDS: [(&str, &str); 8] = [
    ("stdout_line", "This line of what `main` prints, counted from 1."),
    ("allocations", "How often `main` asked the allocator for memory."),
    ("peak_bytes", "The most bytes that were allocated at one time."),
    ("drops", "What stands behind this in the printed lines that begin with it, in their order."),
    ("panics", "Whether `main` panics."),
    ("error_code", "The code of the compiler's first error."),
    ("error_line", "The line of the compiler's first error."),
    ("oracle", "What the memory-error oracles report, or `nothing`."),
];

/// The keys alone.
fn kinds() -> [&'static str; 8] {
    KINDS.map(|(kind, _)| kind)
}

impl Truth {
    /// Whether it is about a program that does not compile.
    pub fn is_of_the_compiler(&self) -> bool {
        matches!(self, Self::ErrorCode | Self::ErrorLine)
    }
}

// The comments are what an editor shows to an author: `schemas/predict.schema.json` is made from them.

/// Where the truth of each blank of a prediction comes from.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Keys {
    /// A blank of the exercise. Write `[[blank]]` for each.
    #[serde(default)]
    blank: Vec<BlankKeys>,
}

/// A blank of the exercise.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct BlankKeys {
    /// The number of its mark: 1 for `1>`.
    #[cfg_attr(test, schemars(with = "u32", extend("minimum" = 1)))]
    n: Spanned<u32>,
    /// Where what is true is taken from. It is never written down: the program is compiled and run.
    #[cfg_attr(test, schemars(schema_with = "truths"))]
    truth: Spanned<BTreeMap<String, Spanned<toml::Value>>>,
    /// What a wrong prediction is asked. It must not give the value away.
    #[cfg_attr(test, schemars(with = "String"))]
    question: Spanned<String>,
}

/// The schema of the file.
#[cfg(test)]
pub(crate) fn schema(generator: schemars::SchemaGenerator) -> schemars::Schema {
    generator.into_root_schema_for::<Keys>()
}

#[cfg(test)]
fn truths(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let one = |(kind, about): (&str, &str)| {
        let mut holds = match kind {
            "stdout_line" => serde_json::json!({ "type": "integer", "minimum": 1 }),
            "drops" => serde_json::json!({ "type": "string" }),
            _ => serde_json::json!({ "enum": [true] }),
        };
        holds["description"] = about.into();
        (kind.to_owned(), holds)
    };
    let properties: serde_json::Map<_, _> = KINDS.into_iter().map(one).collect();
    schemars::json_schema!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "minProperties": 1,
        "maxProperties": 1,
    })
}

/// Reads the file.
///
/// # Errors
/// Everything that is wrong with it, each with its place in `text`; `file` is how a person
/// knows it.
pub fn read(text: &str, file: &str) -> Result<Vec<Blank>, Vec<Problem>> {
    let mut reader = Reader { text, file, problems: Vec::new() };
    let keys: Keys = match toml::from_str(text) {
        Ok(keys) => keys,
        Err(error) => {
            let help = toml_help(error.message()).unwrap_or_else(|| {
                "mend this place; docs/info-toml.md shows how such a file is written".into()
            });
            reader.report(error.message(), error.span().unwrap_or(0..0), help);
            return Err(reader.problems);
        }
    };
    let blanks: Vec<Blank> = keys.blank.into_iter().filter_map(|keys| reader.blank(keys)).collect();
    reader.together(&blanks);
    if reader.problems.is_empty() { Ok(blanks) } else { Err(reader.problems) }
}

struct Reader<'a> {
    text: &'a str,
    file: &'a str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn report(&mut self, message: impl Into<String>, span: Range<usize>, help: impl Into<String>) {
        self.problems.push(problem(message, self.file, self.text, span).help(help));
    }

    fn blank(&mut self, keys: BlankKeys) -> Option<Blank> {
        if *keys.n.get_ref() == 0 {
            self.report(
                "blanks are counted from 1",
                keys.n.span(),
                "write the number of the mark: n = 1 for `1>`",
            );
        }
        if keys.question.get_ref().trim().is_empty() {
            let help =
                "write the question that helps somebody who was wrong; it must not give the value away";
            self.report("an empty question", keys.question.span(), help);
        }
        let span = keys.truth.span();
        let truth = self.truth(keys.truth.into_inner(), span.clone())?;
        let question = keys.question.into_inner().trim().to_owned();
        Some(Blank { n: keys.n.into_inner(), truth, question, span })
    }

    fn truth(
        &mut self,
        mut keys: BTreeMap<String, Spanned<toml::Value>>,
        span: Range<usize>,
    ) -> Option<Truth> {
        let first = keys.pop_first();
        let (Some((name, value)), true) = (first, keys.is_empty()) else {
            let help = format!("name one of: {}", kinds().join(", "));
            self.report("a truth is taken from exactly one place", span, help);
            return None;
        };
        let at = value.span();
        let is_on = value.get_ref().as_bool() == Some(true);
        let simple = match name.as_str() {
            "stdout_line" => {
                let number = value.get_ref().as_integer().and_then(|line| usize::try_from(line).ok());
                let Some(line) = number.filter(|line| *line > 0) else {
                    self.report(
                        "this is not the number of a line",
                        at,
                        "lines are counted from 1: stdout_line = 3",
                    );
                    return None;
                };
                return Some(Truth::StdoutLine(line));
            }
            "drops" => {
                let Some(prefix) = value.get_ref().as_str().filter(|prefix| !prefix.trim().is_empty()) else {
                    let help = "write what the lines begin with: drops = \"drop \"";
                    self.report("this is not the beginning of a line", at, help);
                    return None;
                };
                return Some(Truth::Drops(prefix.to_owned()));
            }
            "allocations" => Truth::Allocations,
            "peak_bytes" => Truth::PeakBytes,
            "panics" => Truth::Panics,
            "error_code" => Truth::ErrorCode,
            "error_line" => Truth::ErrorLine,
            "oracle" => Truth::Oracle,
            other => {
                let help = match did_you_mean(other, kinds()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("a truth is one of: {}", kinds().join(", ")),
                };
                self.report(format!("there is no truth `{other}`"), span, help);
                return None;
            }
        };
        if !is_on {
            let help = format!("write `{name} = true`: the value itself is taken from the program");
            self.report("what is true is never written here", at, help);
            return None;
        }
        Some(simple)
    }

    /// What is wrong with the blanks together.
    fn together(&mut self, blanks: &[Blank]) {
        if blanks.is_empty() && self.problems.is_empty() {
            let help = "add a [[blank]] with n, truth and question for each mark of the exercise";
            self.report("there is no [[blank]]", 0..0, help);
        }
        for (at, blank) in blanks.iter().enumerate() {
            if blanks[..at].iter().any(|before| before.n == blank.n) {
                let message = format!("the blank {} is there twice", blank.n);
                self.report(message, blank.span.clone(), "give each blank a number of its own");
            }
        }
        let of_compiler = |blank: &&Blank| blank.truth.is_of_the_compiler();
        let of_run = blanks.iter().find(|blank| !of_compiler(blank));
        if let (Some(_), Some(run)) = (blanks.iter().find(of_compiler), of_run) {
            let help =
                "ask for the compiler's error, or for what happens when the program runs; not for both";
            self.report("a program that does not compile does not run", run.span.clone(), help);
        }
    }
}

/// A problem at a place of a file.
pub fn problem(message: impl Into<String>, file: &str, text: &str, span: Range<usize>) -> Problem {
    let mut problem = Problem::new(message);
    problem.file = Some(file.to_owned());
    problem.snippet = Some((text.to_owned(), span));
    problem
}
