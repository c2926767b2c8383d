//! A hermetic environment: a folder with a home, a place for temporary files, a kit and a
//! workspace; and only the variables that a test gives.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::answer::{Answer, Verdict};
use super::kit::Kit;
use super::process::{self, Running};
use super::toolchain;

/// The environment of one test; everything in it is gone with it.
pub struct Env {
    root: TempDir,
    variables: BTreeMap<OsString, OsString>,
}

impl Env {
    /// An empty one: a home, a folder for temporary files, the real compiler on the PATH.
    pub fn new() -> Self {
        let root = TempDir::with_prefix("memkata-test.").expect("a temporary folder");
        let mut env = Self { root, variables: BTreeMap::new() };
        for folder in ["home", "tmp", "work"] {
            fs::create_dir(env.path(folder)).expect("a fresh folder takes a folder");
        }
        let outer = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(toolchain::bin()).chain(std::env::split_paths(&outer));
        env.set("PATH", std::env::join_paths(path).expect("no folder on the PATH has a colon"));
        env.set("HOME", env.path("home"));
        // What is compiled once per compiler is shared by all tests.
        env.set("XDG_CACHE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"));
        env.set("TMPDIR", env.path("tmp"));
        env.set("LANG", "C.UTF-8");
        for name in ["SystemRoot", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(name) {
                env.set(name, value);
            }
        }
        env
    }

    /// The same with another value of a variable.
    #[must_use]
    pub fn var(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.set(name, value);
        self
    }

    /// Gives a variable another value from here on.
    pub fn set(&mut self, name: &str, value: impl AsRef<OsStr>) {
        self.variables.insert(name.into(), value.as_ref().to_owned());
    }

    /// A path below this environment's own folder.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.path().join(relative)
    }

    /// The folder that commands work in: the workspace, where there is one.
    pub fn dir(&self) -> PathBuf {
        self.path("work")
    }

    /// The folder of the kit.
    pub fn kit_dir(&self) -> PathBuf {
        self.path("kit")
    }

    /// Writes the kit and makes a workspace of it.
    pub fn workspace_of(&self, kit: &Kit) {
        kit.write(&self.kit_dir());
        let kit_dir = self.kit_dir();
        self.run_in(
            self.root.path(),
            [OsStr::new("init"), "work".as_ref(), "--kit".as_ref(), kit_dir.as_ref()],
        )
        .exits(0);
    }

    /// A new environment with a workspace of this kit.
    pub fn with(kit: &Kit) -> Self {
        let env = Self::new();
        env.workspace_of(kit);
        env
    }

    /// A new environment in which commands work in the kit's own folder.
    pub fn author(kit: &Kit) -> Self {
        let env = Self::new();
        kit.write(&env.dir());
        env
    }

    /// Writes a file of the workspace, with the folders on the way.
    pub fn write(&self, relative: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        let path = self.dir().join(relative);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folders can be made");
        fs::write(path, content).expect("the file can be written");
    }

    /// The text of a file of the workspace.
    pub fn read(&self, relative: impl AsRef<Path>) -> String {
        let path = self.dir().join(relative);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The program with this environment, not started yet: arguments and streams can still be
    /// changed, and a pseudo-terminal can take it over.
    pub fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        self.other_command(Self::program(), args)
    }

    /// Another program with this environment.
    pub fn other_command<A: AsRef<OsStr>>(
        &self,
        program: impl AsRef<OsStr>,
        args: impl IntoIterator<Item = A>,
    ) -> Command {
        let mut command = Command::new(program);
        command.args(args).env_clear().envs(&self.variables).current_dir(self.dir());
        command
    }

    /// The program under test.
    pub fn program() -> &'static Path {
        Path::new(env!("CARGO_BIN_EXE_memkata"))
    }

    /// Runs memkata to its end.
    pub fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Answer {
        process::finish(self.command(args))
    }

    /// Runs memkata to its end in another folder.
    pub fn run_in<A: AsRef<OsStr>>(
        &self,
        folder: impl AsRef<Path>,
        args: impl IntoIterator<Item = A>,
    ) -> Answer {
        let mut command = self.command(args);
        command.current_dir(folder);
        process::finish(command)
    }

    /// Starts memkata and goes on.
    pub fn start<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Running {
        Running::start(self.command(args))
    }

    /// Runs another program to its end.
    pub fn run_other<A: AsRef<OsStr>>(
        &self,
        program: impl AsRef<OsStr>,
        args: impl IntoIterator<Item = A>,
    ) -> Answer {
        process::finish(self.other_command(program, args))
    }

    /// Judges all exercises of the workspace in one go, and gives the verdicts by their names.
    pub fn verdicts(&self) -> BTreeMap<String, Verdict> {
        let document = self.run(["check", "--format", "json"]).json();
        let all = document["verdicts"].as_array().expect("a list of verdicts");
        let named = |verdict: &Value| verdict["exercise"].as_str().expect("a name").to_owned();
        all.iter().map(|verdict| (named(verdict), Verdict::new(verdict.clone()))).collect()
    }

    /// Judges one exercise of the workspace; the exit status has to fit the verdict.
    pub fn verdict(&self, name: &str) -> Verdict {
        let answer = self.run(["run", name, "--format", "json"]);
        let verdict = Verdict::new(answer.json());
        answer.exits(i32::from(verdict.json["verdict"] != "passed"));
        verdict
    }
}
