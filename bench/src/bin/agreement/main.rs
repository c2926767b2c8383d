//! Whether memkata judges rustlings' exercises as rustlings does, and how long both take.
//!
//!     cargo run --release --manifest-path bench/Cargo.toml --bin agreement
//!
//! Both work in one folder that `rustlings init` has made, on the same files: rustlings' starters
//! and solutions, and states in between (`states.rs`). The verdict of rustlings is the exit status
//! of `rustlings run NAME`, that of memkata the one of `memkata run NAME`. docs/rustlings.md argues
//! the differences.

#[path = "../../measure.rs"]
#[expect(dead_code, reason = "the other program uses the rest")]
mod measure;
mod mutations;
#[path = "../../process.rs"]
#[expect(dead_code, reason = "the other program uses the rest")]
mod process;
#[path = "../../programs.rs"]
mod programs;
#[path = "../../screen.rs"]
#[expect(dead_code, reason = "the other program uses the rest")]
mod screen;
mod sources;
mod states;
mod times;
mod verdicts;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use sources::Course;
use states::State;
use verdicts::Folder;

const HELP: &str = "\
Holds memkata's verdicts on rustlings' exercises against those of rustlings itself.

Usage: cargo run --release --manifest-path bench/Cargo.toml --bin agreement -- [OPTIONS]

  --states N         states between starter and solution (default 200)
  --seed N           which ones (default 1)
  --only NAMES       only these groups: starters,solutions,between,times
  --exercise NAME    only the states of this exercise
  --runs N           how often each time is taken (default 3)
  --memkata PATH     this memkata (default: builds the repository's)
  --rustlings PATH   this rustlings (default: installs 6.5.0 into bench/target/rustlings)
";

/// What is asked for.
struct Options {
    states: usize,
    seed: u64,
    only: Option<String>,
    exercise: Option<String>,
    runs: usize,
    memkata: Option<PathBuf>,
    rustlings: Option<PathBuf>,
}

impl Options {
    fn parse() -> Result<Self> {
        let mut options = Self {
            states: 200,
            seed: 1,
            only: None,
            exercise: None,
            runs: 3,
            memkata: None,
            rustlings: None,
        };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            if word == "--help" {
                print!("{HELP}");
                std::process::exit(0);
            }
            let value = words.next().with_context(|| format!("{word} needs a value"))?;
            match word.as_str() {
                "--states" => options.states = value.parse().context("--states takes a number")?,
                "--seed" => options.seed = value.parse().context("--seed takes a number")?,
                "--only" => options.only = Some(value),
                "--exercise" => options.exercise = Some(value),
                "--runs" => options.runs = value.parse().context("--runs takes a number")?,
                "--memkata" => options.memkata = Some(std::path::absolute(value)?),
                "--rustlings" => options.rustlings = Some(std::path::absolute(value)?),
                _ => bail!("there is no option {word}\n\n{HELP}"),
            }
        }
        Ok(options)
    }

    fn wants(&self, group: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.split(',').any(|name| name == group))
    }
}

fn main() -> Result<()> {
    let options = Options::parse()?;
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let repository = own.parent().context("the benchmark is not in memkata's repository")?;
    let memkata = match &options.memkata {
        Some(path) => path.clone(),
        None => programs::build_memkata(repository)?,
    };
    let rustlings = match &options.rustlings {
        Some(path) => path.clone(),
        None => programs::install_rustlings(&own.join("target/rustlings"))?,
    };
    // Outside of every cargo workspace: `rustlings init` would make itself a member of it.
    let home = std::env::temp_dir().join(format!("memkata-agreement-{}", std::process::id()));
    std::fs::create_dir_all(&home)?;
    let result = compare(&options, &memkata, &rustlings, &home);
    // What is left behind is only in the way; the next run uses another folder.
    let _ = std::fs::remove_dir_all(&home);
    result
}

fn compare(options: &Options, memkata: &Path, rustlings: &Path, home: &Path) -> Result<()> {
    let course = Course::fetch(home)?;
    let folder = Folder::make(home, memkata, rustlings)?;
    println!(
        "{} · rustlings {} · {} exercises · seed {}\n",
        process::answer(&memkata.display().to_string(), &["--version"], home)?,
        programs::RUSTLINGS,
        course.exercises.len(),
        options.seed
    );
    type Group = (&'static str, fn(&Course, &Options) -> Vec<State>);
    let groups: [Group; 3] = [
        ("starters", |course, _| states::starters(course)),
        ("solutions", |course, _| states::solutions(course)),
        ("between", |course, options| states::between(course, options.states, options.seed)),
    ];
    for (name, states) in groups.into_iter().filter(|(name, _)| options.wants(name)) {
        let mut states = states(&course, options);
        if let Some(only) = &options.exercise {
            states.retain(|state| course.exercises[state.exercise].name == *only);
        }
        verdicts::print(name, &course, &folder, &states)?;
    }
    if options.wants("times") {
        times::print(&course, &folder, options.runs)?;
    }
    Ok(())
}
