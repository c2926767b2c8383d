//! What a kit teaches and against what: that everything it names has an exercise, and which.

use serde::Serialize;

use super::judged::read;
use super::{Claim, Flaw, Proof};
use crate::check::diagnostics::{is_error_code, is_lint};
use crate::check::memory::budget;
use crate::kit::mistakes::said;
use crate::kit::project::Project;
use crate::kit::{Exercise, Kind, Sanitize, Statement};
use crate::verdict::Reason;

/// What a learner does in an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activity {
    Compile,
    Tests,
    Predict,
    Explain,
    Budget,
    Oracles,
    Witness,
    Build,
}

impl Activity {
    /// All of them, in the order in which they are told.
    const ALL: [Self; 8] = [
        Self::Compile,
        Self::Tests,
        Self::Predict,
        Self::Explain,
        Self::Budget,
        Self::Oracles,
        Self::Witness,
        Self::Build,
    ];

    /// What an exercise is by its keys.
    fn of(exercise: &Exercise) -> Self {
        let fails_with = exercise.fails_with.as_deref().unwrap_or_default();
        match exercise.kind {
            Kind::Answer => Self::Explain,
            Kind::Predict => Self::Predict,
            Kind::Witness => Self::Witness,
            Kind::Code if !exercise.steps.is_empty() => Self::Build,
            Kind::Code if exercise.sanitize != Sanitize::No => Self::Oracles,
            Kind::Code if is_budget(fails_with) => Self::Budget,
            Kind::Code if is_compilers(fails_with) => Self::Compile,
            Kind::Code => Self::Tests,
        }
    }

    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Compile => "fix it until it compiles",
            Self::Tests => "make the kit's tests pass",
            Self::Predict => "predict, and be compared with the real run",
            Self::Explain => "explain in your own words",
            Self::Budget => "stay within a budget of memory",
            Self::Oracles => "`unsafe` code under the memory-error oracles",
            Self::Witness => "make a broken program misbehave, and read the report",
            Self::Build => "build your own, in steps",
        }
    }
}

/// Without oracles, only a budget fails for a reason of memory.
fn is_budget(fails_with: &str) -> bool {
    fails_with == Reason::Memory.name() || budget::CODES.contains(&fails_with)
}

fn is_compilers(fails_with: &str) -> bool {
    let reasons = [Reason::Compile, Reason::Lint].map(Reason::name);
    is_error_code(fails_with) || is_lint(fails_with) || reasons.contains(&fails_with)
}

/// What a kit teaches, with the exercises for it.
#[derive(Debug, Serialize)]
pub struct Coverage {
    /// What the kit teaches.
    pub claims: Vec<Covered>,
    /// The wrong beliefs that it is against.
    pub misconceptions: Vec<Covered>,
    /// What learners do; only what there is.
    pub kinds: Vec<Done>,
}

/// A claim or misconception, and who is about it.
#[derive(Debug, Serialize)]
pub struct Covered {
    pub id: String,
    pub text: String,
    /// By their names.
    pub exercises: Vec<String>,
    /// Those that name it as the belief behind them: relative to the kit.
    pub mistakes: Vec<String>,
}

/// The exercises in which the same is done.
#[derive(Debug, Serialize)]
pub struct Done {
    pub kind: Activity,
    /// By their names.
    pub exercises: Vec<String>,
}

/// What the kit teaches, in the order of its tables and its exercises.
pub fn coverage(project: &Project) -> Coverage {
    let kit = &project.kit;
    let names = |is_meant: &dyn Fn(&Exercise) -> bool| -> Vec<String> {
        kit.exercises.iter().filter(|one| is_meant(one)).map(|one| one.name.clone()).collect()
    };
    let mistakes: Vec<(String, String)> =
        kit.exercises.iter().flat_map(|exercise| beliefs(project, exercise)).collect();
    let covered = |one: &Statement, exercises: Vec<String>, mistakes: Vec<String>| Covered {
        id: one.id.clone(),
        text: one.text.clone(),
        exercises,
        mistakes,
    };
    let claim = |one: &Statement| {
        covered(one, names(&|exercise: &Exercise| exercise.claims.contains(&one.id)), Vec::new())
    };
    let misconception = |one: &Statement| {
        let embody = mistakes.iter().filter(|(_, belief)| *belief == one.id);
        let embody = embody.map(|(file, _)| file.clone()).collect();
        covered(one, names(&|exercise: &Exercise| exercise.misconceptions.contains(&one.id)), embody)
    };
    let done = |kind: Activity| Done { kind, exercises: names(&|one: &Exercise| Activity::of(one) == kind) };
    Coverage {
        claims: kit.claims.iter().map(claim).collect(),
        misconceptions: kit.misconceptions.iter().map(misconception).collect(),
        kinds: Activity::ALL.into_iter().map(done).filter(|done| !done.exercises.is_empty()).collect(),
    }
}

/// The mistakes of an exercise that name the belief behind them, and that belief.
fn beliefs(project: &Project, exercise: &Exercise) -> Vec<(String, String)> {
    let one = |file: String| {
        let belief = said(&read(project, &file).ok()?, "belief:")?;
        Some((file, belief.trim_end_matches([',', ';', ':', '.']).to_owned()))
    };
    exercise.mistakes(&project.dir).into_iter().filter_map(one).collect()
}

/// Each claim and each misconception of the kit has an exercise.
pub(super) fn of_kit(project: &Project) -> Vec<Proof> {
    let kit = &project.kit;
    let has = |all: &dyn Fn(&Exercise) -> &Vec<String>, one: &Statement| {
        kit.exercises.iter().any(|exercise| all(exercise).contains(&one.id))
    };
    let proof = |one: &Statement, is_met: bool, entry: &str, key: &str| {
        let proof = Proof::of_kit(Claim::Coverage, "info.toml").at(one.line);
        if is_met {
            return proof;
        }
        let id = &one.id;
        let help = format!("add `{id}` to the `{key}` of an exercise that is about it, or write one");
        proof.failing(Flaw::new(format!("no exercise has the {entry} `{id}`: {}", one.text), help))
    };
    let claims = kit.claims.iter().map(|one| proof(one, has(&|other| &other.claims, one), "claim", "claims"));
    let misconceptions = kit
        .misconceptions
        .iter()
        .map(|one| proof(one, has(&|other| &other.misconceptions, one), "misconception", "misconceptions"));
    claims.chain(misconceptions).collect()
}

/// The belief behind each mistake is a misconception of the kit, where the kit says which there are.
pub(super) fn of_exercise(project: &Project, exercise: &Exercise) -> Vec<Proof> {
    let known = &project.kit.misconceptions;
    if known.is_empty() {
        return Vec::new();
    }
    let one = |(file, belief): (String, String)| {
        let proof = Proof::of(exercise, Claim::Coverage, file).at(1);
        if known.iter().any(|one| one.id == belief) {
            return proof;
        }
        let what = format!("its first line names the belief `{belief}`, and no misconception has that id");
        proof.failing(Flaw::new(what, Statement::help("misconceptions", &belief, known)))
    };
    beliefs(project, exercise).into_iter().map(one).collect()
}
