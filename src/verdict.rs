//! What judging an exercise comes to: plain values that every view (screen, plain lines,
//! JSON, JUnit) is drawn from. No colours, no I/O, no opinions about layout.

use serde::{Deserialize, Serialize};

/// The whole result of judging one exercise once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The exercise's unique name.
    pub exercise: String,
    /// Passed, failed, or broken (the kit or the machine is at fault, never the learner).
    pub verdict: Outcome,
    /// The first check that did not pass; `None` on a pass.
    pub reason: Option<Reason>,
    /// What was found, the most important first. A pass may carry warnings.
    pub findings: Vec<Finding>,
    /// One entry per test that the kit lists; for a prediction, one per blank.
    pub tests: Vec<TestResult>,
    /// The first step that is not done, in an exercise of steps whose tests ran.
    #[serde(default)]
    pub step: Option<Step>,
    /// What the program did with memory, where it came to its end.
    pub memory: Option<Memory>,
    /// Which memory-error oracles judged; `None` where none was asked.
    pub oracle: Option<Vec<String>>,
    /// The hint written for the first error's code, where the kit has one.
    pub hint: Option<String>,
    /// What `main` printed, when it ran.
    pub output: Option<String>,
    /// The model answer, once a text was accepted.
    pub model: Option<String>,
    /// What was predicted beside what happened, once every prediction was right.
    #[serde(default)]
    pub predictions: Option<Vec<Predicted>>,
    /// The time that the longest run of the program took, in milliseconds: what its limit is about.
    #[serde(default)]
    pub longest_run_ms: Option<u64>,
    /// From the start of judging to the verdict, in milliseconds.
    pub elapsed_ms: u64,
    /// Whether this verdict was reused from an earlier judging of the same input.
    pub cached: bool,
}

/// What a program did with memory: counted by its allocator, the standard library included and
/// the harness not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// Which part of the program was measured.
    pub of: MemoryOf,
    /// How often the allocator was asked for memory; a block that grows or shrinks counts again.
    pub allocations: u64,
    /// Bytes of all the blocks asked for.
    pub bytes: u64,
    /// The most bytes that were allocated at one moment.
    pub peak_bytes: u64,
    /// Blocks that were still allocated at the end.
    pub live_blocks: i64,
    /// Bytes that were still allocated at the end.
    pub live_bytes: i64,
}

/// The part of a program that was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemoryOf {
    /// `main`, from its beginning to its end.
    Main,
    /// All tests one after the other; the peak is that of the test with the highest.
    Tests,
}

/// The three ways a judging can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Everything that the exercise asks for was proved.
    Passed,
    /// The learner's file does not do what the exercise asks for yet.
    Failed,
    /// The kit or the machine is at fault; never recorded as an attempt.
    Broken,
}

/// The first check that failed. The names are those of the JSON and of `fails_with`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The compiler rejected the file.
    Compile,
    /// A lint that is an error for this exercise.
    Lint,
    /// A test of the kit failed or did not finish.
    Tests,
    /// `main` ended with a failure.
    Run,
    /// `main` printed something else than the exercise states.
    Output,
    /// Something forbidden was used, or something to keep was changed.
    Rules,
    /// An allocation budget or a memory-error oracle.
    Memory,
    /// A text answer that is not there yet.
    Answer,
    /// A wrong prediction.
    Predict,
    /// The time limit ended it.
    Timeout,
    /// The memory limit ended it.
    MemoryLimit,
    /// The output limit ended it.
    OutputLimit,
    /// The program was ended by a signal: stack overflow, abort, …
    Crash,
}

impl Reason {
    /// All reasons, in the order of the contract.
    pub const ALL: [Self; 13] = [
        Self::Compile,
        Self::Lint,
        Self::Tests,
        Self::Run,
        Self::Output,
        Self::Rules,
        Self::Memory,
        Self::Answer,
        Self::Predict,
        Self::Timeout,
        Self::MemoryLimit,
        Self::OutputLimit,
        Self::Crash,
    ];

    /// The name used in JSON and in `fails_with`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compile => "compile",
            Self::Lint => "lint",
            Self::Tests => "tests",
            Self::Run => "run",
            Self::Output => "output",
            Self::Rules => "rules",
            Self::Memory => "memory",
            Self::Answer => "answer",
            Self::Predict => "predict",
            Self::Timeout => "timeout",
            Self::MemoryLimit => "memory-limit",
            Self::OutputLimit => "output-limit",
            Self::Crash => "crash",
        }
    }
}

