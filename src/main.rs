//! memkata: auto-graded exercises that teach how memory works in Rust.
//! ARCHITECTURE.md tells which folder does what.

mod check;
mod classroom;
mod cli;
mod commands;
mod error;
mod judge;
mod judged;
mod kit;
mod memprobe;
mod position;
mod progress;
mod proof;
mod rubric;
mod runner;
#[cfg(test)]
mod schemas;
mod storage;
mod toolchain;
mod verdict;
mod view;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use cli::Cli;

fn main() -> ExitCode {
    if runner::is_hidden() {
        return ExitCode::SUCCESS;
    }
    clap_complete::CompleteEnv::with_factory(Cli::command).complete();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() && asks_for_json() => {
            view::View::new(cli::Output { format: cli::Format::Json, color: cli::Color::Never })
                .error(&wrong_usage(&error));
            return ExitCode::from(error::ErrorKind::Usage.exit_code());
        }
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

/// Whether a command line that could not be understood asks for JSON all the same.
fn asks_for_json() -> bool {
    let words: Vec<_> = std::env::args_os().collect();
    words.iter().any(|word| word == "--format=json")
        || words.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json")
}

/// What clap says, as an error of ours: the first line is the message, a tip is the help.
fn wrong_usage(error: &clap::Error) -> error::Error {
    let text = error.render().to_string();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let message = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let tip = lines.find_map(|line| line.strip_prefix("tip: ")).map(str::to_owned);
    error::Error::usage(message)
        .help(tip.unwrap_or_else(|| "`memkata --help` shows what can be asked".into()))
}

/// Ctrl-C ends every command with 130; supervisors notice and end what they run. Three see to it
/// themselves: both watches have a terminal to give back, and `new` must not stop between two files.
#[cfg(unix)]
fn exit_on_interrupt(cli: &Cli) {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    let own_end = matches!(
        cli.command,
        None | Some(cli::Command::Watch(_) | cli::Command::New(_) | cli::Command::Verify { watch: true, .. })
    );
    if !own_end {
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
