//! The main job: judge at each save, and move on. This file is the loop: it turns what happens
//! outside (saves, keys, signals, finished judgings) into events for the state machine, and
//! does what that answers.

mod actions;
mod editor;
mod effects;
pub mod events;
mod files;
pub mod keys;
mod lent;
pub mod overlay;
pub mod proving;
mod signals;
pub mod skips;
pub mod state;
mod typed;

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::cli::Watch;
use crate::error::{Error, Result};
use crate::kit::project::{DEFAULT_DIR, Mode, Project};
use crate::progress::Store;
use crate::runner::Cancel;
use crate::view::View;
use crate::view::terminal::Screen;
use crate::view::told::Reporter;

use events::{Effect, Event};
use files::{Change, Files};
use keys::Told;
use lent::Lent;
use state::State;

/// Events of one save come in bursts; this much quiet ends a burst.
const BURST: Duration = Duration::from_millis(2);
/// A burst that does not end is looked at after this long.
const LONGEST_BURST: Duration = Duration::from_millis(30);
/// How long an editor may take between truncating a file and writing it.
const SETTLE: Duration = Duration::from_millis(60);

/// Something from outside.
enum Input {
    /// An event for the state machine.
    Event(Event),
    /// Paths that something has happened to.
    Changed(Vec<PathBuf>),
    /// What the terminal told.
    Terminal(Told),
    /// A line on standard input, where there is no screen.
    Line(String),
    /// A signal asks to end.
    Signal(i32),
}

/// Runs the watch to its end and returns the exit code.
///
/// # Errors
/// When there is no project, it is broken, or its files cannot be watched.
pub fn run(asked: &Watch, view: &View) -> Result<u8> {
    let project = match &asked.dir {
        Some(dir) => Project::open_or_make(dir)?,
        None => match Project::around()? {
            Some(dir) => Project::open(&dir)?,
            None => Project::open_or_make(&PathBuf::from(DEFAULT_DIR))?,
        },
    };
    Loop::new(project, asked, view, view.has_terminal())?.run()
}

/// Everything the loop holds.
struct Loop<'v> {
    project: Arc<Project>,
    store: Store,
    state: State,
    files: Files,
    sender: Sender<Input>,
    inputs: Receiver<Input>,
    /// Inputs that came while a burst of saves was gathered, and go before what comes now.
    waiting: VecDeque<Input>,
    /// Effects that are still to be done.
    effects: VecDeque<Effect>,
    /// Whether the last attempt to write progress has failed.
    unwritten: bool,
    /// The judging under way.
    judging: Cancel,
    /// The `check` under way.
    checking: Cancel,
    screen: Option<Screen>,
    reporter: Option<Reporter<'v>>,
    /// Whether an editor has the terminal.
    lent: Lent,
    /// Says to the thread that reads the terminal that it may go on.
    go_on: Option<Sender<()>>,
}

impl<'v> Loop<'v> {
    fn new(project: Project, asked: &Watch, view: &'v View, has_terminal: bool) -> Result<Self> {
        let store = Store::new(&project.state_dir());
        let (mut progress, damaged) = store.load();
        let mut notices: Vec<String> = damaged.into_iter().chain(project.notices.iter().cloned()).collect();
        if !project.renamed.is_empty() {
            match store.update(|progress| progress.rename(&project.renamed)) {
                Ok((updated, _)) => progress = updated,
                Err(error) => notices.push(not_written(&error)),
            }
        }
        if project.mode == Mode::Author {
            notices
                .push("author mode: this is the kit itself, and its own files are edited and judged".into());
        }
        let Some((mut state, effects)) = State::new(project.kit.clone(), progress, asked.manual) else {
            return Err(
                Error::kit("the kit has no exercises").help("add an [[exercises]] entry to info.toml")
            );
        };
        let project = Arc::new(project);
        let (sender, inputs) = channel();
        let changes = sender.clone();
        let files = Files::watch(Arc::clone(&project), asked.poll, move |paths| {
            let _ = changes.send(Input::Changed(paths));
        })
        .map_err(|error| {
            Error::machine(format!("the exercises cannot be watched: {error}"))
                .in_file(project.dir.join("exercises").display().to_string())
                .help("is the folder there, and may you read it?")
        })?;
        if let Some(why) = &files.polling {
            notices.push(format!("looking for saves by comparing files ({why})"));
        }
        let lent = Lent::default();
        let (signals, in_editor) = (sender.clone(), lent.clone());
        signals::forward(move |signal| {
            // Ctrl-C in the editor is the editor's.
            (signal == signals::INTERRUPT && in_editor.covers_now())
                || signals.send(Input::Signal(signal)).is_ok()
        })?;
        let mut effects: VecDeque<Effect> = effects.into();
        for notice in notices {
            effects.extend(state.update(Event::Notice(notice)));
        }
        let screen = has_terminal.then(|| Screen::open(view.colors())).transpose()?;
        let reporter = screen.is_none().then(|| Reporter::new(view));
        let go_on = screen.is_some().then(|| {
            let sender = sender.clone();
            keys::read(move |told| sender.send(Input::Terminal(told)).is_ok())
        });
        if screen.is_none() {
            let sender = sender.clone();
            typed::read(move |line| sender.send(Input::Line(line)).is_ok());
        }
        let (judging, checking) = (Cancel::default(), Cancel::default());
        Ok(Self {
            project,
            store,
            state,
            files,
            sender,
            inputs,
            waiting: VecDeque::new(),
            effects,
            unwritten: false,
            judging,
            checking,
            screen,
            reporter,
            lent,
            go_on,
        })
    }

