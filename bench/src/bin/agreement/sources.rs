//! rustlings' own exercises and solutions, from its package on crates.io.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process::answer;
use crate::programs::RUSTLINGS;

/// One exercise, with both of its files.
pub struct Exercise {
    pub name: String,
    /// Relative to the folder, with forward slashes.
    pub file: String,
    pub starter: String,
    pub solution: String,
}

/// All of them, in their order.
pub struct Course {
    pub exercises: Vec<Exercise>,
}

impl Course {
    /// Reads the package, which cargo has unpacked when it installed the program.
    pub fn fetch(home: &Path) -> Result<Self> {
        let stub = home.join("sources");
        fs::create_dir_all(stub.join("src"))?;
        fs::write(stub.join("src/lib.rs"), "")?;
        fs::write(
            stub.join("Cargo.toml"),
            format!(
                "[package]\nname = \"sources\"\nedition = \"2024\"\n\n[dependencies]\n\
                 rustlings-macros = \"={RUSTLINGS}\"\n\n[workspace]\n"
            ),
        )?;
        let metadata = answer("cargo", &["metadata", "-q", "--format-version", "1"], &stub)?;
        let metadata: Value = serde_json::from_str(&metadata)?;
        // Cargo leaves out a package that is only a program; it unpacks it beside its library.
        let package =
            package(&metadata, "rustlings-macros")?.with_file_name(format!("rustlings-{RUSTLINGS}"));
        // The names in their order are those of its list of programs.
        let manifest = fs::read_to_string(package.join("dev-Cargo.toml")).with_context(|| {
            format!("install rustlings {RUSTLINGS} with cargo: {} is missing", package.display())
        })?;
        let files = manifest.lines().filter_map(|line| line.split_once("path = \"")?.1.split('"').next());
        let files = files.filter_map(|path| path.split_once("exercises/"));
        let exercises = files.map(|(_, file)| {
            let read = |folder: &str| {
                let path = package.join(folder).join(file);
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
            };
            let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".rs");
            Ok(Exercise {
                name: stem.to_owned(),
                file: format!("exercises/{file}"),
                starter: read("exercises")?,
                solution: read("solutions")?,
            })
        });
        Ok(Self { exercises: exercises.collect::<Result<_>>()? })
    }
}

fn package(metadata: &Value, name: &str) -> Result<PathBuf> {
    let packages = metadata["packages"].as_array().context("cargo names no packages")?;
    let found = packages.iter().find(|package| package["name"] == name);
    let manifest = found.and_then(|package| package["manifest_path"].as_str());
    let manifest = manifest.with_context(|| format!("cargo does not name {name}"))?;
    Ok(Path::new(manifest).parent().context("a manifest is in a folder")?.to_owned())
}
