//! What `pack` has packed, and what not.

use std::path::Path;

use serde_json::{Value, json};

use super::describe::count;
use super::lines::{Line, Tone};
use crate::classroom::archive::Archive;
use crate::kit::Kit;
use crate::kit::paths::shown;
use crate::progress::Progress;

/// How many names a line has before it says how many more there are.
const NAMES: usize = 5;

pub(super) fn document(kit: &Kit, progress: &Progress, archive: &Archive, place: &Path) -> Value {
    json!({
        "archive": place.display().to_string(),
        "exercises": archive.packed,
        "done": progress.done(kit),
        "missing": archive.missing,
        "left_out": archive.left_out,
        "bytes": archive.bytes.len(),
    })
}

pub(super) fn lines(kit: &Kit, progress: &Progress, archive: &Archive, place: &Path) -> Vec<Line> {
    let total = kit.exercises.len();
    let size = archive.bytes.len().div_ceil(1024);
    let mut lines = vec![
        Line::new(Tone::Good, format!("✓ {} of {} packed", archive.packed, count(total, "exercise")))
            .and(Tone::Plain, format!(", with your progress: {} done", progress.done(kit))),
    ];
    if let Some(first) = archive.missing.first() {
        let more = archive.missing.len().saturating_sub(NAMES);
        let names = archive.missing.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        lines.push(
            Line::new(Tone::Warn, format!("! {} missing: {names}{more}", archive.missing.len()))
                .and(Tone::Plain, format!("; `memkata reset {first}` brings its starter back")),
        );
    }
    if !archive.left_out.is_empty() {
        let number = archive.left_out.len();
        lines.push(
            Line::new(Tone::Warn, format!("! {number} left out"))
                .and(Tone::Plain, ": put a file of your own in its place, then pack again"),
        );
        lines.extend(archive.left_out.iter().map(|left| {
            Line::new(Tone::Strong, format!("  {}", left.file)).and(Tone::Plain, format!(": {}", left.why))
        }));
    }
    lines.push(
        Line::new(Tone::Plain, "Hand in this file: ")
            .and(Tone::Strong, shown(place))
            .and(Tone::Dim, format!(" ({size} KiB)")),
    );
    lines
}
