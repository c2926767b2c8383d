//! Finding out what memkata does: a toolchain of recorders.
//!
//! A recorder is this very program under another name (`rustc`, `clippy-driver`), found by
//! memkata on the PATH. It notes that it was started, keeps a copy of the files and the words
//! of the call, and calls the real compiler; in the place of the compiled program it puts one
//! more recorder, which keeps what the program reads. So the bare call that memkata is held
//! against is exactly the call that memkata makes, and a compiler that was started is seen.
//! Nothing is timed while recorders are in place.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::process::{command, copy_dir, sysroot};

/// Beside a recorder lies a file of its name with this ending.
const SETTINGS: &str = "recorder.json";

/// Recorders in the place of a toolchain.
pub struct Recorder {
    toolchain: PathBuf,
    log: PathBuf,
}

impl Recorder {
    /// Makes a toolchain of recorders in `home`.
    #[cfg(unix)]
    pub fn install(home: &Path) -> Result<Self> {
        use std::os::unix::fs::symlink;
        let real = sysroot(home)?;
        let (toolchain, log) = (home.join("toolchain"), home.join("log"));
        fs::create_dir_all(toolchain.join("bin"))?;
        symlink(real.join("lib"), toolchain.join("lib"))?;
        for tool in ["rustc", "clippy-driver"] {
            let program = real.join("bin").join(tool);
            if program.is_file() {
                place(&toolchain.join("bin").join(tool), &program, &toolchain, &log)?;
            }
        }
        let recorder = Self { toolchain, log };
        recorder.forget()?;
        Ok(recorder)
    }

    /// Elsewhere a toolchain cannot be put together from links.
    #[cfg(not(unix))]
    pub fn install(_home: &Path) -> Result<Self> {
        anyhow::bail!("what memkata calls can be recorded only on Unix")
    }

    /// A command that finds the recorders instead of the compiler.
    pub fn command(&self, program: &Path, dir: &Path) -> Result<Command> {
        let mut paths = vec![self.toolchain.join("bin")];
        paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let mut command = command(program, dir);
        command.env("PATH", std::env::join_paths(paths)?);
        Ok(command)
    }

    /// How often a compiler was started since `forget`.
    pub fn starts(&self) -> Result<usize> {
        Ok(fs::read_dir(self.log.join("starts"))?.count())
    }

    /// Begins anew.
    pub fn forget(&self) -> Result<()> {
        if self.log.exists() {
            fs::remove_dir_all(&self.log)?;
        }
        for folder in ["starts", "calls"] {
            fs::create_dir_all(self.log.join(folder))?;
        }
        Ok(())
    }

    /// Every call of the compiler whose program was run.
    pub fn calls(&self) -> Result<Vec<Call>> {
        Ok(self.all_calls()?.into_iter().filter(|call| !call.runs.is_empty()).collect())
    }

    /// Every call of the compiler, also where nothing was run: the harness's own, and those that were refused.
    pub fn all_calls(&self) -> Result<Vec<Call>> {
        let mut calls = Vec::new();
        for entry in fs::read_dir(self.log.join("calls"))? {
            let folder = entry?.path();
            let mut runs = Vec::new();
            for file in fs::read_dir(&folder)? {
                let file = file?.path();
                if file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("run-")) {
                    runs.push(Words::read(&file)?);
                }
            }
            calls.push(Call {
                compile: Words::read(&folder.join("call.json"))?,
                files: folder.join("files"),
                runs,
            });
        }
        Ok(calls)
    }
}

/// A call of the compiler, and the runs of what it made.
pub struct Call {
    pub compile: Words,
    /// The files that lay in its folder.
    pub files: PathBuf,
    pub runs: Vec<Words>,
}

/// Everything that a process is started with.
#[derive(Debug, Clone)]
pub struct Words {
    pub program: String,
    pub dir: String,
    pub args: Vec<String>,
    pub env: Vec<(String, String)>,
    pub stdin: String,
}

impl Words {
    fn of_this_process(program: &Path, stdin: String) -> Result<Self> {
        let text = |text: OsString| text.to_string_lossy().into_owned();
        Ok(Self {
            program: program.display().to_string(),
            dir: std::env::current_dir()?.display().to_string(),
            args: std::env::args_os().skip(1).map(text).collect(),
            env: std::env::vars_os().map(|(name, value)| (text(name), text(value))).collect(),
            stdin,
        })
    }

