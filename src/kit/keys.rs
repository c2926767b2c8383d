//! The keys of `info.toml`, as serde reads them. The comments of format 2 are what an editor shows to
//! an author: `schemas/info.schema.json` is made from them (`src/schemas.rs`), so they are written for
//! authors. docs/info-toml.md says more.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Table;

#[cfg(test)]
use super::Limits;

/// The editions of Rust that there are.
pub(super) const EDITIONS: [&str; 4] = ["2024", "2021", "2018", "2015"];
/// The longest that a run may be allowed to take.
pub(super) const MOST_SECONDS: u64 = 600;
/// The most mebibytes of memory and kibibytes of output that it may be allowed.
pub(super) const MOST_SIZE: u64 = 1 << 20;
/// Names and folders; `names.rs` checks them, and what is reserved.
#[cfg(test)]
const NAME: &str = "^[A-Za-z0-9_][A-Za-z0-9_-]*$";

/// The one key that says how the rest is read.
#[derive(Deserialize)]
pub(super) struct FormatOnly {
    pub(super) format_version: Option<Spanned<i64>>,
}

/// The keys of an exercise, which a slip may put into one of its tables. A test compares them with the schema.
#[rustfmt::skip]
pub(super) const EXERCISE_KEYS: [&str; 28] = [
    "allow_lints", "claims", "credit", "dir", "explain", "fails_with", "forbid", "hint", "hint_for", "hints",
    "introduces", "keep", "kind", "limits", "misconceptions", "name", "needs", "points", "sanitize", "see",
    "skip_check_unsolved", "stdout", "steps", "strict_clippy", "task", "test", "tests", "witness",
];

/// `hint_for`: any values, so that what is wrong can be said better than "expected a string".
pub(super) type Hints = BTreeMap<Spanned<String>, Spanned<toml::Value>>;

/// Format 1: rustlings' own, read as it is. Keys it does not name are passed over.
#[derive(Deserialize)]
pub(super) struct Info1 {
    pub(super) welcome_message: Option<String>,
    pub(super) final_message: Option<String>,
    pub(super) exercises: Option<Vec<Spanned<Exercise1>>>,
}

#[derive(Deserialize)]
pub(super) struct Exercise1 {
    pub(super) name: Option<Spanned<String>>,
    pub(super) dir: Option<Spanned<String>>,
    #[serde(default = "yes")]
    pub(super) test: bool,
    #[serde(default)]
    pub(super) strict_clippy: bool,
    #[serde(default)]
    pub(super) hint: String,
    #[serde(default)]
    pub(super) skip_check_unsolved: bool,
}

/// A kit of exercises for memkata.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Info2 {
    /// The format of this file: 2.
    #[serde(rename = "format_version")]
    #[cfg_attr(test, schemars(extend("enum" = [2])))]
    _format_version: i64,
    /// What the kit is called.
    pub(super) title: Option<String>,
    /// The version of the kit. A class can pin it; raise it when learners should notice a change.
    pub(super) version: Option<String>,
    /// The edition of Rust that the exercises are compiled with.
    #[cfg_attr(test, schemars(with = "Option<String>", extend("enum" = EDITIONS, "default" = "2024")))]
    pub(super) edition: Option<Spanned<String>>,
    /// Shown at the very beginning.
    pub(super) welcome_message: Option<String>,
    /// Shown when every exercise is done.
    pub(super) final_message: Option<String>,
    /// The chapters, in their order.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<Chapter2>"))]
    pub(super) chapters: Vec<Spanned<Chapter2>>,
    // A key that every file, chapter or exercise needs is an `Option` to serde, and one of those required in the
    // schema: serde would stop at the first one that is missing, and the reader tells all of them.
    /// The exercises, in their order.
    #[cfg_attr(test, schemars(with = "Vec<Exercise2>"))]
    pub(super) exercises: Option<Vec<Spanned<Exercise2>>>,
    /// What the kit teaches, a sentence each. Where there are any, `memkata verify` proves that each has an
    /// exercise, and exercises name no others.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<Statement2>"))]
    pub(super) claims: Vec<Spanned<Statement2>>,
    /// The wrong beliefs that the kit is against, held together with its exercises in the same way. Mistakes
    /// name them, too.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<Statement2>"))]
    pub(super) misconceptions: Vec<Spanned<Statement2>>,
}

