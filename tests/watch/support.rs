//! A small kit, a hermetic environment, and the watch in a pseudo-terminal.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// Far longer than anything here takes on a slow machine under load.
const PATIENCE: Duration = Duration::from_secs(30);
const STEP: Duration = Duration::from_millis(5);

/// Waits until something is so.
#[track_caller]
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "waited in vain: {what}");
        sleep(STEP);
    }
}

/// Lets a while pass, for tests that something does *not* happen. Too short a while can only
/// make such a test pass.
pub fn a_while() {
    sleep(Duration::from_millis(700));
}

const INFO: &str = r#"format_version = 2
title = "Three numbers"
version = "1.0.0"
welcome_message = "Welcome to the three numbers."
final_message = "Those were the three numbers."

[[chapters]]
dir = "01_first"
title = "The first"
intro = "A chapter about numbers."

[[exercises]]
name = "one"
dir = "01_first"
task = "Make answer return 42."
hints = ["Which number is meant?", "One more than 41."]
explain = "The number went through a register."

[[exercises]]
name = "two"
dir = "01_first"
task = "Make it compile."
hint_for = { E0308 = "Which type has a text?" }
hints = ["Look at the type."]
explain = "A number has a size."

[[exercises]]
name = "words"
dir = "01_first"
kind = "answer"
task = "Say who frees a Box."
explain = "The owner frees it."
"#;

/// The starter of `one` fails its test.
pub const ONE: &str = "// One.\nfn answer() -> u32 {\n    41\n}\n\nfn main() {\n    println!(\"the answer is {}\", answer());\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn it_is_42() {\n        assert_eq!(answer(), 42);\n    }\n}\n";

/// The starter of `two` does not compile.
pub const TWO: &str = "// Two.\nfn main() {\n    let number: u32 = \"7\";\n    println!(\"{number}\");\n}\n";

const WORDS: &str = "# Who?\n\nWho frees a Box?\n\n## Your answer\n\n";

const RUBRIC: &str = "language = \"en\"\n[[group]]\nid = \"who\"\nask = \"Who frees it?\"\n\
                      [[concept]]\nid = \"owner\"\ngroup = \"who\"\nany = [\"owner\"]\n";

/// `one`, solved.
pub fn one_solved() -> String {
    ONE.replace("41", "42")
}

/// `two`, solved.
pub fn two_solved() -> String {
    TWO.replace("\"7\"", "7")
}

/// `words`, solved.
pub fn words_solved() -> String {
    format!("{WORDS}Its owner gives the memory back, when the scope is left.\n")
}

/// The environment of one test; everything in it is gone with it.
pub struct Env {
    root: TempDir,
    variables: BTreeMap<OsString, OsString>,
}

