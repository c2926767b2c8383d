//! What the Cargo.toml of a format 1 kit decides about its exercises: cargo would follow it when
//! rustlings judges, so memkata does.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use serde::Serialize;
use toml::{Table, Value};

use super::Source;
use crate::error::{Error, ErrorKind, Problem, Result};

/// What cargo takes where a package names no edition.
const OLDEST_EDITION: &str = "2015";

/// The settings of a kit's Cargo.toml. Format 2 has none: its defaults are those of `Default`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Cargo {
    /// The edition of its package, where there is a Cargo.toml.
    pub edition: Option<String>,
    /// The lints that it sets, as words for the compiler, in cargo's order.
    pub lints: Vec<String>,
    /// What its development profile sets, as words for the compiler.
    pub flags: Vec<String>,
    /// What cargo tells the compiler about the package, where there is one.
    pub env: Vec<(String, String)>,
    /// Whether a panic in the program itself ends it at once (`panic = "abort"`). Tests are not
    /// meant: cargo builds them to unwind.
    pub aborts: bool,
    /// The manifest of a package that has the same dependencies and is nothing else; `None` where
    /// there are none.
    pub dependencies: Option<String>,
    /// What a workspace's own manifest takes over, behind its dependencies: further ones, and lints.
    pub for_workspaces: String,
}

impl Cargo {
    /// Reads the kit's Cargo.toml. A kit without one has the settings of none.
    ///
    /// # Errors
    /// When it cannot be read, with the place.
    pub(super) fn read(source: &Source) -> Result<Self> {
        let file = source.display("Cargo.toml");
        let bytes = match source.read("Cargo.toml") {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => {
                return Err(Error::kit(format!("the kit's Cargo.toml cannot be read: {error}")).in_file(file));
            }
        };
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let manifest: Table = toml::from_str(text).map_err(|error| {
            let problem = Problem {
                message: error.message().to_owned(),
                file: Some(file),
                snippet: Some((text.to_owned(), error.span().unwrap_or(0..0))),
                help: Some("mend this place; `cargo metadata` reads the file, too, and says more".into()),
            };
            Error::new(ErrorKind::Kit, problem)
        })?;
        let manifest = whole(manifest, source);
        let edition = at(&manifest, &["package", "edition"]);
        let edition = edition.and_then(Value::as_str).unwrap_or(OLDEST_EDITION).to_owned();
        let panic = at(&manifest, &["profile", "dev", "panic"]);
        Ok(Self {
            edition: Some(edition),
            lints: lints(&manifest),
            flags: flags(&manifest),
            env: manifest.get("package").and_then(Value::as_table).map(env).unwrap_or_default(),
            dependencies: dependencies(&manifest),
            for_workspaces: for_workspaces(&manifest),
            aborts: panic.and_then(Value::as_str) == Some("abort"),
        })
    }

    /// Whether one of its lints is forbidden.
    pub fn forbids(&self) -> bool {
        self.lints.iter().any(|word| word.starts_with("--forbid="))
    }
}

fn at<'a>(table: &'a Table, path: &[&str]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(table.get(*first)?, |value, key| value.get(key))
}

/// The tables of a manifest that say what a package depends on.
const DEPENDENCIES: [&str; 3] = ["dependencies", "dev-dependencies", "target"];