/// Something that is taught, or believed and wrong.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Statement2 {
    /// How exercises and mistakes name it: short and unique, such as "M4".
    #[cfg_attr(test, schemars(with = "String", extend("pattern" = NAME)))]
    pub(super) id: Option<Spanned<String>>,
    /// What it says, in one sentence.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) text: Option<String>,
}

/// A chapter: a folder below exercises/ and solutions/, with what is said when it begins.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Chapter2 {
    /// The chapter's folder below exercises/ and solutions/.
    #[cfg_attr(test, schemars(with = "String", extend("pattern" = NAME)))]
    pub(super) dir: Option<Spanned<String>>,
    /// Its title, as learners see it.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) title: Option<String>,
    /// Shown when the chapter begins: what it is about, in a few sentences.
    pub(super) intro: Option<String>,
}

/// An exercise.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Exercise2 {
    /// Unique in the kit. The file is exercises/DIR/NAME.rs, or .md for an answer and a prediction.
    #[cfg_attr(test, schemars(with = "String", extend("pattern" = NAME)))]
    pub(super) name: Option<Spanned<String>>,
    /// The folder of its chapter.
    #[cfg_attr(test, schemars(with = "Option<String>", extend("pattern" = NAME)))]
    pub(super) dir: Option<Spanned<String>>,
    /// What the learner writes: "code" is a program, "answer" a text that a rubric judges, "predict" what a
    /// program will do, "witness" a call that makes a broken program misuse memory.
    #[cfg_attr(
        test,
        schemars(
            with = "Option<String>",
            extend("enum" = super::Kind::ALL.map(super::Kind::name), "default" = "code")
        )
    )]
    pub(super) kind: Option<Spanned<String>>,
    /// What is to be done, in one sentence. Shown above everything.
    pub(super) task: Option<String>,
    /// Whether tests run.
    #[serde(default = "yes")]
    pub(super) test: bool,
    /// Whose tests count: "kit", those of the starter; "learner", where writing tests is the exercise; or
    /// the path of a .rs file in the kit that holds nothing but tests.
    #[cfg_attr(
        test,
        schemars(
            with = "Option<String>",
            extend("pattern" = r"^(kit|learner|.+\.rs)$", "default" = "kit")
        )
    )]
    pub(super) tests: Option<Spanned<String>>,
    /// Whether a warning of clippy stops the pass.
    #[serde(default)]
    pub(super) strict_clippy: bool,
    /// Lints that are off, because they would stop the exercise before its point.
    #[serde(default)]
    pub(super) allow_lints: Vec<String>,
    /// What the starter fails with: an error code (E0515), a lint, a memory error (leak), or a reason such
    /// as tests. `memkata verify` proves it.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) fails_with: Option<Spanned<String>>,
    /// A single hint. Where there are more, write `hints`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) hint: Option<Spanned<String>>,
    /// The hints in their order: a question about a line, the idea, the shape in different code.
    pub(super) hints: Option<Vec<String>>,
    /// Hints by error code, lint or reason: shown first, while that error is the learner's.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, String>"))]
    pub(super) hint_for: Hints,
    /// Shown on the pass: what happened, the rule, where it leads.
    pub(super) explain: Option<String>,
    /// What may not be used: "unsafe", a word ("clone"), the end of a path ("Box::leak"), "static", "'static".
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) forbid: Vec<Spanned<String>>,
    /// Items that stay as the starter has them: "fn main", "struct Note", "impl Note", "const SIZE"; "sig shout"
    /// is the head of a function only.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) keep: Vec<Spanned<String>>,
    /// What `main` must print. White space at line ends does not count.
    pub(super) stdout: Option<String>,
    /// What a run may use.
    pub(super) limits: Option<Limits2>,
    /// What it counts in a class.
    #[cfg_attr(test, schemars(extend("default" = 1)))]
    pub(super) points: Option<u32>,
    /// `verify` does not ask the starter to fail.
    #[serde(default)]
    pub(super) skip_check_unsolved: bool,
    /// Whether oracles of memory errors judge, too. "optional" does the same, and says that the exercise
    /// counts where only some of them are there.
    #[cfg_attr(
        test,
        schemars(
            with = "Option<serde_json::Value>",
            extend("enum" = serde_json::json!([true, false, "optional"]), "default" = false)
        )
    )]
    pub(super) sanitize: Option<Spanned<toml::Value>>,
    /// For the kind "witness": the memory error that has to be seen, and where, as in "heap-use-after-free in fn
    /// last".
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) witness: Option<Spanned<String>>,
    /// What an exercise that is built in steps asks for, a title per step. The tests of the second step stand
    /// in a module `step_2`; the first step that is not done is reported, and nothing of those after it.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) steps: Vec<Spanned<String>>,
    /// Ideas that are met here first.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) introduces: Vec<Spanned<String>>,
    /// Ideas that it builds on: `verify` proves that they were introduced before, or here.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) needs: Vec<Spanned<String>>,
    /// What it teaches: ids of `[[claims]]`.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) claims: Vec<Spanned<String>>,
    /// The wrong beliefs that it is about: ids of `[[misconceptions]]`.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub(super) misconceptions: Vec<Spanned<String>>,
    /// What its points are given for: "all" for a pass, "per-test" for each test that has passed, or each blank.
    #[cfg_attr(test, schemars(with = "Option<String>", extend("enum" = ["all", "per-test"], "default" = "all")))]
    pub(super) credit: Option<Spanned<String>>,
    // Read so that a kit of the whole format loads; judged by what is built later.
    /// Moments worth a picture. Not judged yet.
    #[serde(rename = "see")]
    #[cfg_attr(test, schemars(with = "Option<Vec<BTreeMap<String, serde_json::Value>>>"))]
    _see: Option<Vec<Table>>,
}

