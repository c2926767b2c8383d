//! What rustfmt makes of a file of the kit.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Judge;
use crate::error::{Error, Result};
use crate::runner::{self, Cancel, End, Job, JobLimits, JobOutcome, MemoryLimit, inherited_env};
use crate::storage::{Durability, write_atomically};

/// Files of settings that rustfmt knows, in the kit's own folder.
const SETTINGS: [&str; 2] = ["rustfmt.toml", ".rustfmt.toml"];

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As rustfmt writes it.
    Formatted,
    /// Otherwise; the one-based line of the first difference.
    Other(u32),
    /// In a way that rustfmt cannot read.
    Unreadable,
}

impl Judge<'_> {
    /// Whether the toolchain brings no rustfmt.
    ///
    /// # Errors
    /// When the machine has no compiler.
    pub fn lacks_rustfmt(&self) -> Result<bool> {
        Ok(self.toolchain()?.rustfmt().is_none())
    }

    /// How a Rust file of the kit is written, by the kit's own rustfmt.toml where it has one.
    ///
    /// # Errors
    /// When the toolchain has no rustfmt, or it fails for another reason than the text.
    pub fn style(&self, text: &str, cancel: &Cancel) -> Result<Style> {
        let toolchain = self.toolchain()?;
        let rustfmt = toolchain.rustfmt().ok_or_else(|| Error::machine("rustfmt is not installed"))?;
        let own = SETTINGS.map(|name| self.project.dir.join(name)).into_iter().find(|file| file.is_file());
        let settings = own.as_ref().and_then(|file| fs::read(file).ok()).unwrap_or_default();
        let mut key = super::cache::Key::of_nothing();
        for part in [
            toolchain.version.as_bytes(),
            rustfmt.as_os_str().as_encoded_bytes(),
            self.project.kit.edition.as_bytes(),
            &settings,
            text.as_bytes(),
        ] {
            key.add(part);
        }
        let known = self.cache_dir().join("formatted").join(key.finish());
        if known.is_file() {
            return Ok(Style::Formatted);
        }
        let outcome = runner::run(&self.job(rustfmt, own.clone(), text)?, cancel);
        if let End::NotStarted(why) = &outcome.end {
            return Err(Error::machine(format!("rustfmt cannot be started: {why}"))
                .help("`rustup component add rustfmt` installs it"));
        }
        // A line that it cannot break is an error of its own, and the text is there all the same.
        if outcome.stdout.is_empty() && !outcome.succeeded() {
            return unformatted(&outcome, own.as_deref()).map_or(Ok(Style::Unreadable), Err);
        }
        let formatted = String::from_utf8_lossy(&outcome.stdout);
        // What it reads from standard input it writes with the line ends of Unix, if not told otherwise.
        let same_ends =
            |text: &str| if wants_ends(&settings) { text.into() } else { text.replace("\r\n", "\n") };
        if same_ends(&formatted) == same_ends(text) {
            // Only a shortcut: without it rustfmt is asked again.
            let _ = write_atomically(&known, b"", Durability::Quick);
            return Ok(Style::Formatted);
        }
        // Line ends belong to the lines: they may be all that differs.
        let (formatted, text) = (same_ends(&formatted), same_ends(text));
        let lines = formatted.split_inclusive('\n').zip(text.split_inclusive('\n'));
        let same = lines.take_while(|(left, right)| left == right).count();
        Ok(Style::Other(u32::try_from(same + 1).unwrap_or(u32::MAX)))
    }

    fn job(&self, rustfmt: PathBuf, own: Option<PathBuf>, text: &str) -> Result<Job> {
        let settings = match own {
            Some(own) => own,
            // Without a file it would go on to look for the user's own.
            None => {
                let empty = self.cache_dir().join("rustfmt.toml");
                if !empty.is_file() {
                    write_atomically(&empty, b"", Durability::Quick)
                        .map_err(|error| crate::kit::project::cannot_write(&empty, &error))?;
                }
                empty
            }
        };
        let edition = &self.project.kit.edition;
        Ok(Job {
            program: rustfmt,
            args: vec![
                "--edition".into(),
                edition.into(),
                "--color=never".into(),
                "--config-path".into(),
                settings.into(),
            ],
            dir: self.project.dir.clone(),
            env: inherited_env(|_| false),
            stdin: text.to_owned(),
            limits: JobLimits {
                wall: Duration::from_secs(60),
                memory: MemoryLimit::AddressSpace(4 << 30),
                output: 16 << 20,
                processes: 32,
            },
            without_proc: false,
            sandbox: None,
        })
    }
}

/// Whether a kit's settings ask for certain line ends.
fn wants_ends(settings: &[u8]) -> bool {
    let settings: toml::Table = toml::from_str(&String::from_utf8_lossy(settings)).unwrap_or_default();
    settings.get("newline_style").is_some_and(|style| style.as_str() != Some("Auto"))
}

/// Why rustfmt wrote nothing, unless that is the file's own fault, or nobody waits for it any more.
fn unformatted(outcome: &JobOutcome, own: Option<&Path>) -> Option<Error> {
    let said = String::from_utf8_lossy(&outcome.stderr);
    if said.contains("--> <stdin>:") || outcome.end == End::Cancelled {
        return None;
    }
    let line = said.lines().find_map(|line| line.strip_prefix("Error details: "));
    let line = line.or_else(|| said.lines().find(|line| !line.trim().is_empty()));
    let settings = own.filter(|own| said.contains(&*own.to_string_lossy()) || said.contains("TOML"));
    if let Some(own) = settings {
        return Some(
            Error::kit(format!("rustfmt cannot read its settings: {}", line.unwrap_or_default()))
                .in_file(own.display().to_string())
                .help("mend this file; `rustfmt --check` in the kit's folder reads it, too"),
        );
    }
    let line = match (&outcome.end, line) {
        (End::TimedOut, _) => "it did not come to its end",
        (_, line) => line.unwrap_or("it said nothing"),
    };
    Some(
        Error::machine(format!("rustfmt has failed: {line}"))
            .help("try it on the solutions yourself; `rustup component add rustfmt` installs it anew"),
    )
}
