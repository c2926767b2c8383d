//! The verdicts of both programs on the same files.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process::command;
use crate::sources::Course;
use crate::states::State;

/// After this, a program that has not ended has no verdict. memkata itself gives a program 10 s.
const PATIENCE: Duration = Duration::from_secs(60);

/// What rustlings remembers between runs, before any exercise is done. Were it to remember that
/// all others are done, a pass would make it check them all.
const FRESH: &str = "DON'T EDIT THIS FILE!\n\nintro1\n\n";

/// A folder made by `rustlings init` that both work in.
pub struct Folder {
    pub dir: PathBuf,
    pub memkata: PathBuf,
    pub rustlings: PathBuf,
    /// The folders of the user's that both may write to; memkata's cache among them.
    pub home: PathBuf,
}

/// What one of them says of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Passed,
    Failed,
    /// It had not ended when patience did, and so has not passed.
    Endless,
    /// Something else than a verdict.
    Other(Option<i32>),
}

impl Folder {
    /// Has rustlings make it.
    pub fn make(home: &Path, memkata: &Path, rustlings: &Path) -> Result<Self> {
        let mut init =
            command(rustlings, home).arg("init").stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        init.stdin.take().context("it has an input")?.write_all(b"\n")?;
        if !init.wait()?.success() {
            bail!("`rustlings init` has failed");
        }
        let (memkata, rustlings) = (memkata.to_owned(), rustlings.to_owned());
        Ok(Self { dir: home.join("rustlings"), memkata, rustlings, home: home.to_owned() })
    }

    /// memkata in this folder, which finds this rustlings and a cache of this comparison's own.
    pub fn memkata(&self) -> Command {
        let mut command = command(&self.memkata, &self.dir);
        let beside = self.rustlings.parent().map(Path::to_owned);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = beside.into_iter().chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(path).unwrap_or_default());
        command.env("XDG_CACHE_HOME", self.home.join("cache"));
        command
    }

    fn start(mut command: Command) -> Result<Child> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        Ok(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?)
    }

    fn judge(&self, name: &str) -> Result<(Said, Said)> {
        fs::write(self.dir.join(".rustlings-state.txt"), FRESH)?;
        let mut theirs = command(&self.rustlings, &self.dir);
        theirs.args(["run", name]);
        let mut ours = self.memkata();
        ours.args(["run", name]);
        let (theirs, ours) = (Self::start(theirs)?, Self::start(ours)?);
        Ok((said(theirs)?, said(ours)?))
    }
}

fn said(mut child: Child) -> Result<Said> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(match status.code() {
                Some(0) => Said::Passed,
                Some(1) => Said::Failed,
                other => Said::Other(other),
            });
        }
        if start.elapsed() > PATIENCE {
            // All that it has started is in its group.
            let group = format!("-{}", child.id());
            Command::new("kill").args(["-KILL", "--", &group]).status()?;
            child.wait()?;
            return Ok(Said::Endless);
        }
        sleep(Duration::from_millis(5));
    }
}

/// Takes both verdicts on all states and prints how many are the same, and all that are not.
pub fn print(group: &str, course: &Course, folder: &Folder, states: &[State]) -> Result<()> {
    let (mut agreed, mut passed, mut endless) = (0, 0, 0);
    for (at, state) in states.iter().enumerate() {
        let exercise = &course.exercises[state.exercise];
        fs::write(folder.dir.join(&exercise.file), &state.text)?;
        let (theirs, ours) = folder.judge(&exercise.name)?;
        // Never ending is one way not to pass.
        let same = (theirs == Said::Passed) == (ours == Said::Passed) && !matches!(ours, Said::Other(_));
        agreed += usize::from(same);
        passed += usize::from(theirs == Said::Passed);
        endless += usize::from(theirs == Said::Endless);
        if !same {
            println!(
                "  {group} {}: {} · {}\n    rustlings: {theirs:?} · memkata: {ours:?}",
                at + 1,
                exercise.name,
                state.what
            );
        }
        fs::write(folder.dir.join(&exercise.file), &exercise.starter)?;
    }
    let failed = states.len() - passed;
    println!(
        "{group}: the same verdict on {agreed} of {} (rustlings: {passed} passed, {failed} did not, {endless} of them without an end)",
        states.len()
    );
    Ok(())
}
