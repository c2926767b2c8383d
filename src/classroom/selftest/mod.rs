//! The selftest: judges submissions that attack the grader, on this machine, and proves what it withstands.
//!
//! The corpus (`corpus.rs`) becomes a class (`pieces.rs`, `hand_in.rs`) in a folder with canaries around it
//! (`ground.rs`). `memkata grade` judges it, as an instructor would start it, and what came of each attack is held
//! beside what must come of it (`compare.rs`). Honest neighbours are judged once among the attackers and once
//! alone.

mod compare;
mod corpus;
mod ground;
mod hand_in;
mod pieces;
mod slow;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;

use self::corpus::{Attack, Corpus, File, Pack};
use self::ground::Ground;
use super::grades::{Grades, Sandbox};
use crate::error::{Error, Problem, Result};
use crate::kit::{Kind, Kit, Source, manifest};
use crate::runner::own::{self, Ended};
use crate::runner::sandbox;

/// How long a class may take: many times what it does.
const PATIENCE: Duration = Duration::from_secs(600);
/// Neighbours of every so many rows hand in everything; the others what is judged quickly.
const WHOLE_NEIGHBOUR: u32 = 5;

/// What is asked of the selftest.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Attacks by their names, or rows by their numbers; all where none is named.
    pub names: Vec<String>,
    /// A folder of attacks; without one, those that are built in.
    pub attacks: Option<PathBuf>,
    /// Whether a machine without some layers of the sandbox will do.
    pub best_effort: bool,
}

/// What the selftest found.
#[derive(Debug, Serialize)]
pub struct Report {
    /// One for each attack.
    pub attacks: Vec<Withstood>,
    /// What holds for all of them together.
    pub assertions: Vec<Assertion>,
    /// Attacks that were not tried here.
    pub left_out: Vec<LeftOut>,
    /// The layers of the sandbox.
    pub sandbox: Sandbox,
    /// How many attacks were withstood.
    pub withstood: usize,
    /// How many there were.
    pub total: usize,
    /// How long the class with the attacks took.
    pub elapsed_ms: u64,
}

/// What came of an attack.
#[derive(Debug, Serialize)]
pub struct Withstood {
    /// The kind of attack.
    pub row: u32,
    /// Its name.
    pub name: String,
    /// What it tries.
    pub about: String,
    /// Whether everything is as it must be.
    pub withstood: bool,
    /// What became of it.
    pub happened: String,
    /// What is otherwise than it must be.
    pub wrong: Vec<String>,
}

/// What must hold whatever is handed in.
#[derive(Debug, Serialize)]
pub struct Assertion {
    /// In words.
    pub what: &'static str,
    /// Whether it does.
    pub holds: bool,
    /// What was found instead.
    pub found: Vec<String>,
}

/// An attack that was not tried.
#[derive(Debug, Serialize)]
pub struct LeftOut {
    /// Its row.
    pub row: u32,
    /// Its name.
    pub name: String,
    /// Why.
    pub why: String,
}

impl Report {
    /// Whether everything was withstood.
    pub fn holds(&self) -> bool {
        self.withstood == self.total && self.assertions.iter().all(|assertion| assertion.holds)
    }
}

