//! The sandbox from the inside: a program tries to get out, and this looks at what came of it. Jobs are given to
//! the supervisor as memkata gives them.

use std::fs;
use std::io::{BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, UdpSocket};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::processes_with;
use crate::support::toolchain;

const DENIED: &str = "PermissionDenied\n";

/// The layers that not every machine has.
const LAYERS: [&str; 4] = ["landlock", "seccomp", "processes", "root"];

/// What a job came to.
#[derive(Debug)]
struct Told {
    end: Value,
    left_processes: bool,
    stdout: String,
    took: Duration,
}

/// The program that tries, compiled once.
fn intruder() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("intruder-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let program = folder.join("intruder");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/sandbox/intruder.rs");
        let mut rustc = Command::new(toolchain::bin().join("rustc"));
        let status = rustc.args(["--edition=2021", "-o"]).arg(&program).arg(source).status().unwrap();
        assert!(status.success());
        program
    })
}

/// A folder with the program in it, beside a canary.
struct Place {
    root: TempDir,
    layers: Vec<&'static str>,
    proc: bool,
}

impl Place {
    /// With all layers; `None` on a machine that does not have them.
    fn new() -> Option<Self> {
        let place = Self::with(&LAYERS);
        let told = place.run(&["hello"]);
        if told.end.get("NotStarted").is_some() {
            return None;
        }
        assert_eq!(told.stdout, "hello\n", "{told:?}");
        Some(place)
    }

