//! The terminal: taking it over, drawing pages on it, giving it back.

use std::io::{self, Write};
use std::{panic, thread};

use crossterm::cursor::{MoveTo, RestorePosition, SavePosition};
use crossterm::style::Print;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Size;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line as Text, Span};
use ratatui::widgets::Paragraph;
use ratatui::{DefaultTerminal, Terminal};

use super::lines::{Line, Tone};
use super::screen::{self, Page};
use crate::error::{Error, Result};
use crate::kit::project::Project;
use crate::watch::state::State;

/// The terminal while the watch has it.
pub struct Screen {
    terminal: DefaultTerminal,
    colors: bool,
    /// The page that is on the screen, and the size that it was drawn for.
    drawn: Option<(Size, Page)>,
}

impl Screen {
    /// Takes the terminal over. A panic of this thread gives it back before it is reported;
    /// one of a thread that judges is that thread's own result, and the screen stays.
    ///
    /// # Errors
    /// When the terminal cannot be used like that.
    pub fn open(colors: bool) -> Result<Self> {
        let terminal = ratatui::try_init().map_err(|error| cannot(&error))?;
        let (hook, this_thread) = (panic::take_hook(), thread::current().id());
        panic::set_hook(Box::new(move |panic| {
            if thread::current().id() == this_thread {
                hook(panic);
            }
        }));
        Ok(Self { terminal, colors, drawn: None })
    }

    /// Draws the state.
    ///
    /// # Errors
    /// When the terminal has gone away.
    pub fn draw(&mut self, state: &mut State, project: &Project) -> Result<()> {
        let size = self.terminal.size().map_err(|error| cannot(&error))?;
        let page = screen::page(state, project, size.width, size.height);
        if self.drawn.as_ref().is_some_and(|(before, drawn)| *before == size && *drawn == page) {
            return Ok(());
        }
        let colors = self.colors;
        let text: Vec<Text<'_>> = page.rows.iter().map(|row| styled(row, colors)).collect();
        let drawn = self.terminal.draw(|frame| frame.render_widget(Paragraph::new(text), frame.area()));
        drawn.map_err(|error| cannot(&error))?;
        if let (Some((row, file)), true) = (&page.link, colors) {
            // The library draws cells and knows no links, so the path is drawn once more.
            let path = std::path::absolute(file).unwrap_or_else(|_| project.dir.join(file));
            let url = format!("file://{}", path.display().to_string().replace(' ', "%20"));
            let link = format!("\x1b[36m\x1b]8;;{url}\x1b\\{file}\x1b]8;;\x1b\\\x1b[39m");
            let fits = file.len() < usize::from(size.width);
            if fits {
                queue!(io::stdout(), SavePosition, MoveTo(0, *row), Print(link), RestorePosition)
                    .and_then(|()| io::stdout().flush())
                    .map_err(|error| cannot(&error))?;
            }
        }
        self.drawn = Some((size, page));
        Ok(())
    }

    /// Lends the terminal to another program.
    ///
    /// # Errors
    /// When it cannot be given back.
    pub fn suspend(&mut self) -> Result<()> {
        disable_raw_mode()
            .and_then(|()| execute!(io::stdout(), LeaveAlternateScreen))
            .map_err(|error| cannot(&error))
    }

    /// Takes the terminal back.
    ///
    /// # Errors
    /// When it cannot be taken.
    pub fn resume(&mut self) -> Result<()> {
        enable_raw_mode()
            .and_then(|()| execute!(io::stdout(), EnterAlternateScreen, Clear(ClearType::All)))
            .map_err(|error| cannot(&error))?;
        // Whatever was drawn before is forgotten. `Terminal::clear` would ask the terminal where
        // its cursor is, and fail where no answer comes.
        self.drawn = None;
        self.terminal = Terminal::new(CrosstermBackend::new(io::stdout())).map_err(|error| cannot(&error))?;
        Ok(())
    }

    /// Gives the terminal back and says goodbye.
    pub fn close(self, state: &State) {
        drop(self);
        let (done, total) = (state.progress.done(&state.kit), state.kit.exercises.len());
        let next = if state.all_done() {
            String::new()
        } else {
            format!("; the same command goes on with {}", state.current)
        };
        let skipped = match state.progress.put_off(&state.kit).len() {
            0 => String::new(),
            number => format!(", {number} skipped"),
        };
        let _ = writeln!(io::stdout(), "{done} of {total} done{skipped}{next}");
    }
}

impl Drop for Screen {
    /// However the watch ends, an error included, the terminal is given back.
    fn drop(&mut self) {
        ratatui::restore();
    }
}

fn styled(line: &Line, colors: bool) -> Text<'static> {
    Text::from(
        line.pieces
            .iter()
            .map(|piece| Span::styled(piece.text.clone(), style(piece.tone, colors)))
            .collect::<Vec<_>>(),
    )
}

/// The sixteen colours that every terminal's own theme, dark or light, makes readable; the
/// foreground is never set for plain text.
fn style(tone: Tone, colors: bool) -> Style {
    let style = Style::default();
    match (tone, colors) {
        (Tone::Plain, _) => style,
        (Tone::Dim, _) => style.add_modifier(Modifier::DIM),
        (Tone::Strong, _) | (Tone::Good | Tone::Bad | Tone::Warn, false) => {
            style.add_modifier(Modifier::BOLD)
        }
        (Tone::Accent, false) => style,
        (Tone::Good, true) => style.fg(Color::Green).add_modifier(Modifier::BOLD),
        (Tone::Bad, true) => style.fg(Color::Red).add_modifier(Modifier::BOLD),
        (Tone::Warn, true) => style.fg(Color::Yellow).add_modifier(Modifier::BOLD),
        (Tone::Accent, true) => style.fg(Color::Cyan),
    }
}

fn cannot(error: &io::Error) -> Error {
    Error::machine(format!("the terminal cannot be used: {error}"))
        .help("`memkata watch | cat` works without a screen")
}
