//! A verdict as lines: the first error large, the rest counted.

use super::lines::{Fit, Line, Tone, prose};
use super::{memory, notes, predicted, problems, steps};
use crate::check::answer::UNSURE;
use crate::check::tests::EDITED;
use crate::error::Error;
use crate::kit::Exercise;
use crate::verdict::{Finding, Origin, Outcome, Reason, Severity, TestOutcome, TestResult, Verdict};

/// How many lines of a program's output are shown.
const OUTPUT_LINES: usize = 20;

/// The whole verdict.
pub fn verdict(verdict: &Verdict, exercise: &Exercise) -> Vec<Line> {
    let mut lines = vec![headline(verdict)];
    lines.extend(verdict.step.as_ref().map(steps::headline));
    // Whoever looks into the tests for what went wrong has to know that others have run.
    lines.extend(verdict.findings.iter().filter(|finding| is_edited(finding)).flat_map(note));
    let errors: Vec<&Finding> = verdict.errors().collect();
    if let Some(first) = errors.first() {
        lines.push(Line::empty());
        if in_words(first) {
            // Each missing idea and each wrong blank has its own question; a place in the text would
            // say nothing more.
            for finding in &errors {
                lines.push(Line::new(Tone::Strong, format!("• {}", finding.message)));
                lines.extend(finding.why.iter().flat_map(|why| prose(Tone::Plain, 2, why)));
            }
        } else {
            lines.extend(without_notes(first));
        }
        if !in_words(first) && errors.len() > 1 {
            lines.push(Line::empty());
            lines.push(Line::new(
                Tone::Dim,
                format!("and {} more, often from the same cause:", count(errors.len() - 1, "error")),
            ));
            lines.extend(errors[1..].iter().take(3).map(|more| brief(more)));
        }
    }
    lines.extend(tests(verdict, exercise));
    let others: Vec<&Finding> =
        verdict.findings.iter().filter(|finding| finding.severity != Severity::Error).collect();
    lines.extend(report(verdict));
    let is_note = |finding: &&&Finding| {
        finding.severity == Severity::Note
            && !is_report(finding)
            && !is_edited(finding)
            && !predicted::is_of_the_run(finding)
    };
    lines.extend(others.iter().filter(is_note).flat_map(|finding| note(finding)));
    // While a step is open, what is there for later ones is not used yet.
    if verdict.step.is_none() {
        lines.extend(warnings(verdict, &others));
    }
    lines.extend(notes::lines(verdict));
    if verdict.predictions.is_some() {
        lines.extend(predicted::lines(verdict));
    } else {
        lines.extend(output(verdict, "your program printed"));
    }
    if verdict.passed() {
        lines.extend(measured(verdict));
        lines.extend(model(verdict));
        lines.extend(explain(exercise));
        lines.extend(predicted::output(verdict));
    }
    lines
}

/// Whether a note says that something in the learner's file does not count.
pub(super) fn is_edited(finding: &Finding) -> bool {
    finding.code.as_deref() == Some(EDITED)
}

fn note(finding: &Finding) -> Vec<Line> {
    let headline = Line::new(Tone::Warn, "note: ").and(Tone::Plain, &finding.message);
    let why = finding.why.iter().flat_map(|why| prose(Tone::Plain, 2, why));
    [Line::empty(), headline].into_iter().chain(why).collect()
}

/// Whether a finding is about what somebody has written in words.
pub(super) fn in_words(finding: &Finding) -> bool {
    matches!(finding.kind, Reason::Answer | Reason::Predict)
}

/// What an oracle has seen where it was meant to.
fn is_report(finding: &Finding) -> bool {
    finding.severity == Severity::Note && finding.kind == Reason::Memory
}

/// The report that an exercise was about, once it was brought about.
pub fn report(verdict: &Verdict) -> Vec<Line> {
    let mut lines = Vec::new();
    for seen in verdict.findings.iter().filter(|finding| is_report(finding)) {
        lines.push(Line::empty());
        lines.push(
            Line::new(Tone::Warn, "the report: ").and(Tone::Plain, format!("{}{}", seen.message, code(seen))),
        );
        lines.extend(seen.why.iter().flat_map(|why| prose(Tone::Plain, 2, why)));
        let listed = seen.rendered.as_deref().unwrap_or_default();
        lines.extend(listed.lines().map(|line| listing(&format!("  {line}"))));
    }
    lines
}

/// What the program did with memory, on one line; nothing where it was not measured.
pub fn measured(verdict: &Verdict) -> Option<Line> {
    verdict.memory.as_ref().map(memory::line)
}

/// The name that an error has elsewhere, too: the compiler's code, or that of a memory error.
pub(super) fn code(finding: &Finding) -> String {
    let is_name = |code: &&String| {
        code.starts_with('E') || (finding.kind == Reason::Memory && !code.starts_with("budget"))
    };
    finding.code.as_ref().filter(is_name).map(|code| format!(" [{code}]")).unwrap_or_default()
}