    fn with(layers: &[&'static str]) -> Self {
        let root = TempDir::with_prefix("memkata-test.").unwrap();
        fs::create_dir(root.path().join("build")).unwrap();
        fs::copy(intruder(), root.path().join("build/exercise")).unwrap();
        fs::write(root.path().join("canary"), "canary").unwrap();
        Self { root, layers: layers.to_vec(), proc: false }
    }

    fn build(&self) -> PathBuf {
        self.root.path().join("build")
    }

    fn canary(&self) -> String {
        self.root.path().join("canary").display().to_string()
    }

    fn run(&self, args: &[&str]) -> Told {
        self.run_for(20, args)
    }

    fn run_for(&self, seconds: u64, args: &[&str]) -> Told {
        let of = |text: &str| json!({ "Unix": text.as_bytes() });
        let active: serde_json::Map<String, Value> =
            LAYERS.iter().map(|name| ((*name).to_owned(), self.layers.contains(name).into())).collect();
        let build = self.build();
        let job = json!({
            "program": build.join("exercise"),
            "args": args.iter().map(|word| of(word)).collect::<Vec<_>>(),
            "dir": build,
            "env": [[of("GIVEN"), of("value")]],
            "stdin": "",
            "limits": {
                "wall": { "secs": seconds, "nanos": 0 },
                "memory": { "AddressSpace": 256 << 20 },
                "output": 1 << 20,
                "processes": 32,
            },
            "without_proc": true,
            "sandbox": {
                "active": active,
                "phase": { "Run": { "proc": self.proc } },
                "read": [],
                "build": build,
                "memory": 256 << 20,
            },
        });
        let mut supervisor = Command::new(env!("CARGO_BIN_EXE_memkata"));
        supervisor.arg("__supervise").env("SECRET", "planted").env("RUSTFLAGS", "--planted");
        let started = Instant::now();
        let mut child = supervisor.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        writeln!(stdin, "{job}").unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut told =
            Told { end: Value::Null, left_processes: false, stdout: String::new(), took: Duration::ZERO };
        loop {
            let mut head = [0; 5];
            out.read_exact(&mut head).unwrap();
            let [letter, length @ ..] = head;
            let mut body = vec![0; u32::from_le_bytes(length) as usize];
            out.read_exact(&mut body).unwrap();
            match letter {
                b'o' => told.stdout.push_str(&String::from_utf8_lossy(&body)),
                b'e' => {}
                _ => {
                    let end: (Value, bool) = serde_json::from_slice(&body).unwrap();
                    (told.end, told.left_processes) = end;
                    break;
                }
            }
        }
        told.took = started.elapsed();
        drop(stdin);
        child.wait().unwrap();
        self.is_unharmed();
        told
    }

    /// Nothing has survived, and nothing beside the folder has changed.
    fn is_unharmed(&self) {
        assert_eq!(processes_with(&self.root.path().display().to_string()), Vec::<i32>::new());
        assert_eq!(fs::read(self.canary()).unwrap(), b"canary");
        assert_eq!(fs::metadata(self.canary()).unwrap().nlink(), 1);
        assert_eq!(names(self.root.path()), ["build", "canary"]);
    }

    fn says(&self, args: &[&str], wanted: &str) {
        let told = self.run(args);
        assert_eq!(told.stdout, wanted, "{args:?}: {told:?}");
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn each_layer_alone_keeps_what_it_is_for() {
    let Some(_) = Place::new() else { return };
    let landlock = Place::with(&["landlock"]);
    for word in ["read", "write", "truncate", "remove", "link"] {
        landlock.says(&[word, &landlock.canary()], DENIED);
    }
    landlock.says(&["run", "/bin/sh"], DENIED);
    landlock.says(&["read", "/etc/passwd"], DENIED);
    landlock.says(&["read", "/proc/self/maps"], DENIED);
    Place::with(&["seccomp"]).says(&["udp", "127.0.0.1:9"], DENIED);
    let processes = Place::with(&["processes"]);
    processes.says(&["kill-parent"], "0\ndone\n");
    let root = Place::with(&["processes", "root"]);
    root.says(&["stat", &root.canary()], "NotFound\n");
    root.says(&["stat", "/etc/passwd"], "NotFound\n");
    root.says(&["stat", "/bin/sh"], "NotFound\n");
}

#[test]
fn nothing_outside_has_a_name_or_can_be_changed() {
    let Some(place) = Place::new() else { return };
    for word in ["read", "truncate", "remove", "stat"] {
        place.says(&[word, &place.canary()], "NotFound\n");
    }
    for path in ["/etc/passwd", "/root", "/home", "/proc/self/mem", "/dev/shm", "/bin/sh", "/usr/bin"] {
        place.says(&["stat", path], "NotFound\n");
    }
    for path in ["/intruder", "/dev/intruder", "../intruder"] {
        place.says(&["write", path], DENIED);
    }
    // Of the folders above its own there is only the way.
    for above in place.root.path().ancestors().skip(1) {
        let inside = place.run(&["list", above.to_str().unwrap()]).stdout;
        assert!(inside == "[]\n" || !inside.contains("canary"), "{inside}");
    }
    place.says(&["write", "/usr/lib/intruder"], "ReadOnlyFilesystem\n");
    place.says(&["read", "/dev/null"], "done\n");
    place.says(&["write", "/dev/null"], "done\n");
}

#[test]
fn a_program_has_a_folder_for_itself_that_is_gone_with_it() {
    let Some(place) = Place::new() else { return };
    place.says(&["scratch"], "text\n");
    place.says(&["scratch"], "text\n");
    // What the next run asks for must not be answered by another program.
    place.says(&["replace"], "true\n");
    place.says(&["hello"], "hello\n");
    assert_eq!(names(&place.build()), ["exercise"]);
    for layers in [&["landlock"][..], &["landlock", "seccomp"]] {
        // Without a root of its own there is nowhere to write.
        let place = Place::with(layers);
        place.says(&["write", "mine.txt"], DENIED);
        place.says(&["remove", "exercise"], DENIED);
    }
}

#[test]
fn no_network() {
    let Some(place) = Place::new() else { return };
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    udp.set_nonblocking(true).unwrap();
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    tcp.set_nonblocking(true).unwrap();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("socket");
    let unix = UnixListener::bind(&path).unwrap();
    unix.set_nonblocking(true).unwrap();
    place.says(&["udp", &udp.local_addr().unwrap().to_string()], DENIED);
    place.says(&["tcp", &tcp.local_addr().unwrap().to_string()], DENIED);
    place.says(&["unix", path.to_str().unwrap()], DENIED);
    assert_eq!(udp.recv_from(&mut [0; 8]).unwrap_err().kind(), ErrorKind::WouldBlock);
    assert_eq!(tcp.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
    assert_eq!(unix.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn other_processes_are_out_of_reach() {
    let Some(place) = Place::new() else { return };
    let me = std::process::id().to_string();
    place.says(&["kill", &me], "Uncategorized\n");
    place.says(&["kill-parent"], "0\ndone\n");
    // The first process of the numbering takes no signal from inside.
    let told = place.run(&["kill-first"]);
    assert!(told.stdout.ends_with("alive\n"), "{told:?}");
    place.run(&["kill-all"]);
    for word in ["ptrace", "shm", "user-namespace", "io-uring"] {
        place.says(&[word, "1"], DENIED);
    }
    for word in ["x32", "clone3"] {
        place.says(&[word], "Unsupported\n");
    }
}

#[test]
fn ends_are_told_as_they_are() {
    let Some(place) = Place::new() else { return };
    assert_eq!(place.run(&["hello"]).end, json!({ "Exited": 0 }));
    assert_eq!(place.run(&["unknown"]).end, json!({ "Exited": 101 }));
    assert_eq!(place.run(&["abort"]).end, json!({ "Signaled": 6 }));
    assert_eq!(place.run(&["kill-itself"]).end, json!({ "Signaled": 9 }));
    let slow = place.run_for(1, &["sleep"]);
    assert_eq!(slow.end, json!("TimedOut"));
    assert!(!slow.left_processes);
}

#[test]
fn bombs_end_at_a_limit_and_leave_nothing() {
    let Some(place) = Place::new() else { return };
    for (word, wanted) in
        [("processes", "TooManyProcesses"), ("threads", "TooManyProcesses"), ("memory", "TooMuchMemory")]
    {
        let told = place.run(&[word]);
        assert_eq!(told.end, json!(wanted), "{word}: {told:?}");
        assert!(told.took < Duration::from_secs(20), "{told:?}");
    }
    assert_eq!(place.run(&["huge"]).end, json!({ "Signaled": 25 }));
    let files: usize = place.run(&["files"]).stdout.trim().parse().unwrap();
    assert!(files < 5_000, "{files}");
    let mebibytes: usize = place.run(&["fill"]).stdout.trim().parse().unwrap();
    assert!(mebibytes <= 64, "{mebibytes}");
}

#[test]
fn a_daemon_does_not_survive_and_is_told() {
    let Some(place) = Place::new() else { return };
    let told = place.run(&["daemon"]);
    assert_eq!(told.end, json!({ "Exited": 0 }));
    assert!(told.left_processes, "{told:?}");
    let told = place.run(&["orphans"]);
    assert_eq!((told.stdout.as_str(), told.left_processes), ("done\n", false));
}

#[test]
fn no_variable_but_those_that_were_given() {
    let Some(place) = Place::new() else { return };
    place.says(&["env"], "[\"GIVEN=value\"]\n");
}

#[test]
fn a_program_that_needs_proc_sees_only_itself_there() {
    let Some(mut place) = Place::new() else { return };
    let identity = place.run(&["identity"]).stdout;
    assert!(identity.starts_with("1000 "), "{identity}");
    place.proc = true;
    place.says(&["own-proc"], "2 false false false 0000000000000000\n");
    place.says(&["stat", &format!("/proc/{}", u32::MAX)], "NotFound\n");
}
