//! What every test builds on: a folder and an environment of its own, kits written on the
//! spot, and the really built program started in them, with an end to its patience.

mod answer;
mod env;
mod kit;
mod process;
pub mod toolchain;

pub use answer::{Answer, Verdict};
pub use env::Env;
pub use kit::{Exercise, Kit};
#[cfg(target_os = "linux")]
pub use process::{Kill, processes_below, processes_with};
pub use process::{Running, wait_until};

use std::sync::atomic::{AtomicU32, Ordering};

/// A word that no other process on this machine has among its arguments.
pub fn marker() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("memkata_marker_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Judges one file by the rules of one exercise, in a workspace of its own.
pub fn judge(exercise: Exercise, source: impl AsRef<[u8]>) -> Verdict {
    judge_in(&Env::new(), exercise, source)
}

/// The same in an environment that the test has prepared.
pub fn judge_in(env: &Env, exercise: Exercise, source: impl AsRef<[u8]>) -> Verdict {
    let (name, file) = (exercise.name.clone(), exercise.file());
    env.workspace_of(&Kit::of(exercise));
    env.write(&file, source);
    env.verdict(&name)
}

/// Judges the starters of these exercises in one go, and gives the verdicts in their order.
pub fn judge_all(exercises: Vec<Exercise>) -> Vec<Verdict> {
    let names: Vec<String> = exercises.iter().map(|exercise| exercise.name.clone()).collect();
    let kit = exercises.into_iter().fold(Kit::default(), Kit::and);
    let mut verdicts = Env::with(&kit).verdicts();
    names.iter().map(|name| verdicts.remove(name).expect("each is judged once")).collect()
}

/// Whether this test runs with all rights: some walls don't stop such a user.
#[cfg(unix)]
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Says that this machine cannot show what a test is about.
#[allow(clippy::print_stderr, reason = "a test that is skipped has to say so")]
pub fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}
