//! Rows about watching, each in a terminal.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::kits::{self, Edit, NAME, edited};
use crate::measure::{Series, in_turn};
use crate::process::{peak_mb, usage};
use crate::report::{Line, Target};
use crate::screen::Screen;
use crate::setup::Bench;

/// Longer than any verdict takes.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between a verdict and the next save, so that both programs are at rest.
const PAUSE: Duration = Duration::from_millis(400);

/// A program that watches, and the exercise it watches.
struct Watcher {
    screen: Screen,
    file: PathBuf,
    source: String,
    /// On the screen once saves are looked at.
    ready: String,
    passed: String,
    failed: String,
}

impl Watcher {
    fn memkata(bench: &Bench, name: &str, exercises: &[kits::Exercise]) -> Result<Self> {
        let dir = bench.workspace(name, exercises)?;
        let folder = dir.display().to_string();
        let screen = Screen::start(&bench.memkata, &["watch", &folder, "--manual"], &dir)?;
        Ok(Self {
            screen,
            file: exercise_file(&dir),
            source: exercises[0].source.clone(),
            // It names the exercise and waits for the first save.
            ready: format!("{NAME}.rs"),
            passed: bench.options.passed.clone(),
            failed: bench.options.failed.clone(),
        })
    }

    fn rustlings(bench: &Bench, name: &str, exercises: &[kits::Exercise]) -> Result<Self> {
        let dir = bench.rustlings_kit(name, exercises)?;
        let screen = Screen::start(&bench.rustlings, &[], &dir)?;
        Ok(Self {
            screen,
            file: exercise_file(&dir),
            source: exercises[0].source.clone(),
            // It judges the exercise before it waits.
            ready: "Exercise done".into(),
            passed: "Exercise done".into(),
            failed: "error[E0308]".into(),
        })
    }

    /// Saves an edit; from the write until the verdict on it is on the screen. The edit's
    /// number is on the screen in both cases: the program prints it, and so does the compiler.
    fn save(&self, round: usize, edit: Edit) -> Result<Duration> {
        sleep(PAUSE);
        let number = kits::number(round);
        let verdict = match edit {
            Edit::Passes => &self.passed,
            Edit::TypeError => &self.failed,
        };
        let text = edited(&self.source, round, edit);
        let saved = Instant::now();
        fs::write(&self.file, text)?;
        let shown = self.screen.wait_for(&[verdict, &number], PATIENCE)?;
        Ok(shown.saturating_duration_since(saved))
    }

    fn wait_for_start(&self) -> Result<()> {
        self.screen.wait_for(&[&self.ready], PATIENCE).map(|_| ())
    }
}

fn exercise_file(dir: &Path) -> PathBuf {
    dir.join("exercises").join(kits::DIR).join(format!("{NAME}.rs"))
}

/// Row 4.
pub fn save_to_verdict(bench: &Bench) -> Result<Vec<Line>> {
    let exercises = kits::pair();
    let ours = Watcher::memkata(bench, "watched", &exercises)?;
    ours.wait_for_start()?;
    let theirs = Watcher::rustlings(bench, "watched", &exercises)?;
    theirs.wait_for_start()?;
    // A number for each save, in both runs of rounds.
    let measured = |edit: Edit, first: usize| {
        in_turn(
            bench.options.runs,
            |round| ours.save(first + round, edit),
            |round| theirs.save(first + round, edit),
        )
    };
    let (passes, theirs_pass) = measured(Edit::Passes, 0)?;
    let (fails, theirs_fail) = measured(Edit::TypeError, bench.options.runs + 1)?;
    Ok(vec![
        Line::new("watch: save to verdict, passes", "ms", passes)
            .beside("rustlings watch", theirs_pass)
            .target(Target::ratio(0.30, 0.20)),
        Line::new("watch: save to verdict, type error", "ms", fails)
            .beside("rustlings watch", theirs_fail)
            .target(Target::ratio(0.25, 0.15)),
    ])
}

/// Row 7.
pub fn at_rest(bench: &Bench) -> Result<Vec<Line>> {
    let seconds = bench.options.rest_seconds;
    let what = format!("watch at rest, {seconds} s");
    if !cfg!(target_os = "linux") {
        return Ok(vec![Line::missing(what, "only Linux tells")]);
    }
    let exercises = kits::pair();
    let ours = Watcher::memkata(bench, "resting", &exercises)?;
    ours.wait_for_start()?;
    let theirs = Watcher::rustlings(bench, "resting", &exercises)?;
    theirs.wait_for_start()?;
    ours.save(0, Edit::Passes)?;
    theirs.save(0, Edit::Passes)?;
    let processes = [ours.screen.process()?, theirs.screen.process()?];
    // What follows a verdict is not rest yet.
    sleep(Duration::from_secs(2));
    let before = (usage(processes[0])?, usage(processes[1])?);
    sleep(Duration::from_secs(seconds));
    let after = (usage(processes[0])?, usage(processes[1])?);
    Ok(vec![
        Line::new(format!("{what}: CPU time"), "ms", Series::one(after.0.cpu_ms - before.0.cpu_ms))
            .beside("rustlings watch", Series::one(after.1.cpu_ms - before.1.cpu_ms))
            .target(Target::ours(0.0, 0.0)),
        Line::new(format!("{what}: context switches"), "", Series::one(after.0.wakeups - before.0.wakeups))
            .beside("rustlings watch", Series::one(after.1.wakeups - before.1.wakeups))
            .target(Target::ours(0.0, 0.0)),
    ])
}

/// Row 9.
pub fn flood(bench: &Bench) -> Result<Vec<Line>> {
    let mib = bench.options.flood_mib;
    let what = format!("watch: peak memory, {mib} MiB printed");
    if !cfg!(target_os = "linux") {
        return Ok(vec![Line::missing(what, "only Linux tells")]);
    }
    // The flood comes with a save: rustlings judges what is there at the start, memkata does not.
    let exercises = kits::flood();
    let flood = edited(&kits::flood_source(mib), 0, Edit::Passes);
    let ours = Watcher::memkata(bench, "flooded", &exercises)?;
    ours.wait_for_start()?;
    sleep(PAUSE);
    fs::write(&ours.file, &flood)?;
    ours.screen.wait_for(&[&ours.failed], PATIENCE).context("memkata")?;
    let our_peak = peak_mb(ours.screen.process()?)?;
    drop(ours);

    let theirs = Watcher::rustlings(bench, "flooded", &exercises)?;
    theirs.wait_for_start()?;
    sleep(PAUSE);
    fs::write(&theirs.file, &flood)?;
    // Its verdict comes after all that was printed; the number alone would be there before.
    let verdict = [theirs.passed.as_str(), &kits::number(0)];
    let line = Line::new(what, "MB", Series::one(our_peak)).target(Target::ours(60.0, 30.0));
    Ok(vec![match theirs.screen.wait_for(&verdict, PATIENCE * 5) {
        Ok(_) => line.beside("rustlings watch", Series::one(peak_mb(theirs.screen.process()?)?)),
        Err(error) => line.note(format!("rustlings watch: {error:#}")),
    }])
}