/// Whether a finding stops the pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It has to be mended before the exercise passes.
    Error,
    /// Worth knowing; the exercise can pass with it.
    Warning,
    /// Neither good nor bad: "you edited the tests; the kit's own were run".
    Note,
}

/// Whose file a finding points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The learner's own file.
    Learner,
    /// A file of the kit (its tests).
    Kit,
}

/// One thing that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The check that found it.
    pub kind: Reason,
    /// Whether it stops the pass.
    pub severity: Severity,
    /// An error code (`E0515`), a lint (`clippy::needless_return`), or the name of a rule.
    pub code: Option<String>,
    /// What happened, as its finder says it.
    pub message: String,
    /// Why, and what to do next, in one line of words that teach.
    pub why: Option<String>,
    /// The file, relative to the workspace or kit, with forward slashes.
    pub file: Option<String>,
    /// One-based line in `file`.
    pub line: Option<u32>,
    /// The line in the learner's copy of the kit's tests, where that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_line: Option<u32>,
    /// One-based column in `file`, in characters.
    pub column: Option<u32>,
    /// Whose file `file` is.
    pub origin: Origin,
    /// The compiler's own rendering, or the failed assertion, without colours.
    pub rendered: Option<String>,
}

impl Finding {
    /// An error of the given kind without a place.
    pub fn error(kind: Reason, message: impl Into<String>) -> Self {
        Self {
            kind,
            severity: Severity::Error,
            code: None,
            message: message.into(),
            why: None,
            file: None,
            line: None,
            copy_line: None,
            column: None,
            origin: Origin::Learner,
            rendered: None,
        }
    }

    /// A note of the given kind without a place.
    pub fn note(kind: Reason, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(kind, message) }
    }

    /// The same finding with a line of words that teach.
    #[must_use]
    pub fn because(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// The line that a person sees in their own file.
    pub fn shown_line(&self) -> Option<u32> {
        self.copy_line.or(self.line)
    }

    /// Takes in that its line is so many lines lower in the learner's copy than in the kit's file.
    pub fn stands_lower(&mut self, lines: i64) {
        let Some(line) = self.line.filter(|_| lines != 0) else { return };
        self.line = u32::try_from(i64::from(line) - lines).ok();
        self.copy_line = Some(line);
    }

    /// The same finding with a code.
    #[must_use]
    pub fn coded(mut self, code: &str) -> Self {
        self.code = Some(code.to_owned());
        self
    }

    /// The same finding with a place in the learner's file.
    #[must_use]
    pub fn at(mut self, file: impl Into<String>, line: u32, column: u32) -> Self {
        self.file = Some(file.into());
        self.line = Some(line);
        self.column = Some(column);
        self
    }
}

/// A prediction and what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Predicted {
    /// The number of the blank.
    pub blank: u32,
    /// In the learner's own words.
    pub predicted: String,
    /// What the program really did.
    pub happened: String,
}

/// A step of an exercise that is built in steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// One-based.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// What it is about.
    pub title: String,
}

/// How one of the kit's tests went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestResult {
    /// The path of the test: `tests::keeps_the_text`.
    pub name: String,
    /// What became of it.
    pub outcome: TestOutcome,
    /// Why it failed, without colours.
    pub message: Option<String>,
}

/// What can become of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TestOutcome {
    /// It proved that it finished, and its process ended well.
    Ok,
    /// It failed or did not finish.
    Failed,
    /// The kit itself marks it as ignored.
    Ignored,
    /// It never ran, because something before it ended the judging.
    Missing,
}

impl Verdict {
    /// A verdict without findings; the other fields are filled in by the caller.
    pub fn new(exercise: &str, verdict: Outcome, reason: Option<Reason>) -> Self {
        Self {
            exercise: exercise.to_owned(),
            verdict,
            reason,
            findings: Vec::new(),
            tests: Vec::new(),
            step: None,
            memory: None,
            oracle: None,
            hint: None,
            output: None,
            model: None,
            predictions: None,
            longest_run_ms: None,
            elapsed_ms: 0,
            cached: false,
        }
    }

    /// The same without times, which differ from run to run.
    #[must_use]
    pub fn without_times(self) -> Self {
        Self { longest_run_ms: None, elapsed_ms: 0, cached: false, ..self }
    }

    /// Whether the exercise was passed.
    pub fn passed(&self) -> bool {
        self.verdict == Outcome::Passed
    }

    /// The findings that stop the pass.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }
}
