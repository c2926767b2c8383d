//! What the exercises of a format 1 kit depend on, built by cargo once and then handed to the
//! compiler with each exercise.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::kit::project::{Project, cannot_write};
use crate::runner::{self, Cancel, Job, JobLimits, JobOutcome, MemoryLimit, inherited_env};
use crate::storage::{Durability, lock, write_atomically};
use crate::toolchain::{Toolchain, on_path};

/// Where it is remembered what came of a build.
const BUILT: &str = "built.json";

/// How the compiler finds what exercises depend on.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Dependencies {
    /// Words for the compiler.
    pub(super) args: Vec<OsString>,
    /// Changes when one of them does.
    pub(super) digest: Vec<u8>,
}

/// Builds what this manifest depends on, unless that is done.
///
/// # Errors
/// When cargo is missing or cannot build it.
pub(super) fn build(
    manifest: &str,
    project: &Project,
    toolchain: &Toolchain,
    cache: &Path,
) -> Result<Dependencies> {
    let locked = project.kit.source.read("Cargo.lock").unwrap_or_default();
    let mut hasher = blake3::Hasher::new();
    for part in [manifest.as_bytes(), &locked, toolchain.version.as_bytes()] {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    let folder = cache.join(format!("dependencies-{}", &hasher.finalize().to_hex()[..16]));
    // What lies in a folder of the author's may have changed: cargo itself knows.
    let remembered = || serde_json::from_slice(&fs::read(folder.join(BUILT)).ok()?).ok();
    let may_change = manifest.lines().filter(|line| line.contains("path = ")).count() > 1;
    if !may_change && let Some(built) = remembered() {
        return Ok(built);
    }
    // Several memkatas at once: one builds, the others find it done.
    let held = lock(&cache.join("dependencies.lock"));
    if !may_change && let Some(built) = remembered() {
        return Ok(built);
    }
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        let written = fs::create_dir_all(&folder).and_then(|()| match fs::read(&path) {
            Ok(now) if now == bytes => Ok(()),
            _ => fs::write(&path, bytes),
        });
        written.map_err(|error| cannot_write(&path, &error))
    };
    put("Cargo.toml", manifest.as_bytes())?;
    put("lib.rs", b"")?;
    if !locked.is_empty() && !folder.join("Cargo.lock").exists() {
        put("Cargo.lock", &locked)?;
    }
    let place = project.kit.source.display("Cargo.toml");
    let metadata = cargo(&folder, toolchain, &["metadata", "--format-version=1"], &place)?;
    let messages = cargo(&folder, toolchain, &["build", "--message-format=json"], &place)?;
    let built = read(&metadata, &messages);
    if let Ok(bytes) = serde_json::to_vec(&built) {
        // Only a memory: without it cargo is asked again.
        let _ = write_atomically(&folder.join(BUILT), &bytes, Durability::Quick);
    }
    drop(held);
    Ok(built)
}

/// What cargo said: the names of the direct dependencies, and the files that were built.
fn read(metadata: &str, messages: &str) -> Dependencies {
    let metadata: Value = serde_json::from_str(metadata).unwrap_or_default();
    let root = &metadata["resolve"]["root"];
    let nodes = metadata["resolve"]["nodes"].as_array().into_iter().flatten();
    let node = nodes.into_iter().find(|node| node["id"] == *root);
    let direct = node.and_then(|node| node["deps"].as_array()).into_iter().flatten();
    // One package may have several names.
    let direct: Vec<(&str, &str)> =
        direct.filter_map(|found| Some((found["pkg"].as_str()?, found["name"].as_str()?))).collect();
    let mut built = Dependencies::default();
    let mut folders: Vec<PathBuf> = Vec::new();
    let mut hasher = blake3::Hasher::new();
    for message in messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let package = message["package_id"].as_str().unwrap_or_default();
        if message["reason"] == "build-script-executed" {
            let paths = message["linked_paths"].as_array().into_iter().flatten().filter_map(Value::as_str);
            built.args.extend(paths.flat_map(|path| ["-L".into(), path.into()]));
        }
        let kinds = message["target"]["kind"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let is_library = kinds.into_iter().any(|kind| kind.ends_with("lib") || kind == "proc-macro");
        if message["reason"] != "compiler-artifact" || !is_library {
            continue;
        }
        let files = message["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let Some(file) = files.into_iter().find(|file| !file.ends_with(".rmeta")) else { continue };
        hasher.update(&fs::read(file).unwrap_or_default());
        folders.extend(Path::new(file).parent().map(Path::to_owned));
        for (_, name) in direct.iter().filter(|(id, _)| *id == package) {
            built.args.extend(["--extern".into(), format!("{name}={file}").into()]);
        }
    }
    folders.sort();
    folders.dedup();
    for folder in folders {
        let deps = if folder.ends_with("deps") { folder } else { folder.join("deps") };
        built.args.extend(["-L".into(), format!("dependency={}", deps.display()).into()]);
    }
    built.digest = hasher.finalize().as_bytes().to_vec();
    built
}

/// Runs cargo to its end; what it prints to standard output.
fn cargo(folder: &Path, toolchain: &Toolchain, args: &[&str], manifest: &str) -> Result<String> {
    let beside = toolchain.rustc.with_file_name(format!("cargo{}", env::consts::EXE_SUFFIX));
    let Some(program) = Some(beside).filter(|cargo| cargo.is_file()).or_else(|| on_path("cargo")) else {
        return Err(Error::machine("this kit has dependencies, and there is no cargo to build them")
            .help("install Rust as https://rustup.rs says, then open a new terminal"));
    };
    let mut env = inherited_env(|name| {
        ["RUSTC", "RUSTFLAGS", "CARGO_TARGET", "CARGO_BUILD", "CARGO_ENCODED"]
            .iter()
            .any(|start| name.starts_with(start))
    });
    env.push(("RUSTC".into(), toolchain.rustc.clone().into()));
    env.push(("CARGO_TARGET_DIR".into(), folder.join("target").into()));
    let job = Job {
        program,
        args: args.iter().map(Into::into).collect(),
        dir: folder.to_owned(),
        env,
        stdin: String::new(),
        without_proc: false,
        sandbox: None,
        limits: JobLimits {
            wall: Duration::from_secs(1800),
            memory: MemoryLimit::AddressSpace(64 << 30),
            output: 256 << 20,
            processes: 256,
        },
    };
    let outcome = runner::run(&job, &Cancel::default());
    if outcome.succeeded() {
        return Ok(String::from_utf8_lossy(&outcome.stdout).into_owned());
    }
    Err(failure(&outcome, manifest))
}

fn failure(outcome: &JobOutcome, manifest: &str) -> Error {
    let said = String::from_utf8_lossy(&outcome.stderr);
    let first = said.lines().find(|line| line.starts_with("error"));
    let mut first = first.unwrap_or("it did not come to its end").trim_start_matches("error: ").to_owned();
    // What it comes down to stands last.
    if let Some((_, cause)) = said.rsplit_once("Caused by:") {
        first = format!("{first}: {}", cause.trim().lines().next().unwrap_or_default());
    }
    let offline =
        ["Could not resolve host", "failed to download", "network failure", "download of config.json failed"];
    if offline.iter().any(|words| said.contains(words)) {
        return Error::machine(format!("cargo cannot fetch what this kit depends on: {first}"))
            .in_file(manifest)
            .help("it is needed once: connect to the network and try again");
    }
    Error::kit(format!("cargo cannot build what this kit depends on: {first}"))
        .in_file(manifest)
        .help("`cargo build` in the kit's folder says more")
}
