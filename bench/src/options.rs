//! The command line.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

const HELP: &str = "\
Measures memkata beside rustlings and beside the bare compiler.

Usage: cargo run --release --manifest-path bench/Cargo.toml -- [OPTIONS]

  --rows 1,3         only these rows
  --runs N           runs of each (default 15; row 11: 40)
  --memkata PATH     this memkata (default: builds the repository's)
  --rustlings PATH   this rustlings (default: installs 6.5.0 into bench/target/rustlings)
  --json FILE        also writes all that was measured
  --rest SECONDS     how long row 7 looks at a watch at rest (default 30)
  --flood MIB        how much row 9's exercise prints (default 1024)
  --learners N       how many learners the class of rows 13 to 15 has (default 200)
  --chapter FOLDER   only this chapter for that class, such as 01_stack, for a quick try
  --passed TEXT      what memkata's screen says of a pass (default \"✓ passed\")
  --failed TEXT      what memkata's screen says of a failure (default \"✗ not yet\")
  --keep             leaves the generated folders in place
";

/// What is measured, and how.
pub struct Options {
    rows: Vec<u8>,
    pub runs: usize,
    /// Runs of row 11, whose two sides differ by little.
    pub memory_line_runs: usize,
    pub memkata: Option<PathBuf>,
    pub rustlings: Option<PathBuf>,
    pub json: Option<PathBuf>,
    pub rest_seconds: u64,
    pub flood_mib: u64,
    pub learners: usize,
    pub chapter: Option<String>,
    pub passed: String,
    pub failed: String,
    pub keep: bool,
}

impl Options {
    /// Reads the command line; `--help` prints the help and ends the program.
    pub fn parse() -> Result<Self> {
        let mut options = Self {
            rows: Vec::new(),
            runs: 15,
            memory_line_runs: 40,
            memkata: None,
            rustlings: None,
            json: None,
            rest_seconds: 30,
            flood_mib: 1024,
            learners: 200,
            chapter: None,
            passed: "✓ passed".into(),
            failed: "✗ not yet".into(),
            keep: false,
        };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().with_context(|| format!("{word} needs a value"));
            match word.as_str() {
                "--rows" => {
                    let rows = value()?;
                    let rows: Result<Vec<u8>, _> = rows.split(',').map(|row| row.trim().parse()).collect();
                    options.rows = rows.context("--rows takes numbers, such as 1,3")?;
                }
                "--runs" => {
                    options.runs = value()?.parse::<usize>().context("--runs takes a number")?.max(1);
                    options.memory_line_runs = options.runs;
                }
                "--memkata" => options.memkata = Some(std::path::absolute(value()?)?),
                "--rustlings" => options.rustlings = Some(std::path::absolute(value()?)?),
                "--json" => options.json = Some(value()?.into()),
                "--rest" => options.rest_seconds = value()?.parse().context("--rest takes seconds")?,
                "--flood" => options.flood_mib = value()?.parse().context("--flood takes MiB")?,
                "--learners" => {
                    options.learners = value()?.parse::<usize>().context("--learners takes a number")?.max(1);
                }
                "--chapter" => options.chapter = Some(value()?),
                "--passed" => options.passed = value()?,
                "--failed" => options.failed = value()?,
                "--keep" => options.keep = true,
                "--help" | "-h" => {
                    print!("{HELP}");
                    std::process::exit(0);
                }
                other => bail!("`{other}` is not known\n\n{HELP}"),
            }
        }
        Ok(options)
    }

    /// Whether the row of this number is asked for.
    pub fn wants(&self, row: u8) -> bool {
        self.rows.is_empty() || self.rows.contains(&row)
    }
}
