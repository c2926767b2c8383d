//! What `verify` found: a line per claim that does not hold, and a table.

use std::collections::HashMap;

use super::describe::{self, count};
use super::lines::{Line, Tone};
use crate::kit::{Exercise, Kit};
use crate::proof::Proof;

/// The lines of all that does not hold, a table by chapter, and what it comes to.
pub(super) fn report(kit: &Kit, proofs: &[Proof]) -> Vec<Line> {
    let mut lines = failing(proofs);
    if !lines.is_empty() {
        lines.push(Line::empty());
    }
    lines.extend(table(kit, proofs));
    lines.push(sum(proofs));
    lines
}

/// A line per claim that does not hold: where, what, and what to do. Below a solution that fails
/// stands all that was found, where it is the only one.
pub(super) fn failing(proofs: &[Proof]) -> Vec<Line> {
    let found = |proof: &Proof| proof.flaw.as_ref().is_some_and(|flaw| flaw.finding.is_some());
    let alone = proofs.iter().filter(|proof| found(proof)).count() == 1;
    let one = |proof: &Proof| {
        let flaw = proof.flaw.as_ref()?;
        let line = proof.line.map(|line| format!(":{line}")).unwrap_or_default();
        // In `info.toml` the line alone does not say whose entry it is.
        let whose = proof.exercise.as_ref().filter(|name| !proof.file.contains(name.as_str()));
        let whose = whose.map(|name| format!("{name}: ")).unwrap_or_default();
        let elsewhere = match (&flaw.finding, &proof.exercise) {
            (Some(_), Some(name)) if !alone => format!("; `memkata verify {name}` shows all of it"),
            _ => String::new(),
        };
        let line = Some(
            Line::new(Tone::Bad, "✗ ")
                .and(Tone::Strong, format!("{}{line}", proof.file))
                .and(Tone::Plain, format!("  {whose}{}", one_line(&flaw.what)))
                .and(Tone::Dim, format!(" → {}{elsewhere}", one_line(&flaw.help))),
        );
        let all = flaw.finding.iter().filter(|_| alone).flat_map(|finding| {
            std::iter::once(Line::empty()).chain(describe::finding(finding)).chain([Line::empty()])
        });
        Some(line.into_iter().chain(all).collect::<Vec<Line>>())
    };
    proofs.iter().filter_map(one).flatten().collect()
}

/// What it comes to.
pub(super) fn sum(proofs: &[Proof]) -> Line {
    let wrong = proofs.iter().filter(|proof| !proof.holds()).count();
    if wrong == 0 {
        return Line::new(Tone::Good, format!("✓ {} hold", count(proofs.len(), "claim")));
    }
    let verb = if wrong == 1 { "does" } else { "do" };
    Line::new(Tone::Bad, format!("✗ {wrong} of {} {verb} not hold", count(proofs.len(), "claim")))
}

/// A row per chapter; below it one for each exercise of it with a claim that does not hold.
fn table(kit: &Kit, proofs: &[Proof]) -> Vec<Line> {
    let mut counted: HashMap<Option<&str>, (usize, usize)> = HashMap::new();
    for proof in proofs {
        let counts = counted.entry(proof.exercise.as_deref()).or_default();
        counts.0 += 1;
        counts.1 += usize::from(!proof.holds());
    }
    let of = |name: Option<&str>| counted.get(&name).copied().unwrap_or_default();
    let mut rows: Vec<(Tone, String, usize, usize)> = Vec::new();
    let chapters = kit.chapters.iter().map(|chapter| (Some(chapter.dir.as_str()), chapter.title.as_str()));
    let others = if kit.chapters.is_empty() { "exercises" } else { "exercises without a chapter" };
    for (dir, title) in chapters.chain([(None, others)]) {
        let is_here =
            |exercise: &&Exercise| kit.chapter_of(exercise).map(|(_, chapter)| chapter.dir.as_str()) == dir;
        let names = kit.exercises.iter().filter(is_here).map(|exercise| exercise.name.as_str());
        let each: Vec<(&str, (usize, usize))> = names.map(|name| (name, of(Some(name)))).collect();
        let (all, wrong) = each.iter().fold((0, 0), |sum, (_, one)| (sum.0 + one.0, sum.1 + one.1));
        if all > 0 {
            rows.push((Tone::Plain, title.to_owned(), all, wrong));
        }
        let failing = each.into_iter().filter(|(_, (_, wrong))| *wrong > 0);
        rows.extend(failing.map(|(name, (all, wrong))| (Tone::Dim, format!("  {name}"), all, wrong)));
    }
    let (all, wrong) = of(None);
    if all > 0 {
        rows.push((Tone::Plain, "the kit as a whole".into(), all, wrong));
    }
    let width = rows.iter().map(|(_, title, ..)| title.chars().count()).max().unwrap_or(0);
    let row = |(tone, title, all, wrong): (Tone, String, usize, usize)| {
        let line = Line::new(tone, format!("{title:<width$}  {:>5}", all - wrong));
        match wrong {
            0 => line.and(Tone::Dim, "      0"),
            _ => line.and(Tone::Bad, format!("  {wrong:>5}")),
        }
    };
    let head = Line::new(Tone::Dim, format!("{:<width$}  {:>5}  {:>5}", "", "hold", "fail"));
    if rows.is_empty() {
        Vec::new()
    } else {
        std::iter::once(head).chain(rows.into_iter().map(row)).collect()
    }
}

/// What was found may quote a text of several lines.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
