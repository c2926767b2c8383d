//! Running what was compiled: the tests and `main`, once for each watcher of its memory.

use std::ops::Range;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use std::{panic, thread};

use super::settle;
use super::symbols::Program;
use super::walls::is_fault;
use super::work::{Work, no_sandbox};
use crate::check::memory::fault::MemoryError;
use crate::check::memory::oracle::Watcher;
use crate::check::memory::place::Finder;
use crate::check::memory::report::{self, Report};
use crate::check::memory::{self, words};
use crate::check::run::{MainRun, Start};
use crate::check::tests::{Answer, Answers, Request};
use crate::check::{compile, ends, panics, run, steps, tests, witness};
use crate::error::{Error, Result};
use crate::judged::weave::{Main, Woven, WovenTest};
use crate::runner::{self, End, JobOutcome};
use crate::verdict::{Finding, Memory, MemoryOf, Reason, TestOutcome, TestResult, Verdict};

/// How many tests may meet the time limit before the rest is not asked for any more.
const MOST_TIMEOUTS: u32 = 2;
/// How many processes are started to ask for all tests.
const MOST_ROUNDS: usize = 64;
/// How many times its time limit all of them may take.
const MOST_LIMITS: u32 = 4;

/// One process: what it came to without the oracles' reports, and these.
pub(super) struct Ran {
    pub(super) outcome: JobOutcome,
    pub(super) reports: Vec<Report>,
}

/// What watches a program; the first is the one whose word on tests and output counts.
pub(super) fn watchers(is_watched: bool, sanitized: bool) -> &'static [Watcher] {
    match (is_watched, sanitized) {
        (false, _) => &[Watcher::Count],
        (true, true) => &[Watcher::Sanitizer, Watcher::Fence],
        (true, false) => &[Watcher::Fence],
    }
}

/// The names of those that judge, as a verdict has them; `None` where none does.
pub(super) fn oracles(watchers: &[Watcher]) -> Option<Vec<String>> {
    let names: Vec<String> =
        watchers.iter().filter_map(|watcher| watcher.oracle()).map(str::to_owned).collect();
    Some(names).filter(|names| !names.is_empty())
}

impl Ran {
    /// What belongs to these bytes of standard error.
    fn told(&self, said: &Range<usize>) -> memory::Told<'_> {
        let stderr = std::str::from_utf8(&self.outcome.stderr).unwrap_or_default();
        let reports = self.reports.iter().filter(|report| (said.start..=said.end).contains(&report.at));
        memory::Told { text: stderr.get(said.clone()).unwrap_or_default(), reports: reports.collect() }
    }
}

/// Everything that ran under one watcher.
struct Watched {
    watcher: Watcher,
    /// One for each process that was needed to ask for all tests.
    rounds: Vec<(Answers, Ran)>,
    main: Option<(MainRun, Ran)>,
}

