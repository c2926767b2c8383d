//! memprobe from the outside: small programs that do one thing with memory, built and run as
//! judged programs are, and what is reported of them.

mod counts;
mod leaks;
mod misuse;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use super::support::toolchain;

/// What is reported is proved by this.
const TOKEN: &str = "PROOF";

/// The programs, compiled once for all tests: linked with the harness, and without it.
struct Built {
    folder: tempfile::TempDir,
}

fn built() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = tempfile::TempDir::with_prefix("memkata-memprobe.").expect("a temporary folder");
        let built = Built { folder };
        built.build();
        built
    })
}

/// The beginning of both programs: their argument says what is done.
const ROOT: &str = r#"
#![allow(warnings)]
#[path = "counts.rs"] mod counts;
#[path = "leaks.rs"] mod leaks;
#[path = "misuse.rs"] mod misuse;
fn learner() {
    let what = std::env::args().nth(1).unwrap();
    assert!(misuse::run(&what) || leaks::run(&what) || counts::run(&what), "there is no {what:?}");
}
"#;

const JUDGED: &str = r"
use memkata_harness::{Test, Tests, report, run};
fn forgets() { std::mem::forget(Box::new(1_u8)) }
fn keeps_order() { drop(Box::new(1_u8)) }
static TESTS: Tests = Tests { own: &[
    Test { index: 3, run: || report(forgets()) },
    Test { index: 4, run: || report(keeps_order()) },
    Test { index: 5, run: || report(learner()) },
], inside: &[] };
fn main() -> std::process::ExitCode { run(&TESTS, || report(learner()), None) }
";

const PLAIN: &str = "fn main() { learner() }\n";

impl Built {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn build(&self) {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        self.link_sysroot();
        for name in ["counts.rs", "leaks.rs", "misuse.rs"] {
            let program = repository.join("tests/it/memprobe/programs").join(name);
            fs::copy(program, self.path(name)).expect("the program is there");
        }
        fs::write(self.path("judged.rs"), format!("{ROOT}{JUDGED}")).expect("a fresh folder");
        fs::write(self.path("plain.rs"), format!("{ROOT}{PLAIN}")).expect("a fresh folder");
        let memprobe = repository.join("memprobe/src/lib.rs");
        let harness = repository.join("harness/memkata_harness.rs");
        self.rustc(&["--crate-type=rlib", "--crate-name=memprobe", "-Copt-level=1", "-Dwarnings"], &memprobe);
        let made = ["--extern=memprobe", "-Cprefer-dynamic", "--sysroot=sysroot"];
        self.rustc(&[&["--crate-type=dylib", "-Copt-level=1"], &made[..]].concat(), &harness);
        self.rustc(&[&["--extern=memkata_harness"], &made[..]].concat(), &self.path("judged.rs"));
        self.rustc(&["--extern=memprobe"], &self.path("plain.rs"));
    }

    fn rustc(&self, args: &[&str], source: &Path) {
        let output = Command::new(toolchain::bin().join("rustc"))
            .args(["--edition=2021", "-Cforce-frame-pointers=yes", "-L."])
            .args(args)
            .arg(source)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .output()
            .expect("the compiler can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// The toolchain's libraries without the standard library's shared object.
    fn link_sysroot(&self) {
        let libraries = toolchain::sysroot().join("lib/rustlib");
        for target in fs::read_dir(&libraries).expect("a toolchain has libraries").flatten() {
            let from = target.path().join("lib");
            let to = self.path("sysroot/lib/rustlib").join(target.file_name()).join("lib");
            fs::create_dir_all(&to).expect("a fresh folder takes a folder");
            for library in fs::read_dir(&from).into_iter().flatten().flatten() {
                let name = library.file_name().to_string_lossy().into_owned();
                if !(name.starts_with("libstd-") && name.ends_with(".so")) {
                    std::os::unix::fs::symlink(library.path(), to.join(&name)).expect("a link");
                }
            }
        }
    }
}

/// How a program ended, and what it said.
struct Run {
    /// Its exit status; `None` where a signal ended it.
    status: Option<i32>,
    stdout: String,
    stderr: String,
    reports: Vec<Report>,
}

/// One report.
#[derive(Debug)]
struct Report {
    what: String,
    lines: Vec<(String, String)>,
}

impl Report {
    /// What a line of this name says.
    fn get(&self, name: &str) -> Option<&str> {
        self.lines.iter().find(|(line, _)| line == name).map(|(_, rest)| rest.as_str())
    }

    /// How many calls a line names.
    fn calls(&self, name: &str) -> usize {
        self.get(name).map_or(0, |calls| calls.split(' ').filter(|call| !call.is_empty()).count())
    }
}

impl Run {
    /// The reports about something.
    fn about(&self, what: &str) -> Vec<&Report> {
        self.reports.iter().filter(|report| report.what == what).collect()
    }

    /// The reports but for the last one, which only counts.
    fn complaints(&self) -> Vec<&str> {
        self.reports.iter().map(|report| report.what.as_str()).filter(|what| *what != "counted").collect()
    }
}

/// Runs `main` of the judged program.
fn main_of(mode: &str, what: &str) -> Run {
    judged(mode, what, "main BEGIN\n")
}

/// Runs the judged program with these requests.
fn judged(mode: &str, what: &str, requests: &str) -> Run {
    use std::io::Write as _;
    let mut child = Command::new(built().path("judged"))
        .arg(what)
        .env("MEMPROBE", mode)
        .env("LD_LIBRARY_PATH", built().folder.path())
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let mut stdin = child.stdin.take().expect("it was asked for");
    stdin.write_all(format!("report {TOKEN}\n{requests}").as_bytes()).expect("the program reads");
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    Run {
        status: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        reports: reports(&stderr),
        stderr,
    }
}

/// Runs the program that is linked with memprobe alone.
fn plain(mode: Option<&str>, what: &str) -> Run {
    let mut command = Command::new(built().path("plain"));
    command.arg(what).env_remove("MEMPROBE").env("RUST_BACKTRACE", "0").stdin(Stdio::null());
    command.envs(mode.map(|mode| ("MEMPROBE", mode)));
    let output = command.output().expect("the program can be started");
    Run {
        status: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        reports: Vec::new(),
    }
}

fn reports(stderr: &str) -> Vec<Report> {
    let mark = format!("memprobe {TOKEN} ");
    let mut reports: Vec<Report> = Vec::new();
    let mut open = false;
    for line in stderr.lines() {
        match line.strip_prefix(&mark) {
            Some("end") => open = false,
            Some(what) => {
                open = true;
                reports.push(Report { what: what.to_owned(), lines: Vec::new() });
            }
            None if open => {
                let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
                let report = reports.last_mut().expect("one is open");
                report.lines.push((name.to_owned(), rest.to_owned()));
            }
            None => {}
        }
    }
    assert!(!open, "the last report has no end: {stderr}");
    reports
}
