//! What memkata answered, with checks that show the whole answer when they fail.

use serde_json::Value;

/// The answer of one command.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The exit status; `None` after a signal.
    pub status: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Answer {
    /// Everything, for a message of a failed test.
    fn all(&self) -> String {
        format!("exit {:?}\n-- stdout\n{}\n-- stderr\n{}", self.status, self.stdout, self.stderr)
    }

    /// Checks the exit status.
    #[track_caller]
    pub fn exits(self, wanted: i32) -> Self {
        assert_eq!(self.status, Some(wanted), "{}", self.all());
        self
    }

    /// Checks that standard output has these words.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.stdout.contains(words), "{words:?} is not in the answer: {}", self.all());
        self
    }

    /// Checks that standard output does not have these words.
    #[track_caller]
    pub fn says_not(self, words: &str) -> Self {
        assert!(!self.stdout.contains(words), "{words:?} is in the answer: {}", self.all());
        self
    }

    /// Checks that standard error has these words.
    #[track_caller]
    pub fn warns(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "{words:?} is not in the warnings: {}", self.all());
        self
    }

    /// Checks that standard error does not have these words.
    #[track_caller]
    pub fn warns_not(self, words: &str) -> Self {
        assert!(!self.stderr.contains(words), "{words:?} is in the warnings: {}", self.all());
        self
    }

    /// Standard output as one JSON document.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("not a JSON document: {error}: {}", self.all()))
    }

    /// The error in a JSON answer.
    #[track_caller]
    pub fn error(&self) -> Value {
        let document = self.json();
        assert!(document["error"].is_object(), "no error: {}", self.all());
        document["error"].clone()
    }
}

/// A verdict as JSON.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The whole document.
    pub json: Value,
}

impl Verdict {
    pub fn new(json: Value) -> Self {
        Self { json }
    }

    /// Checks that it is a pass.
    #[track_caller]
    pub fn passed(self) -> Self {
        assert_eq!(self.json["verdict"], "passed", "{:#}", self.json);
        assert!(self.json["reason"].is_null(), "a pass has no reason: {:#}", self.json);
        self
    }

    /// Checks that it failed for this reason.
    #[track_caller]
    pub fn failed(self, reason: &str) -> Self {
        assert_eq!(self.json["verdict"], "failed", "{:#}", self.json);
        assert_eq!(self.json["reason"], reason, "{:#}", self.json);
        self
    }

    /// The findings of this severity.
    fn findings(&self, severity: &str) -> Vec<&Value> {
        let all = self.json["findings"].as_array().expect("a list of findings");
        all.iter().filter(|finding| finding["severity"] == severity).collect()
    }

    /// The first error.
    #[track_caller]
    pub fn first(&self) -> &Value {
        self.findings("error").first().copied().unwrap_or_else(|| panic!("no error: {:#}", self.json))
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.findings("error").len()
    }

    /// The warnings.
    pub fn warnings(&self) -> Vec<&Value> {
        self.findings("warning")
    }

    /// Checks where the first error is.
    #[track_caller]
    pub fn at(self, line: u64, column: u64) -> Self {
        let first = self.first();
        assert_eq!((&first["line"], &first["column"]), (&line.into(), &column.into()), "{:#}", self.json);
        self
    }

    /// Checks whose file the first error is in.
    #[track_caller]
    pub fn in_file_of(self, origin: &str) -> Self {
        assert_eq!(self.first()["origin"], origin, "{:#}", self.json);
        self
    }

    /// Checks the code of the first error.
    #[track_caller]
    pub fn code(self, code: &str) -> Self {
        assert_eq!(self.first()["code"], code, "{:#}", self.json);
        self
    }

    /// Checks words of the first error: of its message, reason or listing.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        let first = self.first();
        let found = ["message", "why", "rendered"]
            .iter()
            .any(|part| first[part].as_str().is_some_and(|text| text.contains(words)));
        assert!(found, "{words:?} is not said: {:#}", self.json);
        self
    }

    /// Checks words of a note.
    #[track_caller]
    pub fn notes(self, words: &str) -> Self {
        let found = self
            .findings("note")
            .iter()
            .any(|note| note["message"].as_str().is_some_and(|text| text.contains(words)));
        assert!(found, "no note says {words:?}: {:#}", self.json);
        self
    }

    /// Checks that there are no notes.
    #[track_caller]
    pub fn without_notes(self) -> Self {
        assert!(self.findings("note").is_empty(), "{:#}", self.json);
        self
    }

    /// Checks names and outcomes of all tests.
    #[track_caller]
    pub fn tests(self, wanted: &[(&str, &str)]) -> Self {
        let tests = self.json["tests"].as_array().expect("a list of tests");
        let found: Vec<(&str, &str)> = tests
            .iter()
            .map(|test| (test["name"].as_str().unwrap_or("?"), test["outcome"].as_str().unwrap_or("?")))
            .collect();
        assert_eq!(found, wanted, "{:#}", self.json);
        self
    }
}