    fn run(mut self) -> Result<u8> {
        let shown = self.state.shown.clone();
        self.files.know_all_but(&shown);
        self.prepare();
        loop {
            while let Some(effect) = self.effects.pop_front() {
                if effect == Effect::Quit {
                    return Ok(self.end(0));
                }
                self.act(effect)?;
            }
            if let Some(screen) = &mut self.screen {
                screen.draw(&mut self.state, &self.project)?;
            }
            // Nothing is due: this sleeps until something happens, however long that takes.
            let input = self.waiting.pop_front().map_or_else(|| self.inputs.recv(), Ok);
            let Ok(input) = input else { return Ok(self.end(0)) };
            if let Some(code) = self.take(input)? {
                return Ok(self.end(code));
            }
        }
    }

    /// Takes in one input; returns the exit code where it ends the watch.
    fn take(&mut self, input: Input) -> Result<Option<u8>> {
        match input {
            Input::Event(event) => self.update(event),
            Input::Changed(paths) => self.changed(paths),
            Input::Line(line) => self.update(match typed::action(&line) {
                Some(action) => Event::Key(action),
                None => Event::Notice(format!("`{line}` means nothing here; lines are {}", typed::LINES)),
            }),
            Input::Signal(signal) => {
                return Ok(Some(signals::exit_code(signal)));
            }
            Input::Terminal(told) => {
                match told {
                    Told::Interrupted => return Ok(Some(130)),
                    Told::Gone => return Ok(Some(0)),
                    Told::Resized => {}
                    Told::Action(action) => self.update(Event::Key(action)),
                    Told::Key(key) => {
                        if let Some(action) = keys::action(key, self.state.takes_text()) {
                            self.update(Event::Key(action));
                        }
                    }
                }
                // The editor that a key opens must have ended before the terminal is read again.
                while let Some(at) = self.effects.iter().position(|effect| matches!(effect, Effect::Open(_)))
                {
                    if let Some(effect) = self.effects.remove(at) {
                        self.act(effect)?;
                    }
                }
                if let Some(go_on) = &self.go_on {
                    let _ = go_on.send(());
                }
            }
        }
        Ok(None)
    }

    fn update(&mut self, event: Event) {
        let effects = self.state.update(event);
        self.effects.extend(effects);
    }

    /// Gathers the burst of events that one save makes, then sees what was saved.
    fn changed(&mut self, mut paths: Vec<PathBuf>) {
        let mut anything = paths.is_empty();
        let longest = Instant::now() + LONGEST_BURST;
        let mut settle_by = None;
        let mut wait = BURST;
        loop {
            match self.inputs.recv_timeout(wait) {
                Ok(Input::Changed(more)) => {
                    anything |= more.is_empty();
                    paths.extend(more);
                    wait = BURST;
                    if Instant::now() < longest {
                        continue;
                    }
                }
                // Something else goes first; the paths come again right after it.
                Ok(other) => {
                    let paths = if anything { Vec::new() } else { paths };
                    self.waiting.extend([other, Input::Changed(paths)]);
                    return;
                }
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
            }
            let settled = settle_by.is_some_and(|by| Instant::now() >= by);
            let wanted = if anything { &[][..] } else { &paths };
            match self.files.change(wanted, &self.state.current, settled) {
                Change::None => return,
                Change::Saved(name) => return self.update(Event::Saved(name)),
                Change::Unsettled => {
                    let by = *settle_by.get_or_insert_with(|| Instant::now() + SETTLE);
                    wait = by.saturating_duration_since(Instant::now());
                }
            }
        }
    }

    /// Ends what is under way and gives the terminal back.
    fn end(mut self, code: u8) -> u8 {
        self.judging.cancel();
        self.checking.cancel();
        if let Some(screen) = self.screen.take() {
            screen.close(&self.state);
        }
        code
    }
}

fn not_written(error: &io::Error) -> String {
    format!(
        "your progress could not be written ({error}); what you have solved counts, and is written with the next save that works"
    )
}