impl Work<'_> {
    /// Runs the tests and `main` and judges what they came to.
    pub(super) fn execute(&self, woven: &Woven, mut findings: Vec<Finding>) -> Result<Verdict> {
        let watchers = watchers(self.exercise.is_watched(), self.compiler.sanitized);
        let requests = tests::requests(&woven.tests, self.exercise);
        let runs: Vec<Result<Watched>> = thread::scope(|scope| {
            // All but the first on threads of their own: they don't wait for each other.
            let others: Vec<_> = watchers[1..]
                .iter()
                .map(|watcher| scope.spawn(|| self.watched(woven, &requests, *watcher)))
                .collect();
            let first = self.watched(woven, &requests, watchers[0]);
            let others =
                others.into_iter().map(|run| run.join().unwrap_or_else(|why| panic::resume_unwind(why)));
            std::iter::once(first).chain(others).collect()
        });
        let program = Program::new(&self.build.join(compile::program_name()), self.build);
        let file = self.exercise.file();
        let finder = Finder { file: &file, text: self.learner, symbols: &program };
        let mut runs = runs.into_iter().collect::<Result<Vec<Watched>>>()?;
        runs.iter_mut().for_each(|run| run.explain(&finder));
        let memory = runs[0].memory(&requests);
        let faults = || runs.iter().flat_map(Watched::faults_of_main).collect::<Vec<_>>();
        let faults = faults();
        let witnessed = self
            .exercise
            .witness
            .as_ref()
            .map(|wanted| witness::findings(wanted, &faults, self.exercise, self.starter, &finder));
        let (answers, main) = merge(runs);

        let answer = |index: usize| answers.iter().find(|answer| answer.index == index);
        let result = |(index, test): (usize, &WovenTest)| {
            answer(index).map_or_else(|| tests::without_answer(test), |answer| answer.result.clone())
        };
        let verdict_tests: Vec<TestResult> = woven.tests.iter().enumerate().map(result).collect();
        let step = steps::first_open(self.exercise, &verdict_tests);
        // What comes after the step that is not done is not there to be judged yet.
        let is_later = |test: &TestResult| {
            step.as_ref().is_some_and(|open| steps::number(&test.name).is_some_and(|step| step > open.number))
        };
        let asked = verdict_tests.iter().enumerate().filter(|(_, test)| !is_later(test));
        findings.extend(asked.filter_map(|(index, _)| answer(index)?.finding.clone()));
        let main = main.filter(|_| step.is_none());
        // A pass needs a proof of every test: what was cancelled on the way has none.
        let missing = |test: &&TestResult| test.outcome == TestOutcome::Missing && !is_later(test);
        if let Some(missing) = verdict_tests.iter().find(missing) {
            let name = &missing.name;
            let why = match self.cancel.is_cancelled() {
                true => "the judging was ended",
                false => "tests before it have ended the program too often or took too long",
            };
            findings.push(Finding::error(Reason::Tests, format!("{name} did not run, because {why}")));
        }
        let mut output = None;
        if let Some(main) = main {
            output = Some(main.output);
            // The same misuse, seen once more.
            let seen = |finding: &Finding| {
                findings.iter().any(|other| {
                    finding.kind == Reason::Memory
                        && (&other.code, other.line) == (&finding.code, finding.line)
                })
            };
            match witnessed {
                // It ended in another way before it could misuse anything.
                Some(_) if faults.is_empty() && main.finding.is_some() => findings.extend(main.finding),
                Some(witnessed) => findings.extend(witnessed),
                None => findings.extend(main.finding.filter(|finding| !seen(finding))),
            }
        }
        findings.extend(self.left_processes.load(Ordering::Relaxed).then(ends::left_processes));
        let mut verdict = settle(self.exercise, findings);
        verdict.tests = verdict_tests;
        verdict.step = step;
        verdict.output = output;
        verdict.memory = memory;
        verdict.oracle = oracles(watchers);
        verdict.longest_run_ms = Some(self.longest_run.load(Ordering::Relaxed));
        Ok(verdict)
    }

    /// Runs the tests and `main`, which do not wait for each other.
    fn watched(&self, woven: &Woven, requests: &[Request], watcher: Watcher) -> Result<Watched> {
        let wants_main = woven.main == Main::Real || self.exercise.stdout.is_some();
        let (begin, aborts) = (run::token(), self.compiler.cargo.aborts);
        let (main, rounds) = thread::scope(|scope| {
            let main = wants_main.then(|| scope.spawn(|| self.run(run::main_stdin(&begin, aborts), watcher)));
            let rounds = self.rounds(woven, requests, watcher);
            (main.map(|main| main.join().unwrap_or_else(|why| panic::resume_unwind(why))), rounds)
        });
        let main = main.transpose()?.map(|ran| (run::judge(self.exercise, &ran.outcome, &begin), ran));
        Ok(Watched { watcher, rounds: rounds?, main })
    }

    /// Asks for all tests in one process. Where one of them ends the process, the result is
    /// its own, and the rest is asked for again in a new one; but not for ever: the tests may be the
    /// learner's own, and as many as they like.
    fn rounds(&self, woven: &Woven, requests: &[Request], watcher: Watcher) -> Result<Vec<(Answers, Ran)>> {
        let mut rounds = Vec::new();
        let mut left = requests;
        let (started, mut timeouts) = (Instant::now(), 0);
        let patience = Duration::from_secs(self.exercise.limits.seconds) * MOST_LIMITS;
        while !left.is_empty() && !self.cancel.is_cancelled() {
            if timeouts == MOST_TIMEOUTS || rounds.len() == MOST_ROUNDS || started.elapsed() >= patience {
                break;
            }
            let ran = self.run(tests::stdin(left), watcher)?;
            let answers = tests::answers(left, &woven.tests, &ran.outcome, &self.exercise.limits);
            let failed = left.iter().zip(&answers.results).find(|(_, answer)| answer.finding.is_some());
            let open = failed.and_then(|(request, _)| request.step);
            left = &left[answers.results.len()..];
            if open.is_some() {
                // A program without the step that was just asked for may do anything in the later ones.
                left = &left[..left.iter().take_while(|request| request.step == open).count()];
            }
            timeouts += u32::from(ran.outcome.end == End::TimedOut);
            rounds.push((answers, ran));
        }
        Ok(rounds)
    }

    /// Runs the program once, with these requests to the harness.
    pub(super) fn run(&self, requests: String, watcher: Watcher) -> Result<Ran> {
        let token = run::token();
        let stdin = format!("report {token}\n{requests}");
        let start = Start {
            harness: self.compiler.harness,
            watcher,
            sanitized: self.compiler.sanitized,
            inherits: self.walls.is_none(),
        };
        let job = run::job(&start, self.exercise, self.build, stdin);
        let job = match &self.walls {
            Some(walls) => walls.around_run(job),
            None => job,
        };
        let started = Instant::now();
        let mut outcome = runner::run(&job, self.cancel);
        let took = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.longest_run.fetch_max(took, Ordering::Relaxed);
        // One that a limit has ended had no time to end them itself.
        if outcome.left_processes && matches!(outcome.end, End::Exited(_) | End::Signaled(_)) {
            self.left_processes.store(true, Ordering::Relaxed);
        }
        let (stderr, reports) =
            report::split(&panics::without_thread_ids(&String::from_utf8_lossy(&outcome.stderr)), &token);
        outcome.stderr = stderr.into_bytes();
        match &outcome.end {
            End::NotStarted(why) if is_fault(why) => return Err(no_sandbox(why)),
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
}

impl Watched {
    /// Puts what the oracles have reported in the place of what it looked like without them.
    fn explain(&mut self, finder: &Finder<'_>) {
        let explain = |failed: &Finding, ran: &Ran, said: &Range<usize>, whose: &str| {
            memory::explain(failed, &ran.told(said), self.watcher, finder, whose)
        };
        for (answers, ran) in &mut self.rounds {
            for answer in &mut answers.results {
                let name = answer.result.name.clone();
                let told = match &answer.finding {
                    Some(failed) => explain(failed, ran, &answer.said, &name),
                    None => memory::leaks(&ran.reports)
                        .find(|leak| leak.test == Some(answer.index))
                        .map(|leak| words::finding(&leak, finder, &name)),
                };
                told.into_iter().for_each(|finding| answer.fail(finding));
            }
        }
        if let Some((main, ran)) = &mut self.main {
            main.finding = match main.finding.take() {
                Some(failed) => Some(explain(&failed, ran, &main.said, "").unwrap_or(failed)),
                // Also where the program has made its end look like a good one.
                None => memory::gravest(&ran.reports).map(|fault| words::finding(&fault, finder, "")),
            };
        }
    }

    /// What the program allocated: `main`, or where it does nothing, all tests, if one process
    /// came to the end of them.
    fn memory(&self, requests: &[Request]) -> Option<Memory> {
        if let Some((_, ran)) = &self.main {
            return report::counted(&ran.reports, MemoryOf::Main);
        }
        let (answers, ran) = self.rounds.first()?;
        report::counted(&ran.reports, MemoryOf::Tests).filter(|_| answers.results.len() == requests.len())
    }

    fn faults_of_main(&self) -> Vec<memory::fault::Fault> {
        let reports = self.main.iter().flat_map(|(_, ran)| &ran.reports);
        reports.filter_map(memory::fault).collect()
    }
}

/// What all runs together came to: what the first says, and the misuse of memory that only the
/// others have seen.
fn merge(mut runs: Vec<Watched>) -> (Vec<Answer>, Option<MainRun>) {
    let others = runs.split_off(1);
    let first = runs.into_iter().next();
    let mut main = None;
    let mut answers: Vec<Answer> = Vec::new();
    if let Some(first) = first {
        main = first.main.map(|(main, _)| main);
        answers = first.rounds.into_iter().flat_map(|(answers, _)| answers.results).collect();
    }
    // A leak that the first has seen does not hide what only another one sees.
    let weight = |finding: &Option<Finding>| match finding {
        Some(finding) if finding.kind != Reason::Memory => 0,
        Some(finding) if finding.code.as_deref() == Some(MemoryError::Leak.name()) => 1,
        // Others may know why there is nothing.
        Some(finding) if finding.code.as_deref() == Some(MemoryError::WildAccess.name()) => 2,
        Some(_) => 3,
        None => 0,
    };
    for other in others {
        for answer in other.rounds.into_iter().flat_map(|(answers, _)| answers.results) {
            let same = answers.iter_mut().find(|known| known.index == answer.index);
            if let Some(known) = same
                && weight(&answer.finding) > weight(&known.finding)
            {
                *known = answer;
            }
        }
        if let (Some(main), Some((other, _))) = (&mut main, other.main)
            && weight(&other.finding) > weight(&main.finding)
        {
            main.finding = other.finding;
        }
    }
    (answers, main)
}
