//! What every judged program is linked with, compiled once per toolchain into one folder:
//!
//! - `memprobe`, whose allocator counts;
//! - the harness: a shared object that brings memprobe and the whole standard library along, so
//!   that the allocator is that of the standard library's own code, too, and that linking a
//!   program takes no longer than with the standard library's shared object;
//! - `sysroot`: the toolchain's libraries without that shared object. The compiler would find
//!   the standard library twice and refuse;
//! - where the toolchain has AddressSanitizer's runtime, what proves its reports.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;
use std::{env, fs, io};

use crate::check::compile::{SYSROOT, install_linker};
use crate::error::{Error, Result};
use crate::memprobe;
use crate::runner::{self, Cancel, Job, JobLimits, MemoryLimit, inherited_env};
use crate::storage::lock;
use crate::toolchain::Toolchain;

const HARNESS: &str = include_str!("../../harness/memkata_harness.rs");
const ASAN: &str = include_str!("../../harness/memkata_asan.rs");

/// What the names of folders begin with in which a harness is being compiled.
const WORK: &str = "harness.new.";

/// A harness of this age is swept away when another is made.
const STALE: Duration = Duration::from_secs(90 * 24 * 3600);

/// How all of it is compiled. Frame pointers, so that memprobe can tell who allocates.
const FLAGS: [&str; 6] = [
    "--edition=2021",
    "-Copt-level=1",
    "-Ccodegen-units=1",
    "-Cforce-frame-pointers=yes",
    "-Cprefer-dynamic",
    "-L.",
];

/// A digest over all sources and how they are compiled: part of every cache key, so it is made
/// once.
pub(super) fn digest() -> &'static blake3::Hash {
    static DIGEST: OnceLock<blake3::Hash> = OnceLock::new();
    DIGEST.get_or_init(digest_sources)
}

fn digest_sources() -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for part in [HARNESS, ASAN]
        .iter()
        .chain(&FLAGS)
        .map(|text| text.as_bytes())
        .chain(memprobe::files().map(|(_, bytes)| bytes))
    {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    hasher.finalize()
}