/// One line: the outcome, the exercise, the time.
pub fn headline(verdict: &Verdict) -> Line {
    let (sign, tone, word) = match verdict.verdict {
        Outcome::Passed => ("✓ ", Tone::Good, "passed"),
        Outcome::Failed if is_unsure(verdict) => ("? ", Tone::Warn, "undecided"),
        Outcome::Failed => ("✗ ", Tone::Bad, "not yet"),
        Outcome::Broken => ("! ", Tone::Warn, "cannot be judged"),
    };
    let why = verdict.reason.map(|reason| format!(" ({})", reason.name())).unwrap_or_default();
    let time = match verdict.elapsed_ms {
        _ if verdict.cached => "as before".to_owned(),
        millis @ ..1000 => format!("{millis} ms"),
        millis => format!("{} s", (millis + 500) / 1000),
    };
    Line::new(tone, format!("{sign}{word}"))
        .and(Tone::Strong, format!("  {}", verdict.exercise))
        .and(Tone::Dim, format!("{why}  {time}"))
}

/// Whether the rubric could not decide about a text.
fn is_unsure(verdict: &Verdict) -> bool {
    verdict.errors().any(|finding| finding.code.as_deref() == Some(UNSURE))
}

/// A finding with its place, its words and the compiler's own text.
pub fn finding(finding: &Finding) -> Vec<Line> {
    told(finding, notes::folded(finding.rendered.as_deref().unwrap_or_default()))
}

/// The same without the notes for which there is no room; `notes::lines` has them.
fn without_notes(finding: &Finding) -> Vec<Line> {
    told(finding, notes::apart(finding.rendered.as_deref().unwrap_or_default()).0)
}

fn told(finding: &Finding, rendered: Vec<&str>) -> Vec<Line> {
    let mut lines = Vec::new();
    let begins = |word: &str| rendered.first().is_some_and(|line| line.starts_with(word));
    let compilers = begins("error") || begins("warning");
    if !compilers {
        lines.push(Line::new(Tone::Bad, format!("{}{}", finding.message, code(finding))));
        lines.extend(
            place(finding)
                .map(|place| Line::new(Tone::Accent, format!("  --> {place}")).fitting(Fit::CutMiddle)),
        );
    }
    if let Some(why) = &finding.why {
        lines.push(Line::new(Tone::Strong, why));
    }
    if !rendered.is_empty() {
        if !lines.is_empty() {
            lines.push(Line::empty());
        }
        let margin = if compilers { "" } else { "  " };
        lines.extend(rendered.iter().map(|line| listing(&format!("{margin}{line}"))));
    }
    lines
}

/// A finding on one line.
fn brief(finding: &Finding) -> Line {
    let place = finding.shown_line().filter(|line| !finding.message.contains(&format!("line {line} ")));
    let place = place.map(|line| format!("  line {line}: ")).unwrap_or_else(|| "  ".into());
    Line::new(Tone::Accent, place).and(Tone::Plain, &finding.message).listing()
}

/// `file:line:column`, and whose file it is.
pub(super) fn place(finding: &Finding) -> Option<String> {
    let (file, line) = (finding.file.as_ref()?, finding.shown_line()?);
    let column = finding.column.unwrap_or(1);
    let whose = if finding.origin == Origin::Kit { " (in the exercise's tests)" } else { "" };
    Some(format!("{file}:{line}:{column}{whose}"))
}

fn tests(verdict: &Verdict, exercise: &Exercise) -> Vec<Line> {
    let ran = |outcome| outcome != TestOutcome::Missing;
    // After the pass, predictions are told beside what happened.
    if verdict.predictions.is_some() || !verdict.tests.iter().any(|test| ran(test.outcome)) {
        return Vec::new();
    }
    let predicts = verdict.reason == Some(Reason::Predict);
    let line = |test: &TestResult| {
        let (sign, tone, after) = match test.outcome {
            TestOutcome::Ok => ("✓", Tone::Good, ""),
            TestOutcome::Failed => ("✗", Tone::Bad, ""),
            TestOutcome::Ignored => ("-", Tone::Dim, "  (not asked for)"),
            TestOutcome::Missing if predicts => ("·", Tone::Dim, "  (empty)"),
            TestOutcome::Missing => ("·", Tone::Dim, "  (did not run)"),
        };
        Line::new(tone, format!("  {sign} ")).and(Tone::Plain, &test.name).and(Tone::Dim, after)
    };
    let listed =
        steps::lines(verdict, exercise, line).unwrap_or_else(|| verdict.tests.iter().map(line).collect());
    std::iter::once(Line::empty()).chain(listed).collect()
}

/// Warnings are counted; their texts are shown after the pass, when nothing else is urgent.
fn warnings(verdict: &Verdict, others: &[&Finding]) -> Vec<Line> {
    let warnings: Vec<&&Finding> =
        others.iter().filter(|finding| finding.severity == Severity::Warning).collect();
    if warnings.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::empty()];
    if verdict.passed() {
        lines.push(Line::new(Tone::Warn, format!("{}:", count(warnings.len(), "warning"))));
        for warning in warnings.iter().take(3) {
            let rendered = warning.rendered.as_deref().unwrap_or(&warning.message);
            lines.extend(notes::folded(rendered).into_iter().map(listing));
        }
    } else {
        lines.push(Line::new(Tone::Dim, format!("also {}", count(warnings.len(), "warning"))));
        lines.extend(warnings.iter().take(3).map(|warning| brief(warning)));
    }
    lines
}

