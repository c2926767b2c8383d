//! What was predicted beside what happened, after the pass.

use unicode_width::UnicodeWidthStr;

use super::describe;
use super::lines::{Line, Tone};
use crate::verdict::{Finding, Reason, Severity, Verdict};

/// The widest prediction that the second column waits for.
const WIDEST: usize = 32;

/// Whether a finding is what the compiler or the program said of itself: it has a place.
pub(super) fn is_of_the_run(finding: &Finding) -> bool {
    finding.kind == Reason::Predict && finding.severity == Severity::Note && finding.line.is_some()
}

/// The table, and what the compiler said; nothing before the pass.
pub(super) fn lines(verdict: &Verdict) -> Vec<Line> {
    let Some(predictions) = &verdict.predictions else { return Vec::new() };
    let width = predictions.iter().map(|row| row.predicted.width().min(WIDEST)).max().unwrap_or(0);
    let mut lines = vec![Line::empty(), Line::new(Tone::Accent, "what you predicted, and what happened")];
    lines.extend(predictions.iter().map(|row| {
        let gap = " ".repeat(width.saturating_sub(row.predicted.width()));
        Line::new(Tone::Good, "  ✓ ")
            .and(Tone::Plain, format!("{}>  predicted ", row.blank))
            .and(Tone::Strong, &row.predicted)
            .and(Tone::Dim, format!("{gap}  |  "))
            .and(Tone::Plain, "happened ")
            .and(Tone::Strong, &row.happened)
    }));
    for said in verdict.findings.iter().filter(|finding| is_of_the_run(finding)) {
        lines.push(Line::empty());
        lines.extend(describe::finding(said));
    }
    lines
}

/// What the program printed, where the table does not tell all of it: it comes after what there is to
/// learn, which is more urgent.
pub(super) fn output(verdict: &Verdict) -> Vec<Line> {
    let Some(predictions) = &verdict.predictions else { return Vec::new() };
    let mut told: Vec<&str> = predictions.iter().map(|row| row.happened.as_str()).collect();
    let printed = verdict.output.as_deref().unwrap_or_default();
    let is_told = |line: &str| match told.iter().position(|told| *told == line) {
        Some(at) => {
            told.swap_remove(at);
            true
        }
        None => false,
    };
    let mut lines = printed.lines().map(str::trim).filter(|line| !line.is_empty());
    if lines.all(is_told) {
        return Vec::new();
    }
    describe::output(verdict, "the program printed")
}
