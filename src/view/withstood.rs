//! What the grader withstood.

use super::describe::count;
use super::lines::{Line, Tone};
use crate::classroom::selftest::{Report, Withstood};

pub(super) fn lines(report: &Report) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut row = 0;
    for attack in &report.attacks {
        if attack.row != row {
            row = attack.row;
            lines.push(Line::new(Tone::Strong, format!("row {row}")));
        }
        lines.extend(of_attack(attack));
    }
    for left in &report.left_out {
        let line = Line::new(Tone::Warn, format!("! not tried: {}", left.name));
        lines.push(line.and(Tone::Plain, format!(": {}", left.why)));
    }
    lines.push(Line::new(Tone::Strong, "and always"));
    for assertion in &report.assertions {
        lines.push(mark(assertion.holds).and(Tone::Plain, assertion.what));
        lines.extend(assertion.found.iter().map(|found| Line::new(Tone::Bad, format!("      {found}"))));
    }
    lines.push(Line::new(Tone::Strong, "sandbox"));
    for layer in &report.sandbox.layers {
        let line = mark(layer.active).and(Tone::Plain, format!("{}: {}", layer.name, layer.about));
        lines.push(match &layer.why {
            Some(why) => line.and(Tone::Warn, format!(" (missing: {why})")),
            None => line,
        });
    }
    lines.push(summary(report));
    if !report.holds() {
        lines.push(Line::new(
            Tone::Plain,
            "→ name attacks or rows (`memkata selftest 16`) to look at some of them by themselves",
        ));
    }
    lines
}

fn of_attack(attack: &Withstood) -> Vec<Line> {
    let line = mark(attack.withstood).and(Tone::Strong, &attack.name);
    let mut lines = vec![
        line.and(Tone::Plain, format!(": {}", attack.about)),
        Line::new(Tone::Dim, format!("      {}", attack.happened)),
    ];
    lines.extend(attack.wrong.iter().map(|wrong| Line::new(Tone::Bad, format!("      {wrong}"))));
    lines
}

fn mark(is_well: bool) -> Line {
    if is_well { Line::new(Tone::Good, "  ✓ ") } else { Line::new(Tone::Bad, "  ✗ ") }
}

fn summary(report: &Report) -> Line {
    let seconds = report.elapsed_ms / 1000;
    let words = format!(
        "{} of {} withstood, in {}",
        report.withstood,
        count(report.total, "attack"),
        count(usize::try_from(seconds).unwrap_or_default(), "second")
    );
    if report.holds() {
        Line::new(Tone::Good, format!("✓ {words}"))
    } else {
        Line::new(Tone::Bad, format!("✗ {words}"))
    }
}
