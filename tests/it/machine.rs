//! Machines that lack something: never the learner's fault, and told with what to do.

use crate::samples::{TWICE, change, program, solved, twice};
use crate::support::toolchain::{Wrapped, script};
use crate::support::{Env, Kit, judge_in, processes_below, toolchain, wait_until};

/// A workspace whose PATH is one folder with this script as `rustc`.
fn with_rustc(text: &str) -> Env {
    let mut env = Env::with(&Kit::of(twice()));
    script(&env.path("home/rustc"), text);
    env.set("PATH", env.path("home"));
    env
}

#[test]
fn without_a_compiler_the_answer_is_how_to_get_one() {
    for path in [Some("home"), None] {
        let env = Env::with(&Kit::of(twice()));
        let mut command = env.command(["run", "twice", "--format", "json"]);
        match path {
            Some(folder) => command.env("PATH", env.path(folder)),
            None => command.env_remove("PATH"),
        };
        let answer = crate::support::Running::start(command).finish().exits(4);
        let error = answer.error();
        assert_eq!(error["kind"], "machine");
        assert!(error["message"].as_str().unwrap().contains("rustc"), "{error:#}");
        assert!(error["help"].as_str().unwrap().contains("rustup"), "{error:#}");
    }
}

#[test]
fn what_needs_no_compiler_works_without_one() {
    let mut env = Env::with(&Kit::of(twice().key("hint = \"Think.\"")));
    env.set("PATH", env.path("home"));
    env.run(["list"]).exits(0).says("twice");
    env.run(["hint"]).exits(0).says("Think.");
    env.run(["reset", "twice"]).exits(0);
    env.run(["solution", "twice", "--spoil"]).exits(0).says("n * 2");
    env.run(["check"]).exits(4).warns("rustup");
}

#[test]
fn a_compiler_that_does_not_work_is_told_with_its_words() {
    let env = with_rustc("#!/bin/sh\necho 'no default toolchain' >&2\nexit 1\n");
    env.run(["run", "twice"]).exits(4).warns("no default toolchain");
    with_rustc("#!/bin/sh\necho hello\n").run(["run", "twice"]).exits(4).warns("rustc");
    with_rustc("not a program").run(["run", "twice"]).exits(4).warns("rustc");
    with_rustc("#!/nowhere/sh\n").run(["run", "twice"]).exits(4).warns("rustc");
}

#[test]
fn a_compiler_without_a_standard_library_is_the_machines_fault() {
    let mut env = Env::with(&Kit::of(twice()));
    let empty = env.path("empty");
    std::fs::create_dir_all(&empty).unwrap();
    let real = toolchain::bin().join("rustc");
    script(
        &env.path("home/rustc"),
        &format!("#!/bin/sh\nexec '{}' --sysroot '{}' \"$@\"\n", real.display(), empty.display()),
    );
    env.set("PATH", format!("{}:/usr/bin:/bin", env.path("home").display()));
    env.run(["run", "twice"]).exits(4);
}

#[test]
fn without_a_linker_the_answer_is_what_to_install() {
    let mut env = Env::new();
    Wrapped::new(&mut env, toolchain::has_clippy());
    env.workspace_of(&Kit::of(twice()));
    env.write("exercises/01_first/twice.rs", solved());
    // The scripts of the toolchain need a shell, which is found by its full path.
    env.set("PATH", env.path("toolchain/bin"));
    env.run(["run", "twice"]).exits(4).warns("linker").warns("gcc");
    assert_eq!(env.run(["run", "twice", "--format", "json"]).exits(4).error()["kind"], "machine");
}

#[test]
fn without_clippy_the_compiler_alone_judges_and_that_is_said() {
    let mut env = Env::new();
    let wrapped = Wrapped::new(&mut env, false);
    env.workspace_of(&Kit::of(twice().key("strict_clippy = true")));
    env.write("exercises/01_first/twice.rs", change(TWICE, "    n\n", "    return n * 2;\n"));
    env.run(["run", "twice"]).exits(0).says("passed").warns("rustup component add clippy");
    assert!(wrapped.compiles() > 0, "the scripts were used");
    env.write("exercises/01_first/twice.rs", change(TWICE, "    n\n", "    let unused = 1;\n    n * 2\n"));
    env.verdict("twice").failed("lint").code("unused_variables");
    env.write("exercises/01_first/twice.rs", change(TWICE, "    n\n", "    \"n\"\n"));
    env.verdict("twice").failed("compile").code("E0308");
}

