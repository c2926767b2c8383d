//! What stands beside the verdict on the screen: what to do now, what is offered, where a chapter
//! begins or ends.

use crate::kit::Exercise;
use crate::kit::project::Project;
use crate::view::lines::{Line, Tone};
use crate::view::offers::{self, Place};
use crate::watch::events::Showing;
use crate::watch::overlay::Overlay;
use crate::watch::state::State;

/// What to do now: what is offered, and where to begin while nothing was saved yet.
pub(super) fn now_lines(state: &State, project: &Project) -> Vec<Line> {
    if !matches!(state.overlay, Overlay::None) {
        return Vec::new();
    }
    let mut lines: Vec<Line> =
        state.offers().iter().map(|offer| offers::offer(offer, Place::Screen)).collect();
    if let (Showing::Waiting, Some(exercise)) = (&state.showing, state.exercise()) {
        let comes_back = state.progress.entry(&exercise.name).is_put_off();
        let waiting =
            if comes_back { "waiting for your next save: " } else { "waiting for your first save: " };
        lines.push(
            Line::new(Tone::Plain, waiting)
                .and(Tone::Plain, "open ")
                .and(Tone::Accent, project.shown_path(exercise))
                .and(Tone::Plain, ", edit, save"),
        );
    }
    lines
}

/// What opens a chapter that begins here.
pub(super) fn chapter_begins(state: &State, exercise: &Exercise) -> Vec<Line> {
    let Some(chapter) = state.chapter_begins() else { return Vec::new() };
    offers::chapter(chapter, state.shortcut(exercise).as_ref(), Place::Screen)
}

/// How far one is, where that is a place to stop.
pub(super) fn milestones(state: &State, passed: &str) -> Vec<Line> {
    let lines: Vec<Line> = state.milestones(passed).iter().flat_map(offers::milestone).collect();
    let before = (!lines.is_empty()).then(Line::empty);
    before.into_iter().chain(lines).collect()
}

/// The question whether to skip the rest of a chapter.
pub(super) fn skip_rest(state: &State, passed: &str) -> Line {
    state.rest(passed).map_or_else(Line::empty, |offer| offers::offer(&offer, Place::Screen))
}
