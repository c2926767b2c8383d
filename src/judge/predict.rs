//! Judging a prediction: the program of the kit is compiled and run, and each blank is compared
//! with what really happened.

use std::sync::atomic::AtomicU64;

use super::runs::{self, oracles, watchers};
use super::symbols;
use super::work::Work;
use super::{Judge, failed, settle};
use crate::check::compile::{Compiler, program_name};
use crate::check::memory::place::Finder;
use crate::check::memory::{self, report, words};
use crate::check::predict::blanks::{self, Blank, Truth};
use crate::check::predict::compare::Value;
use crate::check::predict::facts::{self, Fault, Happened};
use crate::check::predict::parts::{Parts, Program, parts};
use crate::check::predict::{self, Sheet};
use crate::check::{ends, panics, run, text};
use crate::error::{Error, ErrorKind, Problem, Result};
use crate::judged::weave::{Input, Main, TestSource, Unweavable, weave};
use crate::kit::Exercise;
use crate::runner::{Cancel, End};
use crate::verdict::{Finding, Memory, MemoryOf, Reason, Severity, Verdict};

/// What the kit has of a prediction.
struct Own {
    /// The text of the exercise's file, without a byte order mark.
    text: String,
    /// How a person knows that file.
    place: String,
    /// The text of the file with the blanks.
    toml: String,
    /// How a person knows it.
    toml_place: String,
    blanks: Vec<Blank>,
    program: Program,
}

/// What compiling and running came to, and what of it is shown after the pass.
struct Ran {
    happened: Happened,
    output: Option<String>,
    memory: Option<Memory>,
    /// What the compiler or the panic said.
    notes: Vec<Finding>,
    /// The oracles that watched, where a blank asks for their report.
    oracles: Option<Vec<String>>,
    /// Milliseconds of the longest run, where anything ran.
    longest_run: Option<u64>,
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

    /// Compiles the program and runs it, where no blank asks for the compiler's error. `None`
    /// where the judging was ended on the way.
    fn happened(
        &self,
        exercise: &Exercise,
        own: &Own,
        program: &Program,
        cancel: &Cancel,
    ) -> Result<Option<Ran>> {
        let is_watched = own.blanks.iter().any(|blank| blank.truth == Truth::Oracle);
        let sanitized = is_watched && self.toolchain()?.address_sanitizer();
        let source = program.in_place();
        let file = exercise.program_file();
        let edition = &self.project.kit.edition;
        let input = Input {
            learner: &source,
            learner_path: &file,
            tests: TestSource::None,
            tests_path: "",
            edition,
            sanitized,
            forbids_lints: self.project.kit.cargo.forbids(),
            modules: &self.helpers().modules,
            with_cfg: false,
        };
        let at_program = |message: String, help: &str| at_line(own, own.program.above + 1, message, help);
        let woven = weave(&input).map_err(|why| match why {
            Unweavable::Attribute(name, line, _) => {
                let line = (line + own.program.above).saturating_sub(program.above);
                let message = format!("`#![{name}]` cannot be used in an exercise");
                at_line(own, line, message, "it changes how the whole program is built; remove the line")
            }
            _ => {
                let message = "the program of this exercise cannot be cut into tokens".into();
                at_program(message, "mend its brackets and quotes")
            }
        })?;
        let build = self.build_dir()?;
        let compiler = Compiler {
            toolchain: self.toolchain()?,
            edition,
            cargo: &self.project.kit.cargo,
            dependencies: &[],
            with_cfg: false,
            harness: self.harness()?,
            sanitized,
        };
        let work = Work {
            exercise,
            learner: &source,
            build: build.path(),
            compiler,
            helpers: self.helpers(),
            cancel,
            longest_run: AtomicU64::default(),
        };
        for (path, text) in &woven.files {
            work.write(path, text)?;
        }
        let job = work.compiler.program(exercise, work.build, false);
        let (outcome, mut findings) = work.compile(&job, Some(&woven), &mut |_| {})?;
        if cancel.is_cancelled() {
            return Ok(None);
        }
        findings.retain(|finding| finding.severity == Severity::Error);
        let wants_error = own.blanks.iter().any(|blank| blank.truth.is_of_the_compiler());
        if !outcome.succeeded() {
            let Some(first) = findings.first() else {
                return Err(at_program(
                    "the compiler rejects the program and says nothing of it".into(),
                    "compile it yourself",
                ));
            };
            let is_the_programs = first.kind == Reason::Compile || first.code.is_some();
            if wants_error && is_the_programs {
                return Ok(Some(rejected(exercise, findings)));
            }
            let code = first.code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default();
            // The lines of the program are counted in the learner's file.
            let line = first.line.unwrap_or(program.above + 1) + own.program.above;
            let line = line.saturating_sub(program.above);
            let message =
                format!("the program of `{}` does not compile: {}{code}", exercise.name, first.message);
            return Err(at_line(
                own,
                line,
                message,
                "mend the program, or ask for `error_code` or `error_line`; `allow_lints` lets a lint pass",
            ));
        }
        if woven.main == Main::Missing {
            return Err(at_program("the program has no `fn main()`".into(), "add one: it is what runs"));
        }
        if wants_error {
            // It compiles, which the blanks do not expect: nothing has to run to say so.
            let happened =
                Happened::Ran { stdout: String::new(), panicked: false, memory: None, oracle: None };
            return Ok(Some(Ran {
                happened,
                output: None,
                memory: None,
                notes: Vec::new(),
                oracles: None,
                longest_run: None,
            }));
        }
        let begin = run::token();
        let mut all = Vec::new();
        let watchers = watchers(is_watched, sanitized);
        for watcher in watchers {
            all.push(work.run(format!("main {begin}\n"), *watcher)?);
        }
        if cancel.is_cancelled() {
            return Ok(None);
        }
        let mut ran = ran(exercise, &all[0], &begin)
            .map_err(|message| at_program(message, "it has to come to its end, with what `limits` allows"))?;
        ran.longest_run = Some(work.longest_run.into_inner());
        if is_watched {
            ran.oracles = oracles(watchers);
            let fault = memory::gravest(all.iter().flat_map(|ran| &ran.reports));
            let seen = fault.as_ref().map(|fault| fault.error.name());
            if let Happened::Ran { oracle, .. } = &mut ran.happened {
                // That there was nothing can only be said where every error would have been seen.
                *oracle = seen.or(sanitized.then_some("nothing")).map(str::to_owned);
            }
            let lines = symbols::Program::new(&build.path().join(program_name()), build.path());
            let finder = Finder { file: &file, text: &source, symbols: &lines };
            ran.notes = fault.iter().map(|fault| told(exercise, fault, &finder)).collect();
        }
        Ok(Some(ran))
    }
}

