//! Judging a prediction: each blank of the learner's sheet is compared with what really happened
//! when the program of the kit was compiled and run.

use super::{Judge, failed, settle};
use crate::check::predict::blanks::{self, Blank};
use crate::check::predict::compare::Value;
use crate::check::predict::facts::{self, Fault, Happened};
use crate::check::predict::parts::{Parts, Program, parts};
use crate::check::predict::{self, Sheet};
use crate::check::text;
use crate::error::{Error, ErrorKind, Problem, Result};
use crate::kit::Exercise;
use crate::runner::Cancel;
use crate::verdict::{Finding, Reason, Verdict};

/// What the kit has of a prediction.
pub(super) struct Own {
    /// The text of the exercise's file, without a byte order mark.
    text: String,
    /// How a person knows that file.
    place: String,
    /// The text of the file with the blanks.
    toml: String,
    /// How a person knows it.
    toml_place: String,
    pub(super) blanks: Vec<Blank>,
    pub(super) program: Program,
}

impl Judge<'_> {
    pub(super) fn predict(
        &self,
        exercise: &Exercise,
        bytes: &[u8],
        is_solution: bool,
        cancel: &Cancel,
    ) -> Result<Verdict> {
        let learner = match text::decode(bytes, &exercise.file(), Reason::Predict) {
            Ok(learner) => parts(learner),
            Err(finding) => return Ok(failed(exercise, vec![*finding])),
        };
        let own = self.own(exercise)?;
        let sheet = predict::sheet(exercise, &own.blanks, &learner);
        let mine =
            learner.programs.first().filter(|mine| learner.programs.len() == 1 && mine.is_like(&own.program));
        if is_solution && mine.is_none() {
            return Err(Error::kit(format!(
                "the solution of `{}` has another program than the exercise",
                exercise.name
            ))
            .in_file(self.project.kit.source.display(&exercise.solution_file()))
            .help("copy the exercise's file and fill in the blanks only"));
        }
        let note = mine.is_none().then(|| predict::edited_note(exercise));
        let mut verdict = if sheet.is_untouched() {
            let (findings, tests) = sheet.untouched(&learner);
            Verdict { tests, ..failed(exercise, findings) }
        } else {
            // Where the program is the kit's, its lines are those that the learner sees.
            self.compared(exercise, &own, mine.unwrap_or(&own.program), sheet, cancel)?
        };
        verdict.findings.extend(note);
        Ok(verdict)
    }

    /// Runs the program and judges each blank.
    fn compared(
        &self,
        exercise: &Exercise,
        own: &Own,
        program: &Program,
        sheet: Sheet<'_>,
        cancel: &Cancel,
    ) -> Result<Verdict> {
        let Some(ran) = self.happened(exercise, own, program, cancel)? else {
            let ended = Finding::error(
                Reason::Predict,
                "the predictions were not compared, because the judging was ended",
            );
            return Ok(failed(exercise, vec![ended]));
        };
        let truths = truths(own, &ran.happened, program)?;
        let beside = sheet.beside(&truths);
        let (findings, tests) = sheet.judge(&truths);
        let mut verdict = Verdict {
            tests,
            oracle: ran.oracles,
            longest_run_ms: ran.longest_run,
            ..settle(exercise, findings)
        };
        if verdict.passed() {
            // Only now: all of this has the truth in it.
            verdict.predictions = Some(beside);
            verdict.output = ran.output;
            verdict.memory = ran.memory;
            verdict.findings.extend(ran.notes);
        }
        Ok(verdict)
    }

    /// Reads what the kit has.
    fn own(&self, exercise: &Exercise) -> Result<Own> {
        let source = &self.project.kit.source;
        let read = |file: &str| -> Result<String> {
            let broken = |message: String| Error::kit(message).in_file(source.display(file));
            let bytes = source.read(file).map_err(|error| {
                broken(format!("a file of `{}` cannot be read: {error}", exercise.name))
                    .help("bring it back, or take the exercise out of info.toml")
            })?;
            let text = text::decode(&bytes, file, Reason::Predict);
            text.map(str::to_owned)
                .map_err(|finding| broken(finding.message).help("save it as UTF-8 in your editor"))
        };
        let (text, toml) = (read(&exercise.file())?, read(&exercise.predict_file())?);
        let (place, toml_place) =
            (source.display(&exercise.file()), source.display(&exercise.predict_file()));
        let blanks =
            blanks::read(&toml, &toml_place).map_err(|problems| Error { kind: ErrorKind::Kit, problems })?;
        let cut = parts(&text);
        let problems = fit(&cut, &blanks, (&text, &place), (&toml, &toml_place));
        match (cut.programs.into_iter().next(), problems.is_empty()) {
            (Some(program), true) => Ok(Own { text, place, toml, toml_place, blanks, program }),
            _ => Err(Error { kind: ErrorKind::Kit, problems }),
        }
    }
}

