//! The main job: judge at each save, and move on. This file is the loop: it turns what happens
//! outside (saves, keys, signals, finished judgings) into events for the state machine, and
//! does what that answers.

mod editor;
mod files;
pub mod keys;
pub mod overlay;
pub mod state;

use std::collections::VecDeque;
use std::io::{self, IsTerminal};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::check::answer;
use crate::cli::{Format, Watch};
use crate::error::{Error, ErrorKind, Result};
use crate::judge::many::{self, Item};
use crate::judge::{Asked, Judge, Subject};
use crate::kit::project::{DEFAULT_DIR, Mode, Project};
use crate::progress::{Progress, Store};
use crate::runner::Cancel;
use crate::verdict::Verdict;
use crate::view::View;
use crate::view::terminal::Screen;
use crate::view::told::Reporter;

use editor::Editor;
use files::{Change, Files};
use keys::Told;
use state::{Effect, Event, State};

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
    let has_terminal =
        view.format() == Format::Text && io::stdout().is_terminal() && io::stdin().is_terminal();
    Loop::new(project, asked, view, has_terminal)?.run()
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
    lent: Arc<AtomicBool>,
    /// Says to the thread that reads the terminal that it may go on.
    go_on: Option<Sender<()>>,
}

impl<'v> Loop<'v> {
    fn new(project: Project, asked: &Watch, view: &'v View, has_terminal: bool) -> Result<Self> {
        let store = Store::new(&project.state_dir());
        let (mut progress, damaged) = store.load();
        let mut notices: Vec<String> = damaged.into_iter().chain(project.notices.iter().cloned()).collect();
        if !project.renamed.is_empty() {
            match store.update(|progress| crate::commands::rename(progress, &project.renamed)) {
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
        let lent = Arc::new(AtomicBool::new(false));
        watch_signals(&sender, &lent)?;
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
            Input::Signal(signal) => {
                let code = u8::try_from(128 + signal).unwrap_or(130);
                return Ok(Some(if signal == 2 { 130 } else { code }));
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

    fn act(&mut self, effect: Effect) -> Result<()> {
        match effect {
            Effect::Judge { name, generation, reuse } => self.judge(name, generation, reuse),
            Effect::Cancel => self.judging.cancel(),
            Effect::Look(name) => self.look(&name),
            Effect::Record(verdict, asked) => self.write(|progress| {
                progress.record(&verdict, asked);
            }),
            Effect::Remember(name) => self.write(|progress| progress.current = Some(name)),
            Effect::RememberHints(name, shown) => {
                self.write(|progress| progress.entry_mut(&name).hints_shown = shown);
            }
            Effect::Open(name) => self.open(&name)?,
            Effect::Reset(name) => self.reset(&name)?,
            Effect::CheckAll => self.check_all(),
            Effect::CancelCheck => self.checking.cancel(),
            Effect::ReadSolution(name) => self.read_solution(name),
            Effect::ReadComparison(name) => self.read_comparison(name),
            Effect::RememberSelfAssessed(name) => {
                self.write(|progress| progress.entry_mut(&name).self_assessed = true);
            }
            Effect::Tell(told) => {
                if let Some(reporter) = &self.reporter {
                    reporter.tell(&told, &self.state);
                }
            }
            Effect::Quit => {}
        }
        Ok(())
    }

    /// Judges on a thread of its own; a judging under way is ended.
    fn judge(&mut self, name: String, generation: u64, reuse: bool) {
        self.judging.cancel();
        self.judging = Cancel::default();
        self.files.know(&name);
        let (project, sender, cancel) =
            (Arc::clone(&self.project), self.sender.clone(), self.judging.clone());
        thread::spawn(move || {
            let Some((_, exercise)) = project.kit.find(&name) else { return };
            let asked = Asked { reuse, cancel: cancel.clone() };
            let mut early = |finding: &crate::verdict::Finding| {
                let event = Event::Early { generation, finding: Box::new(finding.clone()) };
                let _ = sender.send(Input::Event(event));
            };
            let result = caught(|| Judge::new(&project).judge(exercise, Subject::OnDisk, &asked, &mut early));
            if !cancel.is_cancelled() {
                let _ = sender.send(Input::Event(Event::Judged { generation, result: Box::new(result) }));
            }
        });
    }

    /// Compiles what is needed once, while the learner reads.
    fn prepare(&self) {
        let (project, sender) = (Arc::clone(&self.project), self.sender.clone());
        thread::spawn(move || {
            let judge = Judge::new(&project);
            judge.sweep();
            let notice = match judge.prepare().and_then(|()| judge.lacks_clippy()) {
                Ok(false) => return,
                Ok(true) => crate::judge::CLIPPY_MISSING.to_owned(),
                Err(error) => {
                    let problem = error.problems.first();
                    let help = problem.and_then(|problem| problem.help.clone()).unwrap_or_default();
                    format!("{}: {help}", problem.map(|problem| problem.message.as_str()).unwrap_or_default())
                }
            };
            let _ = sender.send(Input::Event(Event::Notice(notice)));
        });
    }

    fn look(&mut self, name: &str) {
        self.files.forget(name);
        let Some((_, exercise)) = self.project.kit.find(name) else { return };
        let now = std::fs::read(self.project.path(exercise)).ok();
        let touched = now.is_some() && now != self.project.starter(exercise).ok();
        self.update(Event::Looked { name: name.to_owned(), touched });
    }

    fn write(&mut self, change: impl FnOnce(&mut Progress)) {
        let written = self.store.update_from(&self.state.progress, self.unwritten, change);
        self.unwritten = written.is_err();
        match written {
            Ok((progress, notice)) => {
                self.update(Event::Progress(progress));
                if let Some(notice) = notice {
                    self.update(Event::Notice(notice));
                }
            }
            Err(error) => self.update(Event::Notice(not_written(&error))),
        }
    }

    fn open(&mut self, name: &str) -> Result<()> {
        let Some((_, exercise)) = self.project.kit.find(name) else { return Ok(()) };
        let path = self.project.path(exercise);
        let Some(editor) = Editor::find() else {
            let text = format!(
                "no editor is set: put its name into the variable EDITOR, or open {} yourself",
                exercise.file()
            );
            self.update(Event::Notice(text));
            return Ok(());
        };
        if editor.takes_terminal {
            if let Some(screen) = &mut self.screen {
                screen.suspend()?;
            }
            self.lent.store(true, Ordering::SeqCst);
        }
        let opened = editor.open(&path);
        self.lent.store(false, Ordering::SeqCst);
        if let Some(screen) = self.screen.as_mut().filter(|_| editor.takes_terminal) {
            screen.resume()?;
        }
        if let Err(why) = opened {
            self.update(Event::Notice(why));
        }
        Ok(())
    }

    fn reset(&mut self, name: &str) -> Result<()> {
        let Some((_, exercise)) = self.project.kit.find(name) else { return Ok(()) };
        let text = match self.project.reset(exercise) {
            Ok(Some(backup)) => {
                let backup = backup.strip_prefix(&self.project.dir).unwrap_or(&backup).display().to_string();
                format!("{name} is as the kit has it; yours was kept as {backup}")
            }
            Ok(None) => format!("{name} is as the kit has it"),
            Err(error) => error.problems.first().map(|problem| problem.message.clone()).unwrap_or_default(),
        };
        for effect in self.state.after_reset(name) {
            self.act(effect)?;
        }
        // What memkata itself has written is nobody's save.
        self.files.know(name);
        self.update(Event::Notice(text));
        Ok(())
    }

    fn check_all(&mut self) {
        self.checking.cancel();
        self.checking = Cancel::default();
        let (project, sender, cancel) =
            (Arc::clone(&self.project), self.sender.clone(), self.checking.clone());
        thread::spawn(move || {
            let items: Vec<Item<'_>> = project
                .kit
                .exercises
                .iter()
                .map(|exercise| Item { exercise, subject: Subject::OnDisk })
                .collect();
            let total = items.len();
            let progress = sender.clone();
            let tell = |done, _: &Verdict| {
                let _ = progress.send(Input::Event(Event::Checking { done, total }));
            };
            let result = caught(|| many::judge(&Judge::new(&project), &items, true, &cancel, tell));
            let ended_by_us = cancel.is_cancelled() && result.is_ok();
            if !ended_by_us {
                let _ = sender.send(Input::Event(Event::Checked(result)));
            }
        });
    }

    fn read_solution(&mut self, name: String) {
        let Some((_, exercise)) = self.project.kit.find(&name) else { return };
        let text = match self.project.kit.source.read(&exercise.solution_file()) {
            Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => Err(format!("the kit has no solution for {name}: {error}")),
        };
        self.update(Event::Solution { name, text });
    }

    fn read_comparison(&mut self, name: String) {
        let Some((_, exercise)) = self.project.kit.find(&name) else { return };
        let answer = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes);
            answer::parts(&text).map(|parts| parts.answer.trim().to_owned())
        };
        let mine = std::fs::read(self.project.path(exercise)).ok().and_then(|bytes| answer(&bytes));
        let model =
            self.project.kit.source.read(&exercise.solution_file()).ok().and_then(|bytes| answer(&bytes));
        let texts = match (mine, model) {
            (Some(mine), Some(model)) => Ok((mine, model)),
            (None, _) => Err(format!("your answer to {name} cannot be read")),
            (_, None) => Err(format!("the kit has no model answer for {name}")),
        };
        self.update(Event::Comparison { name, texts });
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

/// A panic while judging becomes an error that can be shown, and not a screen that waits for ever.
fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
        Err(Error::machine(format!("memkata itself has failed: {said}"))
            .help("please report this, with your file"))
    })
}

fn not_written(error: &io::Error) -> String {
    format!(
        "your progress could not be written ({error}); what you have solved counts, and is written with the next save that works"
    )
}

/// Ends the watch in order on the signals that ask for it.
#[cfg(unix)]
fn watch_signals(sender: &Sender<Input>, lent: &Arc<AtomicBool>) -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP]).map_err(|error| {
        Error::new(
            ErrorKind::Machine,
            crate::error::Problem::new(format!("signals cannot be watched: {error}")),
        )
    })?;
    let (sender, lent) = (sender.clone(), Arc::clone(lent));
    thread::spawn(move || {
        for signal in signals.forever() {
            // Ctrl-C in the editor is the editor's.
            if signal == SIGINT && lent.load(Ordering::SeqCst) {
                continue;
            }
            if sender.send(Input::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the Unix twin can fail")]
fn watch_signals(_sender: &Sender<Input>, _lent: &Arc<AtomicBool>) -> Result<()> {
    Ok(())
}