/// What an oracle has seen, as it is told after the pass.
fn told(exercise: &Exercise, fault: &memory::fault::Fault, finder: &Finder<'_>) -> Finding {
    let finding = words::finding(fault, finder, "");
    Finding { severity: Severity::Note, file: finding.file.as_ref().map(|_| exercise.file()), ..finding }
}

/// What the program did, or how a limit kept it from its end. `begin` is the token that was
/// printed before it started.
fn ran(exercise: &Exercise, measured: &runs::Ran, begin: &str) -> Result<Ran, String> {
    let outcome = &measured.outcome;
    let after = |bytes: &[u8]| run::own_part(&String::from_utf8_lossy(bytes), begin).to_owned();
    let (stdout, stderr) = (after(&outcome.stdout), after(&outcome.stderr));
    // A signal may be what the exercise is about; a limit that was reached is not.
    if !matches!(outcome.end, End::Exited(_) | End::Signaled(_)) {
        let whose = "the program of this exercise";
        let why = ends::finding(outcome, &stderr, &exercise.limits, whose);
        return Err(why.map_or_else(|| format!("{whose} did not end"), |why| why.message));
    }
    // One that was caught has been told, too, and `main` has gone on: 101 is the runtime's own status.
    let by_panic = matches!(outcome.end, End::Exited(101) | End::Signaled(_));
    let panic = panics::first(&stderr).filter(|_| by_panic);
    let note = panic.as_ref().map(|panic| Finding {
        severity: Severity::Note,
        file: Some(exercise.file()),
        ..panic.finding(Reason::Predict, "the program")
    });
    let memory = report::counted(&measured.reports, MemoryOf::Main);
    let happened = Happened::Ran { stdout: stdout.clone(), panicked: panic.is_some(), memory, oracle: None };
    Ok(Ran {
        happened,
        output: Some(stdout),
        memory,
        notes: note.into_iter().collect(),
        oracles: None,
        longest_run: None,
    })
}

/// The compiler's errors, as they are told after the pass.
fn rejected(exercise: &Exercise, findings: Vec<Finding>) -> Ran {
    let first = findings.first();
    let happened = Happened::Rejected {
        code: first.and_then(|first| first.code.clone()),
        line: first.and_then(|first| first.line),
    };
    let (as_rust, file) = (exercise.program_file(), exercise.file());
    let notes = findings.into_iter().map(|finding| Finding {
        severity: Severity::Note,
        kind: Reason::Predict,
        file: finding.file.map(|_| file.clone()),
        rendered: finding.rendered.map(|text| text.replace(&as_rust, &file)),
        ..finding
    });
    Ran { happened, output: None, memory: None, notes: notes.collect(), oracles: None, longest_run: None }
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

fn at_line(own: &Own, line: u32, message: String, help: &str) -> Error {
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
