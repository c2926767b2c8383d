//! Linked with every judged program: runs the kit's tests, or the learner's `main`, as
//! standard input asks, and proves which tests finished.
//!
//! Standard input holds a line per request: `report TOKEN`, then `main BEGIN`
//! (`main BEGIN aborts`: a panic ends it), or
//! `test INDEX BEGIN PROOF` for each test, with `step` between the tests of two steps: what comes
//! after it runs only where nothing has failed. `TOKEN` proves memprobe's reports, the last of
//! which says what the program allocated.
//! `BEGIN` is printed before the learner's code runs and tells whose output follows; `PROOF`
//! is printed after a test's body has returned, and only then. Both are made for one run and
//! known to nobody else, so neither an exit status nor imitated output can take their place.
//! Compiled once per toolchain and cached.

#[cfg(target_os = "linux")]
use std::ffi::{c_int, c_ulong};
use std::io::{self, BufRead, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::{ExitCode, Termination};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use memprobe::harness::{self as memory, Counted, Reporter};

/// A test, by its index in the list that memkata made of the source.
pub struct Test {
    /// Its index.
    pub index: usize,
    /// Runs it.
    pub run: fn() -> ExitCode,
}

/// The tests of a module and of the modules inside it.
pub struct Tests {
    /// The module's own.
    pub own: &'static [Test],
    /// Those of the modules inside it.
    pub inside: &'static [&'static Tests],
}

impl Tests {
    fn find(&self, index: usize) -> Option<&Test> {
        let own = self.own.iter().find(|test| test.index == index);
        own.or_else(|| self.inside.iter().find_map(|tests| tests.find(index)))
    }
}

/// What a test or `main` returned, as an exit status.
pub fn report<T: Termination>(returned: T) -> ExitCode {
    returned.report()
}

/// Runs a test that must panic; with `expected`, its message must contain that text.
pub fn should_panic(expected: Option<&str>, body: fn() -> ExitCode) -> ExitCode {
    let Err(payload) = panic::catch_unwind(body) else {
        eprintln!("the test should have panicked, and did not");
        return ExitCode::FAILURE;
    };
    let message = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    match expected {
        Some(expected) if !message.contains(expected) => {
            eprintln!("the panic should have said {expected:?}, and said {message:?}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

static STARTED: AtomicBool = AtomicBool::new(false);

/// What else begins with the program: a sanitizer that has to be told whom to report to.
pub type Hook = fn(Reporter);

/// Does what standard input asks. The first thing that a judged program does; later calls
/// do nothing.
pub fn run(tests: &'static Tests, main: fn() -> ExitCode, hook: Option<Hook>) -> ExitCode {
    if STARTED.swap(true, Ordering::SeqCst) {
        return ExitCode::FAILURE;
    }
    // On a thread of its own: for the first thread the C library asks /proc where its stack ends,
    // and /proc may be closed. As large as the first one's usually is, and named like it.
    let thread = thread::Builder::new().name("main".into()).stack_size(STACK);
    match thread.spawn(move || answer(tests, main, hook)).map(|thread| thread.join()) {
        Ok(Ok(code)) => code,
        // What a panic in `main` ends with.
        Ok(Err(_)) => ExitCode::from(101),
        Err(error) => {
            eprintln!("no thread can be started: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Keeps other processes, those that the learner's code starts among them, from reading this one's memory, where the
/// proofs are: it is nobody's to look into any more, and what is started from here has not the right to do so anyway.
#[cfg(target_os = "linux")]
fn close_memory() {
    extern "C" {
        fn prctl(option: c_int, value: c_ulong, ...) -> c_int;
    }
    const SET_DUMPABLE: c_int = 4;
    const CAPBSET_DROP: c_int = 24;
    const CAP_SYS_PTRACE: c_ulong = 19;
    // SAFETY: both take numbers and touch no memory. The second is for root alone; others have no such right.
    unsafe {
        prctl(SET_DUMPABLE, 0);
        prctl(CAPBSET_DROP, CAP_SYS_PTRACE);
    }
}

#[cfg(not(target_os = "linux"))]
fn close_memory() {}

/// The stack of the thread that everything runs on, in bytes.
const STACK: usize = 8 << 20;

fn answer(tests: &Tests, main: fn() -> ExitCode, hook: Option<Hook>) -> ExitCode {
    close_memory();
    // Read to the end before any of the learner's code runs: nothing is left to be read.
    let mut requests = io::stdin().lock().lines().map_while(Result::ok);
    let reporter = requests.next().and_then(|line| memory::report_with(line.strip_prefix("report ")?));
    let requests: Vec<String> = requests.collect();
    let Some(reporter) = reporter else { return ExitCode::FAILURE };
    if let Some(hook) = hook {
        hook(reporter);
    }
    let mut all_well = true;
    let mut counted = Counted::default();
    for request in &requests {
        match request.split(' ').collect::<Vec<_>>()[..] {
            ["main", begin, ref how @ ..] => {
                if *how == ["aborts"] {
                    end_on_panic();
                }
                mark(begin);
                let measurement = reporter.begin(None);
                let code = main();
                let counted = measurement.so_far();
                reporter.check();
                reporter.leaks();
                reporter.counted(&counted);
                return code;
            }
            ["test", index, begin, proof] => {
                mark(begin);
                let test = index.parse().ok().and_then(|index| tests.find(index));
                let measurement = reporter.begin(test.map(|test| test.index));
                let finished = test.is_some_and(|test| {
                    match panic::catch_unwind(AssertUnwindSafe(test.run)) {
                        Ok(code) => code == ExitCode::SUCCESS,
                        Err(payload) => {
                            // Dropping it could run the learner's code once more.
                            std::mem::forget(payload);
                            false
                        }
                    }
                });
                add(&mut counted, &measurement.so_far());
                // Before the proof: it ends the process where memory was written to that must not be.
                reporter.check();
                if finished {
                    mark(proof);
                }
                all_well &= finished;
            }
            // A program without this step may do anything in the next one.
            ["step"] if !all_well => break,
            ["step"] => {}
            _ => return ExitCode::FAILURE,
        }
    }
    // What a test that has failed left behind is not the point.
    if all_well {
        reporter.leaks();
    }
    reporter.counted(&counted);
    if all_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Makes a panic of any thread end the program, as `panic = "abort"` does.
fn end_on_panic() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |what| {
        usual(what);
        std::process::exit(101);
    }));
}

/// All tests together are one program: its peak is that of the test with the highest.
fn add(all: &mut Counted, one: &Counted) {
    all.count += one.count;
    all.bytes += one.bytes;
    all.peak_bytes = all.peak_bytes.max(one.peak_bytes);
    all.live_blocks = all.live_blocks.wrapping_add(one.live_blocks);
    all.live_bytes = all.live_bytes.wrapping_add(one.live_bytes);
}

/// Prints a mark on a line of its own to both streams.
fn mark(token: &str) {
    let line = format!("\n{token}\n");
    let mut out = io::stdout();
    let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
    let _ = io::stderr().write_all(line.as_bytes());
}
