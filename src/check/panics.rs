//! Reading a panic's message: where it was, what it said, and what that means.

use crate::judged::weave::KIT_PREFIX;
use crate::verdict::{Finding, Origin, Reason};

/// The first panic in what a program printed to standard error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panic {
    /// The file as the compiler named it, and whose it is.
    pub file: String,
    /// One-based.
    pub line: u32,
    /// One-based.
    pub column: u32,
    /// What it said.
    pub message: String,
}

/// Finds the first panic. The form is that of the standard library's default hook:
/// `thread 'main' panicked at FILE:LINE:COLUMN:`, then the message.
pub fn first(stderr: &str) -> Option<Panic> {
    let (_, after) = stderr.split_once("panicked at ")?;
    let (place, rest) = after.split_once(":\n")?;
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    let file = parts.next()?.replace('\\', "/");
    let message: Vec<&str> = rest
        .lines()
        .take_while(|line| {
            !line.starts_with("note: run with `RUST_BACKTRACE") && !line.starts_with("stack backtrace:")
        })
        .collect();
    Some(Panic { file, line, column, message: message.join("\n").trim_end().to_owned() })
}

/// The panic that ended a test which came to its end by it: the last one, because earlier ones
/// were caught. Where it only passes on another thread's, that one says more.
pub fn decisive(stderr: &str) -> Option<Panic> {
    let (at, _) = stderr.rmatch_indices("panicked at ").next()?;
    let last = first(&stderr[at..])?;
    if last.message.contains("Any { .. }") { first(stderr) } else { Some(last) }
}

/// What a program has written, without the numbers that the system gave its threads: they differ from run to run and
/// tell nobody anything.
pub fn without_thread_ids(stderr: &str) -> String {
    let mut text = String::with_capacity(stderr.len());
    let mut rest = stderr;
    while let Some((before, after)) = rest.split_once("' (") {
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let told = after[digits..].strip_prefix(')').filter(|told| {
            digits > 0 && (told.starts_with(" panicked at ") || told.starts_with(" has overflowed its stack"))
        });
        text.push_str(before);
        text.push_str(if told.is_some() { "'" } else { "' (" });
        rest = told.unwrap_or(after);
    }
    text + rest
}

impl Panic {
    /// The panic as a finding.
    pub fn finding(&self, kind: Reason, whose: &str) -> Finding {
        let headline = self.message.lines().next().unwrap_or_default();
        let message = match headline.strip_prefix("assertion ") {
            // An assertion's own words come after the colon.
            Some(rest) => match rest.split_once(": ") {
                Some((_, words)) => format!("{whose}: {words}"),
                None => format!("{whose}: an assertion does not hold"),
            },
            // A test's own words need no "panicked".
            None if self.file.starts_with(KIT_PREFIX) => format!("{whose}: {headline}"),
            None => format!("{whose} panicked: {headline}"),
        };
        let mut finding = Finding::error(kind, message);
        finding.why = why(&self.message);
        // A message of one line has been told already.
        finding.rendered = Some(self.message.clone()).filter(|message| message.lines().count() > 1);
        if let Some(path) = self.file.strip_prefix(KIT_PREFIX) {
            finding = finding.at(path, self.line, self.column);
            finding.origin = Origin::Kit;
        } else if self.file.starts_with("exercises/") {
            finding = finding.at(&self.file, self.line, self.column);
        }
        finding
    }
}

/// What the usual panics mean, in one line.
fn why(message: &str) -> Option<String> {
    const WHY: [(&str, &str); 14] = [
        ("assertion `left == right`", "`left` is what your code gave, `right` is what is expected."),
        ("assertion `left != right`", "Both sides are the same, and must not be."),
        ("assertion failed", "The condition in the message is expected to be true, and was false."),
        (
            "index out of bounds",
            "An index has to be smaller than the length; Rust checks before it touches the memory.",
        ),
        (
            "on a `None` value",
            "`unwrap` and `expect` panic when there is no value; is there always one here?",
        ),
        ("on an `Err` value", "`unwrap` and `expect` panic on an error; the message ends with which."),
        (
            "already borrowed",
            "A `RefCell` was borrowed twice at once, and one of the borrows wants to write.",
        ),
        ("already mutably borrowed", "A `RefCell` is borrowed for writing while somebody else looks."),
        (
            "is not a char boundary",
            "A `str` is UTF-8: some characters take several bytes, and a cut may not go through one.",
        ),
        (
            "not yet implemented",
            "A `todo!` panics when it is reached. Put the code that is missing in its place.",
        ),
        (
            "attempt to subtract with overflow",
            "The result does not fit into the type: a `usize`, for example, has no numbers below 0. What is subtracted where there is nothing yet?",
        ),
        ("with overflow", "The result does not fit into the type."),
        ("attempt to divide by zero", "A number cannot be divided by zero."),
        ("capacity overflow", "No allocation can be that large."),
    ];
    WHY.iter().find(|(part, _)| message.contains(part)).map(|(_, why)| (*why).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_and_message_are_read_and_the_backtrace_note_is_not() {
        let stderr = "hello\n\nthread 'main' (17) panicked at exercises/01_stack/a.rs:12:5:\nassertion `left == right` failed: the text\n  left: 1\n right: 2\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
        let panic = first(stderr).expect("there is one");
        assert_eq!((panic.file.as_str(), panic.line, panic.column), ("exercises/01_stack/a.rs", 12, 5));
        assert!(panic.message.ends_with("right: 2"), "{}", panic.message);
        assert_eq!(panic.finding(Reason::Tests, "tests::a").message, "tests::a: the text");
    }

    #[test]
    fn the_numbers_of_threads_are_left_out_and_other_text_is_not() {
        let told = "it's (7)\nthread 'a' (17) panicked at x:1:1:\n'b' (18) and\nthread 'main' (3) has overflowed its stack\n";
        let wanted =
            "it's (7)\nthread 'a' panicked at x:1:1:\n'b' (18) and\nthread 'main' has overflowed its stack\n";
        assert_eq!(without_thread_ids(told), wanted);
    }

    #[test]
    fn a_panic_in_the_kits_tests_is_the_kits() {
        let stderr = "thread 'main' panicked at .memkata/originals/exercises/a.rs:3:9:\nboom\n";
        let finding = first(stderr).expect("there is one").finding(Reason::Tests, "tests::a");
        assert_eq!((finding.origin, finding.file.as_deref()), (Origin::Kit, Some("exercises/a.rs")));
    }
}
