//! Questions on the terminal, and the lines that answer them.

use std::io::{self, BufRead, IsTerminal};

use super::lines::{Line, Tone};
use super::{View, write_to};
use crate::cli::Format;

impl View {
    /// Whether there is somebody to ask.
    pub fn can_ask(&self) -> bool {
        self.format == Format::Text && io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    /// Asks, and waits for one line; `None` when the input has ended.
    pub fn ask(&self, question: &[Line]) -> Option<String> {
        self.lines(question);
        write_to(&mut io::stdout(), Line::new(Tone::Accent, "> ").colored().as_bytes());
        let mut bytes = Vec::new();
        match io::stdin().lock().read_until(b'\n', &mut bytes) {
            Ok(read) if read > 0 => Some(String::from_utf8_lossy(&bytes).trim().to_owned()),
            _ => {
                self.raw("\n");
                None
            }
        }
    }
}
