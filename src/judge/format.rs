//! What rustfmt makes of a file of the kit.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::Judge;
use crate::error::{Error, Result};
use crate::runner::{self, Cancel, End, Job, JobLimits, MemoryLimit, inherited_env};
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
    /// When the toolchain has no rustfmt, or it cannot be started.
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
        let outcome = runner::run(&self.job(rustfmt, own, text)?, cancel);
        if let End::NotStarted(why) = &outcome.end {
            return Err(Error::machine(format!("rustfmt cannot be started: {why}"))
                .help("`rustup component add rustfmt` installs it"));
        }
        // A line that it cannot break is an error of its own, and the text is there all the same.
        let formatted = String::from_utf8_lossy(&outcome.stdout);
        if formatted.is_empty() {
            return Ok(Style::Unreadable);
        }
        if formatted == text {
            // Only a shortcut: without it rustfmt is asked again.
            let _ = write_atomically(&known, b"", Durability::Quick);
            return Ok(Style::Formatted);
        }
        let same = formatted.lines().zip(text.lines()).take_while(|(left, right)| left == right).count();
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
        })
    }
}