    fn write(&self, file: &Path) -> Result<()> {
        let document = json!({
            "program": self.program, "dir": self.dir, "args": self.args, "env": self.env, "stdin": self.stdin,
        });
        Ok(fs::write(file, document.to_string())?)
    }

    fn read(file: &Path) -> Result<Self> {
        let document: Value = serde_json::from_slice(&fs::read(file)?)?;
        let text = |key: &str| document[key].as_str().unwrap_or_default().to_owned();
        Ok(Self {
            program: text("program"),
            dir: text("dir"),
            args: serde_json::from_value(document["args"].clone())?,
            env: serde_json::from_value(document["env"].clone())?,
            stdin: text("stdin"),
        })
    }
}

/// Puts a recorder at `place`, for `real`.
#[cfg(unix)]
fn place(place: &Path, real: &Path, toolchain: &Path, log: &Path) -> Result<()> {
    let settings = json!({"real": real, "toolchain": toolchain, "log": log, "own": std::env::current_exe()?});
    fs::write(beside(place), settings.to_string())?;
    Ok(std::os::unix::fs::symlink(std::env::current_exe()?, place)?)
}

#[cfg(not(unix))]
fn place(_place: &Path, _real: &Path, _toolchain: &Path, _log: &Path) -> Result<()> {
    anyhow::bail!("recorders are links")
}

fn beside(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{SETTINGS}"));
    place.with_file_name(name)
}

/// Does a recorder's work when this program was started as one.
pub fn as_a_tool() -> Option<ExitCode> {
    let name = PathBuf::from(std::env::args_os().next()?);
    let settings: Value = serde_json::from_slice(&fs::read(beside(&name)).ok()?).ok()?;
    Some(act(&name, &settings).unwrap_or_else(|error| {
        eprintln!("recorder: {error:#}");
        ExitCode::FAILURE
    }))
}

fn act(name: &Path, settings: &Value) -> Result<ExitCode> {
    let path = |key: &str| PathBuf::from(settings[key].as_str().unwrap_or_default());
    let (real, toolchain, log) = (path("real"), path("toolchain"), path("log"));
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    let tool = name.file_name().unwrap_or_default();
    if tool != "rustc" && tool != "clippy-driver" {
        return act_as_program(&real, &log);
    }
    fs::write(log.join("starts").join(unique()), args.join(OsStr::new(" ")).as_encoded_bytes())?;
    if args == ["--print", "sysroot"] {
        println!("{}", toolchain.display());
        return Ok(ExitCode::SUCCESS);
    }
    let output = args.iter().position(|arg| arg == "-o").and_then(|at| args.get(at + 1));
    let Some(output) = output.map(PathBuf::from) else {
        return pass_on(&real, &args, None);
    };
    let call = log.join("calls").join(unique());
    copy_dir(&std::env::current_dir()?, &call.join("files"))?;
    Words::of_this_process(&real, String::new())?.write(&call.join("call.json"))?;
    let status = pass_on(&real, &args, None)?;
    if output.is_file() && status == ExitCode::SUCCESS {
        let program = std::env::current_dir()?.join(&output);
        let moved = program.with_extension("real");
        fs::rename(&program, &moved)?;
        place(&program, &moved, &toolchain, &call)?;
    }
    Ok(status)
}

/// In the place of a compiled program: keeps what it reads.
fn act_as_program(real: &Path, call: &Path) -> Result<ExitCode> {
    let mut stdin = String::new();
    std::io::stdin().read_to_string(&mut stdin)?;
    Words::of_this_process(real, stdin.clone())?.write(&call.join(format!("run-{}.json", unique())))?;
    pass_on(real, &[], Some(&stdin))
}

fn pass_on(real: &Path, args: &[OsString], stdin: Option<&str>) -> Result<ExitCode> {
    let mut command = Command::new(real);
    command.args(args).stdin(if stdin.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut child = command.spawn().with_context(|| format!("cannot start {}", real.display()))?;
    if let (Some(mut pipe), Some(text)) = (child.stdin.take(), stdin) {
        // A program that does not read to the end has its reasons.
        let _ = pipe.write_all(text.as_bytes());
    }
    let status = child.wait()?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// A name that no other recorder uses.
fn unique() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{}-{}", std::process::id(), now.as_nanos())
}
