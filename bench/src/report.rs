//! The table, as text and as JSON.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::measure::Series;
use crate::setup::Bench;

/// A line of the table.
pub struct Line {
    what: String,
    unit: &'static str,
    ours: Option<Series>,
    theirs: Option<(String, Series)>,
    target: Option<Target>,
    note: Option<String>,
}

/// What a line is held against. Where aim and limit are the same, there is no further aim.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    of: Of,
    limit: f64,
    aim: f64,
}

#[derive(Debug, Clone, Copy)]
enum Of {
    Ratio,
    /// The ratio of how much is done in a time: more is better.
    Throughput,
    Difference,
    Ours,
}

impl Target {
    /// For memkata's median divided by the other's.
    pub fn ratio(limit: f64, aim: f64) -> Self {
        Self { of: Of::Ratio, limit, aim }
    }

    /// For how much memkata does in a time, divided by how much the other does: at least so much.
    pub fn throughput(limit: f64, aim: f64) -> Self {
        Self { of: Of::Throughput, limit, aim }
    }

    /// For memkata's median less the other's.
    pub fn difference(limit: f64, aim: f64) -> Self {
        Self { of: Of::Difference, limit, aim }
    }

    /// For memkata's own median.
    pub fn ours(limit: f64, aim: f64) -> Self {
        Self { of: Of::Ours, limit, aim }
    }
}

impl Line {
    /// What memkata took.
    pub fn new(what: impl Into<String>, unit: &'static str, ours: Series) -> Self {
        Self { what: what.into(), unit, ours: Some(ours), theirs: None, target: None, note: None }
    }

    /// A line without numbers, and why.
    pub fn missing(what: impl Into<String>, why: impl Into<String>) -> Self {
        let note = Some(format!("not measured: {}", why.into()));
        Self { what: what.into(), unit: "", ours: None, theirs: None, target: None, note }
    }

    /// What it stands beside.
    pub fn beside(mut self, whom: impl Into<String>, theirs: Series) -> Self {
        self.theirs = Some((whom.into(), theirs));
        self
    }

    pub fn target(mut self, target: Target) -> Self {
        self.target = Some(target);
        self
    }

    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    fn ratio(&self, of: impl Fn(&Series) -> f64) -> Option<f64> {
        let (ours, (_, theirs)) = (self.ours.as_ref()?, self.theirs.as_ref()?);
        Some(of(ours) / of(theirs)).filter(|ratio| ratio.is_finite())
    }

    fn difference(&self, of: impl Fn(&Series) -> f64) -> Option<f64> {
        let (ours, (_, theirs)) = (self.ours.as_ref()?, self.theirs.as_ref()?);
        Some(of(ours) - of(theirs)).filter(|difference| difference.is_finite())
    }

    /// The best of the samples: the least, but for what is done in a time.
    fn best(&self) -> fn(&Series) -> f64 {
        match self.target {
            Some(Target { of: Of::Throughput, .. }) => Series::max,
            _ => Series::min,
        }
    }

    fn reached(&self) -> Option<&'static str> {
        let target = self.target?;
        let value = match target.of {
            Of::Throughput => {
                let ratio = self.ratio(Series::median)?;
                return Some(match ratio {
                    ratio if ratio < target.limit => "missed",
                    ratio if ratio >= target.aim => "aim reached",
                    _ => "reached",
                });
            }
            Of::Ratio => self.ratio(Series::median)?,
            Of::Difference => self.difference(Series::median)?,
            Of::Ours => self.ours.as_ref()?.median(),
        };
        Some(match value {
            value if value > target.limit => "missed",
            value if value <= target.aim && target.aim < target.limit => "aim reached",
            _ => "reached",
        })
    }

    fn cells(&self) -> [String; 6] {
        let (unit, best) = (self.unit, self.best());
        let value = |series: &Series| match series.0.len() {
            1 => format!("{} {unit}", number(series.median())),
            _ => format!("{} ({}) {unit}", number(series.median()), number(best(series))),
        };
        let is_difference = matches!(self.target, Some(Target { of: Of::Difference, .. }));
        let compared = |of: fn(&Series) -> f64| {
            if is_difference {
                self.difference(of).map(|difference| format!("{difference:+.1} {unit}"))
            } else {
                self.ratio(of).map(shown_ratio)
            }
        };
        let target = self.target.map_or_else(String::new, |target| {
            let unit = match target.of {
                Of::Ratio | Of::Throughput => String::new(),
                Of::Ours if unit.is_empty() => String::new(),
                Of::Difference | Of::Ours => format!(" {unit}"),
            };
            let reached = self.reached().map_or_else(String::new, |reached| format!(": {reached}"));
            match target {
                Target { limit: 0.0, .. } => format!("0{reached}"),
                Target { of: Of::Throughput, limit, aim } => format!("≥ {limit}, aim {aim}{reached}"),
                Target { limit, aim, .. } if limit == aim => format!("≤ {limit}{unit}{reached}"),
                Target { limit, aim, .. } => format!("≤ {limit}{unit}, aim {aim}{unit}{reached}"),
            }
        });
        [
            self.what.clone(),
            self.ours.as_ref().map(value).unwrap_or_default().trim_end().to_owned(),
            self.theirs
                .as_ref()
                .map(|(whom, series)| format!("{whom} {}", value(series)))
                .unwrap_or_default(),
            compared(Series::median).unwrap_or_default(),
            compared(best).unwrap_or_default(),
            target,
        ]
        .map(|cell| cell.trim_end().to_owned())
    }

    fn json(&self, row: u8) -> Value {
        let best = self.best();
        let series =
            |series: &Series| json!({"median": series.median(), "best": best(series), "samples": series.0});
        json!({
            "row": row,
            "what": self.what,
            "unit": self.unit,
            "memkata": self.ours.as_ref().map(series),
            "beside": self.theirs.as_ref().map(|(whom, _)| whom),
            "other": self.theirs.as_ref().map(|(_, other)| series(other)),
            "ratio": self.ratio(Series::median),
            "ratio_of_the_best": self.ratio(best),
            "difference": self.difference(Series::median),
            "target": self.target.map(|target| target.limit),
            "aim": self.target.map(|target| target.aim),
            "reached": self.reached(),
            "note": self.note,
        })
    }
}

