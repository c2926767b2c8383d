//! What can lie over the verdict: the list, a question, a solution, `check`, the help. And
//! what keys mean there.

use super::events::{Action, Effect};
use super::state::State;
use crate::kit::{Exercise, Kit};
use crate::progress::Progress;
use crate::verdict::Verdict;

/// What lies over the verdict.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// Nothing.
    None,
    /// What the keys do.
    Help,
    /// All exercises.
    List(ListOverlay),
    /// Whether to bring this exercise's starter back.
    ConfirmReset(String),
    /// Whether to skip the rest of the chapter of this exercise, which was just passed.
    SkipRest(String),
    /// A solution.
    Solution { name: String, text: String },
    /// The learner's answer beside the model answer; the learner decides.
    Compare { name: String, mine: String, model: String },
    /// `check` under way, or its verdicts, and what was known before it.
    Check { done: usize, total: usize, verdicts: Option<Vec<Verdict>>, before: Progress },
}

/// The list and what is selected in it.
#[derive(Debug, Clone)]
pub struct ListOverlay {
    /// Which exercises it shows.
    pub filter: Filter,
    /// What is searched for.
    pub search: String,
    /// Whether keys are letters of the search.
    pub searching: bool,
    /// The selected row among those shown.
    pub selected: usize,
}

/// Which exercises the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    All,
    Open,
    Skipped,
    Done,
}

impl Filter {
    /// The next one, for the key that goes through them.
    fn next(self) -> Self {
        match self {
            Self::All => Self::Open,
            Self::Open => Self::Skipped,
            Self::Skipped => Self::Done,
            Self::Done => Self::All,
        }
    }

    /// Its name on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Skipped => "skipped",
            Self::Done => "done",
        }
    }
}

impl ListOverlay {
    /// The whole list, with this exercise selected.
    pub fn at(kit: &Kit, name: &str) -> Self {
        let selected = kit.find(name).map_or(0, |(at, _)| at);
        Self { filter: Filter::All, search: String::new(), searching: false, selected }
    }

    /// The exercises it shows.
    pub fn rows<'k>(&self, kit: &'k Kit, progress: &Progress) -> Vec<&'k Exercise> {
        let search = self.search.to_lowercase();
        let fits = |exercise: &&Exercise| {
            let entry = progress.entry(&exercise.name);
            let done = entry.is_done();
            let wanted = match self.filter {
                Filter::All => true,
                Filter::Open => !done,
                Filter::Skipped => entry.is_put_off(),
                Filter::Done => done,
            };
            let text = format!("{} {}", exercise.file(), exercise.task.as_deref().unwrap_or_default());
            wanted && text.to_lowercase().contains(&search)
        };
        kit.exercises.iter().filter(fits).collect()
    }
}

impl State {
    /// What a key does while something lies over the verdict; `None` where nothing does.
    pub(super) fn overlay_key(&mut self, action: &Action) -> Option<Vec<Effect>> {
        match &mut self.overlay {
            Overlay::None => None,
            Overlay::List(_) => Some(self.list_key(action)),
            Overlay::ConfirmReset(name) => {
                let name = std::mem::take(name);
                self.overlay = Overlay::None;
                let yes = matches!(action, Action::Text('y' | 'Y') | Action::Enter);
                Some(if yes { vec![Effect::Reset(name)] } else { Vec::new() })
            }
            Overlay::SkipRest(_) => self.skip_rest_key(action),
            Overlay::Compare { name, .. } if matches!(action, Action::Text('y' | 'Y')) => {
                let name = std::mem::take(name);
                self.overlay = Overlay::None;
                Some(self.self_assess(name))
            }
            // "No" is an answer here, and not the key that goes on.
            Overlay::Compare { .. } if *action == Action::Next => Some(self.close_overlay()),
            Overlay::Help | Overlay::Solution { .. } | Overlay::Compare { .. } | Overlay::Check { .. } => {
                if matches!(action, Action::Up | Action::Down | Action::PageUp | Action::PageDown) {
                    self.scroll_by(action);
                    return Some(Vec::new());
                }
                // The key that opened it closes it; any other does what it always does.
                let closes = matches!(
                    action,
                    Action::Escape | Action::Enter | Action::Help | Action::Solution | Action::CheckAll
                );
                let mut effects = self.close_overlay();
                if !closes {
                    effects.extend(self.key(action.clone()));
                }
                Some(effects)
            }
        }
    }

    /// `y` and `n` answer the question, scrolling goes on, and every other key is no answer and
    /// does what it always does.
    fn skip_rest_key(&mut self, action: &Action) -> Option<Vec<Effect>> {
        if matches!(action, Action::Up | Action::Down | Action::PageUp | Action::PageDown) {
            return None;
        }
        let Overlay::SkipRest(name) = std::mem::replace(&mut self.overlay, Overlay::None) else {
            return None;
        };
        match action {
            Action::Text('y' | 'Y') => Some(self.skip_rest(&name)),
            Action::Next | Action::Escape => Some(Vec::new()),
            _ => None,
        }
    }

    /// Takes away what lies over the verdict. A `check` that nobody looks at any more ends.
    pub(super) fn close_overlay(&mut self) -> Vec<Effect> {
        self.scroll = 0;
        match std::mem::replace(&mut self.overlay, Overlay::None) {
            Overlay::Check { verdicts: None, .. } => vec![Effect::CancelCheck],
            _ => Vec::new(),
        }
    }

    fn list_key(&mut self, action: &Action) -> Vec<Effect> {
        let Overlay::List(list) = &mut self.overlay else { return Vec::new() };
        let rows: Vec<String> =
            list.rows(&self.kit, &self.progress).iter().map(|row| row.name.clone()).collect();
        let last = rows.len().saturating_sub(1);
        match action {
            Action::Up => list.selected = list.selected.min(last).saturating_sub(1),
            Action::Down => list.selected = (list.selected + 1).min(last),
            Action::PageUp => list.selected = list.selected.saturating_sub(10),
            Action::PageDown => list.selected = (list.selected + 10).min(last),
            Action::Enter => {
                if let Some(name) = rows.get(list.selected.min(last)) {
                    return self.go_to(name.clone());
                }
            }
            Action::Escape if list.searching => {
                list.searching = false;
                list.search.clear();
            }
            Action::Text(character) if list.searching => {
                list.search.push(*character);
                list.selected = 0;
            }
            Action::Backspace if list.searching => {
                list.search.pop();
                list.selected = 0;
            }
            Action::Text('/') => list.searching = true,
            Action::Text('f') => {
                list.filter = list.filter.next();
                list.selected = 0;
            }
            Action::Quit => {
                self.overlay = Overlay::None;
                return vec![Effect::Quit];
            }
            Action::Escape | Action::List => return self.close_overlay(),
            _ => {}
        }
        Vec::new()
    }

    /// Whether keys are text now, so that `q` is a letter and not the end.
    pub fn takes_text(&self) -> bool {
        matches!(&self.overlay, Overlay::List(list) if list.searching)
    }
}