/// The truth of each blank.
fn truths(own: &Own, happened: &Happened, program: &Program) -> Result<Vec<Value>> {
    let value = |blank: &Blank| {
        facts::value(blank, happened, program).map_err(|fault| {
            let (kind, message, help) = match fault {
                Fault::Kit(message, help) => (ErrorKind::Kit, message, help),
                Fault::Machine(message, help) => (ErrorKind::Machine, message, help),
            };
            let problem = blanks::problem(message, &own.toml_place, &own.toml, blank.span.clone());
            Error::new(kind, problem.help(help))
        })
    };
    own.blanks.iter().map(value).collect()
}

/// What is wrong between the kit's two files; each is its text and its place.
fn fit(cut: &Parts, blanks: &[Blank], md: (&str, &str), toml: (&str, &str)) -> Vec<Problem> {
    let mut problems = Vec::new();
    let in_md = |message: String, line: u32| blanks::problem(message, md.1, md.0, span_of_line(md.0, line));
    match cut.programs.as_slice() {
        [_] => {}
        [] => problems.push(
            in_md("there is no program".into(), 1).help("write it in a ```rust block above the heading"),
        ),
        [_, second, ..] => problems.push(
            in_md("there is a second program".into(), second.above)
                .help("keep one ```rust block; other listings are ```text"),
        ),
    }
    if cut.heading.is_none() {
        let help = "write it, and below it a line `1>`, `2>`, … for each blank";
        problems.push(in_md(format!("the heading `{}` is missing", predict::parts::HEADING), 1).help(help));
        return problems;
    }
    for (at, mark) in cut.marks.iter().enumerate() {
        if cut.marks[..at].iter().any(|before| before.n == mark.n) {
            problems.push(in_md(format!("`{}>` is there twice", mark.n), mark.line).help("keep one of them"));
        } else if !blanks.iter().any(|blank| blank.n == mark.n) {
            let help = format!("add one with n = {} to the .predict.toml, or remove the line", mark.n);
            problems.push(in_md(format!("`{}>` has no [[blank]]", mark.n), mark.line).help(help));
        }
    }
    for blank in blanks.iter().filter(|blank| !cut.marks.iter().any(|mark| mark.n == blank.n)) {
        let message = format!("the exercise has no line `{}>`", blank.n);
        let problem = blanks::problem(message, toml.1, toml.0, blank.span.clone());
        problems.push(problem.help("add it below the heading, or remove this blank"));
    }
    problems
}

/// A fault of the kit at a line of the exercise's file.
pub(super) fn at_line(own: &Own, line: u32, message: String, help: &str) -> Error {
    let problem = blanks::problem(message, &own.place, &own.text, span_of_line(&own.text, line));
    Error::new(ErrorKind::Kit, problem.help(help))
}

/// The bytes of a line, without the white space around it.
fn span_of_line(text: &str, number: u32) -> std::ops::Range<usize> {
    let mut at = 0;
    for (line, count) in text.split_inclusive('\n').zip(1_u32..) {
        if count == number {
            let start = at + (line.len() - line.trim_start().len());
            return start..start + line.trim().len();
        }
        at += line.len();
    }
    0..0
}
