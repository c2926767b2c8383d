//! Rows about a class: judging it, judging it again, and reading its archives.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::bare::{self, Bare};
use crate::measure::{Series, alone, in_turn, timed};
use crate::mix::Mix;
use crate::process::{command, copy_dir, peak_of, run};
use crate::record::Recorder;
use crate::report::{Line, Target};
use crate::setup::Bench;

/// Each round of row 13 takes minutes.
const ROUNDS: usize = 3;
/// Somebody has not passed something: what `grade` ends with for every class that is like this one.
const NOT_ALL_PASSED: i32 = 1;

/// A class on the disk, and the kit that it is judged by.
struct Class<'b> {
    bench: &'b Bench<'b>,
    mix: Mix,
    kit: PathBuf,
    /// A folder of folders.
    submissions: PathBuf,
}

impl<'b> Class<'b> {
    /// The class of all rows: made by the first that needs it.
    fn new(bench: &'b Bench) -> Result<Self> {
        let mix = Mix::new(&bench.repository, bench.options.chapter.as_deref(), bench.options.learners)?;
        let class = Self { mix, bench, kit: bench.folder("grade-kit"), submissions: bench.folder("class") };
        if !class.submissions.exists() {
            class.write()?;
        }
        Ok(class)
    }

    fn write(&self) -> Result<()> {
        // A copy: what was proved of a kit is kept in its folder.
        for folder in ["exercises", "solutions"] {
            copy_dir(&self.bench.repository.join(folder), &self.kit.join(folder))?;
        }
        fs::copy(self.bench.repository.join("info.toml"), self.kit.join("info.toml"))?;
        let starter = self.starter("class-workspace")?;
        for learner in 0..self.mix.learners {
            let folder = self.submissions.join(Mix::learner(learner));
            copy_dir(&starter, &folder)?;
            for (at, exercise) in self.mix.exercises.iter().enumerate() {
                fs::write(folder.join(&exercise.file), self.mix.handed_in(learner, at, exercise))?;
            }
        }
        // Proves the kit, once: that is not what is measured.
        eprintln!("proving the kit …");
        self.read(&self.submissions)
    }

    /// A workspace in which nothing is done yet.
    fn starter(&self, name: &str) -> Result<PathBuf> {
        let workspace = self.bench.folder(name);
        run(command(&self.bench.memkata, &self.bench.home).arg("init").arg(&workspace), 0)?;
        Ok(workspace)
    }

    fn grade(&self, submissions: &Path, more: &[&str]) -> Command {
        let mut grade = command(&self.bench.memkata, &self.bench.home);
        grade.arg("grade").arg("--kit").arg(&self.kit).arg(submissions);
        grade.arg("--sandbox=best-effort").args(more);
        if let Some(chapter) = &self.bench.options.chapter {
            grade.arg(format!("--only={chapter}"));
        }
        grade
    }

    fn judge(&self, out: &Path) -> Command {
        let mut grade = self.grade(&self.submissions, &[]);
        grade.arg("--out").arg(out);
        grade
    }

    /// Everybody has to be found in what is read.
    fn read(&self, submissions: &Path) -> Result<()> {
        let output = run(&mut self.grade(submissions, &["--dry-run", "--format", "json"]), 0)?;
        let read: Value = serde_json::from_slice(&output.stdout).context("grade printed no JSON")?;
        let count = |what: &str| read[what].as_array().map_or(0, Vec::len);
        if (count("learners"), count("refused")) != (self.mix.learners, 0) {
            bail!("{} learners were read, {} things refused", count("learners"), count("refused"));
        }
        Ok(())
    }

    /// The calls that the distinct units take. `grade` itself cannot be recorded: in its sandbox a recorder can write
    /// nothing. So they are laid out as workspaces, which are judged in the same way.
    fn bare(&self) -> Result<Vec<Bare>> {
        let home = self.bench.folder("class-recorder");
        fs::create_dir_all(&home)?;
        let recorder = Recorder::install(&home)?;
        let workspace = self.starter("class-recorded")?;
        let check = |names: &[&str]| -> Result<()> {
            let output = recorder
                .command(&self.bench.memkata, &workspace)?
                .args(["check", "--no-cache"])
                .args(names)
                .output()?;
            match output.status.code() {
                Some(0 | 1) => Ok(()),
                _ => bail!("check ended with {}", output.status),
            }
        };
        // What is compiled once per toolchain.
        check(&[&self.mix.exercises[0].name])?;
        recorder.forget()?;
        let distinct = self.mix.distinct();
        let most = distinct.iter().map(Vec::len).max().unwrap_or(0);
        for layer in 0..most {
            let mut names = Vec::new();
            for (exercise, different) in self.mix.exercises.iter().zip(&distinct) {
                if let Some(bytes) = different.get(layer) {
                    fs::write(workspace.join(&exercise.file), bytes)?;
                    names.push(exercise.name.as_str());
                }
            }
            check(&names)?;
        }
        let calls = recorder.all_calls()?;
        let bare = |(at, call)| Bare::new(call, &self.bench.folder(&format!("class-bare-{at}")));
        calls.iter().enumerate().map(bare).collect()
    }
}

