//! Measures memkata beside rustlings and beside the bare compiler. README.md explains each row.

mod bare;
mod classroom;
mod commands;
mod kits;
mod measure;
mod memory;
mod mix;
mod options;
mod process;
mod programs;
mod record;
mod report;
mod sandbox;
mod screen;
mod setup;
mod texts;
mod watching;

use std::process::ExitCode;

use anyhow::Result;

use options::Options;
use report::{Line, Report};
use setup::Bench;

/// The rows in the order of the table.
const ROWS: [(u8, &str, Row); 16] = [
    (1, "run: passes with tests", commands::run_passes),
    (2, "run: type error", commands::run_type_error),
    (3, "run: beside the bare compiler", commands::run_bare),
    (4, "watch: save to verdict", watching::save_to_verdict),
    (5, "check: the official kit", commands::check_all),
    (6, "check: nothing changed", commands::check_again),
    (7, "watch: at rest", watching::at_rest),
    (8, "list", commands::list),
    (9, "watch: a flood of output", watching::flood),
    (10, "run: a verdict with the oracles", memory::with_oracles),
    (11, "the memory line", memory::memory_line),
    (12, "text answers", texts::ten_thousand),
    (13, "grade: a class", classroom::throughput),
    (14, "grade: nothing changed", classroom::nothing_changed),
    (15, "grade: an archive of submissions", classroom::archives),
    (16, "the sandbox, per process", sandbox::per_process),
];

type Row = fn(&Bench) -> Result<Vec<Line>>;

fn main() -> ExitCode {
    if let Some(code) = record::as_a_tool() {
        return code;
    }
    match Options::parse().and_then(|options| measure_all(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn measure_all(options: &Options) -> Result<()> {
    let bench = Bench::prepare(options)?;
    let mut report = Report::new(&bench);
    for (number, what, row) in ROWS {
        if !options.wants(number) {
            continue;
        }
        eprintln!("measuring row {number}: {what} …");
        // A row that cannot be measured must not take the others with it.
        let lines = row(&bench).unwrap_or_else(|error| vec![Line::missing(what, format!("{error:#}"))]);
        report.add(number, lines);
    }
    print!("{}", report.text());
    if let Some(file) = &options.json {
        report.write_json(file)?;
    }
    Ok(())
}
