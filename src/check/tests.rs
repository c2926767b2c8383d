//! Running the tests: what is asked of the program, and what its answers prove.

use std::ops::Range;

use super::{ends, panics, run, steps};
use crate::judged::weave::{KIT_PREFIX, WovenTest};
use crate::kit::{Exercise, Limits};
use crate::runner::{End, JobOutcome};
use crate::verdict::{Finding, Reason, TestOutcome, TestResult};

/// One test to be asked for, with the two one-time tokens that belong to it.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its index among the woven tests.
    pub index: usize,
    /// The step it belongs to, where the exercise has steps.
    pub step: Option<usize>,
    /// Printed before the test.
    pub begin: String,
    /// Printed after the test's body has returned: the proof.
    pub proof: String,
}

/// The tests that are still to be asked for: all but those the kit ignores, step by step.
pub fn requests(tests: &[WovenTest], exercise: &Exercise) -> Vec<Request> {
    let wanted = tests.iter().enumerate().filter(|(_, test)| !test.ignored);
    let step = |test: &WovenTest| steps::number(&test.name).filter(|_| !exercise.steps.is_empty());
    let request =
        |(index, test)| Request { index, step: step(test), begin: run::token(), proof: run::token() };
    let mut requests: Vec<Request> = wanted.map(request).collect();
    requests.sort_by_key(|request| request.step);
    requests
}

/// What the program reads: a line per test, and one between two steps.
pub fn stdin(requests: &[Request]) -> String {
    let mut lines = String::new();
    let mut before = None;
    for Request { index, step, begin, proof } in requests {
        if before.replace(step).is_some_and(|before| before != step) {
            lines.push_str("step\n");
        }
        lines.push_str(&format!("test {index} {begin} {proof}\n"));
    }
    lines
}

/// What came of one test.
#[derive(Debug)]
pub struct Answer {
    /// Its index among the woven tests.
    pub index: usize,
    /// For the verdict.
    pub result: TestResult,
    /// What is wrong, where it failed.
    pub finding: Option<Finding>,
    /// Which bytes of what the program wrote to standard error are its own.
    pub said: Range<usize>,
}

impl Answer {
    /// Puts another finding in the place of the one there was, if any: the test has failed.
    pub fn fail(&mut self, finding: Finding) {
        self.result.outcome = TestOutcome::Failed;
        self.result.message = Some(message_of(&finding));
        self.finding = Some(finding);
    }
}

/// What one run of the program said about the tests it was asked for.
pub struct Answers {
    /// An answer for each test that ended, or ended the program; in order. The rest never began.
    pub results: Vec<Answer>,
}

/// Reads the answers. A test passed when its proof was printed, and when it was the last to
/// begin, the program must have ended well, too.
pub fn answers(requests: &[Request], tests: &[WovenTest], outcome: &JobOutcome, limits: &Limits) -> Answers {
    let stdout = String::from_utf8_lossy(&outcome.stdout);
    let stderr = String::from_utf8_lossy(&outcome.stderr);
    let all_proved = requests.iter().all(|request| has_line(&stdout, &request.proof));
    let mut results = Vec::new();
    for (at, request) in requests.iter().enumerate() {
        if at > 0 && !has_line(&stdout, &request.begin) {
            break;
        }
        let name = &tests[request.index].name;
        let next = requests.get(at + 1);
        let is_last = next.is_none_or(|next| !has_line(&stdout, &next.begin));
        let range = part(&stderr, &request.begin, next.map(|next| next.begin.as_str()));
        let said = &stderr[range.clone()];
        let proved = has_line(&stdout, &request.proof);
        let finding = match (proved, is_last) {
            (true, false) => None,
            // The end of the program belongs to the last test that began.
            (true, true) if outcome.succeeded() || (ended_by_itself(outcome) && !all_proved) => None,
            (true, true) => {
                ends::finding(outcome, said, limits, name).or_else(|| Some(bad_end(outcome, name)))
            }
            (false, false) => Some(failure(said, name)),
            (false, true) => {
                ends::finding(outcome, said, limits, name).or_else(|| Some(unfinished(outcome, said, name)))
            }
        };
        let outcome = if finding.is_none() { TestOutcome::Ok } else { TestOutcome::Failed };
        let message = finding.as_ref().map(message_of);
        let result = TestResult { name: name.clone(), outcome, message };
        results.push(Answer { index: request.index, result, finding, said: range });
    }
    Answers { results }
}

