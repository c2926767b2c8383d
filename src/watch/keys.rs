//! Keys: which one means what, and the thread that reads them.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crossterm::event::{
    self, Event as TerminalEvent, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseEventKind,
};

use super::events::Action;

/// The keys of the watch and what the help says of them.
pub const KEYS: [(&str, &str, &str); 16] = [
    ("n", "next", "the next exercise; after a pass, the next open one"),
    ("p", "previous", "look at the one just passed (its warnings, too), or the one before"),
    ("h", "hint", "a hint; again for the next step"),
    ("l", "list", "all exercises: Enter jumps, / searches, f filters"),
    ("o", "open", "open the file in your editor ($VISUAL, $EDITOR or VS Code)"),
    ("r", "run", "judge once more"),
    ("c", "check", "judge all exercises"),
    ("s", "solution", "one way to do it, after the pass"),
    ("d", "later", "do it later: skip this exercise; it comes back at the end"),
    ("x", "reset", "bring the starter back; asks first, keeps yours as a backup"),
    ("?", "help", "this page, and the text of the chapter"),
    ("q", "quit", "leave; you go on here the next time"),
    ("↑ ↓", "", "scroll by a line"),
    ("PgUp PgDn", "", "scroll by a page"),
    ("Esc", "", "close what lies on top"),
    ("Ctrl-C", "", "leave at once"),
];

/// What the terminal told.
pub enum Told {
    /// A key, not interpreted yet: its meaning depends on what is on the screen.
    Key(KeyEvent),
    /// The wheel of a mouse, or something else that is an action everywhere.
    Action(Action),
    /// The size has changed.
    Resized,
    /// Ctrl-C.
    Interrupted,
    /// The terminal has gone away.
    Gone,
}

/// What a key means; `None` for keys without a meaning. `as_text` while a search is typed or
/// a question is open.
pub fn action(key: KeyEvent, as_text: bool) -> Option<Action> {
    // Ctrl-X is no `x`; both together are AltGr on Windows, which only writes a character.
    let modified = [KeyModifiers::CONTROL, KeyModifiers::ALT].map(|held| key.modifiers.contains(held));
    if modified[0] != modified[1] {
        return None;
    }
    let action = match key.code {
        KeyCode::Up => Action::Up,
        KeyCode::Down => Action::Down,
        KeyCode::PageUp => Action::PageUp,
        KeyCode::PageDown => Action::PageDown,
        KeyCode::Enter => Action::Enter,
        KeyCode::Esc => Action::Escape,
        KeyCode::Backspace => Action::Backspace,
        KeyCode::Char(character) if as_text => Action::Text(character),
        KeyCode::Char(character) => match character.to_ascii_lowercase() {
            'n' => Action::Next,
            'p' => Action::Previous,
            'h' => Action::Hint,
            'l' => Action::List,
            'o' => Action::Open,
            'r' => Action::Again,
            'c' => Action::CheckAll,
            'x' => Action::Reset,
            'd' => Action::Later,
            's' => Action::Solution,
            '?' => Action::Help,
            'q' => Action::Quit,
            'k' => Action::Up,
            'j' => Action::Down,
            ' ' => Action::PageDown,
            other => Action::Text(other),
        },
        _ => return None,
    };
    Some(action)
}

/// Reads the terminal on a thread of its own. After each thing told it waits for a word on
/// the returned channel, so that nobody reads while an editor has the terminal.
pub fn read(tell: impl Fn(Told) -> bool + Send + 'static) -> Sender<()> {
    let (go_on, may_go_on): (Sender<()>, Receiver<()>) = channel();
    thread::spawn(move || {
        loop {
            let told = match event::read() {
                Ok(TerminalEvent::Key(key)) if key.kind != KeyEventKind::Release => {
                    if key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL) {
                        Told::Interrupted
                    } else {
                        Told::Key(key)
                    }
                }
                Ok(TerminalEvent::Mouse(mouse)) => match mouse.kind {
                    MouseEventKind::ScrollUp => Told::Action(Action::Up),
                    MouseEventKind::ScrollDown => Told::Action(Action::Down),
                    _ => continue,
                },
                Ok(TerminalEvent::Resize(..)) => Told::Resized,
                Ok(_) => continue,
                Err(_) => Told::Gone,
            };
            let gone = matches!(told, Told::Gone);
            if !tell(told) || gone || may_go_on.recv().is_err() {
                return;
            }
        }
    });
    go_on
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(code: KeyCode, modifiers: KeyModifiers, as_text: bool) -> Option<Action> {
        action(KeyEvent::new(code, modifiers), as_text)
    }

    #[test]
    fn each_key_of_the_help_means_something() {
        for (key, ..) in KEYS.iter().filter(|(key, ..)| key.len() == 1) {
            let character = key.chars().next().unwrap_or_default();
            let action = meaning(KeyCode::Char(character), KeyModifiers::NONE, false);
            assert!(action.is_some_and(|action| !matches!(action, Action::Text(_))), "{key}");
        }
    }

    #[test]
    fn a_letter_means_the_same_with_shift_or_caps_lock() {
        assert_eq!(meaning(KeyCode::Char('Q'), KeyModifiers::SHIFT, false), Some(Action::Quit));
    }

    #[test]
    fn in_a_search_letters_are_letters() {
        assert_eq!(meaning(KeyCode::Char('q'), KeyModifiers::NONE, true), Some(Action::Text('q')));
        assert_eq!(meaning(KeyCode::Char(' '), KeyModifiers::NONE, true), Some(Action::Text(' ')));
        assert_eq!(meaning(KeyCode::Esc, KeyModifiers::NONE, true), Some(Action::Escape));
    }

    #[test]
    fn ctrl_and_alt_make_other_keys_and_alt_gr_does_not() {
        assert_eq!(meaning(KeyCode::Char('x'), KeyModifiers::CONTROL, false), None);
        assert_eq!(meaning(KeyCode::Char('q'), KeyModifiers::ALT, false), None);
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(meaning(KeyCode::Char('/'), alt_gr, true), Some(Action::Text('/')));
    }
}