/// The folder of the compiled harness, compiled now if it is not there: in the user's own cache,
/// where all workspaces find it, or where that cannot be written to, below `cache`.
///
/// # Errors
/// When it cannot be compiled or written: the machine's fault.
pub(super) fn build(toolchain: &Toolchain, cache: &Path) -> Result<PathBuf> {
    let mut hasher = blake3::Hasher::new();
    for part in [
        digest().as_bytes().as_slice(),
        toolchain.version.as_bytes(),
        toolchain.rustc.as_os_str().as_encoded_bytes(),
    ] {
        hasher.update(part).update(&[0]);
    }
    let name = format!("harness-{}", &hasher.finalize().to_hex()[..16]);
    let parents: Vec<PathBuf> = own_cache().into_iter().chain([cache.to_owned()]).collect();
    let find = || parents.iter().map(|parent| parent.join(&name)).find(|folder| folder.is_dir());
    if let Some(folder) = find() {
        return Ok(folder);
    }
    let mut first_error = None;
    for parent in &parents {
        // A burst of saves must not start a burst of compilers: one compiles, the others find it done.
        let held = lock(&parent.join("harness.lock"));
        let built = find().map_or_else(|| compile(toolchain, parent, &parent.join(&name)), Ok);
        drop(held);
        match built {
            Ok(folder) => return Ok(folder),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    Err(first_error.unwrap_or_else(|| Error::machine("there is nowhere to compile memkata's harness")))
}

/// The user's own cache folder: in a shared one, somebody else could have put a harness of theirs.
fn own_cache() -> Option<PathBuf> {
    let usual = || match cfg!(windows) {
        true => env::var_os("LOCALAPPDATA").map(PathBuf::from),
        false => Some(env::home_dir()?.join(".cache")),
    };
    let named = env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()).map(PathBuf::from);
    Some(named.or_else(usual)?.join("memkata")).filter(|cache| cache.is_absolute())
}

/// Compiles beside its place and moves it there whole; whoever comes second finds it done.
fn compile(toolchain: &Toolchain, parent: &Path, folder: &Path) -> Result<PathBuf> {
    let cannot = |error: io::Error| crate::kit::project::cannot_write(folder, &error);
    fs::create_dir_all(parent).map_err(cannot)?;
    let work = tempfile::Builder::new().prefix(WORK).tempdir_in(parent).map_err(cannot)?;
    let write = |name: &str, bytes: &[u8]| -> Result<()> {
        let path = work.path().join(name);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
        written.map_err(cannot)
    };
    link_sysroot(toolchain, &work.path().join(SYSROOT)).map_err(cannot)?;
    for (path, bytes) in memprobe::files() {
        write(&format!("memprobe/{path}"), bytes)?;
    }
    write("memkata_harness.rs", HARNESS.as_bytes())?;
    let build = |args: &[&str]| rustc(toolchain, work.path(), args);
    build(&["--crate-type=rlib", "memprobe/src/lib.rs", "--crate-name=memprobe"])?;
    build(&["--crate-type=dylib", "memkata_harness.rs", "--extern=memprobe"])?;
    if toolchain.address_sanitizer() {
        write("memkata_asan.rs", ASAN.as_bytes())?;
        build(&["--crate-type=rlib", "memkata_asan.rs", "--extern=memprobe", "--extern=memkata_harness"])?;
    }
    sweep(parent);
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

/// Removes harnesses of compilers that have been replaced, where one that is still used is made anew,
/// and what a compile has left behind that was ended on its way.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let made = entry.metadata().and_then(|data| data.modified());
        let age = made.ok().and_then(|made| made.elapsed().ok());
        let name = entry.file_name();
        let is_harness = ["harness-", WORK].iter().any(|start| name.to_string_lossy().starts_with(start));
        if is_harness && age.is_some_and(|age| age > STALE) {
            // If it stays, it only takes room.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Calls the compiler in `dir`.
fn rustc(toolchain: &Toolchain, dir: &Path, args: &[&str]) -> Result<()> {
    let sysroot = ["--sysroot", SYSROOT];
    let job = Job {
        program: toolchain.rustc.clone(),
        args: FLAGS.iter().chain(&sysroot).chain(args).map(Into::into).collect(),
        dir: dir.to_owned(),
        env: inherited_env(|name| name.starts_with("RUST") || name.starts_with("CARGO")),
        stdin: String::new(),
        without_proc: false,
        sandbox: None,
        limits: JobLimits {
            wall: Duration::from_secs(60),
            memory: MemoryLimit::AddressSpace(8 << 30),
            output: 1 << 20,
            processes: 64,
        },
    };
    let outcome = runner::run(&job, &Cancel::default());
    if outcome.succeeded() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&outcome.stderr);
    let first = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing").to_owned();
    if first.contains("linker `") && first.contains("not found") {
        return Err(Error::machine(format!("there is no linker: {first}")).help(install_linker()));
    }
    Err(Error::machine(format!("the compiler cannot compile memkata's harness: {first}"))
        .in_file(toolchain.rustc.display().to_string())
        .help("try `rustc --version` yourself; `rustup default stable` installs a compiler"))
}

/// Makes a folder that the compiler takes for the toolchain's: links to its libraries.
fn link_sysroot(toolchain: &Toolchain, sysroot: &Path) -> io::Result<()> {
    let Some(target) = toolchain.target() else { return Err(io::ErrorKind::NotFound.into()) };
    mirror(target, &sysroot.join("lib/rustlib").join(target.file_name().unwrap_or_default()))
}

/// A folder that is missing is for the compiler to complain about.
fn mirror(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    if !from.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            mirror(&path, &to.join(&name))?;
        } else if !is_shared_std(&name.to_string_lossy()) {
            link(&path, &to.join(&name))?;
        }
    }
    Ok(())
}

/// The standard library as a shared object, and on Windows what links with it.
fn is_shared_std(name: &str) -> bool {
    let stem = name.strip_prefix("lib").unwrap_or(name);
    stem.starts_with("std-")
        && [".so", ".dylib", ".dll", ".dll.lib", ".dll.a"].iter().any(|end| stem.ends_with(end))
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(from, to)
}

/// Symbolic links take a right that users of Windows don't have.
#[cfg(not(unix))]
fn link(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}
