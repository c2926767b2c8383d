//! What the sandbox of `memkata grade` costs for each process that it stands around (Linux).
//!
//!     cargo run --release --manifest-path bench/Cargo.toml --bin sandbox
//!
//! A program that prints a line is run by memkata's supervisor as memkata runs it: a job on its standard input, a
//! time from its start to its end. Without a sandbox, with each layer, and with all; in turn, A B C … A B C ….

#[path = "../measure.rs"]
#[expect(dead_code, reason = "the other program uses the rest")]
mod measure;
#[path = "../process.rs"]
#[expect(dead_code, reason = "the other program uses the rest")]
mod process;
#[path = "../programs.rs"]
#[expect(dead_code, reason = "the other program uses the rest")]
mod programs;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use measure::Series;
use serde_json::{Value, json};

const HELP: &str = "\
Measures what the sandbox costs for each process.

Usage: cargo run --release --manifest-path bench/Cargo.toml --bin sandbox -- [OPTIONS]

  --runs N           how often each is run (default 200)
  --memkata PATH     this memkata (default: builds the repository's)
";

/// What may be around a program: the layers by their names in a job, and whether it gets a /proc of its own.
const ROWS: [(&str, Option<&[&str]>, bool); 7] = [
    ("no sandbox", None, false),
    ("Landlock", Some(&["landlock"]), false),
    ("seccomp", Some(&["seccomp"]), false),
    ("process namespace", Some(&["processes"]), false),
    ("process and mount namespace", Some(&["processes", "root"]), false),
    ("all layers", Some(&["landlock", "seccomp", "processes", "root"]), false),
    ("all layers, with /proc", Some(&["landlock", "seccomp", "processes", "root"]), true),
];

/// At most this many milliseconds more than without.
const TARGET: f64 = 5.0;

fn main() -> Result<()> {
    let (mut runs, mut memkata) = (200, None);
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().with_context(|| format!("{word} needs a value"));
        match word.as_str() {
            "--runs" => runs = value()?.parse()?,
            "--memkata" => memkata = Some(PathBuf::from(value()?).canonicalize()?),
            "--help" | "-h" => {
                print!("{HELP}");
                return Ok(());
            }
            _ => bail!("what is {word}? --help lists the options"),
        }
    }
    let memkata = match memkata {
        Some(path) => path,
        None => {
            programs::build_memkata(Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no folder")?)?
        }
    };
    let folder = env::temp_dir().join(format!("memkata-bench-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    let measured = compile(&folder).and_then(|()| measure(&memkata, &folder, runs));
    fs::remove_dir_all(&folder)?;
    let samples = measured?;
    let (without, least_without) = (samples[0].median(), samples[0].min());
    println!("medians of {runs} runs; in brackets the fastest");
    for ((name, _, _), times) in ROWS.iter().zip(&samples) {
        let (median, least) = (times.median(), times.min());
        let (more, least_more) = (median - without, least - least_without);
        println!("{name:28} {median:6.2} ms ({least:5.2})   {more:+.2} ms ({least_more:+.2})");
    }
    let most = samples[1..].iter().map(|times| times.median() - without).fold(0.0, f64::max);
    let said = if most <= TARGET { "reached" } else { "missed" };
    println!("at most {TARGET} ms more: {said}");
    Ok(())
}

fn compile(folder: &Path) -> Result<()> {
    let source = folder.join("exercise.rs");
    fs::write(&source, "fn main() {\n    println!(\"done\");\n}\n")?;
    let status = Command::new("rustc").arg("-o").arg(folder.join("exercise")).arg(source).status()?;
    if !status.success() {
        bail!("rustc cannot compile a program of one line");
    }
    Ok(())
}

/// The times, by row.
fn measure(memkata: &Path, folder: &Path, runs: usize) -> Result<Vec<Series>> {
    let mut samples = vec![Series::default(); ROWS.len()];
    // One round more ahead, which is not counted.
    for round in 0..=runs {
        for ((name, layers, proc), times) in ROWS.iter().zip(&mut samples) {
            let job = job(folder, *layers, *proc);
            let started = Instant::now();
            let said = run(memkata, &job).with_context(|| format!("with {name}"))?;
            let took = started.elapsed();
            if !said.contains("\"Exited\":0") {
                bail!("with {name} the program ended otherwise: {said}");
            }
            if round > 0 {
                times.push(took);
            }
        }
    }
    Ok(samples)
}

fn job(folder: &Path, layers: Option<&[&str]>, proc: bool) -> Value {
    let has = |name: &str| layers.is_some_and(|layers| layers.contains(&name));
    let active = json!({
        "landlock": has("landlock"),
        "seccomp": has("seccomp"),
        "processes": has("processes"),
        "root": has("root"),
    });
    let sandbox = json!({
        "active": active,
        "phase": { "Run": { "proc": proc } },
        "read": [],
        "build": folder,
        "memory": 512 << 20,
    });
    json!({
        "program": folder.join("exercise"),
        "args": [],
        "dir": folder,
        "env": [],
        "stdin": "",
        "limits": {
            "wall": { "secs": 10, "nanos": 0 },
            "memory": { "AddressSpace": 512 << 20 },
            "output": 1 << 20,
            "processes": 32,
        },
        "without_proc": !proc,
        "sandbox": layers.map(|_| sandbox),
    })
}

/// Runs a job to the end of its supervisor; how it ended, as the supervisor says it.
fn run(memkata: &Path, job: &Value) -> Result<String> {
    let mut command = Command::new(memkata);
    let mut supervisor = command.arg("__supervise").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut stdin = supervisor.stdin.take().context("no pipe")?;
    writeln!(stdin, "{job}")?;
    let mut said = Vec::new();
    // Its standard input stays open until it has ended: closing it would end the job.
    supervisor.stdout.take().context("no pipe")?.read_to_end(&mut said)?;
    supervisor.wait()?;
    drop(stdin);
    Ok(String::from_utf8_lossy(&said).into_owned())
}
