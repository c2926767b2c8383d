//! What the program did with memory: the reports of the oracles, and what they mean for the
//! learner.

pub mod asan;
pub mod budget;
pub mod fault;
pub mod oracle;
pub mod place;
pub mod report;
mod uninitialised;
pub mod words;

use fault::{Fault, MemoryError};
use oracle::Watcher;
use place::Finder;
use report::Report;

use super::compile::program_name;
use super::panics::{self, Panic};
use crate::verdict::{Finding, Reason};

/// The fault that a report is about, whichever oracle wrote it.
pub fn fault(report: &Report) -> Option<Fault> {
    match &report.text {
        Some(text) => asan::fault(text, &program_name()),
        None => Fault::of_memprobe(report),
    }
}

/// What a piece of the program, a test or `main`, wrote to standard error, and the reports that
/// came meanwhile.
pub struct Told<'a> {
    /// Its own output.
    pub text: &'a str,
    /// In their order.
    pub reports: Vec<&'a Report>,
}

/// What the oracles say about a piece of the program that has failed; `None` where it is no
/// matter of memory. `failed` is what was found without them.
pub fn explain(
    failed: &Finding,
    told: &Told<'_>,
    watcher: Watcher,
    finder: &Finder<'_>,
    whose: &str,
) -> Option<Finding> {
    let reported = told.reports.iter().find_map(|report| match fault(report) {
        // A leak is no reason for a piece to fail that came to its end.
        Some(fault) if fault.error == MemoryError::Leak => None,
        Some(fault) => Some(words::finding(&fault, finder, whose)),
        None if report.what == "budget" => budget::finding(report, finder, whose),
        None => None,
    });
    reported.or_else(|| match watcher {
        Watcher::Count => None,
        Watcher::Sanitizer | Watcher::Fence => {
            if told.text.contains("has overflowed its stack") {
                let fault = Fault::new(MemoryError::StackOverflow, "stack-overflow");
                return Some(words::finding(&fault, finder, whose));
            }
            let panic = panics::first(told.text);
            panic.and_then(|panic| of_panic(&panic, whose)).or_else(|| uninitialised::finding(failed, whose))
        }
    })
}

/// What stands before a sentence about a test; nothing for the program as a whole.
fn prefix(whose: &str) -> String {
    if whose.is_empty() { String::new() } else { format!("{whose}: ") }
}

/// The leaks that were reported, each with the index of its test, if it has one.
pub fn leaks(reports: &[Report]) -> impl Iterator<Item = Fault> {
    reports.iter().filter_map(fault).filter(|fault| fault.error == MemoryError::Leak)
}

/// The fault that counts most: a leak is told only where nothing worse was seen.
pub fn gravest<'a>(reports: impl IntoIterator<Item = &'a Report>) -> Option<Fault> {
    reports.into_iter().filter_map(fault).min_by_key(|fault| fault.error == MemoryError::Leak)
}

/// What panics begin with that are really misuses of memory, and their codes.
const CHECKS: [(&str, &str); 3] = [
    ("null pointer dereference", "null-dereference"),
    ("misaligned pointer dereference", "misaligned-access"),
    ("unsafe precondition(s) violated", "unsafe-precondition"),
];

/// Whether a finding about memory may have this code.
pub fn is_code(text: &str) -> bool {
    MemoryError::named(text).is_some()
        || budget::CODES.contains(&text)
        || CHECKS.iter().any(|(_, code)| *code == text)
}

/// A panic that is really a misuse of memory, found by the checks that the standard library and
/// the compiler put into programs without optimisation.
fn of_panic(panic: &Panic, whose: &str) -> Option<Finding> {
    let (_, code) = CHECKS.iter().find(|(start, _)| panic.message.starts_with(start))?;
    let mut finding = panic.finding(Reason::Memory, if whose.is_empty() { "your program" } else { whose });
    finding.code = Some((*code).to_owned());
    if let (Some((what, why)), Some(line)) = (in_words(&panic.message), finding.line) {
        finding.message = format!("{}line {line} uses a pointer {what}", prefix(whose));
        finding.why = Some(why.to_owned());
    }
    Some(finding)
}

/// What is wrong with a pointer, without the address, which is another one in each run; and what to ask.
fn in_words(message: &str) -> Option<(String, &'static str)> {
    if message.starts_with("null pointer dereference") {
        let why = "A null pointer holds the address 0, and nothing is there. Where does it come from, and who should \
                   have looked at it first?";
        return Some(("that is null".to_owned(), why));
    }
    let (_, rest) = message.strip_prefix("misaligned pointer dereference")?.split_once("multiple of 0x")?;
    let alignment = u64::from_str_radix(rest.split(' ').next()?, 16).ok()?;
    let why = "A value begins at a multiple of its type's alignment, and the compiler relies on that. Where does this \
               address come from, and which type was it an address of?";
    Some((format!("whose address is not a multiple of {alignment}"), why))
}