/// The manifest with everything in its place that it takes from its `[workspace]`, and with whole
/// paths: what is made of it will lie in other folders.
fn whole(mut manifest: Table, source: &Source) -> Table {
    let shared = manifest.get("workspace").and_then(Value::as_table).cloned().unwrap_or_default();
    for (key, value) in manifest.get_mut("package").and_then(Value::as_table_mut).into_iter().flatten() {
        if let (true, Some(shared)) = (is_shared(value), at(&shared, &["package", key])) {
            *value = shared.clone();
        }
    }
    if let (Some(lints), Some(shared)) = (manifest.get_mut("lints"), shared.get("lints"))
        && is_shared(lints)
    {
        *lints = shared.clone();
    }
    let root = match source {
        Source::Folder(root) => Some(root.as_path()),
        Source::Embedded => None,
    };
    let mend = |parts: &mut Table| {
        for part in ["dependencies", "dev-dependencies"] {
            for (name, wanted) in parts.get_mut(part).and_then(Value::as_table_mut).into_iter().flatten() {
                if let (true, Some(shared)) = (is_shared(wanted), at(&shared, &["dependencies", name])) {
                    *wanted = inherited(wanted, shared);
                }
                make_absolute(wanted, root);
            }
        }
    };
    mend(&mut manifest);
    for (_, parts) in manifest.get_mut("target").and_then(Value::as_table_mut).into_iter().flatten() {
        parts.as_table_mut().into_iter().for_each(mend);
    }
    for (_, patched) in manifest.get_mut("patch").and_then(Value::as_table_mut).into_iter().flatten() {
        for (_, wanted) in patched.as_table_mut().into_iter().flatten() {
            make_absolute(wanted, root);
        }
    }
    manifest
}

