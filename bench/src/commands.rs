//! Rows about commands that run to their end.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bare::{self, Bare};
use crate::kits::{self, Edit, NAME, edited};
use crate::measure::{Series, alone, in_turn, timed};
use crate::process::{command, run};
use crate::record::{Call, Recorder};
use crate::report::{Line, Target};
use crate::screen::Screen;
use crate::setup::Bench;

/// Row 1.
pub fn run_passes(bench: &Bench) -> Result<Vec<Line>> {
    let (ours, theirs) = run_both(bench, "passes", Edit::Passes)?;
    Ok(vec![
        Line::new("run after an edit, passes with tests", "ms", ours)
            .beside("rustlings run", theirs)
            .target(Target::ratio(0.30, 0.25)),
    ])
}

/// Row 2.
pub fn run_type_error(bench: &Bench) -> Result<Vec<Line>> {
    let (ours, theirs) = run_both(bench, "type-error", Edit::TypeError)?;
    Ok(vec![
        Line::new("run after an edit, type error", "ms", ours)
            .beside("rustlings run", theirs)
            .target(Target::ratio(0.30, 0.20)),
    ])
}

fn run_both(bench: &Bench, name: &str, edit: Edit) -> Result<(Series, Series)> {
    let exercises = kits::pair();
    let workspace = bench.workspace(name, &exercises)?;
    let kit = bench.rustlings_kit(name, &exercises)?;
    in_turn(
        bench.options.runs,
        |round| run_edited(&bench.memkata, &workspace, round, edit),
        |round| run_edited(&bench.rustlings, &kit, round, edit),
    )
}

/// How long `program run` takes in `dir` after the edit of this round.
pub fn run_edited(program: &Path, dir: &Path, round: usize, edit: Edit) -> Result<Duration> {
    fs::write(dir.join(learner_file()), edited(&kits::pair()[0].source, round, edit))?;
    timed(|| run(command(program, dir).args(["run", NAME]), status(edit)).map(|_| ()))
}

/// The file of the exercise that is edited.
pub fn learner_file() -> String {
    format!("exercises/{}/{NAME}.rs", kits::DIR)
}

fn status(edit: Edit) -> i32 {
    i32::from(edit == Edit::TypeError)
}

/// Row 3.
pub fn run_bare(bench: &Bench) -> Result<Vec<Line>> {
    let bare = Bare::new(&recorded_call(bench, "bare")?, &bench.folder("bare"))?;
    let woven = bare.file(&learner_file());
    let woven_source = fs::read_to_string(&woven)?;
    let workspace = bench.workspace("beside-bare", &kits::pair())?;

    let measured = |edit: Edit| {
        in_turn(
            bench.options.runs,
            |round| run_edited(&bench.memkata, &workspace, round, edit),
            |round| {
                fs::write(&woven, edited(&woven_source, round, edit))?;
                timed(|| match edit {
                    Edit::Passes => bare.compile(false).and_then(|()| bare.run()),
                    Edit::TypeError => bare.compile(true),
                })
            },
        )
    };
    let (ours, theirs) = measured(Edit::Passes)?;
    let passes = Line::new("run, passes with tests", "ms", ours)
        .beside("bare compile + run", theirs)
        .target(Target::ratio(1.15, 1.05));
    let (ours, theirs) = measured(Edit::TypeError)?;
    Ok(vec![passes, Line::new("run, type error", "ms", ours).beside("bare compile", theirs)])
}

/// What `memkata run` does for the exercise of the pair, recorded in folders of this name.
pub fn recorded_call(bench: &Bench, name: &str) -> Result<Call> {
    let recorder = Recorder::install(&made(bench.folder(&format!("{name}-recorder")))?)?;
    let workspace = bench.workspace(&format!("{name}-recorded"), &kits::pair())?;
    run(recorder.command(&bench.memkata, &workspace)?.args(["run", NAME]), 0)?;
    recorder.calls()?.into_iter().next().context("memkata was not seen to compile")
}

