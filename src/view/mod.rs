//! The only room that prints. Values come in; lines for people, JSON or JUnit go out.

mod ask;
mod bar;
mod coverage;
pub mod describe;
mod graded;
mod json;
mod junit;
pub mod lines;
mod made;
mod memory;
mod notes;
mod offers;
mod packed;
mod predicted;
mod problems;
mod proofs;
pub mod proving;
pub mod reports;
mod screen;
mod steps;
pub mod terminal;
mod text;
pub mod told;
mod tried;
mod withstood;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::classroom::archive::Archive;
use crate::classroom::grades::Grades;
use crate::classroom::rehearsal::Rehearsal;
use crate::classroom::selftest::Report;
use crate::cli::{Color, Format, Output};
use crate::commands::{Summary, Tried};
use crate::error::Error;
use crate::kit::create::{Plan, Wanted};
use crate::kit::project::Project;
use crate::kit::{Chapter, Exercise, Kit};
use crate::progress::Progress;
use crate::proof::{Coverage, Proof};
use crate::verdict::Verdict;

pub use bar::Bar;
use lines::Line;

/// How this call answers.
#[derive(Debug, Clone, Copy)]
pub struct View {
    format: Format,
    colors: bool,
}

impl View {
    /// A view as the command line asks for it.
    pub fn new(output: Output) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colors = match output.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => !no_color && io::stdout().is_terminal(),
        };
        colored::control::set_override(colors);
        Self { format: output.format, colors }
    }

    /// The shape of the answer.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether a person reads and types: not for programs, and not through pipes.
    pub fn has_terminal(&self) -> bool {
        self.format == Format::Text && io::stdout().is_terminal() && io::stdin().is_terminal()
    }

    /// Whether colours are used.
    pub fn colors(&self) -> bool {
        self.colors
    }

    /// The verdict on one exercise.
    pub fn verdict(&self, verdict: &Verdict, exercise: &Exercise) {
        match self.format {
            Format::Json => json::print(verdict),
            _ => self.lines(&describe::verdict(verdict, exercise)),
        }
    }

    /// The verdicts of `check`, with what was known before.
    pub fn check(&self, project: &Project, before: &Progress, verdicts: &[Verdict]) {
        match self.format {
            Format::Json => json::check(project, verdicts),
            Format::Junit => self.raw(&junit::check(project, verdicts)),
            Format::Text => self.lines(&text::check(project, before, verdicts)),
        }
    }

    /// What a kit teaches.
    pub fn coverage(&self, kit: &Kit, coverage: &Coverage) {
        match self.format {
            Format::Json => json::print(coverage),
            _ => self.raw(&coverage::page(kit, coverage)),
        }
    }

    /// The exercises of a kit or chapter.
    pub fn list(&self, kit: &Kit, exercises: &[&Exercise], progress: &Progress, chapter: Option<&Chapter>) {
        match self.format {
            Format::Json => json::list(kit, exercises, progress, chapter),
            _ => self.lines(&text::list(kit, exercises, progress, chapter)),
        }
    }

    /// A hint of the ladder, and the one for the error at hand; `step` counts from 0.
    pub fn hint(&self, exercise: &Exercise, step: usize, own: Option<&str>) {
        match self.format {
            Format::Json => json::hint(exercise, step, own),
            _ => self.lines(&text::hint(exercise, step, own)),
        }
    }

    /// A solution's text.
    pub fn solution(&self, exercise: &Exercise, file: &str, solution: &str) {
        match self.format {
            Format::Json => json::print(
                &serde_json::json!({"exercise": exercise.name, "file": file, "solution": solution}),
            ),
            _ => self.raw(solution),
        }
    }

    /// What `reset` did, exercise by exercise, with the backup where there is one.
    pub fn reset(&self, project: &Project, done: &[(&Exercise, Option<PathBuf>)]) {
        match self.format {
            Format::Json => json::reset(done),
            _ => {
                let lines: Vec<Line> = done
                    .iter()
                    .flat_map(|(exercise, backup)| text::reset(project, exercise, backup.as_deref()))
                    .collect();
                self.lines(&lines);
            }
        }
    }

    /// A workspace was made.
    pub fn workspace_made(&self, project: &Project, dir: &Path) {
        match self.format {
            Format::Json => json::print(
                &serde_json::json!({"workspace": project.dir, "exercises": project.kit.exercises.len()}),
            ),
            _ => self.lines(&text::workspace_made(project, dir)),
        }
    }

    /// An archive was made, to be handed in.
    pub fn packed(&self, kit: &Kit, progress: &Progress, archive: &Archive, place: &Path) {
        match self.format {
            Format::Json => json::print(&packed::document(kit, progress, archive, place)),
            _ => self.lines(&packed::lines(kit, progress, archive, place)),
        }
    }

    /// An exercise was made.
    pub fn exercise_made(&self, wanted: &Wanted, plan: &Plan) {
        match self.format {
            Format::Json => json::print(&made::exercise_json(wanted, plan)),
            _ => self.lines(&made::exercise(wanted, plan)),
        }
    }

    /// A kit was made.
    pub fn kit_made(&self, dir: &Path, title: &str, files: &[String]) {
        match self.format {
            Format::Json => json::print(&made::kit_json(dir, files)),
            _ => self.lines(&made::kit(dir, title, files)),
        }
    }

    /// What `verify` found.
    pub fn proofs(&self, kit: &Kit, proofs: &[Proof]) {
        match self.format {
            Format::Json => json::print(&json::proofs(proofs)),
            Format::Junit => self.raw(&junit::proofs(kit, proofs)),
            Format::Text => self.lines(&proofs::report(kit, proofs)),
        }
    }

    /// What a rubric makes of many answers.
    pub fn rubric(&self, tried: &[Tried], summary: &Summary, explain: bool) {
        match self.format {
            Format::Json => json::rubric(tried, summary, explain),
            _ => self.lines(&tried::lines(tried, summary, explain)),
        }
    }

    /// What judging a class came to, and where its reports are.
    pub fn grades(&self, grades: &Grades, out: &Path) {
        match self.format {
            Format::Json => json::print(grades),
            Format::Junit => self.raw(&reports::junit(grades)),
            Format::Text => self.lines(&graded::lines(grades, out)),
        }
    }

    /// What the grader withstood.
    pub fn withstood(&self, report: &Report) {
        match self.format {
            Format::Json => json::print(report),
            _ => self.lines(&withstood::lines(report)),
        }
    }

    /// What would be judged of a class.
    pub fn rehearsal(&self, rehearsal: &Rehearsal) {
        match self.format {
            Format::Json => json::print(rehearsal),
            _ => self.lines(&graded::rehearsal(rehearsal)),
        }
    }

    /// Something a person should know beside the answer: on standard error, so that a
    /// document stays a document.
    pub fn notice(&self, text: &str) {
        write_to(&mut io::stderr(), for_runner(format!("memkata: {text}\n")).as_bytes());
    }

    /// An error that ends the command.
    pub fn error(&self, error: &Error) {
        match self.format {
            Format::Json => json::error(error),
            _ => {
                write_to(&mut io::stderr(), for_runner(problems::render(error, self.colors)).as_bytes());
                if is_githubs() {
                    write_to(&mut io::stdout(), reports::error(error).as_bytes());
                }
            }
        }
    }

    /// A progress bar on standard error, where that is a terminal.
    pub fn progress_bar(&self, total: usize) -> Bar {
        Bar::new(total, self.format == Format::Text && io::stderr().is_terminal())
    }

    /// Text as it is.
    pub fn raw(&self, text: &str) {
        write_to(&mut io::stdout(), text.as_bytes());
    }

    /// A line of JSON.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn json_line(&self, value: &serde_json::Value) -> io::Result<()> {
        json::line(value)
    }

    /// Lines for people.
    pub fn lines(&self, lines: &[Line]) {
        // A reader that has gone away is no error of ours.
        let _ = self.try_lines(lines);
    }

    /// Lines for people, in a command that ends when nobody reads any more.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub fn try_lines(&self, lines: &[Line]) -> io::Result<()> {
        let mut text = String::new();
        for line in lines {
            text.push_str(&line.colored());
            text.push('\n');
        }
        try_write_to(&mut io::stdout(), for_runner(text).as_bytes())
    }
}

/// In a job of GitHub's, what people are told may hold a learner's words, and the runner looks for commands in it.
fn for_runner(text: String) -> String {
    if is_githubs() { reports::escape::inert(&text) } else { text }
}

/// Whether a job of GitHub's reads what is printed.
fn is_githubs() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some()
}

/// What clap says of a command line, in its own words and colours.
pub fn usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// A reader that has gone away (`memkata list | head`) is no error of ours.
fn write_to(stream: &mut impl Write, bytes: &[u8]) {
    let _ = try_write_to(stream, bytes);
}

fn try_write_to(stream: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes).and_then(|()| stream.flush())
}
