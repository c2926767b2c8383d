//! Compiling and running the program that a prediction studies: what really happened, as a value.

use std::sync::atomic::{AtomicBool, AtomicU64};

use super::predict::{Own, at_line};
use super::runs::{self, oracles, watchers};
use super::work::Work;
use super::{Judge, symbols};
use crate::check::compile::{Compiler, program_name};
use crate::check::memory::place::Finder;
use crate::check::memory::{self, report, words};
use crate::check::predict::blanks::Truth;
use crate::check::predict::facts::Happened;
use crate::check::predict::parts::Program;
use crate::check::{ends, panics, run};
use crate::error::Result;
use crate::judged::weave::{Input, Main, TestSource, Unweavable, weave};
use crate::kit::Exercise;
use crate::runner::{Cancel, End};
use crate::verdict::{Finding, Memory, MemoryOf, Reason, Severity};

/// What compiling and running came to, and what of it is shown after the pass.
pub(super) struct Ran {
    pub(super) happened: Happened,
    pub(super) output: Option<String>,
    pub(super) memory: Option<Memory>,
    /// What the compiler or the panic said.
    pub(super) notes: Vec<Finding>,
    /// The oracles that watched, where a blank asks for their report.
    pub(super) oracles: Option<Vec<String>>,
    /// Milliseconds of the longest run, where anything ran.
    pub(super) longest_run: Option<u64>,
}

impl Judge<'_> {
    /// Compiles the program and runs it, where no blank asks for the compiler's error. `None`
    /// where the judging was ended on the way.
    pub(super) fn happened(
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
            modules: &self.helpers(false).modules,
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
            refuses_unsafe: exercise.forbids_unsafe(),
            inherits: self.guard.active.is_none(),
        };
        let work = Work {
            exercise,
            learner: &source,
            starter: "",
            build: build.path(),
            compiler,
            helpers: self.helpers(false),
            cancel,
            walls: self.walls(false)?,
            is_class: self.is_class(),
            longest_run: AtomicU64::default(),
            left_processes: AtomicBool::default(),
        };
        for (path, text) in &woven.files {
            work.write(path, text)?;
        }
        let job = work.compiler.program(exercise, work.build, false);
        let (outcome, mut findings) = work.compile(job, Some(&woven), &mut |_| {})?;
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