/// What the program printed, under a headline.
pub(super) fn output(verdict: &Verdict, headline: &str) -> Vec<Line> {
    let Some(output) = verdict.output.as_deref().filter(|output| !output.trim().is_empty()) else {
        return Vec::new();
    };
    let mut lines = vec![Line::empty(), Line::new(Tone::Accent, headline)];
    lines.extend(
        output
            .trim_end()
            .lines()
            .take(OUTPUT_LINES)
            .map(|line| Line::new(Tone::Plain, format!("  {line}")).listing()),
    );
    let more = output.trim_end().lines().count().saturating_sub(OUTPUT_LINES);
    if more > 0 {
        lines.push(Line::new(Tone::Dim, format!("  … and {}", count(more, "more line"))));
    }
    lines
}

/// The model answer, after a text was accepted.
pub fn model(verdict: &Verdict) -> Vec<Line> {
    let Some(model) = &verdict.model else { return Vec::new() };
    let mut lines = vec![Line::empty(), Line::new(Tone::Accent, "one way to say it")];
    lines.extend(paragraphs(model).iter().flat_map(|text| prose(Tone::Plain, 2, text)));
    lines
}

/// A Markdown text as paragraphs: the line ends inside one are only where its writer's editor
/// broke it.
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = vec![String::new()];
    for line in text.trim().lines().map(str::trim_end) {
        let new = line.is_empty() || line.trim_start().starts_with(['-', '*', '|', '#', '`']);
        match paragraphs.last_mut() {
            Some(last) if !new && !last.is_empty() => {
                last.push(' ');
                last.push_str(line.trim_start());
            }
            Some(last) if last.is_empty() => line.clone_into(last),
            _ => paragraphs.push(line.to_owned()),
        }
    }
    paragraphs
}

/// What was learnt.
pub fn explain(exercise: &Exercise) -> Vec<Line> {
    let Some(explain) = &exercise.explain else { return Vec::new() };
    let mut lines = vec![Line::empty(), Line::new(Tone::Accent, "what happened in memory")];
    lines.extend(prose(Tone::Plain, 2, explain));
    lines
}

/// What keeps an exercise from being judged.
pub fn trouble(error: &Error) -> Vec<Line> {
    let mut lines =
        vec![Line::new(Tone::Warn, "this cannot be judged, and it is not your fault"), Line::empty()];
    for problem in &error.problems {
        if problem.snippet.is_some() {
            lines.extend(problems::render_one(problem).lines().map(listing));
            continue;
        }
        lines.push(Line::new(Tone::Strong, &problem.message));
        lines.extend(problem.file.iter().map(|file| Line::new(Tone::Accent, format!("in {file}"))));
        lines.extend(problem.help.iter().map(|help| Line::new(Tone::Plain, help)));
    }
    lines
}

/// A line of a compiler's or diff's listing with the tones people know.
pub fn listing(line: &str) -> Line {
    let trimmed = line.trim_start();
    let gutter_end = line
        .find('|')
        .filter(|at| line[..*at].chars().all(|character| character == ' ' || character.is_ascii_digit()));
    let line = match gutter_end {
        _ if trimmed.starts_with("error") => match line.split_once(": ") {
            Some((head, rest)) => Line::new(Tone::Bad, head).and(Tone::Strong, format!(": {rest}")),
            None => Line::new(Tone::Bad, line),
        },
        _ if trimmed.starts_with("warning") => match line.split_once(": ") {
            Some((head, rest)) => Line::new(Tone::Warn, head).and(Tone::Strong, format!(": {rest}")),
            None => Line::new(Tone::Warn, line),
        },
        _ if trimmed.starts_with("--> ") || trimmed.starts_with("::: ") => Line::new(Tone::Accent, line),
        _ if trimmed.starts_with("+ ") => Line::new(Tone::Good, line),
        _ if trimmed.starts_with("- ") => Line::new(Tone::Bad, line),
        _ if trimmed.starts_with("help") || trimmed.starts_with("note") => Line::new(Tone::Accent, line),
        Some(at) => {
            let (gutter, code) = line.split_at(at + 1);
            let marks = code.trim_start();
            let tone = if marks.starts_with('^') {
                Tone::Bad
            } else if marks.starts_with('-') || marks.starts_with('|') {
                Tone::Accent
            } else if marks.starts_with('+') || marks.starts_with('~') {
                Tone::Good
            } else {
                Tone::Plain
            };
            Line::new(Tone::Accent, gutter).and(tone, code)
        }
        None => Line::new(Tone::Plain, line),
    };
    // What the compiler says beside its marks is prose, and so are its links.
    let says = line.text().contains('^') || line.text().contains("https://");
    match line.text().trim_start().get(..4) {
        Some("--> " | "::: ") => line.fitting(Fit::CutMiddle),
        _ if says => line,
        _ => line.listing(),
    }
}

/// "1 error", "3 errors".
pub fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