/// Judges the attacks. `told` is told what is being done.
///
/// # Errors
/// Wrong usage; a corpus that is broken; a machine that cannot judge a class.
pub fn run(asked: &Asked, told: &dyn Fn(&str)) -> Result<Report> {
    let mut corpus = Corpus::read(asked.attacks.as_deref())?;
    corpus.choose(&asked.names)?;
    let no_room = |error| {
        Error::machine(format!("there is no place for the selftest: {error}"))
            .help("free some room on the disk, or set TMPDIR to a folder you may write to")
    };
    let mut ground = Ground::new(&corpus.kit).map_err(no_room)?;
    let kit = manifest::load(Source::Folder(ground.path("kit")))?;
    let layers = sandbox::layers();
    let is_whole = !layers.is_empty() && layers.iter().all(|layer| layer.missing.is_none());
    let neighbours = neighbours(&corpus.attacks, &kit, &corpus.neighbour);
    for class in ["quiet", "hostile"] {
        for (name, pieces) in &neighbours {
            let folder = ground.path(class).join("class").join(name);
            hand_in::folder(&folder, pieces).map_err(no_room)?;
        }
    }
    watch_neighbours(&mut ground, &neighbours);
    let mut left_out = Vec::new();
    let mut tried = Vec::new();
    for attack in corpus.attacks {
        let (row, name) = (attack.about.row, attack.name.clone());
        let why = if attack.about.harmful && !is_whole {
            Some("without the whole sandbox it would do harm".into())
        } else {
            prepare(&attack, &kit, &corpus.kit, &ground)
                .err()
                .map(|error| format!("it cannot be made here: {error}"))
        };
        match why {
            Some(why) => left_out.push(LeftOut { row, name, why }),
            None => tried.push(attack),
        }
    }
    told(&format!("judging {} honest neighbours", neighbours.len()));
    let (_, quiet) = grade(&ground.path("quiet"), &BTreeMap::new(), asked.best_effort)?;
    told(&format!("judging the same beside {} attacks", tried.len()));
    let mut variables = ground.variables();
    variables.extend(tried.iter().flat_map(|attack| attack.about.environment.clone()));
    let (ended, hostile) = grade(&ground.path("hostile"), &variables, asked.best_effort)?;
    let mut assertions = assertions(&ground, &ended, (&quiet, &hostile), &neighbours);
    let slow = slow::units(&ground.path("hostile/out"), &kit);
    let what = "nothing takes longer than its limits allow";
    assertions.push(Assertion { what, holds: slow.is_empty(), found: slow });
    let reports = reports(&ground.path("hostile/out"));
    let attacks: Vec<Withstood> =
        tried.into_iter().map(|attack| withstood(attack, &hostile, &reports)).collect();
    Ok(Report {
        withstood: attacks.iter().filter(|attack| attack.withstood).count(),
        total: attacks.len(),
        attacks,
        assertions,
        left_out,
        sandbox: hostile.sandbox,
        elapsed_ms: u64::try_from(ended.took.as_millis()).unwrap_or(u64::MAX),
    })
}

type Neighbours = BTreeMap<String, Vec<pieces::Piece>>;

/// An honest learner in each row. Each hands in texts that nobody else has, so that each is judged.
fn neighbours(attacks: &[Attack], kit: &Kit, handed_in: &[File]) -> Neighbours {
    let rows: BTreeSet<u32> = attacks.iter().map(|attack| attack.about.row).collect();
    let is_quick = |path: &str| {
        let found = kit.exercises.iter().position(|exercise| exercise.file() == path);
        found.is_some_and(|at| at == 0 || kit.exercises[at].kind == Kind::Answer)
    };
    let of = |row: u32| {
        let chosen =
            handed_in.iter().filter(|(path, _)| row.is_multiple_of(WHOLE_NEIGHBOUR) || is_quick(path));
        let own = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("@ROW@", &row.to_string());
        chosen.map(|(path, bytes)| pieces::file(path.clone().into_bytes(), own(bytes).into_bytes())).collect()
    };
    rows.into_iter().map(|row| (neighbour(row), of(row))).collect()
}

/// Its name stands between those of the attacks of its row.
fn neighbour(row: u32) -> String {
    format!("{row:02}_neighbour")
}

/// What neighbours have handed in must not change, either.
fn watch_neighbours(ground: &mut Ground, neighbours: &Neighbours) {
    for (name, pieces) in neighbours {
        for piece in pieces {
            if let pieces::Is::File(bytes, ..) = &piece.is {
                let file = String::from_utf8_lossy(&piece.path).into_owned();
                let place = ground.path("hostile/class").join(name).join(file);
                ground.watch(place, bytes.clone());
            }
        }
    }
}

/// Hands an attack in.
fn prepare(attack: &Attack, kit: &Kit, kit_files: &[File], ground: &Ground) -> std::io::Result<()> {
    let class = ground.path("hostile/class");
    let name = format!("{}{}", attack.about.learner.as_deref().unwrap_or_default(), attack.name);
    let own = class.join(&name);
    let beside = class.join(neighbour(attack.about.row));
    let pieces = pieces::of(attack, kit, kit_files, &|text| ground.fill(text, &own, &beside));
    let Some(pack) = attack.about.pack else { return hand_in::folder(&own, &pieces) };
    let mut bytes = match attack.about.garbage {
        true => b"This is no archive.\n".to_vec(),
        false => hand_in::archive(pack, &pieces)?,
    };
    bytes.truncate(attack.about.cut.unwrap_or(usize::MAX));
    let extension = match pack {
        Pack::Zip => "zip",
        Pack::TarGz => "tar.gz",
    };
    fs::write(class.join(format!("{name}.{extension}")), bytes)
}

/// `memkata grade`, started as anybody would start it.
fn grade(folder: &Path, variables: &BTreeMap<String, String>, best_effort: bool) -> Result<(Ended, Grades)> {
    let sandbox = if best_effort { "--sandbox=best-effort" } else { "--sandbox=full" };
    let args = ["grade", "class", "--kit", "../kit", "--out", "out", "--format", "json", sandbox];
    let args: Vec<OsString> = args.iter().map(OsString::from).collect();
    let ended = own::run(&args, folder, variables, PATIENCE)
        .map_err(|error| Error::machine(format!("`memkata grade` cannot be started: {error}")))?;
    if let Ok(grades) = serde_json::from_slice(&ended.stdout) {
        return Ok((ended, grades));
    }
    Err(failure(&ended))
}