fn is_shared(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

/// A dependency as `[workspace.dependencies]` has it, with what the package adds.
fn inherited(wanted: &Value, shared: &Value) -> Value {
    let mut whole = match shared {
        Value::Table(shared) => shared.clone(),
        version => Table::from_iter([("version".to_owned(), version.clone())]),
    };
    for (key, value) in wanted.as_table().into_iter().flatten() {
        match (key.as_str(), value) {
            // It can only be switched on again, as cargo has it.
            ("workspace", _) | ("default-features", Value::Boolean(false)) => {}
            ("features", Value::Array(more)) => {
                let features = whole.entry(key).or_insert_with(|| Value::Array(Vec::new()));
                features
                    .as_array_mut()
                    .into_iter()
                    .for_each(|features| features.extend(more.iter().cloned()));
            }
            _ => {
                whole.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Table(whole)
}

fn make_absolute(wanted: &mut Value, root: Option<&Path>) {
    if let (Some(Value::String(path)), Some(root)) = (wanted.get_mut("path"), root) {
        *path = root.join(&*path).display().to_string();
    }
}

/// A manifest with the dependencies alone. Those for tests are among them: an exercise is compiled
/// once, with its tests.
fn dependencies(manifest: &Table) -> Option<String> {
    let mut parts = Table::new();
    for name in DEPENDENCIES {
        let table = manifest.get(name).and_then(Value::as_table);
        if let Some(table) = table.filter(|table| !table.is_empty()) {
            parts.insert(name.into(), Value::Table(table.clone()));
        }
    }
    if parts.is_empty() {
        return None;
    }
    for (_, parts) in parts.get_mut("target").and_then(Value::as_table_mut).into_iter().flatten() {
        parts.as_table_mut().into_iter().for_each(always);
    }
    always(&mut parts);
    if let Some(patch) = manifest.get("patch") {
        parts.insert("patch".into(), patch.clone());
    }
    // Alone, whatever folder it lies in.
    parts.insert("workspace".into(), Value::Table(Table::new()));
    // The package keeps its name, so that the kit's Cargo.lock is one for it.
    let kept = ["name", "version", "edition"].into_iter().filter_map(|key| {
        let value = at(manifest, &["package", key]).filter(|value| value.is_str())?;
        Some((key.to_owned(), value.clone()))
    });
    parts.insert("package".into(), Value::Table(kept.collect()));
    let library = [("path".to_owned(), "lib.rs".into())];
    parts.insert("lib".into(), Value::Table(library.into_iter().collect()));
    toml::to_string(&parts).ok()
}

/// Makes what is for tests a dependency like the others.
fn always(parts: &mut Table) {
    if let Some(Value::Table(for_tests)) = parts.remove("dev-dependencies") {
        let always = parts.entry("dependencies").or_insert_with(|| Value::Table(Table::new()));
        if let Value::Table(always) = always {
            for_tests.into_iter().for_each(|(name, wanted)| {
                always.entry(name).or_insert(wanted);
            });
        }
    }
}

/// The kit's dependencies and lints, as text behind a workspace's own `[dependencies]`.
fn for_workspaces(manifest: &Table) -> String {
    let mut text = String::new();
    for (name, wanted) in manifest.get("dependencies").and_then(Value::as_table).into_iter().flatten() {
        // The workspace has that one already.
        if name != "memprobe" {
            // A key with its value on one line, whatever the kit writes.
            let _ = writeln!(text, "{name} = {wanted}");
        }
    }
    for part in ["dev-dependencies", "target", "patch", "lints"] {
        if let Some(table) = manifest.get(part) {
            let part = Table::from_iter([(part.to_owned(), table.clone())]);
            let _ = write!(text, "\n{}", toml::to_string(&part).unwrap_or_default());
        }
    }
    text
}

/// The checks of the development profile. One that is not named is on, whatever the other is.
fn flags(manifest: &Table) -> Vec<String> {
    let set = |key| at(manifest, &["profile", "dev", key]).and_then(Value::as_bool);
    let checks = ["debug-assertions", "overflow-checks"].map(|key| (key, set(key)));
    if checks.iter().all(|(_, set)| set.is_none()) {
        return Vec::new();
    }
    let word = |(key, set): (&str, Option<bool>)| {
        format!("-C{key}={}", if set == Some(false) { "no" } else { "yes" })
    };
    checks.map(word).to_vec()
}

/// What `env!` finds about the package.
fn env(package: &Table) -> Vec<(String, String)> {
    let text = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let authors = package.get("authors").and_then(Value::as_array).into_iter().flatten();
    let authors: Vec<&str> = authors.filter_map(Value::as_str).collect();
    let version = Some(text("version")).filter(|version| !version.is_empty());
    let version = version.unwrap_or_else(|| "0.0.0".to_owned());
    let numbered = version.split('+').next().unwrap_or_default();
    let (numbers, before) = numbered.split_once('-').unwrap_or((numbered, ""));
    let mut numbers = numbers.split('.').map(str::to_owned);
    let mut number = || numbers.next().unwrap_or_default();
    let known = [
        ("VERSION_MAJOR", number()),
        ("VERSION_MINOR", number()),
        ("VERSION_PATCH", number()),
        ("VERSION_PRE", before.to_owned()),
        ("VERSION", version.clone()),
        ("AUTHORS", authors.join(":")),
    ];
    let known = known.map(|(name, value)| (format!("CARGO_PKG_{name}"), value));
    let others = [
        "name",
        "description",
        "homepage",
        "repository",
        "license",
        "license-file",
        "rust-version",
        "readme",
    ];
    let others = others.map(|key| (format!("CARGO_PKG_{}", key.replace('-', "_").to_uppercase()), text(key)));
    known.into_iter().chain(others).collect()
}

/// The words that cargo itself gives the compiler for `[lints]`: those of higher priority later,
/// where they win.
fn lints(manifest: &Table) -> Vec<String> {
    let tools = manifest.get("lints").and_then(Value::as_table);
    let mut words = Vec::new();
    let mut configurations = Vec::new();
    // The lints of cargo itself are about manifests: the compiler has never heard of them.
    for (tool, lints) in tools.into_iter().flatten().filter(|(tool, _)| *tool != "cargo") {
        for (name, setting) in lints.as_table().into_iter().flatten() {
            let level = setting.as_str().or_else(|| setting.get("level")?.as_str());
            let Some(level) = level.filter(|level| ["allow", "warn", "deny", "forbid"].contains(level))
            else {
                continue;
            };
            // memkata allows these in tests, where clippy itself is silent; what is forbidden could not be.
            let level = match name.as_str() {
                "eq_op" | "disallowed_names" if level == "forbid" => "deny",
                _ => level,
            };
            let priority = setting.get("priority").and_then(Value::as_integer).unwrap_or(0);
            let word = match tool.as_str() {
                "rust" => format!("--{level}={name}"),
                tool => format!("--{level}={tool}::{name}"),
            };
            words.push((priority, Reverse(name.clone()), word));
            for known in setting.get("check-cfg").and_then(Value::as_array).into_iter().flatten() {
                configurations.extend(known.as_str().map(|known| format!("--check-cfg={known}")));
            }
        }
    }
    words.sort();
    words.into_iter().map(|(_, _, word)| word).chain(configurations).collect()
}