/// Three digits that matter, and no more.
fn number(value: f64) -> String {
    match value {
        value if value >= 100.0 || value.fract() == 0.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

/// Two digits behind the point, more where they would be zeros.
fn shown_ratio(ratio: f64) -> String {
    if ratio > 0.0 && ratio < 0.01 { format!("{ratio:.4}") } else { format!("{ratio:.2}") }
}

/// All lines and what they were measured on.
pub struct Report {
    head: String,
    machine: Value,
    lines: Vec<(u8, Line)>,
}

impl Report {
    pub fn new(bench: &Bench) -> Self {
        let head = format!(
            "{} · {} · {} · {} × {} · {} runs\nmedians, in brackets the best; ratio: memkata / the other, or with a unit memkata - the other\n",
            bench.memkata_version,
            bench.rustlings_version,
            bench.rustc_version,
            bench.cores,
            std::env::consts::ARCH,
            bench.options.runs
        );
        let machine = json!({
            "memkata": bench.memkata_version,
            "rustlings": bench.rustlings_version,
            "rustc": bench.rustc_version,
            "os": std::env::consts::OS,
            "arch": std::env::consts::ARCH,
            "cores": bench.cores,
            "runs": bench.options.runs,
        });
        Self { head, machine, lines: Vec::new() }
    }

    pub fn add(&mut self, row: u8, lines: Vec<Line>) {
        self.lines.extend(lines.into_iter().map(|line| (row, line)));
    }

    /// The table for people.
    pub fn text(&self) -> String {
        let title = ["", "memkata", "beside", "ratio", "of the best", "target"].map(str::to_owned);
        let rows: Vec<[String; 6]> =
            std::iter::once(title).chain(self.lines.iter().map(|(_, line)| line.cells())).collect();
        let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..6).map(width).collect();
        let mut text = format!("\n{}\n", self.head);
        for (at, cells) in rows.iter().enumerate() {
            let entry = at.checked_sub(1).map(|at| &self.lines[at]);
            let mut row = entry.map_or_else(|| " ".to_owned(), |(row, _)| row.to_string());
            let note = entry.and_then(|(_, line)| line.note.as_ref());
            let measured = entry.is_none_or(|(_, line)| line.ours.is_some());
            for (cell, width) in cells.iter().zip(&widths) {
                let _ = write!(row, "  {cell:<width$}");
            }
            let _ = match note {
                Some(note) if !measured => writeln!(text, "{}  {note}", row.trim_end()),
                Some(note) => writeln!(text, "{}\n     {note}", row.trim_end()),
                None => writeln!(text, "{}", row.trim_end()),
            };
        }
        text
    }

    pub fn write_json(&self, file: &Path) -> Result<()> {
        let lines: Vec<Value> = self.lines.iter().map(|(row, line)| line.json(*row)).collect();
        let document = json!({"measured_on": self.machine, "lines": lines});
        fs::write(file, format!("{document:#}\n")).with_context(|| format!("cannot write {}", file.display()))
    }
}
