//! Rows about what judging memory costs.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::bare::Bare;
use crate::commands::{learner_file, recorded_call, run_edited};
use crate::kits::{self, Edit, NAME, edited};
use crate::measure::{in_turn, timed};
use crate::process::{answer, command, run, sysroot};
use crate::record::{Call, Words};
use crate::report::{Line, Target};
use crate::setup::Bench;

/// Row 10.
pub fn with_oracles(bench: &Bench) -> Result<Vec<Line>> {
    let what = "run, passes, judged by the oracles";
    let judged = bench.workspace("with-oracles", &kits::sanitized())?;
    let plain = bench.workspace("without-oracles", &kits::pair())?;
    let output = run(command(&bench.memkata, &judged).args(["run", NAME, "--format", "json"]), 0)?;
    let verdict: Value = serde_json::from_slice(&output.stdout).context("run printed no JSON")?;
    if verdict["oracle"] != json!(["address-sanitizer", "memprobe"]) {
        let why = format!("AddressSanitizer and memprobe must both judge; here it is {}", verdict["oracle"]);
        return Ok(vec![Line::missing(what, why)]);
    }
    let (ours, theirs) = in_turn(
        bench.options.runs,
        |round| run_edited(&bench.memkata, &judged, round, Edit::Passes),
        |round| run_edited(&bench.memkata, &plain, round, Edit::Passes),
    )?;
    Ok(vec![
        Line::new(what, "ms", ours)
            .beside("memkata run without them", theirs)
            .target(Target::ratio(1.7, 1.7)),
    ])
}

/// Row 11.
pub fn memory_line(bench: &Bench) -> Result<Vec<Line>> {
    let call = recorded_call(bench, "memory-line")?;
    let plain = Plain::build(bench)?;
    let measuring = Bare::new(&call, &bench.folder("measuring"))?;
    let not_measuring = Bare::new(&plain.call(&call)?, &bench.folder("not-measuring"))?;
    let file = learner_file();
    let source = fs::read_to_string(measuring.file(&file))?;
    let compile_and_run = |bare: &Bare, round: usize| {
        fs::write(bare.file(&file), edited(&source, round, Edit::Passes))?;
        timed(|| bare.compile(false).and_then(|()| bare.run()))
    };
    let runs = bench.options.memory_line_runs;
    let (with, without) = in_turn(
        runs,
        |round| compile_and_run(&measuring, round),
        |round| compile_and_run(&not_measuring, round),
    )?;
    Ok(vec![
        Line::new(format!("the memory line: bare compile + run, {runs} runs"), "ms", with)
            .beside("without measuring", without)
            .target(Target::difference(5.0, 5.0)),
    ])
}

/// What the harness needs of memprobe, with the same names; nothing is counted or reported.
const STUB: &str = "\
pub mod harness {
    #[derive(Clone, Copy)]
    pub struct Reporter(());

    pub struct Measurement(());

    #[derive(Default)]
    pub struct Counted {
        pub count: usize,
        pub bytes: usize,
        pub live_blocks: usize,
        pub live_bytes: usize,
        pub peak_bytes: usize,
    }

    pub fn report_with(_token: &str) -> Option<Reporter> {
        Some(Reporter(()))
    }

    impl Reporter {
        pub fn begin(self, _test: Option<usize>) -> Measurement {
            Measurement(())
        }
        pub fn check(self) {}
        pub fn leaks(self) {}
        pub fn counted(self, _counted: &Counted) {}
    }

    impl Measurement {
        pub fn so_far(&self) -> Counted {
            Counted::default()
        }
    }
}
";

/// The harness without memprobe, for programs with the toolchain's own standard library.
struct Plain {
    harness: PathBuf,
    /// Where the toolchain has the shared object of its standard library.
    libraries: String,
}

impl Plain {
    /// Compiles memkata's own harness against the stub.
    fn build(bench: &Bench) -> Result<Self> {
        let harness = bench.folder("plain-harness");
        fs::create_dir_all(&harness)?;
        fs::write(harness.join("memprobe.rs"), STUB)?;
        fs::copy(bench.repository.join("harness/memkata_harness.rs"), harness.join("memkata_harness.rs"))?;
        let rustc = sysroot(&bench.home)?.join("bin").join("rustc");
        let options = ["--edition=2021", "--crate-type=rlib", "-C", "prefer-dynamic", "-C", "opt-level=1"];
        let compile = |words: &[&str]| run(command(&rustc, &harness).args(options).args(words), 0);
        compile(&["memprobe.rs"])?;
        compile(&["memkata_harness.rs", "-L.", "--extern=memprobe"])
            .context("memkata's harness needs more of memprobe than bench/src/memory.rs has")?;
        let libraries = answer(&rustc.display().to_string(), &["--print", "target-libdir"], &harness)?;
        Ok(Self { harness, libraries })
    }

