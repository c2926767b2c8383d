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
    exit_on_interrupt(&cli);
    let view = view::View::new(cli.output);
    match commands::run(cli.command, &view) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            view.error(&error);
            ExitCode::from(error.kind.exit_code())
        }
    }
}

/// Ctrl-C ends every command with 130; supervisors notice and end what they run. The watch
/// sees to it itself, because it has a terminal to give back.
#[cfg(unix)]
fn exit_on_interrupt(cli: &Cli) {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    if !matches!(cli.command, None | Some(cli::Command::Watch(_))) {
        // Without it the signal ends the process, too, only with another status.
        let _ = signal_hook::flag::register_conditional_shutdown(
            signal_hook::consts::SIGINT,
            130,
            Arc::new(AtomicBool::new(true)),
        );
    }
}

#[cfg(not(unix))]
fn exit_on_interrupt(_cli: &Cli) {}
