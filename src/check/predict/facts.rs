//! What happened, taken from compiling and running the program of the exercise.

use super::blanks::{Blank, Truth};
use super::compare::{Line, Value};
use super::parts::Program;
use crate::verdict::Memory;

/// What may stand behind a number of allocations.
const OF_ALLOCATIONS: &[&str] = &["allocation", "time", "request", "call"];
/// What may stand behind a number of bytes.
const OF_BYTES: &[&str] = &["byte"];

/// What compiling or running the program came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// The compiler rejects it.
    Rejected {
        /// The code of the first error; some have none.
        code: Option<String>,
        /// The line of the first error, in the file.
        line: Option<u32>,
    },
    /// It ran.
    Ran {
        /// What `main` printed.
        stdout: String,
        /// Whether `main` panicked.
        panicked: bool,
        /// What `main` did with memory; `None` where that was not measured.
        memory: Option<Memory>,
        /// What the memory-error oracles say; `None` where none was asked, or where those that
        /// are here have seen nothing and another one might have.
        oracle: Option<String>,
    },
}

/// Why a truth is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The kit asks for what does not happen: what, and what to do.
    Kit(String, &'static str),
    /// This machine cannot measure it: what, and what to do.
    Machine(String, &'static str),
}

/// What is true of a blank.
///
/// # Errors
/// When there is nothing that could be predicted: the kit's fault, or the machine's.
pub fn value(blank: &Blank, happened: &Happened, program: &Program) -> Result<Value, Fault> {
    match happened {
        Happened::Rejected { code, line } => of_compiler(&blank.truth, code.as_deref(), *line, program),
        Happened::Ran { stdout, panicked, memory, oracle } => {
            of_run(&blank.truth, stdout, *panicked, *memory, oracle.as_deref())
        }
    }
}

fn of_compiler(
    truth: &Truth,
    code: Option<&str>,
    line: Option<u32>,
    program: &Program,
) -> Result<Value, Fault> {
    let no_value = |what: &str, help| Err(Fault::Kit(what.to_owned(), help));
    match (truth, code, line) {
        (Truth::ErrorCode, Some(code), _) => Ok(Value::Code(code.to_owned())),
        (Truth::ErrorCode, None, _) => {
            no_value("the compiler's first error has no code", "ask for its line, or change the program")
        }
        (Truth::ErrorLine, _, Some(number)) => match program.line(number) {
            Some(code) => Ok(Value::Line(Line { number, code: code.to_owned() })),
            None => no_value("the compiler's first error is outside the program", "change the program"),
        },
        (Truth::ErrorLine, _, None) => {
            no_value("the compiler's first error has no line", "ask for its code, or change the program")
        }
        _ => no_value("the program does not compile, so it does not run", "mend the program"),
    }
}

fn of_run(
    truth: &Truth,
    stdout: &str,
    panicked: bool,
    memory: Option<Memory>,
    oracle: Option<&str>,
) -> Result<Value, Fault> {
    let unmeasured = |what: &str| {
        let help = "update memkata, or go on with the next exercise: `n` in the watch";
        Fault::Machine(format!("{what} cannot be measured here"), help)
    };
    match truth {
        Truth::Allocations | Truth::PeakBytes if panicked => Err(Fault::Kit(
            "the program panics, and only one that comes to its end is measured".into(),
            "ask for something else, or change the program",
        )),
        Truth::StdoutLine(number) => match stdout.lines().nth(number - 1).map(str::trim) {
            Some(line) if !line.is_empty() => Ok(Value::Text(line.to_owned())),
            Some(_) => Err(Fault::Kit(
                format!("line {number} of what the program prints is empty"),
                "nobody can predict an empty line; ask for another one",
            )),
            None => Err(Fault::Kit(
                format!("the program prints {} lines, and no line {number}", stdout.lines().count()),
                "lines are counted from 1; run the program to see them",
            )),
        },
        Truth::Drops(prefix) => {
            let items = stdout.lines().filter_map(|line| line.strip_prefix(prefix.as_str()));
            Ok(Value::List(items.map(|item| item.trim().to_owned()).collect(), prefix.clone()))
        }
        Truth::Panics => Ok(Value::Panics(panicked)),
        Truth::Allocations => memory
            .map(|memory| Value::Count(memory.allocations, OF_ALLOCATIONS))
            .ok_or_else(|| unmeasured("how often this program allocates")),
        Truth::PeakBytes => memory
            .map(|memory| Value::Count(memory.peak_bytes, OF_BYTES))
            .ok_or_else(|| unmeasured("how many bytes this program allocates")),
        Truth::Oracle => oracle
            .map(|report| Value::Oracle(report.to_owned()))
            .ok_or_else(|| unmeasured("what a memory-error oracle reports")),
        Truth::ErrorCode | Truth::ErrorLine => Err(Fault::Kit(
            "the program compiles, and this asks for the compiler's error".into(),
            "ask for what happens when it runs, or change the program",
        )),
    }
}