    /// The same call and runs without memkata's shared object.
    fn call(&self, call: &Call) -> Result<Call> {
        let unknown = |what: &str| {
            format!(
                "memkata's call is another one than bench/src/memory.rs knows: {what}; the call: {:?}",
                call.compile.args
            )
        };
        let mut compile = call.compile.clone();
        let args = &mut compile.args;
        let position = |args: &[String], option: &str| {
            let at = args.iter().position(|arg| arg == option).filter(|at| at + 1 < args.len());
            at.with_context(|| unknown(&format!("it has no {option}")))
        };
        let sysroot = position(args, "--sysroot")?;
        args.drain(sysroot..sysroot + 2);
        let folder = position(args, "-L")? + 1;
        let shared = std::mem::replace(&mut args[folder], self.harness.display().to_string());
        for wanted in [["-C", "prefer-dynamic"], ["--extern", "memprobe"], ["--extern", "memkata_harness"]] {
            // Crates without a path are looked for in the folder of `-L`.
            if !args.windows(2).any(|pair| pair == wanted) {
                bail!(unknown(&format!("it has no `{}`", wanted.join(" "))));
            }
        }
        let runs = call.runs.iter().map(|run| self.run(run, &shared)).collect::<Option<Vec<Words>>>();
        let runs = runs
            .with_context(|| unknown(&format!("the program does not run with the libraries in {shared}")))?;
        if let Some(arg) = compile.args.iter().find(|arg| arg.contains(&shared)) {
            bail!(unknown(&format!("`{arg}` leads to the harness, too")));
        }
        Ok(Call { compile, files: call.files.clone(), runs })
    }

    /// The run with the toolchain's libraries in the place of the folder `shared`.
    fn run(&self, run: &Words, shared: &str) -> Option<Words> {
        let mut run = run.clone();
        let (_, path) = run.env.iter_mut().find(|(_, value)| value == shared)?;
        path.clone_from(&self.libraries);
        Some(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(args: &[&str], library_path: &str) -> Call {
        let words = |args: &[&str], env: &[(&str, &str)]| Words {
            program: String::new(),
            dir: "/build".into(),
            args: args.iter().map(ToString::to_string).collect(),
            env: env.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
            stdin: String::new(),
        };
        let runs = vec![words(&[], &[("HOME", "/home"), ("LD_LIBRARY_PATH", library_path)])];
        Call { compile: words(args, &[]), files: "/files".into(), runs }
    }

    fn plain() -> Plain {
        Plain { harness: "/plain".into(), libraries: "/toolchain/lib".into() }
    }

    #[test]
    fn only_what_leads_to_the_shared_object_is_another() {
        let args = "-C prefer-dynamic --sysroot /shared/sysroot -L /shared --extern memprobe -o exercise --extern memkata_harness root.rs";
        let args: Vec<&str> = args.split(' ').collect();
        let changed = plain().call(&call(&args, "/shared")).expect("the call is known");
        assert_eq!(
            changed.compile.args.join(" "),
            "-C prefer-dynamic -L /plain --extern memprobe -o exercise --extern memkata_harness root.rs"
        );
        let env = &changed.runs[0].env;
        assert_eq!(env[0], ("HOME".into(), "/home".into()));
        assert_eq!(env[1], ("LD_LIBRARY_PATH".into(), "/toolchain/lib".into()));
    }

    #[test]
    fn another_call_is_refused() {
        let refused = |args: &str, path: &str| {
            let args: Vec<&str> = args.split(' ').collect();
            plain().call(&call(&args, path)).err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert!(refused("-o exercise root.rs", "/shared").contains("it has no --sysroot"));
        assert!(refused("--sysroot /s -L /shared -o x", "/shared").contains("it has no `-C prefer-dynamic`"));
        let known = "-C prefer-dynamic --sysroot /s -L /shared --extern memprobe --extern memkata_harness";
        assert!(refused(known, "/elsewhere").contains("does not run with the libraries in /shared"));
        assert!(refused(&format!("{known} /shared/more.rlib"), "/shared").contains("leads to the harness"));
    }
}