/// Row 13.
pub fn throughput(bench: &Bench) -> Result<Vec<Line>> {
    let class = Class::new(bench)?;
    eprintln!("recording the calls …");
    let bares = class.bare()?;
    let distinct: usize = class.mix.distinct().iter().map(Vec::len).sum();
    let mut note = String::new();
    let (ours, theirs) = in_turn(
        bench.options.runs.min(ROUNDS),
        |round| {
            let out = bench.folder(&format!("graded-{round}"));
            let took = timed(|| run(&mut class.judge(&out), NOT_ALL_PASSED).map(|_| ()))?;
            note = came_to(&fs::read(out.join("grades.json"))?)?;
            fs::remove_dir_all(&out)?;
            Ok(took)
        },
        |_| timed(|| bare::all(&bares, bench.cores)),
    )?;
    let exercises = class.mix.exercises.len();
    let whole = format!("grade: {} learners × {exercises} exercises", class.mix.learners);
    let seconds = Series(ours.0.iter().map(|ms| ms / 1000.0).collect());
    Ok(vec![
        Line::new(whole, "s", seconds).note(note),
        Line::new(
            format!("grade: its {distinct} distinct units, {} programs", bares.len()),
            "/s",
            ours.per_second(distinct),
        )
        .beside(format!("bare loop × {}", bench.cores), theirs.per_second(distinct))
        .target(Target::throughput(0.8, 0.9)),
    ])
}

/// What a class has come to, and behind which walls.
fn came_to(grades: &[u8]) -> Result<String> {
    let grades: Value = serde_json::from_slice(grades)?;
    let learners = grades["learners"].as_array().into_iter().flatten();
    let units: Vec<&Value> = learners
        .flat_map(|learner| learner["units"].as_array())
        .flatten()
        .map(|unit| &unit["status"])
        .collect();
    let count = |status: &str| units.iter().filter(|unit| **unit == status).count();
    let layers = grades["sandbox"]["layers"].as_array().into_iter().flatten();
    let missing: Vec<&str> =
        layers.filter(|layer| layer["active"] != true).filter_map(|layer| layer["name"].as_str()).collect();
    let walls = match missing.is_empty() {
        true => "all layers of the sandbox".to_owned(),
        false => format!("without the sandbox's layers {}", missing.join(", ")),
    };
    Ok(format!(
        "{} passed, {} failed, {} untouched of {} units; {walls}",
        count("passed"),
        count("failed"),
        count("untouched"),
        units.len()
    ))
}

/// Row 14.
pub fn nothing_changed(bench: &Bench) -> Result<Vec<Line>> {
    let class = Class::new(bench)?;
    let out = bench.folder("graded-again");
    if !cfg!(target_os = "linux") {
        run(&mut class.judge(&out), NOT_ALL_PASSED)?;
    }
    let peak = |what: &str| -> Result<Line> {
        let what = format!("grade: peak memory, {what}");
        if !cfg!(target_os = "linux") {
            return Ok(Line::missing(what, "only Linux tells"));
        }
        let peak = peak_of(&mut class.judge(&out), NOT_ALL_PASSED)?;
        Ok(Line::new(what, "MB", Series::one(peak)).target(Target::ours(100.0, 50.0)))
    };
    let first = peak("the first run")?;
    let again = alone(bench.options.runs, || run(&mut class.judge(&out), NOT_ALL_PASSED).map(|_| ()))?;
    let what = format!("grade: nothing changed, {} learners", class.mix.learners);
    Ok(vec![
        Line::new(what, "ms", again).target(Target::ours(2000.0, 1000.0)),
        first,
        peak("nothing changed")?,
    ])
}

/// Row 15.
pub fn archives(bench: &Bench) -> Result<Vec<Line>> {
    let class = Class::new(bench)?;
    let (of_folders, of_packs) = (bench.folder("class-of-folders.zip"), bench.folder("class-of-packs.zip"));
    write_zip(&of_folders, &class.submissions)?;
    let packs = bench.folder("class-packs");
    fs::create_dir_all(&packs)?;
    for number in 0..class.mix.learners {
        let learner = Mix::learner(number);
        let mut pack = command(&bench.memkata, &class.submissions.join(&learner));
        run(pack.arg("pack").arg("--out").arg(packs.join(format!("{learner}.zip"))), 0)?;
    }
    write_zip(&of_packs, &packs)?;
    let measured = |what: &str, zip: &Path| -> Result<Line> {
        class.read(zip)?;
        let ours = alone(bench.options.runs, || run(&mut class.grade(zip, &["--dry-run"]), 0).map(|_| ()))?;
        let mib = fs::metadata(zip)?.len() >> 20;
        let what = format!("grade: a zip of {} {what} ({mib} MiB) is read", class.mix.learners);
        Ok(Line::new(what, "ms", ours).target(Target::ours(5000.0, 2500.0)))
    };
    Ok(vec![measured("folders", &of_folders)?, measured("packs", &of_packs)?])
}

/// A zip of all that is in a folder.
fn write_zip(zip: &Path, folder: &Path) -> Result<()> {
    let mut writer = ZipWriter::new(File::create(zip)?);
    add(&mut writer, folder, "")?;
    writer.finish()?;
    Ok(())
}

fn add(writer: &mut ZipWriter<File>, folder: &Path, ahead: &str) -> Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{ahead}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            add(writer, &entry.path(), &format!("{name}/"))?;
        } else {
            writer.start_file(name, SimpleFileOptions::default())?;
            writer.write_all(&fs::read(entry.path())?)?;
        }
    }
    Ok(())
}
