//! The row about the sandbox: what its walls cost each process that runs behind them.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::measure::{in_turn, timed};
use crate::process::{command, run};
use crate::report::{Line, Target};
use crate::setup::Bench;

/// A process takes milliseconds, so many can be measured, and few say little.
const ROUNDS: usize = 200;

/// Row 16.
pub fn per_process(bench: &Bench) -> Result<Vec<Line>> {
    let home = bench.folder("sandbox");
    // What was compiled runs from its own folder; a compiler lies elsewhere, and may start nothing from there.
    let (build, tools) = (home.join("build"), home.join("tools"));
    for folder in [&build, &tools] {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("nothing.rs"), "fn main() {}\n")?;
        run(command(Path::new("rustc"), folder).args(["-Copt-level=1", "nothing.rs"]), 0)?;
    }
    let job = |program| Job { bench, build: &build, program };
    if job(&build).run(&json!("walls")).is_ok() {
        bail!("this memkata knows no sandbox");
    }
    let phases = [
        ("a run", json!({"Run": {"proc": false}}), job(&build)),
        ("a compile", json!("Compile"), job(&tools)),
    ];
    let lines = phases.into_iter().map(|(what, phase, job)| {
        let what = format!("the sandbox around {what} that does nothing");
        let walls = job.walls(&phase);
        let measured = in_turn(
            ROUNDS,
            |_| timed(|| job.run(&walls)),
            |_| -> Result<Duration> { timed(|| job.run(&Value::Null)) },
        );
        match measured {
            Ok((with, without)) => Line::new(what, "ms", with)
                .beside("the limits alone", without)
                .target(Target::difference(5.0, 3.0)),
            Err(error) => Line::missing(what, format!("{error:#}")),
        }
    });
    Ok(lines.collect())
}

/// The program that does nothing, as memkata hands it to its supervisor.
struct Job<'b> {
    bench: &'b Bench<'b>,
    build: &'b Path,
    /// The program's folder.
    program: &'b Path,
}

impl Job<'_> {
    /// All layers; where this machine lacks one, nothing is started.
    fn walls(&self, phase: &Value) -> Value {
        json!({
            "active": {"landlock": true, "seccomp": true, "processes": true, "root": true},
            "phase": phase,
            "read": if self.program == self.build { vec![] } else { vec![self.program] },
            "build": self.build,
            "memory": 1u64 << 30,
        })
    }

    /// Starts a supervisor, gives it the job, and waits for its end.
    fn run(&self, sandbox: &Value) -> Result<()> {
        let job = json!({
            "program": self.program.join(format!("nothing{}", std::env::consts::EXE_SUFFIX)),
            "args": [],
            "dir": self.build,
            "env": [],
            "stdin": "",
            "limits": {
                "wall": {"secs": 10, "nanos": 0},
                "memory": {"AddressSpace": 1u64 << 30},
                "output": 65536,
                "processes": 8,
            },
            "without_proc": true,
            "sandbox": sandbox,
        });
        let mut supervisor = command(&self.bench.memkata, self.build)
            .arg("__supervise")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        // It is kept open: where it ends, nobody wants the result.
        let mut stdin = supervisor.stdin.take().context("no input")?;
        writeln!(stdin, "{job}")?;
        let mut frames = Vec::new();
        supervisor.stdout.take().context("no output")?.read_to_end(&mut frames)?;
        supervisor.wait()?;
        let end = end(&frames).context("the supervisor said nothing")?;
        if end[0] != json!({"Exited": 0}) {
            bail!("a program that does nothing ended with {}", end[0]);
        }
        Ok(())
    }
}

/// The last frame: a letter, a length of four bytes, and what it came to.
fn end(mut frames: &[u8]) -> Option<Value> {
    loop {
        let (letter, rest) = frames.split_first()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (body, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        if *letter == b'x' {
            return serde_json::from_slice(body).ok();
        }
        frames = rest;
    }
}