impl Env {
    /// A home, a place for temporary files, the real compiler on the PATH, nothing else.
    pub fn empty() -> Self {
        let root = TempDir::with_prefix("memkata-watch.").expect("a temporary folder");
        let mut env = Self { root, variables: BTreeMap::new() };
        for folder in ["home", "tmp"] {
            fs::create_dir(env.path(folder)).expect("a fresh folder takes a folder");
        }
        let outer = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(toolchain()).chain(std::env::split_paths(&outer));
        env.set("PATH", std::env::join_paths(path).expect("no folder on the PATH has a colon"));
        env.set("HOME", env.path("home"));
        // What is compiled once per compiler is shared by all tests.
        env.set("XDG_CACHE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"));
        env.set("TMPDIR", env.path("tmp"));
        env.set("LANG", "C.UTF-8");
        env.set("TERM", "xterm-256color");
        env
    }

    /// The same with the kit and a workspace of it.
    pub fn new() -> Self {
        let env = Self::empty();
        env.write_kit();
        let output = env
            .command(["init", "work", "--kit", "kit"])
            .current_dir(env.root.path())
            .output()
            .expect("memkata starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        env
    }

    /// Writes the kit into its folder.
    pub fn write_kit(&self) {
        let put = |path: &str, text: &str| {
            let path = self.path("kit").join(path);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        put("info.toml", INFO);
        put("exercises/01_first/one.rs", ONE);
        put("exercises/01_first/two.rs", TWO);
        put("exercises/01_first/words.md", WORDS);
        put("solutions/01_first/one.rs", &one_solved());
        put("solutions/01_first/two.rs", &two_solved());
        put("solutions/01_first/words.md", &format!("{WORDS}Whoever is the owner frees it.\n"));
        put("solutions/01_first/words.rubric.toml", RUBRIC);
    }

    /// Gives a variable another value.
    pub fn set(&mut self, name: &str, value: impl AsRef<OsStr>) {
        self.variables.insert(name.into(), value.as_ref().to_owned());
    }

    /// A path below this environment's folder.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.path().join(relative)
    }

    /// The workspace.
    pub fn work(&self) -> PathBuf {
        self.path("work")
    }

    /// The file of an exercise in the workspace.
    pub fn file(&self, name: &str) -> PathBuf {
        let extension = if name == "words" { "md" } else { "rs" };
        self.work().join(format!("exercises/01_first/{name}.{extension}"))
    }

    /// Writes an exercise as `cp` or a simple editor does.
    pub fn save(&self, name: &str, text: &str) {
        fs::write(self.file(name), text).expect("one's own file");
    }

    /// memkata with this environment, in the workspace.
    pub fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        self.other(env!("CARGO_BIN_EXE_memkata"), args)
    }

    /// Another program with this environment, in the workspace.
    pub fn other<A: AsRef<OsStr>>(
        &self,
        program: impl AsRef<OsStr>,
        args: impl IntoIterator<Item = A>,
    ) -> Command {
        let mut command = Command::new(program);
        command.args(args).env_clear().envs(&self.variables).current_dir(self.work()).stdin(Stdio::null());
        command
    }

    /// Runs another program; it has to succeed.
    #[track_caller]
    pub fn does<A: AsRef<OsStr>>(&self, program: &str, args: impl IntoIterator<Item = A>) {
        let output = self.other(program, args).output().expect("it starts");
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// What is remembered of the learner's work.
    pub fn progress(&self) -> serde_json::Value {
        let text = fs::read(self.work().join(".memkata/progress.json")).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Whether an exercise is remembered as passed.
    pub fn has_passed(&self, name: &str) -> bool {
        self.progress()["exercises"][name]["passed"] == true
    }

    /// The watch in a terminal of the usual size.
    pub fn watch(&self) -> Pty {
        self.watch_with(&["watch"], 80, 24)
    }

    /// memkata in a terminal of this size.
    pub fn watch_with(&self, args: &[&str], columns: u16, rows: u16) -> Pty {
        self.watch_in(&self.work(), args, columns, rows)
    }

    /// The same in another folder.
    pub fn watch_in(&self, folder: &Path, args: &[&str], columns: u16, rows: u16) -> Pty {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_memkata"));
        command.args(args);
        command.env_clear();
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command.cwd(folder);
        Pty::start(command, columns, rows)
    }
}

/// The folder of the compiler itself: a shim would look for its settings in the HOME of a test.
fn toolchain() -> PathBuf {
    static BIN: OnceLock<PathBuf> = OnceLock::new();
    let find = || {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(rustc).args(["--print", "sysroot"]).stdin(Stdio::null()).output();
        let output = output.expect("these tests need a Rust compiler");
        PathBuf::from(String::from_utf8(output.stdout).expect("a path in UTF-8").trim()).join("bin")
    };
    BIN.get_or_init(find).clone()
}

/// What the terminal has received.
struct Received {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    closed: bool,
}

/// A program in a pseudo-terminal.
pub struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    received: Arc<Mutex<Received>>,
    code: Option<u32>,
    /// Kept open, so that the terminal's settings can be asked for after the program's end.
    _slave: Box<dyn portable_pty::SlavePty + Send>,
}