/// Row 5.
pub fn check_all(bench: &Bench) -> Result<Vec<Line>> {
    let recorder = Recorder::install(&made(bench.folder("official-recorder"))?)?;
    let recorded = bench.official_workspace("official-recorded")?;
    let output = recorder
        .command(&bench.memkata, &recorded)?
        .args(["check", "--no-cache", "--format", "json"])
        .output()?;
    let copies = answers_refused(&serde_json::from_slice(&output.stdout).context("check printed no JSON")?)?;
    let status = i32::from(copies > 0);
    let calls = recorder.calls()?;
    let bares: Result<Vec<Bare>> = calls
        .iter()
        .enumerate()
        .map(|(at, call)| Bare::new(call, &bench.folder(&format!("official-bare-{at}"))))
        .collect();
    let bares = bares?;
    let workspace = bench.official_workspace("official")?;
    let (ours, theirs) = in_turn(
        bench.options.runs,
        |_| {
            timed(|| {
                run(command(&bench.memkata, &workspace).args(["check", "--no-cache"]), status).map(|_| ())
            })
        },
        |_| timed(|| bare::all(&bares, bench.cores)),
    )?;
    let line = Line::new(format!("check --no-cache, official kit, {} programs", bares.len()), "ms", ours)
        .beside(format!("bare loop × {}", bench.cores), theirs)
        .target(Target::ratio(1.2, 1.05));
    Ok(vec![
        line.note(format!(
            "{copies} text answers are judged, too, and refused as copies of the model answer"
        )),
    ])
}

/// How many answers were refused: a copy of the model answer is no answer. All else must pass.
fn answers_refused(checked: &Value) -> Result<usize> {
    let verdicts = checked["verdicts"].as_array().context("check printed no verdicts")?;
    let failed = || verdicts.iter().filter(|verdict| verdict["verdict"] != "passed");
    // While it is recorded, another program stands in the place of the compiled one, and memkata
    // finds no lines in it: then a witness counts for nothing.
    let expected = |verdict: &&&Value| verdict["reason"] == "answer" || verdict["reason"] == "memory";
    if let Some(other) = failed().find(|verdict| !expected(&verdict)) {
        bail!("the solution of {} does not pass: {}", other["exercise"], other["reason"]);
    }
    Ok(failed().filter(|verdict| verdict["reason"] == "answer").count())
}

/// How many exercises row 6 checks.
const MANY: usize = 100;

/// Row 6.
pub fn check_again(bench: &Bench) -> Result<Vec<Line>> {
    let exercises = kits::many(MANY);
    let workspace = bench.workspace("many", &exercises)?;
    let check = || run(command(&bench.memkata, &workspace).arg("check"), 0).map(|_| ());
    let kit = bench.rustlings_kit("many", &exercises)?;
    let check_all = || -> Result<()> {
        // It asks a terminal for its width.
        let screen = Screen::start(&bench.rustlings, &["check-all"], &kit)?;
        screen.wait_for_end(Duration::from_secs(900))
    };
    let ours = alone(bench.options.runs, check)?;
    // Each of its rounds takes long, and nobody needs to know it closely.
    let theirs = alone(bench.options.runs.min(3), check_all)?;

    let line = Line::new(format!("check, nothing changed, {MANY} exercises"), "ms", ours)
        .beside("rustlings check-all", theirs)
        .target(Target::ours(50.0, 10.0));
    Ok(vec![line, compilers_started(bench)?])
}

/// Whether a compiler is started for what is known already. That the same count is not zero
/// for the first check shows that it would be seen.
fn compilers_started(bench: &Bench) -> Result<Line> {
    let what = "check, nothing changed: compilers started";
    let recorder = match made(bench.folder("many-recorder")).and_then(|home| Recorder::install(&home)) {
        Ok(recorder) => recorder,
        Err(error) => return Ok(Line::missing(what, format!("{error:#}"))),
    };
    let workspace = bench.workspace("many-recorded", &kits::many(MANY))?;
    run(recorder.command(&bench.memkata, &workspace)?.arg("check"), 0)?;
    let first = recorder.starts()?;
    recorder.forget()?;
    run(recorder.command(&bench.memkata, &workspace)?.arg("check"), 0)?;
    let again = recorder.starts()?;
    Ok(Line::new(what, "", Series::one(again as f64))
        .beside("the first check", Series::one(first as f64))
        .target(Target::ours(0.0, 0.0)))
}

/// Row 8.
pub fn list(bench: &Bench) -> Result<Vec<Line>> {
    let workspace = bench.official_workspace("listed")?;
    let kit = bench.rustlings_kit("listed", &kits::pair())?;
    let (ours, theirs) = in_turn(
        bench.options.runs * 4,
        |_| timed(|| run(command(&bench.memkata, &workspace).arg("list"), 0).map(|_| ())),
        |_| timed(|| run(command(&bench.rustlings, &kit).args(["hint", NAME]), 0).map(|_| ())),
    )?;
    Ok(vec![
        Line::new("list", "ms", ours)
            .beside("rustlings hint", theirs)
            .target(Target::ours(15.0, 5.0))
            .note("rustlings lists only inside its watch mode; `hint` is its quickest command"),
    ])
}

fn made(folder: std::path::PathBuf) -> Result<std::path::PathBuf> {
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
