//! What was found, each verdict once. The pages of learners lead here; the script shows it inside of them.

use maud::{Markup, html};

use super::model::{Class, Drawn};
use super::words::{clean, count, prose, reason};
use crate::classroom::grades::Matched;
use crate::verdict::{Finding, Origin, Predicted, Reason, Severity, TestOutcome, TestResult, Verdict};

/// How much of long texts is shown, in bytes.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    rendered: usize,
    findings: usize,
}

impl Limits {
    /// All verdicts together get about as much as a browser opens at once: the more there are, the less of each.
    pub(super) fn of(class: &Class<'_>) -> Self {
        const ALL: usize = 1_000_000;
        let each = ALL / class.verdicts.len().max(1);
        Self { rendered: each.clamp(300, 4000), findings: (each / 200).clamp(3, 12) }
    }
}

pub(super) fn section(class: &Class<'_>) -> Markup {
    let limits = Limits::of(class);
    html! {
        div #verdicts {
            @for (number, drawn) in class.verdicts.iter().enumerate().filter(|(_, drawn)| !drawn.waits && !drawn.is_rejected) {
                article.verdict id={ "v" (number) } {
                    nav { a href="#map" { "Map of the class" } }
                    h2 { (clean(&class.exercise(drawn.exercise).name)) }
                    (body(drawn, limits))
                    p.who {
                        "Found for " (count(drawn.learners.len(), "learner")) ". "
                        a href={ "#e" (drawn.exercise) } { "All failures of this exercise" }
                    }
                }
            }
        }
    }
}

/// The verdict itself.
pub(super) fn body(drawn: &Drawn<'_>, limits: Limits) -> Markup {
    let verdict = &drawn.judged.verdict;
    html! {
        div.body {
            @if let Some(why) = verdict.reason { p.reason { (reason(why)) } }
            @if let Some(step) = &verdict.step {
                p.step { "Step " (step.number) " of " (step.of) ": " (clean(&step.title)) }
            }
            @if let Some(text) = &drawn.judged.text { (written(text)) }
            @if let Some(mistake) = &drawn.judged.mistake { (belief(mistake)) }
            @for found in verdict.findings.iter().take(limits.findings) { (finding(found, limits)) }
            @if verdict.findings.len() > limits.findings {
                p.none { "and " (count(verdict.findings.len() - limits.findings, "more finding")) ", in grades.json" }
            }
            (tests(verdict, limits))
            @if let Some(predictions) = &verdict.predictions { (predicted(predictions)) }
            @if let Some(output) = verdict.output.as_deref().filter(|output| !output.is_empty()) {
                p.label { "The program printed" }
                (listing(output, limits.rendered / 4))
            }
        }
    }
}

/// A learner's own words, all of them: somebody has to decide on them.
fn written(text: &str) -> Markup {
    html! {
        p.label { "What was written" }
        blockquote.written dir="auto" {
            @if text.trim().is_empty() { span.none { "nothing" } } @else { (clean(text)) }
        }
    }
}

fn belief(mistake: &Matched) -> Markup {
    let Some(belief) = &mistake.belief else { return html! {} };
    html! {
        p.belief {
            span.label { "Probably believes" }
            @if let Some(says) = &mistake.says { " " (prose(says)) }
            " " span.id { (clean(belief)) }
        }
    }
}

fn finding(finding: &Finding, limits: Limits) -> Markup {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    html! {
        div.finding.(severity) {
            p.message {
                @if finding.severity != Severity::Error { span.chip { (severity) } " " }
                @if let Some(code) = finding.code.as_ref().filter(|_| !in_words(finding)) { code { (clean(code)) } " " }
                bdi { (prose(&finding.message)) }
                @if let Some(place) = place(finding) { " " span.place { (place) } }
            }
            @if let Some(why) = &finding.why { p.why { bdi { (prose(why)) } } }
            @if let Some(rendered) = &finding.rendered { (listing(rendered, limits.rendered)) }
        }
    }
}

/// What is said of a text or a prediction has codes that are names of ours.
fn in_words(finding: &Finding) -> bool {
    matches!(finding.kind, Reason::Answer | Reason::Predict)
}

fn place(finding: &Finding) -> Option<String> {
    let line = finding.shown_line()?;
    Some(match finding.origin {
        Origin::Learner => format!("line {line}"),
        Origin::Kit => format!("line {line} of the kit's tests"),
    })
}

fn tests(verdict: &Verdict, limits: Limits) -> Markup {
    let done = verdict.tests.iter().filter(|test| test.outcome == TestOutcome::Ok).count();
    let failed = |test: &&TestResult| test.outcome == TestOutcome::Failed;
    // A finding about a test says more than its result.
    let is_told =
        |test: &&TestResult| verdict.findings.iter().any(|found| found.message.contains(&test.name));
    let failed: Vec<_> = verdict.tests.iter().filter(failed).filter(|test| !is_told(test)).collect();
    let never = verdict.tests.iter().filter(|test| test.outcome == TestOutcome::Missing).count();
    html! {
        @if !verdict.tests.is_empty() && !verdict.passed() {
            p.label {
                (done) " of " (count(verdict.tests.len(), "test")) " passed"
                @if never > 0 { ", " (never) " never ran" }
            }
            @if !failed.is_empty() {
                ul.tests {
                    @for test in failed.iter().take(limits.findings) {
                        li {
                            code { (clean(&test.name)) }
                            @if let Some(message) = &test.message { (listing(message, limits.rendered / 4)) }
                        }
                    }
                }
            }
        }
    }
}

fn predicted(predictions: &[Predicted]) -> Markup {
    html! {
        table.predicted {
            thead { tr { th scope="col" { "blank" } th scope="col" { "predicted" } th scope="col" { "happened" } } }
            tbody {
                @for prediction in predictions {
                    tr {
                        th scope="row" { (prediction.blank) }
                        td { bdi { (clean(&prediction.predicted)) } }
                        td { bdi { (clean(&prediction.happened)) } }
                    }
                }
            }
        }
    }
}

/// A text with its lines, up to about so many bytes.
fn listing(text: &str, limit: usize) -> Markup {
    let text = text.trim_matches('\n');
    if text.is_empty() {
        return html! {};
    }
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    html! {
        pre dir="ltr" tabindex="0" {
            (clean(&text[..end]))
            @if end < text.len() { span.cut { "…\n(cut here; the whole text is in grades.json)" } }
        }
    }
}