/// Why there are no grades: what `grade` itself says, or how it ended.
fn failure(ended: &Ended) -> Error {
    let document: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap_or_default();
    let said = |key: &str| Some(document["error"][key].as_str()?.to_owned());
    if let Some(message) = said("message") {
        let more = document["error"]["more"].as_array().cloned().unwrap_or_default();
        let mut error = Error::machine(message);
        if let Some(help) = said("help") {
            error = error.help(help);
        }
        let others = more.iter().filter_map(|one| Some(Problem::new(one["message"].as_str()?)));
        error.problems.extend(others);
        return error;
    }
    let how = match (ended.timed_out, ended.status) {
        (true, _) => format!("it did not end within {} minutes", PATIENCE.as_secs() / 60),
        (_, Some(status)) => format!("it ended with status {status}"),
        (_, None) => "a signal ended it".to_owned(),
    };
    let last: Vec<&str> = ended.stderr.lines().rev().take(5).collect();
    Error::machine(format!("the grader did not withstand the attacks: {how}"))
        .help(format!("name rows or attacks to find which one it was; it said: {}", last.join(" / ")))
}

/// What must hold whatever is handed in.
fn assertions(
    ground: &Ground,
    ended: &Ended,
    (quiet, hostile): (&Grades, &Grades),
    neighbours: &Neighbours,
) -> Vec<Assertion> {
    let assert = |what, found: Vec<String>| Assertion { what, holds: found.is_empty(), found };
    let mut survivors = ground.processes();
    if ended.left_processes {
        survivors.push("processes that the grader had started were still there when it ended".into());
    }
    let told = |bytes: &[u8], place: &str| ground.is_told(bytes).then(|| format!("it stands in {place}"));
    let mut secrets: Vec<String> = told(&ended.stdout, "the grades").into_iter().collect();
    secrets.extend(reports(&ground.path("hostile/out")).iter().filter_map(|(name, bytes)| told(bytes, name)));
    let changed = neighbours.keys().filter(|name| of_neighbour(quiet, name) != of_neighbour(hostile, name));
    let passed = |name: &&String| {
        let learner = compare::learner(quiet, name);
        learner.is_some_and(|learner| {
            let mut units = learner.units.iter();
            units.all(|unit| ["passed", "missing"].contains(&unit.status.name()))
        })
    };
    let mut unfair: Vec<String> = changed.map(|name| format!("{name} has another result")).collect();
    unfair.extend(neighbours.keys().filter(|name| !passed(name)).map(|name| format!("{name} did not pass")));
    vec![
        assert("what is outside is unchanged, and nobody was called", ground.harm()),
        assert("no process survives", survivors),
        assert("no secret is told", secrets),
        assert("the honest neighbours' results are the same to the byte as without attackers", unfair),
    ]
}

/// Everything that is told of a neighbour, as bytes.
fn of_neighbour(grades: &Grades, name: &str) -> Option<Vec<u8>> {
    let learner = compare::learner(grades, name)?;
    let keys = learner.units.iter().filter_map(|unit| unit.verdict.as_ref());
    let verdicts: Vec<_> = keys.map(|key| grades.verdicts.get(key)).collect();
    serde_json::to_vec(&(learner, verdicts)).ok()
}

/// All reports, by their paths.
fn reports(out: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![out.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && !entry.file_name().to_string_lossy().starts_with('.') {
                open.push(path);
            } else if !is_folder {
                let name = path.strip_prefix(out).unwrap_or(&path).to_string_lossy().into_owned();
                found.push((name, fs::read(&path).unwrap_or_default()));
            }
        }
    }
    found
}

fn withstood(attack: Attack, grades: &Grades, reports: &[(String, Vec<u8>)]) -> Withstood {
    let mut wrong = compare::differences(&attack, grades);
    for (end, never) in &attack.about.never {
        for (name, bytes) in reports.iter().filter(|(name, _)| name.ends_with(end.as_str())) {
            let text = String::from_utf8_lossy(bytes);
            wrong.extend(
                never
                    .iter()
                    .filter(|never| text.contains(never.as_str()))
                    .map(|never| format!("{never:?} stands in {name}")),
            );
        }
    }
    Withstood {
        row: attack.about.row,
        withstood: wrong.is_empty(),
        happened: compare::happened(&attack, grades),
        wrong,
        about: attack.about.about,
        name: attack.name,
    }
}
