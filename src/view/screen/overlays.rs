//! What lies over the verdict, as lines: the help, the list, a comparison.

use crate::view::describe;
use crate::view::lines::{Line, Tone, prose};
use crate::view::text;
use crate::watch::keys::KEYS;
use crate::watch::overlay::{ListOverlay, Overlay};
use crate::watch::state::State;

/// The learner's answer and the model answer side by side, or one below the other where there
/// is no room.
pub(super) fn compare_lines(mine: &str, model: &str, width: usize) -> Vec<Line> {
    let column = |title: &str, text: &str, width: usize| -> Vec<Line> {
        let mut lines = vec![Line::new(Tone::Accent, title), Line::empty()];
        let rows = describe::paragraphs(text);
        let rows = rows.iter().flat_map(|text| Line::new(Tone::Plain, text).rows(width));
        // The space after a row's last word may stand beyond the column, and would push the other one out.
        lines.extend(rows.map(|row| Line::new(Tone::Plain, row.text().trim_end())));
        lines
    };
    if width < 70 {
        let mut lines = column("your answer", mine, width);
        lines.push(Line::empty());
        lines.extend(column("the model answer", model, width));
        return lines;
    }
    let half = (width - 3) / 2;
    let (left, right) = (column("your answer", mine, half), column("the model answer", model, half));
    let rows = left.len().max(right.len());
    let row = |at: usize| {
        let mut line = left.get(at).cloned().unwrap_or_default();
        let room = half.saturating_sub(line.width());
        line = line.and(Tone::Dim, format!("{} │ ", " ".repeat(room)));
        line.pieces.extend(right.get(at).cloned().unwrap_or_default().pieces);
        line.listing()
    };
    (0..rows).map(row).collect()
}

pub(super) fn help(state: &State) -> Vec<Line> {
    let mut lines = vec![
        Line::new(Tone::Strong, "Edit the file named at the top and save it; the verdict comes by itself."),
        Line::empty(),
    ];
    lines.extend(
        KEYS.iter()
            .map(|(key, _, says)| Line::new(Tone::Accent, format!("{key:>9}  ")).and(Tone::Plain, says)),
    );
    let chapter = state.exercise().and_then(|exercise| state.kit.chapter_of(exercise));
    if let Some((_, chapter)) = chapter {
        lines.push(Line::empty());
        lines.push(Line::new(Tone::Strong, &chapter.title));
        lines.extend(chapter.intro.iter().flat_map(|intro| prose(Tone::Plain, 0, intro)));
    }
    lines
}

pub(super) fn list_lines(state: &State, list: &ListOverlay) -> Vec<Line> {
    let rows = list.rows(&state.kit, &state.progress);
    if rows.is_empty() {
        return vec![Line::new(Tone::Dim, "no exercise fits")];
    }
    let selected = list.selected.min(rows.len() - 1);
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    rows.iter()
        .enumerate()
        .map(|(at, row)| {
            let (sign, tone, word) = text::status(state.progress.entry(&row.name).status());
            let mark = if at == selected { SELECTED } else { "  " };
            let name_tone = if at == selected { Tone::Strong } else { Tone::Plain };
            Line::new(Tone::Accent, mark)
                .and(tone, sign)
                .and(name_tone, format!(" {:<width$}", row.name))
                .and(Tone::Dim, format!("  {}  {word}", row.dir.as_deref().unwrap_or_default()))
                .and(Tone::Accent, if row.name == state.current { "  current" } else { "" })
                .listing()
        })
        .collect()
}

/// Stands before the selected row of the list.
const SELECTED: &str = "▶ ";

pub(super) fn selected_row(state: &State, body: &[Line]) -> Option<usize> {
    matches!(state.overlay, Overlay::List(_))
        .then(|| body.iter().position(|row| row.text().starts_with(SELECTED)))?
}
