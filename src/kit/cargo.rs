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
        let edition = manifest.get("package").and_then(|package| package.get("edition"));
        let edition = edition.and_then(Value::as_str).unwrap_or(OLDEST_EDITION).to_owned();
        let panic = at(&manifest, &["profile", "dev", "panic"]);
        Ok(Self {
            edition: Some(edition),
            lints: lints(&manifest),
            dependencies: dependencies(&manifest, source),
            for_workspaces: for_workspaces(&manifest, source),
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

/// A manifest with the dependencies alone. Those for tests are among them: an exercise is compiled
/// once, with its tests.
fn dependencies(manifest: &Table, source: &Source) -> Option<String> {
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
    if let Some(Value::Table(for_tests)) = parts.remove("dev-dependencies") {
        let always = parts.entry("dependencies").or_insert_with(|| Value::Table(Table::new()));
        if let Value::Table(always) = always {
            for_tests.into_iter().for_each(|(name, wanted)| {
                always.entry(name).or_insert(wanted);
            });
        }
    }
    if let Some(patch) = manifest.get("patch") {
        parts.insert("patch".into(), patch.clone());
    }
    // Alone, whatever folder it lies in; what its workspace gives it, it keeps.
    let shared = at(manifest, &["workspace", "dependencies"]).cloned();
    let shared = shared.map(|shared| ("dependencies".to_owned(), shared));
    parts.insert("workspace".into(), Value::Table(shared.into_iter().collect()));
    if let Source::Folder(root) = source {
        parts.iter_mut().for_each(|(_, part)| make_absolute(part, root));
    }
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

/// The kit's dependencies and lints, as text behind a workspace's own `[dependencies]`.
fn for_workspaces(manifest: &Table, source: &Source) -> String {
    let mut text = String::new();
    for (name, wanted) in manifest.get("dependencies").and_then(Value::as_table).into_iter().flatten() {
        let mut one = Value::Table([(name.clone(), wanted.clone())].into_iter().collect());
        if let Source::Folder(root) = source {
            make_absolute(&mut one, root);
        }
        // A key with its value on one line, whatever the kit writes.
        let _ = writeln!(text, "{name} = {}", one[name.as_str()]);
    }
    for part in ["dev-dependencies", "lints"] {
        let shared = at(manifest, &[part, "workspace"]).and_then(Value::as_bool) == Some(true);
        let table = if shared { at(manifest, &["workspace", part]) } else { manifest.get(part) };
        let Some(mut table) = table.cloned() else { continue };
        if let Source::Folder(root) = source {
            make_absolute(&mut table, root);
        }
        let part = Table::from_iter([(part.to_owned(), table)]);
        let _ = write!(text, "\n{}", toml::to_string(&part).unwrap_or_default());
    }
    text
}

/// Makes paths of dependencies whole: the manifest will lie in another folder.
fn make_absolute(value: &mut Value, root: &Path) {
    let Value::Table(table) = value else { return };
    for (key, value) in table.iter_mut() {
        match value {
            Value::String(path) if key == "path" => *path = root.join(&*path).display().to_string(),
            other => make_absolute(other, root),
        }
    }
}

/// The words that cargo itself gives the compiler for `[lints]`: those of higher priority later,
/// where they win.
fn lints(manifest: &Table) -> Vec<String> {
    let shared = at(manifest, &["lints", "workspace"]).and_then(Value::as_bool) == Some(true);
    let tools = if shared { at(manifest, &["workspace", "lints"]) } else { manifest.get("lints") };
    let mut words = Vec::new();
    let mut configurations = Vec::new();
    for (tool, lints) in tools.and_then(Value::as_table).into_iter().flatten() {
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
