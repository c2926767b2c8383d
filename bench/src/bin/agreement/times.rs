//! How long both take for all exercises, solved.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::Result;

use crate::measure::{Series, timed};
use crate::process::run;
use crate::screen::Screen;
use crate::sources::Course;
use crate::verdicts::Folder;

/// What happens to the files before a check.
#[derive(Clone, Copy)]
enum Before {
    /// All that was compiled and remembered is removed, memkata's harness included.
    Cold,
    /// Every file gets a new time, and its bytes stay.
    Touched,
    /// Every file gets another comment at its end, so that all has to be judged again.
    Edited(usize),
    Nothing,
}

/// Prints the medians side by side.
pub fn print(course: &Course, folder: &Folder, runs: usize) -> Result<()> {
    for exercise in &course.exercises {
        fs::write(folder.dir.join(&exercise.file), &exercise.solution)?;
    }
    check(folder)?;
    check_all(folder)?;
    println!("\n{:24}{:>12}{:>16}{:>10}{:>9}", "check, 94 solved", "memkata", "rustlings", "ratio", "target");
    for (what, target) in
        [("cold", "0.35"), ("touched", "0.35"), ("every file edited", "-"), ("nothing changed", "0.01")]
    {
        let (mut ours, mut theirs) = (Series::default(), Series::default());
        for round in 0..runs {
            let before = match what {
                "cold" => Before::Cold,
                "touched" => Before::Touched,
                "every file edited" => Before::Edited(round),
                _ => Before::Nothing,
            };
            prepare(course, folder, before)?;
            ours.push(timed(|| check(folder))?);
            theirs.push(timed(|| check_all(folder))?);
        }
        let ratio = ours.median() / theirs.median();
        println!(
            "{what:24}{:>9.3} s{:>14.2} s{ratio:>10.4}{target:>9}",
            ours.median() / 1000.0,
            theirs.median() / 1000.0
        );
    }
    Ok(())
}

fn prepare(course: &Course, folder: &Folder, before: Before) -> Result<()> {
    match before {
        Before::Nothing => {}
        Before::Cold => {
            for path in [folder.dir.join("target"), folder.dir.join(".memkata"), folder.home.join("cache")] {
                if path.exists() {
                    fs::remove_dir_all(path)?;
                }
            }
        }
        Before::Touched => {
            for exercise in &course.exercises {
                touch(&folder.dir.join(&exercise.file))?;
            }
        }
        Before::Edited(round) => {
            for exercise in &course.exercises {
                let text = format!("{}// Edited {round}.\n", exercise.solution);
                fs::write(folder.dir.join(&exercise.file), text)?;
            }
        }
    }
    Ok(())
}

fn touch(path: &Path) -> Result<()> {
    fs::File::options().append(true).open(path)?.set_modified(SystemTime::now())?;
    Ok(())
}

fn check(folder: &Folder) -> Result<()> {
    run(folder.memkata().arg("check"), 0).map(|_| ())
}

fn check_all(folder: &Folder) -> Result<()> {
    // It asks a terminal for its width.
    let screen = Screen::start(&folder.rustlings, &["check-all"], &folder.dir)?;
    screen.wait_for_end(Duration::from_secs(900))
}
