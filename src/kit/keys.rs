//! The keys of `info.toml`, as serde reads them. What they mean is said in docs/info-toml.md.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Table;

/// The one key that says how the rest is read.
#[derive(Deserialize)]
pub(super) struct FormatOnly {
    pub(super) format_version: Option<Spanned<i64>>,
}

/// Format 1: rustlings' own, read as it is. Keys it does not name are passed over.
#[derive(Deserialize)]
pub(super) struct Info1 {
    pub(super) welcome_message: Option<String>,
    pub(super) final_message: Option<String>,
    pub(super) exercises: Vec<Exercise1>,
}

#[derive(Deserialize)]
pub(super) struct Exercise1 {
    pub(super) name: Spanned<String>,
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

/// Format 2.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Info2 {
    #[serde(rename = "format_version")]
    _format_version: i64,
    pub(super) title: Option<String>,
    pub(super) version: Option<String>,
    pub(super) edition: Option<Spanned<String>>,
    pub(super) welcome_message: Option<String>,
    pub(super) final_message: Option<String>,
    #[serde(default)]
    pub(super) chapters: Vec<Chapter2>,
    pub(super) exercises: Vec<Exercise2>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chapter2 {
    pub(super) dir: Spanned<String>,
    pub(super) title: String,
    pub(super) intro: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exercise2 {
    pub(super) name: Spanned<String>,
    pub(super) dir: Option<Spanned<String>>,
    pub(super) kind: Option<Spanned<String>>,
    pub(super) task: Option<String>,
    #[serde(default = "yes")]
    pub(super) test: bool,
    pub(super) tests: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) strict_clippy: bool,
    #[serde(default)]
    pub(super) allow_lints: Vec<String>,
    pub(super) fails_with: Option<Spanned<String>>,
    pub(super) hint: Option<Spanned<String>>,
    pub(super) hints: Option<Vec<String>>,
    #[serde(default)]
    pub(super) hint_for: BTreeMap<String, String>,
    pub(super) explain: Option<String>,
    #[serde(default)]
    pub(super) forbid: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) keep: Vec<Spanned<String>>,
    pub(super) stdout: Option<String>,
    pub(super) limits: Option<Limits2>,
    pub(super) points: Option<u32>,
    #[serde(default)]
    pub(super) skip_check_unsolved: bool,
    pub(super) sanitize: Option<Spanned<toml::Value>>,
    pub(super) witness: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) introduces: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) needs: Vec<Spanned<String>>,
    // Read so that a kit of the whole format loads; judged by what is built later.
    #[serde(rename = "see")]
    _see: Option<Vec<Table>>,
    #[serde(rename = "credit")]
    _credit: Option<String>,
    #[serde(rename = "misconceptions")]
    _misconceptions: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits2 {
    pub(super) seconds: Option<Spanned<u64>>,
    pub(super) memory_mib: Option<Spanned<u64>>,
    pub(super) output_kib: Option<Spanned<u64>>,
}

fn yes() -> bool {
    true
}
