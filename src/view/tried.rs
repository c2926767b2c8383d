//! What a rubric makes of many answers, as lines.

use super::lines::{Line, Tone};
use crate::commands::{Summary, Tried};
use crate::rubric::{Contradiction, Judgement, Outcome, Wrong};

/// More of an answer's text is not shown.
const SHOWN: usize = 160;

/// A line per answer, with the points and words behind the outcome where asked for; then a table by label.
pub(super) fn lines(tried: &[Tried], summary: &Summary, explain: bool) -> Vec<Line> {
    let width = tried.iter().map(|one| one.id.chars().count()).max().unwrap_or(0);
    let mut lines = Vec::new();
    for one in tried {
        let (tone, word) = match one.judgement.outcome {
            Outcome::Accepted => (Tone::Good, "accepted"),
            Outcome::Unsure => (Tone::Warn, "unsure  "),
            Outcome::NotYet => (Tone::Bad, "not yet "),
        };
        let label = one.label.as_deref().map(|label| format!("  (labelled {label})")).unwrap_or_default();
        let missing = if one.judgement.missing.is_empty() {
            String::new()
        } else {
            format!("  missing: {}", one.judgement.missing.join(", "))
        };
        lines.push(
            Line::new(Tone::Plain, format!("{:<width$}  ", one.id))
                .and(tone, word)
                .and(Tone::Dim, format!("{label}{missing}")),
        );
        if explain {
            lines.extend(explained(one));
        }
    }
    lines.push(Line::empty());
    lines.extend(table(summary));
    lines
}

fn table(summary: &Summary) -> Vec<Line> {
    let mut lines = vec![Line::new(
        Tone::Strong,
        format!("{:<12}{:>9}{:>9}{:>9}", "label", "accepted", "unsure", "not yet"),
    )];
    for (label, [accepted, unsure, not_yet]) in &summary.table {
        lines.push(Line::new(Tone::Plain, format!("{label:<12}{accepted:>9}{unsure:>9}{not_yet:>9}")));
    }
    if !summary.mislabelled.is_empty() {
        lines.push(Line::empty());
        lines.push(Line::new(Tone::Accent, "judged otherwise than labelled"));
        lines.push(Line::new(Tone::Plain, format!("  {}", summary.mislabelled.join(", "))));
    }
    if !summary.uncaught.is_empty() {
        lines.push(Line::empty());
        lines.push(Line::new(
            Tone::Accent,
            "words that no rule has caught, in answers labelled accept that were not accepted",
        ));
        let words: Vec<String> =
            summary.uncaught.iter().map(|(word, answers)| format!("{word} ({answers})")).collect();
        lines.push(Line::new(Tone::Plain, format!("  {}", words.join(", "))));
    }
    lines
}

/// The answer, its points, and the words that count for it and against it.
fn explained(tried: &Tried) -> Vec<Line> {
    let judgement = &tried.judgement;
    let mut text: String = tried.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = text.char_indices().nth(SHOWN) {
        text.truncate(at);
        text.push('…');
    }
    let mut lines = vec![Line::new(Tone::Dim, format!("    {text}")), points(judgement)];
    let mut right: Vec<String> = Vec::new();
    for found in &judgement.matched {
        let of = found.subject.as_deref().map(|subject| format!(" of {subject}")).unwrap_or_default();
        let hint = if found.sure { "" } else { "  (a hint)" };
        let text = format!("{}{of}: \u{0}“{}”{hint}", found.concept, found.words);
        if !right.contains(&text) {
            right.push(text);
        }
    }
    lines.extend(
        right.iter().filter_map(|text| text.split_once('\u{0}')).map(|(concept, words)| {
            Line::new(Tone::Good, format!("    + {concept}")).and(Tone::Plain, words)
        }),
    );
    for (sign, tone, claims) in
        [("-", Tone::Bad, &judgement.contradictions), ("~", Tone::Warn, &judgement.loose)]
    {
        lines.extend(by_place(claims).into_iter().map(|(found, subjects)| {
            Line::new(tone, format!("    {sign} {}: ", found.concept))
                .and(Tone::Plain, format!("“{}”", found.words))
                .and(Tone::Dim, format!("  ({})", reading(found, &subjects)))
        }));
    }
    let findings = judgement.findings.iter();
    lines.extend(findings.map(|finding| Line::new(Tone::Dim, format!("    → {}", finding.message))));
    lines
}

/// "train_side 2 of 1 · bus_side 0 of 1 · together 2 of 3"
fn points(judgement: &Judgement) -> Line {
    let mut line = Line::new(Tone::Plain, "    ");
    for group in &judgement.groups {
        let tone = if group.points < group.needed { Tone::Warn } else { Tone::Plain };
        line = line
            .and(tone, format!("{} {} of {}", group.group, group.points, group.needed))
            .and(Tone::Dim, " · ");
    }
    let total: u32 = judgement.groups.iter().map(|group| group.points).sum();
    let tone = if total < judgement.needed { Tone::Warn } else { Tone::Plain };
    line.and(tone, format!("together {total} of {}", judgement.needed))
}

/// Claims against the answer: one for each place, with all subjects that it was said of there.
fn by_place(claims: &[Contradiction]) -> Vec<(&Contradiction, Vec<&str>)> {
    let mut out: Vec<(&Contradiction, Vec<&str>)> = Vec::new();
    for found in claims {
        let same = |other: &Contradiction| {
            other.concept == found.concept
                && other.reading == found.reading
                && other.span.start < found.span.end
                && found.span.start < other.span.end
        };
        let subject = found.subject.as_deref();
        match out.iter_mut().find(|(known, _)| same(known)) {
            Some((_, subjects)) => {
                subjects.extend(subject.filter(|subject| !subjects.contains(subject)));
            }
            None => out.push((found, subject.into_iter().collect())),
        }
    }
    out
}

/// Which reading of the concept this is, in the words of the rubric's keys, and of what it was said.
fn reading(found: &Contradiction, subjects: &[&str]) -> String {
    let of = if subjects.is_empty() { "nothing in particular".into() } else { subjects.join(" and ") };
    let reading = match found.reading {
        Wrong::Denied if subjects.is_empty() => "denied".into(),
        Wrong::Denied => format!("denied: it is true of {of}, and denied of it"),
        Wrong::Elsewhere => format!("elsewhere: said of {of}, and true of another subject"),
        Wrong::DeniedElsewhere => format!("denied_elsewhere: denied of {of}"),
        Wrong::False if subjects.is_empty() => "a falsehood".into(),
        Wrong::False => format!("a falsehood, said of {of}"),
    };
    if found.doubtful { format!("{reading}; doubtful") } else { reading }
}
