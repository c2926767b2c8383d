//! One judging of a code exercise: compile, tests, `main`.

use std::ops::ControlFlow;
use std::path::Path;
use std::{fs, thread};

use super::{failed, settle};
use crate::check::compile::Compiler;
use crate::check::diagnostics::{Diagnostic, Lines, is_last_word, parse_line};
use crate::check::memory::report::{self, Report};
use crate::check::{compile, run, tests};
use crate::error::{Error, Result};
use crate::judged::weave::{Main, Woven};
use crate::kit::Exercise;
use crate::runner::{self, Cancel, End, JobOutcome};
use crate::verdict::{Finding, Memory, MemoryOf, Reason, Severity, TestOutcome, TestResult, Verdict};

/// One judging of a code exercise.
pub(super) struct Work<'a> {
    pub(super) exercise: &'a Exercise,
    pub(super) learner: &'a str,
    pub(super) build: &'a Path,
    pub(super) compiler: Compiler<'a>,
    pub(super) cancel: &'a Cancel,
}

/// A test's result, and what is wrong where it failed.
type Tested = (TestResult, Option<Finding>);

/// One run of the program: what it came to without memprobe's reports, and these.
pub(super) struct Ran {
    pub(super) outcome: JobOutcome,
    pub(super) reports: Vec<Report>,
}

impl Work<'_> {
    /// Only the compiler's word on the file as it is: it cannot be cut into tokens, or its
    /// error lies where memkata's own code meets the learner's.
    pub(super) fn bare(&self, mut findings: Vec<Finding>, disagreement: &str) -> Result<Verdict> {
        let file = self.exercise.file();
        self.write(&file, self.learner)?;
        let (_, found) =
            self.compile(&self.compiler.bare_check(self.exercise, self.build), None, &mut |_| {})?;
        findings.extend(found);
        if !self.cancel.is_cancelled() && findings.iter().all(|finding| finding.severity != Severity::Error) {
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
        let job = self.compiler.program(self.exercise, self.build);
        let (outcome, mut findings) = self.compile(&job, Some(woven), early)?;
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
            self.execute(woven, findings)?
        };
        verdict.findings.extend(notes);
        Ok(verdict)
    }

    /// Runs the tests and `main`, which do not wait for each other.
    fn execute(&self, woven: &Woven, mut findings: Vec<Finding>) -> Result<Verdict> {
        let wants_main = woven.main == Main::Real || self.exercise.stdout.is_some();
        let begin = run::token();
        let (main, results) = thread::scope(|scope| {
            let main = wants_main.then(|| scope.spawn(|| self.run(format!("main {begin}\n"))));
            let results = self.tests(woven);
            (main.and_then(|main| main.join().ok()), results)
        });
        let mut verdict_tests = Vec::new();
        let (results, mut memory) = results?;
        for (result, finding) in results {
            verdict_tests.push(result);
            findings.extend(finding);
        }
        // A pass needs a proof of every test: what was cancelled on the way has none.
        if let Some(missing) = verdict_tests.iter().find(|test| test.outcome == TestOutcome::Missing) {
            let name = &missing.name;
            findings.push(Finding::error(
                Reason::Tests,
                format!("{name} did not run, because the judging was ended"),
            ));
        }
        let mut output = None;
        if let Some(ran) = main {
            let ran = ran?;
            let judged = run::judge(self.exercise, &ran.outcome, &begin);
            output = Some(judged.output);
            findings.extend(judged.finding);
            // Where `main` does something, the program is what it does.
            memory = report::counted(&ran.reports, MemoryOf::Main);
        }
        let mut verdict = settle(self.exercise, findings);
        verdict.tests = verdict_tests;
        verdict.output = output;
        verdict.memory = memory;
        Ok(verdict)
    }

    /// Asks for all tests in one process. Where one of them ends the process, the result is
    /// its own, and the rest is asked for again in a new one; then the whole was not measured.
    fn tests(&self, woven: &Woven) -> Result<(Vec<Tested>, Option<Memory>)> {
        let mut results: Vec<_> = Vec::new();
        let mut memory = None;
        let requests = tests::requests(&woven.tests);
        let mut left = requests.as_slice();
        while !left.is_empty() && !self.cancel.is_cancelled() {
            let ran = self.run(tests::stdin(left))?;
            let answers = tests::answers(left, &woven.tests, &ran.outcome, &self.exercise.limits);
            memory =
                report::counted(&ran.reports, MemoryOf::Tests).filter(|_| answers.done == requests.len());
            left = &left[answers.done..];
            results.extend(answers.results);
        }
        // In the kit's order, with those that gave no answer.
        let all = woven.tests.iter().map(|test| {
            let at = results.iter().position(|(result, _)| result.name == test.name);
            at.map_or_else(|| (tests::without_answer(test), None), |at| results.swap_remove(at))
        });
        Ok((all.collect(), memory))
    }

    pub(super) fn run(&self, requests: String) -> Result<Ran> {
        let token = run::token();
        let stdin = format!("report {token}\n{requests}");
        let job = run::job(self.compiler.harness, self.exercise, self.build, stdin);
        let mut outcome = runner::run(&job, self.cancel);
        let (stderr, reports) = report::split(&String::from_utf8_lossy(&outcome.stderr), &token);
        outcome.stderr = stderr.into_bytes();
        match &outcome.end {
            // It was compiled, so it is the learner's own program that has taken it away.
            End::NotStarted(_) if !self.build.join(compile::program_name()).exists() => {}
            End::NotStarted(why) => {
                return Err(Error::machine(format!("the compiled program cannot be started: {why}"))
                    .help("does its disk allow programs to run? Make the workspace on one that does"));
            }
            _ => {}
        }
        Ok(Ran { outcome, reports })
    }

    pub(super) fn compile(
        &self,
        job: &runner::Job,
        woven: Option<&Woven>,
        early: &mut dyn FnMut(&Finding),
    ) -> Result<(JobOutcome, Vec<Finding>)> {
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
        let outcome = runner::run_watched(job, self.cancel, |piece| {
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
            return Err(Error::machine(format!("the compiler cannot be started: {why}"))
                .in_file(job.program.display().to_string())
                .help("try `rustc --version` yourself; `rustup default stable` installs a compiler"));
        }
        if !outcome.succeeded()
            && let Some((message, help)) = compile::machine_fault(&outcome, &findings)
        {
            return Err(Error::machine(message).help(help));
        }
        findings.extend(compile::cut_short(&outcome));
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
