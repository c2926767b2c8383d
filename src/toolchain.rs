//! Which compiler is here: found once, remembered until something about it changes.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::runner::tools;
use crate::storage::{Durability, lock, write_atomically};

/// A Rust toolchain, past any `rustup` shim.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Toolchain {
    /// The compiler itself.
    pub rustc: PathBuf,
    /// clippy's compiler driver, where it is installed.
    pub clippy_driver: Option<PathBuf>,
    /// The folder of the standard library.
    pub libraries: PathBuf,
    /// What `rustc -vV` says: part of every cache key.
    pub version: String,
}

/// A remembered toolchain and what it was found under.
#[derive(Serialize, Deserialize)]
struct Remembered {
    found_under: Vec<String>,
    toolchain: Toolchain,
}

impl Toolchain {
    /// The toolchain that `rustc` means in `dir`. `memory` is a file that remembers it.
    ///
    /// # Errors
    /// When there is no compiler, or it does not work.
    pub fn find(dir: &Path, memory: &Path) -> Result<Self> {
        let Some(shim) = on_path("rustc") else {
            return Err(Error::machine("there is no Rust compiler: `rustc` is not on the PATH")
                .help("install Rust as https://rustup.rs says, then open a new terminal"));
        };
        let mut found_under = circumstances(dir, &shim);
        if let Some(toolchain) = recall(memory, &found_under) {
            return Ok(toolchain);
        }
        // A burst of saves must not start a burst of compilers: one asks, the others remember.
        let held = lock(&memory.with_extension("lock"));
        if let Some(toolchain) = recall(memory, &found_under) {
            return Ok(toolchain);
        }
        let toolchain = Self::ask(dir, &shim)?;
        found_under.push(stamp(&toolchain.rustc));
        if let Ok(bytes) = serde_json::to_vec(&Remembered { found_under, toolchain: toolchain.clone() }) {
            // Only a memory: without it the compiler is asked again.
            let _ = write_atomically(memory, &bytes, Durability::Quick);
        }
        drop(held);
        Ok(toolchain)
    }

    fn ask(dir: &Path, shim: &Path) -> Result<Self> {
        let fails = |error: std::io::Error| {
            Error::machine(format!("`rustc` does not work: {error}"))
                .in_file(shim.display().to_string())
                .help("try `rustc --version` yourself; `rustup default stable` installs a compiler")
        };
        let sysroot = PathBuf::from(tools::ask(shim, &["--print", "sysroot"], dir).map_err(fails)?.trim());
        let real = executable(&sysroot.join("bin"), "rustc").unwrap_or_else(|| shim.to_owned());
        let answer = tools::ask(&real, &["-vV"], dir).map_err(fails)?;
        let Some(host) = answer.lines().find_map(|line| line.strip_prefix("host: ")) else {
            return Err(Error::machine("`rustc -vV` does not say for which system it compiles")
                .in_file(real.display().to_string())
                .help("try `rustc -vV` yourself; `rustup default stable` installs a compiler"));
        };
        let libraries = sysroot.join("lib/rustlib").join(host).join("lib");
        Ok(Self {
            clippy_driver: executable(&sysroot.join("bin"), "clippy-driver"),
            rustc: real,
            libraries,
            version: answer,
        })
    }

    /// What compiles the exercises: clippy's driver where there is one.
    pub fn driver(&self) -> &Path {
        self.clippy_driver.as_deref().unwrap_or(&self.rustc)
    }

    /// What formats Rust, where it is installed.
    pub fn rustfmt(&self) -> Option<PathBuf> {
        executable(self.rustc.parent()?, "rustfmt")
    }

    /// Whether programs can be made to run under AddressSanitizer: its runtime ships with the
    /// compilers for some systems.
    pub fn address_sanitizer(&self) -> bool {
        let names = fs::read_dir(&self.libraries).into_iter().flatten().flatten();
        cfg!(target_os = "linux")
            && names.map(|entry| entry.file_name()).any(|name| name.to_string_lossy().ends_with("_rt.asan.a"))
    }

    /// The folder below `lib/rustlib` that holds what programs for this machine are linked with.
    pub fn target(&self) -> Option<&Path> {
        self.libraries.parent()
    }
}

/// The variable that lets a program find the shared objects in `folder`.
pub fn library_path(folder: &Path) -> (OsString, OsString) {
    if cfg!(windows) {
        let mut paths = vec![folder.to_owned()];
        paths.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        ("PATH".into(), env::join_paths(paths).unwrap_or_default())
    } else if cfg!(target_os = "macos") {
        ("DYLD_FALLBACK_LIBRARY_PATH".into(), folder.into())
    } else {
        ("LD_LIBRARY_PATH".into(), folder.into())
    }
}

/// The remembered toolchain, if it was found under the same circumstances.
fn recall(memory: &Path, found_under: &[String]) -> Option<Toolchain> {
    let remembered: Remembered = serde_json::from_slice(&fs::read(memory).ok()?).ok()?;
    let (rustc, before) = remembered.found_under.split_last()?;
    (before == found_under && *rustc == stamp(&remembered.toolchain.rustc)).then_some(remembered.toolchain)
}

/// Everything that decides which compiler `rustc` is, as far as it can be seen without
/// starting it: the file on the PATH, rustup's settings, and overrides around `dir`.
fn circumstances(dir: &Path, shim: &Path) -> Vec<String> {
    let home =
        env::var_os("RUSTUP_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".rustup")));
    let mut seen = vec![env!("CARGO_PKG_VERSION").to_owned(), stamp(shim)];
    seen.push(env::var("RUSTUP_TOOLCHAIN").unwrap_or_default());
    seen.extend(home.map(|home| stamp(&home.join("settings.toml"))));
    for folder in dir.ancestors() {
        for name in ["rust-toolchain.toml", "rust-toolchain"] {
            let file = folder.join(name);
            if file.exists() {
                seen.push(stamp(&file));
            }
        }
    }
    // rustup's per-folder overrides are in its settings, but they depend on the folder.
    seen.push(dir.display().to_string());
    seen
}

/// A file's path, size and time of change as text.
fn stamp(path: &Path) -> String {
    let Ok(data) = fs::metadata(path) else { return format!("{} missing", path.display()) };
    let changed = data.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let nanos = changed.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    format!("{} {} {nanos}", path.display(), data.len())
}

/// The first executable file of this name on the PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).find_map(|folder| executable(&folder, name))
}

fn executable(folder: &Path, name: &str) -> Option<PathBuf> {
    let path = folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    is_executable(&path).then_some(path)
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}