#[test]
fn clippy_is_used_where_it_is_installed() {
    if !toolchain::has_clippy() {
        crate::support::skipped("clippy is not installed");
        return;
    }
    let mut env = Env::new();
    Wrapped::new(&mut env, true);
    let source = change(TWICE, "    n\n", "    return n * 2;\n");
    judge_in(&env, twice().key("strict_clippy = true"), source)
        .failed("lint")
        .code("clippy::needless_return");
}

#[test]
fn a_shim_is_asked_once_and_then_left_aside() {
    let mut env = Env::new();
    let wrapped = Wrapped::new(&mut env, true);
    let (shims, log) = (env.path("shims"), env.path("shim-calls"));
    std::fs::create_dir(&shims).unwrap();
    script(
        &shims.join("rustc"),
        &format!(
            "#!/bin/sh\necho \"$*\" >> '{}'\nexec '{}' \"$@\"\n",
            log.display(),
            env.path("toolchain/bin/rustc").display()
        ),
    );
    env.set("PATH", format!("{}:/usr/bin:/bin", shims.display()));
    judge_in(&env, twice(), solved()).passed();
    let first = std::fs::read_to_string(&log).unwrap();
    assert!(!first.contains("--crate-name"), "{first}");
    env.write("exercises/01_first/twice.rs", TWICE);
    env.verdict("twice").failed("tests");
    assert_eq!(std::fs::read_to_string(&log).unwrap(), first, "the shim was asked again");
    assert!(wrapped.compiles() > 0);
}

#[test]
fn folders_that_are_gone_do_not_matter_where_they_are_not_needed() {
    let env = Env::new().var("TMPDIR", "/nowhere/at/all").var("HOME", "/nowhere");
    judge_in(&env, twice(), solved()).passed();
    let env = Env::with(&Kit::of(twice()));
    let mut command = env.command(["run", "twice"]);
    command.env_remove("HOME").env_remove("TMPDIR");
    crate::support::Running::start(command).finish().exits(1);
}

#[test]
fn a_current_folder_that_is_gone_is_told() {
    let env = Env::new();
    let script = "mkdir gone && cd gone && rmdir ../gone && exec \"$0\" list";
    env.run_other("/bin/sh", ["-c", script, Env::program().to_str().unwrap()])
        .exits(4)
        .warns("current folder");
}

#[test]
fn an_answer_that_nobody_can_read_is_no_crash() {
    let env = Env::with(&Kit::of(twice()));
    let memkata = Env::program().to_str().unwrap();
    let answer = env.run_other("/bin/sh", ["-c", "\"$0\" list > /dev/full; echo $?", memkata]);
    assert!(!answer.stderr.contains("panicked"), "{answer:?}");
    let answer = env.run_other("/bin/sh", ["-c", "\"$0\" list | true; \"$0\" list >&-; echo done", memkata]);
    assert!(!answer.stderr.contains("panicked"), "{answer:?}");
    answer.exits(0).says("done");
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_ends_the_program_and_memkata() {
    use rustix::process::{Pid, Signal, kill_process};
    let env = Env::with(&Kit::of(program("waits", "fn main() {}").key("limits = { seconds = 100 }")));
    env.write(
        "exercises/01_first/waits.rs",
        "fn main() {\n    std::thread::sleep(std::time::Duration::from_secs(90));\n}\n",
    );
    let running = env.start(["run", "waits"]);
    let build = env.dir().join(".memkata/build");
    let at_work = || {
        std::fs::read_dir(&build)
            .is_ok_and(|mut all| all.any(|build| build.unwrap().path().join("exercise").is_file()))
    };
    wait_until("the program runs", || at_work() && processes_below(&build).len() == 1);
    let process = Pid::from_raw(i32::try_from(running.id()).unwrap()).unwrap();
    kill_process(process, Signal::INT).unwrap();
    running.finish().exits(130);
    wait_until("its processes are gone", || processes_below(&env.path("")).is_empty());
}
