//! What the compiler says with `--error-format=json`, a line each.
//! Source: the rustc book, "JSON Output".

use serde::Deserialize;

/// One of the compiler's messages.
#[derive(Debug, Clone, Deserialize)]
pub struct Diagnostic {
    /// The message's first line.
    pub message: String,
    /// The error code or lint, where there is one.
    pub code: Option<Code>,
    /// `error`, `warning`, `note`, `help`, `failure-note`.
    pub level: String,
    /// The places it speaks of.
    pub spans: Vec<Span>,
    /// The compiler's own layout.
    pub rendered: Option<String>,
}

/// An error code or lint.
#[derive(Debug, Clone, Deserialize)]
pub struct Code {
    /// `E0515`, `unused_variables`, `clippy::needless_return`.
    pub code: String,
}

/// A place.
#[derive(Debug, Clone, Deserialize)]
pub struct Span {
    /// As it was given to the compiler.
    pub file_name: String,
    /// One-based.
    pub line_start: u32,
    /// One-based, in characters.
    pub column_start: u32,
    /// Whether the message is about this place.
    pub is_primary: bool,
    /// The source lines it covers.
    pub text: Vec<SpanLine>,
    /// The macro call that it came from.
    pub expansion: Option<Box<Expansion>>,
}

/// A macro call.
#[derive(Debug, Clone, Deserialize)]
pub struct Expansion {
    /// Where the call stands.
    pub span: Span,
}

/// Whether a word is one of rustc's error codes: `E0515`.
pub fn is_error_code(word: &str) -> bool {
    let is_number = |digits: &str| digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    word.strip_prefix('E').is_some_and(is_number)
}

/// Whether a word may be the name of a lint: `unused_variables`, `clippy::needless_return`.
pub fn is_lint(word: &str) -> bool {
    word.starts_with("clippy::") || word.contains('_')
}

impl Span {
    /// The place in the files that are judged: for one inside a macro of the standard library,
    /// the call of that macro.
    pub fn in_source(&self) -> &Self {
        let elsewhere = std::path::Path::new(&self.file_name).is_absolute();
        match &self.expansion {
            Some(expansion) if elsewhere => expansion.span.in_source(),
            _ => self,
        }
    }
}

/// A source line that a place covers.
#[derive(Debug, Clone, Deserialize)]
pub struct SpanLine {
    /// The line.
    pub text: String,
}

impl Diagnostic {
    /// Whether it is the compiler's summary ("aborting due to 2 previous errors").
    fn is_summary(&self) -> bool {
        self.level == "failure-note"
            || (self.spans.is_empty()
                && self.code.is_none()
                && (self.message.starts_with("aborting due to") || self.message.ends_with("emitted")))
    }

    /// Whether it is about the compile as a whole, not about a place in the source. Only what has a place quotes
    /// the learner.
    pub fn is_placeless(&self) -> bool {
        self.spans.is_empty() && self.code.is_none()
    }

    /// The first primary place.
    pub fn place(&self) -> Option<&Span> {
        self.spans.iter().find(|span| span.is_primary)
    }

    /// The code's text.
    pub fn code(&self) -> Option<&str> {
        self.code.as_ref().map(|code| code.code.as_str())
    }
}

/// The message on one line of output; `None` for summaries and for what is not a message.
pub fn parse_line(line: &str) -> Option<Diagnostic> {
    let diagnostic: Diagnostic = serde_json::from_str(line).ok()?;
    (!diagnostic.is_summary()).then_some(diagnostic)
}

/// Whether this is the compiler's last message on code that it rejects: "aborting due to 2
/// previous errors". All errors have been told before it.
pub fn is_last_word(line: &str) -> bool {
    // Most lines need no second look; a source line that is quoted may hold these words as well.
    line.contains("aborting due to ")
        && serde_json::from_str::<Diagnostic>(line).is_ok_and(|diagnostic| {
            diagnostic.is_placeless() && diagnostic.message.starts_with("aborting due to ")
        })
}

/// What a compile said about itself: lines that are no messages, and messages without a place. What
/// else there is quotes the learner, who can write any words.
pub fn placeless(stderr: &[u8]) -> (Vec<Diagnostic>, String) {
    let (mut messages, mut rest) = (Vec::new(), String::new());
    for line in String::from_utf8_lossy(stderr).lines() {
        match serde_json::from_str::<Diagnostic>(line) {
            Ok(diagnostic) if diagnostic.is_placeless() => messages.push(diagnostic),
            Ok(_) => {}
            // A message that was cut off.
            Err(_) if line.starts_with('{') => {}
            Err(_) => {
                rest.push_str(line);
                rest.push('\n');
            }
        }
    }
    (messages, rest)
}

/// Cuts a stream into lines as its pieces come.
#[derive(Debug, Default)]
pub struct Lines {
    rest: Vec<u8>,
}

impl Lines {
    /// The lines that `piece` completes.
    pub fn push(&mut self, piece: &[u8]) -> Vec<String> {
        self.rest.extend_from_slice(piece);
        let mut lines = Vec::new();
        while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            lines.push(String::from_utf8_lossy(&line).trim_end().to_owned());
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(message: &str, spans: &str, children: &str) -> String {
        format!(
            r#"{{"message":"{message}","code":null,"level":"error","spans":[{spans}],"children":[{children}],"rendered":""}}"#
        )
    }

    const SPAN: &str = r#"{"file_name":"a.rs","line_start":1,"column_start":1,"is_primary":true,"text":[]}"#;

    #[test]
    fn the_last_word_is_the_compilers_own() {
        assert!(is_last_word(&line("aborting due to 1 previous error", "", "")));
        assert!(!is_last_word(&line("aborting due to me", SPAN, "")));
        let note = line("aborting due to me", "", "");
        assert!(!is_last_word(&line("unused return value", SPAN, &note)));
    }

    #[test]
    fn what_quotes_the_learner_says_nothing_of_the_machine() {
        let full = "No space left on device";
        let said = format!(
            "{}\n{}\nplain\n{{\"message\":\"{full}",
            line(full, SPAN, ""),
            line("failed to write", "", "")
        );
        let (messages, rest) = placeless(said.as_bytes());
        assert_eq!(messages.iter().map(|message| &*message.message).collect::<Vec<_>>(), ["failed to write"]);
        assert_eq!(rest, "plain\n");
    }
}
