//! Compiled and run by the tests of the sandbox: tries one thing that it must not get, and tells what came of it.

use std::io::{ErrorKind, Write};
use std::net::{TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{env, fs, thread};

extern "C" {
    fn setsid() -> i32;
    fn kill(process: i32, signal: i32) -> i32;
    fn getppid() -> i32;
    fn ptrace(request: i64, process: i32, address: usize, data: usize) -> i64;
    fn shmget(key: i32, size: usize, flags: i32) -> i32;
    fn unshare(flags: i32) -> i32;
    fn getuid() -> u32;
    fn syscall(number: i64, ...) -> i64;
}

/// What came of it, in a word.
fn told<T>(what: std::io::Result<T>) {
    match what {
        Ok(_) => println!("done"),
        Err(why) => println!("{:?}", why.kind()),
    }
}

fn called(result: i64) {
    if result < 0 { println!("{:?}", std::io::Error::last_os_error().kind()) } else { println!("done") }
}

fn myself(word: &str) -> Command {
    let mut command = Command::new(env::args().next().expect("a name"));
    command.arg(word).stdin(Stdio::null());
    command
}

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let argument = words.get(1).cloned().unwrap_or_default();
    match words[0].as_str() {
        "hello" => println!("hello"),
        "udp" => told(UdpSocket::bind("127.0.0.1:0").and_then(|udp| udp.send_to(b"secret", &argument))),
        "tcp" => told(TcpStream::connect(&argument).and_then(|mut tcp| tcp.write_all(b"secret"))),
        "unix" => told(UnixStream::connect(&argument).and_then(|mut unix| unix.write_all(b"secret"))),
        "read" => told(fs::read(&argument)),
        "list" => {
            let entries = fs::read_dir(&argument).into_iter().flatten().flatten();
            let mut names: Vec<_> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
            names.sort();
            println!("{names:?}");
        }
        "write" => told(fs::write(&argument, "intruder")),
        "truncate" => told(fs::OpenOptions::new().write(true).truncate(true).open(&argument)),
        "remove" => told(fs::remove_file(&argument)),
        "link" => told(fs::hard_link(&argument, "link").or_else(|_| fs::rename(&argument, "moved"))),
        "stat" => told(fs::metadata(&argument)),
        "run" => told(Command::new(&argument).stdin(Stdio::null()).status()),
        "env" => {
            let mut names: Vec<_> = env::vars().map(|(name, value)| format!("{name}={value}")).collect();
            names.sort();
            println!("{names:?}");
        }
        "replace" => {
            // A program in its own place would get the next run's questions.
            let own = env::args().next().unwrap();
            let removed = fs::remove_file(&own).is_ok();
            fs::write(&own, "#!/bin/sh\necho forged\n").unwrap();
            println!("{removed}");
        }
        "scratch" => {
            fs::create_dir("below").unwrap();
            fs::write("below/mine.txt", "text").unwrap();
            fs::rename("below/mine.txt", "mine.txt").unwrap();
            println!("{}", fs::read_to_string("mine.txt").unwrap());
        }
        "files" => {
            let made = (0..10_000).take_while(|n| fs::write(format!("file-{n}"), "x").is_ok()).count();
            println!("{made}");
        }
        "fill" => {
            let block = vec![1_u8; 1 << 20];
            let mut written = 0;
            for n in 0..64 {
                let mut file = fs::File::create(format!("big-{n}")).unwrap();
                for _ in 0..16 {
                    if file.write_all(&block).is_err() {
                        println!("{written}");
                        return;
                    }
                    written += 1;
                }
            }
            println!("{written}");
        }
        "huge" => {
            let mut file = fs::File::create("huge").unwrap();
            let block = vec![1_u8; 1 << 20];
            while file.write_all(&block).is_ok() {}
        }
        "sleep" => thread::sleep(Duration::from_secs(600)),
        "processes" => loop {
            let _ = myself("processes").spawn();
        },
        "threads" => loop {
            let _ = thread::Builder::new()
                .stack_size(16 << 10)
                .spawn(|| thread::sleep(Duration::from_secs(600)));
        },
        "memory" => {
            // Each takes less than it may.
            let children: Vec<_> = (0..12).filter_map(|_| myself("hold").spawn().ok()).collect();
            println!("{}", children.len());
            thread::sleep(Duration::from_secs(600));
        }
        "hold" => {
            let mut held = vec![0_u8; 60 << 20];
            held.iter_mut().for_each(|byte| *byte = 1);
            thread::sleep(Duration::from_secs(600));
            println!("{}", held.len());
        }
        "daemon" => {
            let child = myself("sleep-apart").spawn();
            thread::sleep(Duration::from_millis(200));
            told(child);
        }
        "sleep-apart" => {
            // SAFETY: takes nothing.
            unsafe { setsid() };
            let _ = myself("sleep").spawn();
        }
        "orphans" => {
            // Each leaves a child behind, which ends at once: far more than there may be at one time.
            for _ in 0..200 {
                myself("leave").status().unwrap();
            }
            thread::sleep(Duration::from_millis(100));
            println!("done");
        }
        "leave" => drop(myself("hello").stdout(Stdio::null()).spawn()),
        "kill-parent" => {
            // SAFETY: numbers only.
            let parent = unsafe { getppid() };
            // SAFETY: numbers only.
            let result = if parent == 0 { 0 } else { unsafe { kill(parent, 9) } };
            println!("{parent}");
            called(result.into());
        }
        // SAFETY: numbers only, here and below.
        "kill-all" => called(unsafe { kill(-1, 9) }.into()),
        "kill-first" => {
            called(unsafe { kill(1, 9) }.into());
            thread::sleep(Duration::from_millis(100));
            println!("alive");
        }
        "kill" => called(unsafe { kill(argument.parse().unwrap(), 0) }.into()),
        "kill-itself" => called(unsafe { kill(std::process::id().cast_signed(), 9) }.into()),
        "abort" => std::process::abort(),
        "ptrace" => called(unsafe { ptrace(16, argument.parse().unwrap(), 0, 0) }),
        "shm" => called(unsafe { shmget(0x5eed, 4096, 0o1666) }.into()),
        "user-namespace" => called(unsafe { unshare(0x1000_0000) }.into()),
        "io-uring" => called(unsafe { syscall(425, 1, 0) }),
        "x32" => called(unsafe { syscall(0x4000_0000 | 41, 2, 1, 0) }),
        "clone3" => called(unsafe { syscall(435, 0, 0) }),
        "identity" => {
            let status = fs::read_to_string("/proc/self/status");
            println!("{} {:?}", unsafe { getuid() }, status.map_err(|why| why.kind() == ErrorKind::NotFound));
        }
        "own-proc" => {
            let mut processes = 0;
            for entry in fs::read_dir("/proc").unwrap().flatten() {
                processes += usize::from(entry.file_name().to_string_lossy().parse::<u32>().is_ok());
            }
            let first = fs::OpenOptions::new().read(true).open("/proc/1/mem").is_ok()
                || fs::read("/proc/1/environ").is_ok();
            let mine = fs::OpenOptions::new().write(true).open("/proc/self/mem").is_ok();
            let settings = fs::write("/proc/sys/kernel/core_pattern", "core").is_ok();
            let status = fs::read_to_string("/proc/self/status").unwrap();
            let rights = status.lines().find_map(|line| line.strip_prefix("CapEff:\t")).unwrap();
            println!("{processes} {first} {mine} {settings} {rights}");
        }
        other => panic!("what is {other}?"),
    }
}
