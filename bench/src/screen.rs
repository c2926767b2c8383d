//! A program in a terminal of its own, and what stands on its screen.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::process::set_by_cargo;

const ROWS: u16 = 60;
const COLUMNS: u16 = 120;

/// A running program and its screen.
pub struct Screen {
    shown: Arc<Shown>,
    child: Mutex<Box<dyn Child + Send + Sync>>,
    /// Keeps the terminal open.
    _terminal: Box<dyn MasterPty + Send>,
}

/// What the reading thread shares.
struct Shown {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser,
    /// When the last piece of output had been drawn.
    at: Instant,
    ended: bool,
}

impl Screen {
    /// Starts `program` in a new terminal.
    pub fn start(program: &Path, args: &[&str], dir: &Path) -> Result<Self> {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).context("cannot open a terminal")?;
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(dir);
        command.env("TERM", "xterm-256color");
        for (name, _) in std::env::vars_os().filter(|(name, _)| set_by_cargo(name)) {
            command.env_remove(name);
        }
        let child = pair.slave.spawn_command(command).context("cannot start the program")?;
        drop(pair.slave);
        let reader = pair.master.try_clone_reader().context("cannot read the terminal")?;
        let writer = pair.master.take_writer().context("cannot write to the terminal")?;
        let state = State { parser: vt100::Parser::new(ROWS, COLUMNS, 0), at: Instant::now(), ended: false };
        let shown = Arc::new(Shown { state: Mutex::new(state), changed: Condvar::new() });
        let for_reader = Arc::clone(&shown);
        thread::spawn(move || read(reader, writer, &for_reader));
        Ok(Self { shown, child: Mutex::new(child), _terminal: pair.master })
    }

    /// The program's process.
    pub fn process(&self) -> Result<u32> {
        let child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.process_id().context("the program has ended")
    }

    /// Waits until all of these texts are on the screen, and says when they were.
    pub fn wait_for(&self, texts: &[&str], at_most: Duration) -> Result<Instant> {
        let deadline = Instant::now() + at_most;
        let mut state = self.shown.lock();
        loop {
            let screen = state.parser.screen().contents();
            if texts.iter().all(|text| screen.contains(text)) {
                return Ok(state.at);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if state.ended || left.is_zero() {
                let what = if state.ended { "the program ended" } else { "it did not come" };
                let first: Vec<&str> =
                    screen.lines().map(str::trim).filter(|line| !line.is_empty()).take(8).collect();
                bail!("waited for {texts:?} on the screen, but {what}; there is: {:?}", first.join(" / "));
            }
            state = self.shown.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until the program has ended.
    pub fn wait_for_end(&self, at_most: Duration) -> Result<()> {
        let deadline = Instant::now() + at_most;
        let mut state = self.shown.lock();
        while !state.ended {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                bail!("the program did not end");
            }
            state = self.shown.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let child = self.child.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Shown {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(mut reader: impl Read, mut writer: impl Write, shown: &Shown) {
    let mut buffer = vec![0; 64 << 10];
    loop {
        // Where the other side is gone, reading fails on some systems and ends on others.
        let read = reader.read(&mut buffer).unwrap_or(0);
        let piece = &buffer[..read];
        let mut state = shown.lock();
        state.parser.process(piece);
        state.at = Instant::now();
        state.ended = read == 0;
        drop(state);
        shown.changed.notify_all();
        if read == 0 {
            return;
        }
        answer(piece, &mut writer);
    }
}

/// Answers what programs ask a terminal when they start.
fn answer(piece: &[u8], writer: &mut impl Write) {
    let questions: [(&[u8], &[u8]); 3] =
        [(b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[c", b"\x1b[?6c"), (b"\x1b[0c", b"\x1b[?6c")];
    for (question, answer) in questions {
        if piece.windows(question.len()).any(|window| window == question) {
            let _ = writer.write_all(answer).and_then(|()| writer.flush());
        }
    }
}
