//! memkata: auto-graded exercises that teach how memory works in Rust.
//! ARCHITECTURE.md tells which folder does what.

mod check;
mod cli;
mod commands;
mod error;
mod judge;
mod judged;
mod kit;
mod progress;
mod rubric;
mod runner;
mod storage;
mod toolchain;
mod verdict;
mod view;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use cli::Cli;

fn main() -> ExitCode {
    // The supervisor is started for every process that memkata runs: nothing may come first.
    if std::env::args_os().nth(1).is_some_and(|word| word == runner::SUPERVISE) {
        runner::supervise();
        return ExitCode::SUCCESS;
    }
    clap_complete::CompleteEnv::with_factory(Cli::command).complete();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return view::usage(&error),
    };
    let view = view::View::new(cli.output);
    match commands::run(cli.command, &view) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            view.error(&error);
            ExitCode::from(error.kind.exit_code())
        }
    }
}