/// The result of a test that was never asked for or never began.
pub fn without_answer(test: &WovenTest) -> TestResult {
    let outcome = if test.ignored { TestOutcome::Ignored } else { TestOutcome::Missing };
    TestResult { name: test.name.clone(), outcome, message: None }
}

/// The code of a note that something in the learner's file does not count, because the kit's own does.
pub const EDITED: &str = "edited";

/// The code of a finding that the program ended itself before a test had finished.
pub const LEFT_EARLY: &str = "left-early";

/// Told when the learner's copy of the tests is not the kit's.
pub fn edited_note(exercise: &Exercise) -> Finding {
    of_the_copy(exercise, "the tests in your file are not the exercise's own; its own were run")
}

/// Told with what is wrong in the kit's tests, when the learner's copy has the same tests at other lines.
pub fn laid_out_note(exercise: &Exercise) -> Finding {
    of_the_copy(exercise, "the tests in your file are laid out otherwise than the exercise's own")
}

fn of_the_copy(exercise: &Exercise, message: &str) -> Finding {
    let own = format!("{KIT_PREFIX}{}", exercise.file());
    Finding::note(Reason::Tests, message)
        .coded(EDITED)
        .because(format!("Lines of the tests are those of {own}. Your copy may stay; `memkata reset {}`, or `x` in the watch, brings the starter back and keeps yours.", exercise.name))
}

fn message_of(finding: &Finding) -> String {
    finding.rendered.clone().unwrap_or_else(|| finding.message.clone())
}

fn ended_by_itself(outcome: &JobOutcome) -> bool {
    matches!(outcome.end, End::Exited(_))
}

/// A test that failed and let the next one begin.
fn failure(said: &str, name: &str) -> Finding {
    match panics::decisive(said) {
        Some(panic) => panic.finding(Reason::Tests, name),
        None => {
            let words =
                said.trim().lines().next().filter(|line| !line.is_empty()).unwrap_or("it did not succeed");
            Finding::error(Reason::Tests, format!("{name}: {words}"))
        }
    }
}

/// The last test that began neither proved that it finished nor met a limit or signal.
fn unfinished(outcome: &JobOutcome, said: &str, name: &str) -> Finding {
    match (&outcome.end, panics::decisive(said)) {
        // The harness exits with 1 after a test that failed; 101 is the runtime's own.
        (End::Exited(1 | 101), Some(panic)) => panic.finding(Reason::Tests, name),
        (End::Exited(1), None) if !said.trim().is_empty() => failure(said, name),
        (End::Exited(status), _) => Finding::error(Reason::Tests, format!("{name}: the program ended (status {status}) before the test had finished"))
            .coded(LEFT_EARLY)
            .because("A test counts when it has run to its end; something in it ends the whole process, such as `std::process::exit`."),
        _ => Finding::error(Reason::Tests, format!("{name}: the test did not finish")),
    }
}

fn bad_end(outcome: &JobOutcome, name: &str) -> Finding {
    let status = match outcome.end {
        End::Exited(status) => status.to_string(),
        _ => "unknown".into(),
    };
    Finding::error(Reason::Tests, format!("{name} finished, but the program then ended with status {status}"))
        .because(
            "Something that runs at the very end failed, such as a `drop` of a value that outlived the test.",
        )
}

fn has_line(text: &str, token: &str) -> bool {
    text.lines().any(|line| line == token)
}

/// What stands between two tokens; to the end where the second is missing.
fn part(text: &str, from: &str, to: Option<&str>) -> Range<usize> {
    let start = text.find(from).map_or(text.len(), |at| at + from.len());
    let end = to.and_then(|to| text[start..].find(to)).map_or(text.len(), |at| start + at);
    start..end
}
