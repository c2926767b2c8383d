//! The harness that every judged program is linked with, compiled once per toolchain.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use crate::error::{Error, Result};
use crate::runner::{self, Cancel, Job, JobLimits, inherited_env};
use crate::storage::lock;
use crate::toolchain::Toolchain;

/// Its source.
pub(super) const SOURCE: &str = include_str!("../../harness/memkata_harness.rs");

/// The folder of the compiled harness below `cache`, compiled now if it is not there.
///
/// # Errors
/// When it cannot be compiled or written: the machine's fault.
pub(super) fn build(toolchain: &Toolchain, cache: &Path) -> Result<PathBuf> {
    let mut hasher = blake3::Hasher::new();
    for part in
        [SOURCE.as_bytes(), toolchain.version.as_bytes(), toolchain.rustc.as_os_str().as_encoded_bytes()]
    {
        hasher.update(part).update(&[0]);
    }
    let name = format!("harness-{}", &hasher.finalize().to_hex()[..16]);
    let fallback = own_cache();
    let folder = cache.join(&name);
    if folder.is_dir() {
        return Ok(folder);
    }
    // A burst of saves must not start a burst of compilers: one compiles, the others find it done.
    let held = lock(&cache.join("harness.lock"));
    if folder.is_dir() {
        return Ok(folder);
    }
    let built = compile(toolchain, cache, &folder).or_else(|first| {
        // A workspace that cannot be written to can still be judged.
        let folder = fallback.join(&name);
        if folder.is_dir() { Ok(folder) } else { compile(toolchain, &fallback, &folder).map_err(|_| first) }
    });
    drop(held);
    built
}

/// The user's own cache folder: in a shared one, somebody else could have put a harness of theirs.
fn own_cache() -> PathBuf {
    let named = env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()).map(PathBuf::from);
    let usual = || Some(env::home_dir()?.join(".cache"));
    named.or_else(usual).unwrap_or_else(|| PathBuf::from(".cache")).join("memkata")
}

/// Compiles beside its place and moves it there whole; whoever comes second finds it done.
fn compile(toolchain: &Toolchain, parent: &Path, folder: &Path) -> Result<PathBuf> {
    let cannot = |error: std::io::Error| crate::kit::project::cannot_write(folder, &error);
    fs::create_dir_all(parent).map_err(cannot)?;
    let work = tempfile::Builder::new().prefix("harness.").tempdir_in(parent).map_err(cannot)?;
    fs::write(work.path().join("memkata_harness.rs"), SOURCE).map_err(cannot)?;
    let args = [
        "--crate-type=rlib",
        "--crate-name=memkata_harness",
        "--edition=2021",
        "-Copt-level=1",
        "-Cprefer-dynamic",
        "memkata_harness.rs",
    ];
    let job = Job {
        program: toolchain.rustc.clone(),
        args: args.map(Into::into).to_vec(),
        dir: work.path().to_owned(),
        env: inherited_env(|name| name.starts_with("RUST") || name.starts_with("CARGO")),
        stdin: String::new(),
        without_proc: false,
        limits: JobLimits { wall: Duration::from_secs(60), memory: 8 << 30, output: 1 << 20, processes: 64 },
    };
    let outcome = runner::run(&job, &Cancel::default());
    if !outcome.succeeded() {
        let said = String::from_utf8_lossy(&outcome.stderr);
        let first = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing").to_owned();
        return Err(Error::machine(format!("the compiler cannot compile memkata's harness: {first}"))
            .in_file(toolchain.rustc.display().to_string())
            .help("try `rustc --version` yourself; `rustup default stable` installs a compiler"));
    }
    match fs::rename(work.path(), folder) {
        Ok(()) => {
            // It has moved, so there is nothing left to clean up.
            let _ = work.keep();
            Ok(folder.to_owned())
        }
        Err(_) if folder.is_dir() => Ok(folder.to_owned()),
        Err(error) => Err(cannot(error)),
    }
}
