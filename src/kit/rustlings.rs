//! A learner's folder that `rustlings init` has made. It has no info.toml: that one is inside the
//! `rustlings` program. memkata reads it there, keeps a copy among its own files, and works in the
//! folder as it is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::{Table, Value};

use super::project::STATE_DIR;
use crate::error::{Error, Result};
use crate::storage::{Durability, write_atomically};
use crate::toolchain::on_path;

/// The copy of the program's info.toml, in memkata's own folder.
const COPY: &str = "rustlings-info.toml";
/// How it begins inside the program.
const BEGINNING: &[u8] = b"format_version = 1";
/// Far longer than any info.toml.
const LONGEST: usize = 16 << 20;
/// What stands in a solution that rustlings has not given away yet.
const CLOSED: &str = "DON'T EDIT THIS SOLUTION FILE!";

/// Whether `rustlings init` has made this folder.
pub(super) fn is_workspace(dir: &Path) -> bool {
    dir.join("exercises").is_dir() && !dir.join("info.toml").exists() && !exercises(dir).is_empty()
}

/// Whether this text of a solution only keeps its place.
pub fn is_closed(solution: &str) -> bool {
    solution.contains(CLOSED)
}

/// The exercises that the folder's Cargo.toml lists.
fn exercises(dir: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(dir.join("Cargo.toml")).unwrap_or_default();
    let manifest: Table = toml::from_str(&text).unwrap_or_default();
    let programs = manifest.get("bin").and_then(Value::as_array).into_iter().flatten();
    let exercises = programs.filter_map(|program| {
        let is_exercise = program.get("path")?.as_str()?.starts_with("exercises/");
        program.get("name")?.as_str().filter(|_| is_exercise).map(str::to_owned)
    });
    exercises.collect()
}

/// The info.toml of the exercises in this folder, and where it was found.
///
/// # Errors
/// When there is no `rustlings` here that knows these exercises.
pub(super) fn info(dir: &Path) -> Result<(String, PathBuf)> {
    let copy = dir.join(STATE_DIR).join(COPY);
    let wanted = exercises(dir);
    if let Some(text) = fs::read_to_string(&copy).ok().filter(|text| fits(text, &wanted)) {
        return Ok((text, copy));
    }
    let Some(program) = program() else {
        return Err(missing(dir, "there is no `rustlings` program here, and its info.toml is inside it"));
    };
    let bytes = fs::read(&program).unwrap_or_default();
    let Some(text) = embedded(&bytes).filter(|text| fits(text, &wanted)) else {
        let message = "the installed `rustlings` has other exercises than this folder";
        return Err(missing(dir, message).help("install the rustlings that has made this folder, or make a new folder with `rustlings init` and copy your work into it"));
    };
    // Only so that it is found when rustlings is gone or has become another one.
    let _ = write_atomically(&copy, text.as_bytes(), Durability::Quick);
    Ok((text, copy))
}

fn missing(dir: &Path, message: &str) -> Error {
    Error::kit(message)
        .in_file(dir.display().to_string())
        .help("`cargo install rustlings` installs it; with an info.toml in this folder it is not needed")
}

/// The `rustlings` on the PATH, or where cargo installs it.
fn program() -> Option<PathBuf> {
    let home = || Some(env::home_dir()?.join(".cargo"));
    let installed = || {
        let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home)?;
        let path = cargo.join("bin").join(format!("rustlings{}", env::consts::EXE_SUFFIX));
        path.is_file().then_some(path)
    };
    on_path("rustlings").or_else(installed)
}

/// The info.toml inside a program: from its first line to the first that is no TOML any more.
fn embedded(program: &[u8]) -> Option<String> {
    let start = program.windows(BEGINNING.len()).position(|window| window == BEGINNING)?;
    let bytes = &program[start..program.len().min(start + LONGEST)];
    let mut text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?,
    };
    // The text that follows it in the program is no TOML: each error is beyond its end.
    loop {
        match toml::from_str::<Table>(text) {
            Ok(_) => return Some(text.to_owned()),
            Err(error) => {
                let at = error.span()?.start.min(text.len().saturating_sub(1));
                text = &text[..text.get(..at)?.rfind('\n').map_or(0, |end| end + 1)];
            }
        }
        if text.len() <= BEGINNING.len() {
            return None;
        }
    }
}

/// Whether an info.toml describes all of these exercises.
fn fits(text: &str, wanted: &BTreeSet<String>) -> bool {
    let info: Table = toml::from_str(text).unwrap_or_default();
    let described = info.get("exercises").and_then(Value::as_array).into_iter().flatten();
    let described: BTreeSet<&str> = described.filter_map(|exercise| exercise.get("name")?.as_str()).collect();
    !wanted.is_empty()
        && wanted.len() == described.len()
        && wanted.iter().all(|name| described.contains(&**name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_info_toml_is_found_inside_a_program() {
        let info = "format_version = 1\n\n[[exercises]]\nname = \"a\"\nhint = \"\"\"\nTwo\nlines\"\"\"\n";
        for after in ["// TODO: next text\nfn main() {}\n\"", "fn main() {\n", "\0\0rest", ""] {
            let program = [b"\x7fELF\0\xff", info.as_bytes(), after.as_bytes(), b"\xfe\xffmore"].concat();
            assert_eq!(embedded(&program).as_deref(), Some(info), "{after:?}");
        }
        assert_eq!(embedded(b"\x7fELF"), None);
    }
}
