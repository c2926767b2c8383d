//! One judging of a code exercise: compile, then run.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64};

use super::helpers::Helpers;
use super::walls::{Walls, is_fault};
use super::{failed, settle};
use crate::check::compile::Compiler;
use crate::check::diagnostics::{Diagnostic, Lines, is_last_word, parse_line};
use crate::check::{compile, machine, tests};
use crate::error::{Error, Result};
use crate::judged::weave::{KIT_FOLDER, Main, Woven};
use crate::kit::Exercise;
use crate::runner::{self, Cancel, End, JobOutcome};
use crate::verdict::{Finding, Reason, Severity, Verdict};

/// One judging of a code exercise.
pub(super) struct Work<'a> {
    pub(super) exercise: &'a Exercise,
    pub(super) learner: &'a str,
    /// The file that the exercise begins with.
    pub(super) starter: &'a str,
    pub(super) build: &'a Path,
    pub(super) compiler: Compiler<'a>,
    pub(super) helpers: &'a Helpers,
    pub(super) cancel: &'a Cancel,
    /// What stands around the compiler and the program, where they are not trusted.
    pub(super) walls: Option<&'a Walls>,
    /// Whether it was handed in: then there is nobody to ask.
    pub(super) is_class: bool,
    /// Milliseconds of the longest run so far.
    pub(super) longest_run: AtomicU64,
    /// Whether a run has left processes behind, which were ended.
    pub(super) left_processes: AtomicBool,
}

impl Work<'_> {
    /// Only the compiler's word on the file as it is: it cannot be cut into tokens, or its
    /// error lies where memkata's own code meets the learner's.
    pub(super) fn bare(&self, mut findings: Vec<Finding>, disagreement: &str) -> Result<Verdict> {
        let file = self.exercise.file();
        self.write(&file, self.learner)?;
        self.helpers.link(self.build);
        let (_, found) =
            self.compile(self.compiler.bare_check(self.exercise, self.build), None, &mut |_| {})?;
        findings.extend(found);
        if !self.cancel.is_cancelled() && findings.iter().all(|finding| finding.severity != Severity::Error) {
            if self.is_class {
                // Nobody stands by who could report it, and nothing else is wrong with the machine.
                let why = format!(
                    "The compiler accepts the file as it stands, and together with the tests it says: {disagreement}"
                );
                findings.push(
                    Finding::error(
                        Reason::Compile,
                        "the file does not compile together with the kit's tests",
                    )
                    .because(why)
                    .at(file, 1, 1),
                );
                return Ok(failed(self.exercise, findings));
            }
            return Err(Error::machine(format!("memkata and the compiler do not agree about {file}"))
                .help(format!("please report this with your file; the compiler said: {disagreement}")));
        }
        Ok(failed(self.exercise, findings))
    }

    pub(super) fn woven(
        &self,
        woven: &Woven,
        rules: Vec<Finding>,
        notes: Vec<Finding>,
        early: &mut dyn FnMut(&Finding),
    ) -> Result<Verdict> {
        for (path, text) in &woven.files {
            self.write(path, text)?;
        }
        // After the files above, which must not be written through a link.
        self.helpers.link(self.build);
        // Lines are asked for where memory is watched or measured.
        let lines =
            self.exercise.is_watched() || woven.files.iter().any(|(_, text)| text.contains("memprobe"));
        let job = self.compiler.program(self.exercise, self.build, lines);
        let (outcome, mut findings) = self.compile(job, Some(woven), early)?;
        let compiled = outcome.succeeded();
        if !compiled
            && !self.cancel.is_cancelled()
            && findings.iter().all(|finding| finding.severity != Severity::Error)
        {
            let said = String::from_utf8_lossy(&outcome.stderr);
            let first = said
                .lines()
                .find_map(parse_line)
                .map_or_else(|| said.clone().into_owned(), |first| first.message);
            return self.bare(notes, &first);
        }
        findings.extend(rules);
        if woven.main == Main::Missing && compiled {
            let mut missing =
                Finding::error(Reason::Compile, "the file has no `fn main()`").at(self.exercise.file(), 1, 1);
            missing.why = crate::check::words::why("E0601").map(str::to_owned);
            missing.code = Some("E0601".into());
            findings.push(missing);
        }
        let stopped = findings.iter().any(|finding| finding.severity == Severity::Error);
        let mut verdict = if stopped {
            let mut verdict = settle(self.exercise, findings);
            verdict.tests = woven.tests.iter().map(tests::without_answer).collect();
            verdict
        } else {
            if self.walls.is_some() {
                // What is compiled needs no source any more, and the kit's tests may be hidden from learners:
                // a program that could read them could print them into its own report.
                let _ = fs::remove_dir_all(self.build.join(KIT_FOLDER));
            }
            self.execute(woven, findings)?
        };
        verdict.findings.extend(notes);
        Ok(verdict)
    }

    pub(super) fn compile(
        &self,
        job: runner::Job,
        woven: Option<&Woven>,
        early: &mut dyn FnMut(&Finding),
    ) -> Result<(JobOutcome, Vec<Finding>)> {
        let job = match &self.walls {
            Some(walls) => walls.around_compile(job),
            None => job,
        };
        let mut lines = Lines::default();
        let mut findings: Vec<Finding> = Vec::new();
        let mut told = false;
        let mut take = |diagnostic: Diagnostic| {
            let Some(finding) = compile::finding(&diagnostic, self.exercise, woven, self.learner) else {
                return;
            };
            if finding.severity == Severity::Error && !std::mem::replace(&mut told, true) {
                early(&finding);
            }
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        };
        let outcome = runner::run_watched(&job, self.cancel, |piece| {
            let complete = lines.push(piece);
            complete.iter().filter_map(|line| parse_line(line)).for_each(&mut take);
            // The compiler has said all it has to say; taking itself apart takes it a while.
            if complete.iter().any(|line| is_last_word(line)) {
                ControlFlow::Break(1)
            } else {
                ControlFlow::Continue(())
            }
        });
        if let End::NotStarted(why) = &outcome.end {
            if is_fault(why) {
                return Err(no_sandbox(why));
            }
            return Err(Error::machine(format!("the compiler cannot be started: {why}"))
                .in_file(job.program.display().to_string())
                .help("try `rustc --version` yourself; `rustup default stable` installs a compiler"));
        }
        if !outcome.succeeded()
            && let Some((message, help)) = machine::fault(&outcome, &findings, self.learner)
        {
            return Err(Error::machine(message).help(help));
        }
        findings.extend(compile::cut_short(&outcome, &self.exercise.limits));
        // Errors first; among them, the compiler's own order.
        findings.sort_by_key(|finding| finding.severity != Severity::Error);
        Ok((outcome, findings))
    }

    pub(super) fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.build.join(path);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        written.map_err(|error| crate::kit::project::cannot_write(&path, &error))
    }
}

/// Told where a program was not started because what has to stand around it could not be set up.
pub(super) fn no_sandbox(why: &str) -> Error {
    Error::machine(format!("nothing was started: {why}"))
        .help("`memkata grade --dry-run` tells which layers of the sandbox this machine has")
}