impl Pty {
    fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("memkata starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let parser = vt100::Parser::new(rows, columns, 0);
        let received = Arc::new(Mutex::new(Received { parser, bytes: Vec::new(), closed: false }));
        let shared = Arc::clone(&received);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                let read = reader.read(&mut buffer).unwrap_or(0);
                let mut received = shared.lock().unwrap_or_else(PoisonError::into_inner);
                received.parser.process(&buffer[..read]);
                received.bytes.extend_from_slice(&buffer[..read]);
                if read == 0 {
                    received.closed = true;
                    return;
                }
            }
        });
        Self { child, master: pair.master, writer, received, code: None, _slave: pair.slave }
    }

    fn received(&self) -> std::sync::MutexGuard<'_, Received> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.process_id().expect("it has been started")
    }

    /// The screen, a line per row.
    pub fn screen(&self) -> String {
        self.received().parser.screen().contents()
    }

    /// All bytes so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.received().bytes.clone()
    }

    /// Forgets the bytes so far; the screen stays.
    pub fn forget_bytes(&self) {
        self.received().bytes.clear();
    }

    /// Waits until the screen is as it should be.
    #[track_caller]
    pub fn until(&self, what: &str, is_so: impl Fn(&str) -> bool) {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if is_so(&screen) {
                return;
            }
            if start.elapsed() > PATIENCE {
                panic!("waited in vain: {what}; the screen:\n{screen}");
            }
            sleep(STEP);
        }
    }

    /// Waits until the screen contains this, wherever its lines break.
    #[track_caller]
    pub fn sees(&self, text: &str) {
        self.until(text, |screen| flat(screen).contains(text));
    }

    /// Waits until the screen does not contain this any more.
    #[track_caller]
    pub fn loses(&self, text: &str) {
        self.until(&format!("no {text}"), |screen| !flat(screen).contains(text));
    }

    /// Whether the screen contains this now.
    pub fn has(&self, text: &str) -> bool {
        flat(&self.screen()).contains(text)
    }

    /// Types.
    pub fn keys(&mut self, text: &str) {
        self.writer
            .write_all(text.as_bytes())
            .and_then(|()| self.writer.flush())
            .expect("a terminal takes keys");
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.received().parser.screen_mut().set_size(rows, columns);
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("a terminal can be resized");
    }

    /// Sends a signal.
    #[cfg(unix)]
    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = i32::try_from(self.id()).expect("a small number");
        let process = rustix::process::Pid::from_raw(id).expect("no zero");
        rustix::process::kill_process(process, signal).expect("it is there");
    }

    /// Waits for the end and returns the exit code.
    #[track_caller]
    pub fn ends(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("one's own child") {
                self.code = Some(status.exit_code());
                break;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end; the screen:\n{}", self.screen());
            sleep(STEP);
        }
        // What it has written last is still on its way.
        let mut last = 0;
        wait_until("silence", || {
            sleep(Duration::from_millis(30));
            let now = self.received().bytes.len();
            std::mem::replace(&mut last, now) == now
        });
        self.code.unwrap_or(u32::MAX)
    }

    /// Ends it as a learner does.
    #[track_caller]
    pub fn quit(&mut self) {
        self.keys("q");
        assert_eq!(self.ends(), 0, "{}", self.screen());
    }

    /// Fails unless the terminal is as it was before the watch.
    #[track_caller]
    #[cfg(unix)]
    pub fn is_restored(&self) {
        {
            let received = self.received();
            let screen = received.parser.screen();
            assert!(!screen.alternate_screen(), "the alternate screen is still on");
            assert!(!screen.hide_cursor(), "the cursor is still hidden");
        }
        assert!(!self.is_raw(), "the terminal is still raw");
    }

    /// Whether typed lines are handed over key by key and unseen.
    #[cfg(unix)]
    pub fn is_raw(&self) -> bool {
        use rustix::termios::LocalModes;
        let terminal = self.master.tty_name().expect("a terminal has a name");
        let file = fs::File::options().read(true).write(true).open(terminal).expect("one's own terminal");
        let modes = rustix::termios::tcgetattr(&file).expect("a terminal has settings").local_modes;
        !modes.contains(LocalModes::ICANON | LocalModes::ECHO)
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.code.is_none() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Text without its line breaks.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines of `/proc/PID/status`.
#[cfg(target_os = "linux")]
pub fn status(process: u32, key: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line =
        text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':')).expect("Linux says so");
    line.split_whitespace().next().and_then(|word| word.parse().ok()).expect("a number")
}

/// All processes below this one.
#[cfg(target_os = "linux")]
pub fn descendants(process: u32) -> Vec<u32> {
    let mut found = Vec::new();
    let mut parents = vec![process];
    while let Some(parent) = parents.pop() {
        for task in fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten() {
            let list = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            let children: Vec<u32> = list.split_whitespace().filter_map(|word| word.parse().ok()).collect();
            parents.extend(&children);
            found.extend(children);
        }
    }
    found
}

/// The watch without a terminal.
pub struct Plain {
    child: std::process::Child,
    output: Arc<Mutex<Vec<u8>>>,
}

impl Plain {
    /// Starts it with a pipe as its standard output.
    pub fn start(command: Command) -> Self {
        Self::start_with(command, Stdio::null())
    }

    /// The same with a standard input of its own.
    pub fn start_with(mut command: Command, input: Stdio) -> Self {
        command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().expect("memkata starts");
        let mut pipe = child.stdout.take().expect("it was piped");
        let output = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&output);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = pipe.read(&mut buffer) {
                shared.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&buffer[..read]);
            }
        });
        Self { child, output }
    }

    /// What it has printed.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.output.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// Waits until it has printed this so many times.
    #[track_caller]
    pub fn prints(&self, text: &str, times: usize) {
        let start = Instant::now();
        while self.text().matches(text).count() < times {
            assert!(start.elapsed() < PATIENCE, "waited in vain: {text}; it has printed:\n{}", self.text());
            sleep(STEP);
        }
    }

    /// Writes to its standard input.
    pub fn types(&mut self, text: impl AsRef<[u8]>) {
        let input = self.child.stdin.as_mut().expect("it was started with one");
        input.write_all(text.as_ref()).and_then(|()| input.flush()).expect("it reads");
    }

    /// Waits for its end and returns the exit code.
    pub fn ends(&mut self) -> Option<i32> {
        wait_until("the end", || self.child.try_wait().expect("one's own child").is_some());
        self.child.wait().expect("one's own child").code()
    }

    /// Sends a signal and returns the exit code.
    #[cfg(unix)]
    pub fn end(&mut self, signal: rustix::process::Signal) -> Option<i32> {
        let id = i32::try_from(self.child.id()).expect("a small number");
        let process = rustix::process::Pid::from_raw(id).expect("no zero");
        rustix::process::kill_process(process, signal).expect("it is there");
        self.child.wait().expect("one's own child").code()
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