/// What a run may use.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Limits2 {
    /// How long it may take.
    #[cfg_attr(test, schemars(with = "Option<u64>", range(min = 1, max = MOST_SECONDS)))]
    #[cfg_attr(test, schemars(extend("default" = Limits::default().seconds)))]
    pub(super) seconds: Option<Spanned<u64>>,
    /// How much memory it may use, in mebibytes.
    #[cfg_attr(test, schemars(with = "Option<u64>", range(min = 1, max = MOST_SIZE)))]
    #[cfg_attr(test, schemars(extend("default" = Limits::default().memory_mib)))]
    pub(super) memory_mib: Option<Spanned<u64>>,
    /// How much it may print, in kibibytes.
    #[cfg_attr(test, schemars(with = "Option<u64>", range(min = 1, max = MOST_SIZE)))]
    #[cfg_attr(test, schemars(extend("default" = Limits::default().output_kib)))]
    pub(super) output_kib: Option<Spanned<u64>>,
    /// How long compiling it may take, in seconds.
    #[cfg_attr(test, schemars(with = "Option<u64>", range(min = 1, max = MOST_SECONDS)))]
    #[cfg_attr(test, schemars(extend("default" = Limits::default().compile_seconds)))]
    pub(super) compile_seconds: Option<Spanned<u64>>,
}

fn yes() -> bool {
    true
}

/// The schema of format 2.
#[cfg(test)]
pub(crate) fn schema(generator: schemars::SchemaGenerator) -> schemars::Schema {
    let schema = generator.into_root_schema_for::<Info2>();
    let keys =
        schema.pointer("/properties/exercises/items/properties").and_then(serde_json::Value::as_object);
    assert!(keys.is_some_and(|keys| keys.keys().eq(EXERCISE_KEYS)), "EXERCISE_KEYS has not the keys of now");
    schema
}
