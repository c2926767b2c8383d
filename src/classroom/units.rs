//! Units: an exercise of a learner. The same file of the same exercise is judged once, whoever has handed it in,
//! and a unit needs nothing but what its key is made of: a run that was ended goes on where it was.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::beliefs::Beliefs;
use super::class::{Class, Handed};
use super::copies::Copies;
use super::grades::Matched;
use super::inputs::{Input, Inputs};
use crate::check::answer;
use crate::error::{Error, ErrorKind, Result};
use crate::judge::many::across_cores;
use crate::judge::{Asked, Judge, Subject};
use crate::kit::project::Project;
use crate::kit::{Credit, Exercise, Kind};
use crate::runner::Cancel;
use crate::verdict::Verdict;

/// How often a unit is judged that the machine could not judge, and how long is waited between.
const ATTEMPTS: [Duration; 3] = [Duration::ZERO, Duration::from_millis(200), Duration::from_secs(1)];

/// What has to be judged for a class.
#[derive(Debug)]
pub struct Plan<'a> {
    /// Each once.
    pub distinct: Vec<Distinct<'a>>,
    /// By learner and exercise, in their order: which of the distinct ones, where there is something to judge.
    pub places: Vec<Vec<Option<usize>>>,
    /// By exercise: which of the distinct ones is the starter, where it counts what that passes already.
    pub starters: Vec<Option<usize>>,
}

/// Something to judge.
#[derive(Debug)]
pub struct Distinct<'a> {
    /// By the rules of this exercise.
    pub exercise: &'a Exercise,
    /// What was handed in.
    pub input: Input,
    /// Of everything that decides the verdict.
    pub key: String,
    /// Whether it is the starter as the kit has it.
    pub is_starter: bool,
}

/// What judging came to.
#[derive(Debug, Clone)]
pub enum Judged {
    /// A verdict, on the learner's file.
    Verdict(Box<Verdict>),
    /// The kit or the machine could not judge it; who is to mend it, and why.
    Fault(ErrorKind, String),
}

impl<'a> Plan<'a> {
    /// Finds what is the same; nothing is judged yet.
    ///
    /// # Errors
    /// When the machine has no compiler, or what was handed in cannot be read again.
    pub fn new(
        project: &Project,
        judge: &Judge<'_>,
        class: &Class,
        inputs: &Inputs,
        exercises: &[&'a Exercise],
    ) -> Result<Self> {
        let mut plan = Self { distinct: Vec::new(), places: Vec::new(), starters: Vec::new() };
        let mut known: HashMap<(usize, &str), usize> = HashMap::new();
        let starters: Vec<Option<String>> =
            exercises.iter().map(|exercise| starter(project, exercise)).collect();
        let at: Vec<usize> = exercises
            .iter()
            .filter_map(|exercise| project.kit.find(&exercise.name))
            .map(|(at, _)| at)
            .collect();
        for learner in &class.learners {
            let mut places = Vec::new();
            for (number, exercise) in exercises.iter().enumerate() {
                let Some(Handed::File(input)) = learner.files.get(at[number]) else {
                    places.push(None);
                    continue;
                };
                if let Some(same) = known.get(&(number, input.digest.as_str())) {
                    places.push(Some(*same));
                    continue;
                }
                let bytes = read(inputs, input)?;
                let key = judge.unit(exercise, &bytes)?;
                let is_starter = starters[number].as_deref() == Some(same_text(&bytes).as_str());
                known.insert((number, &input.digest), plan.distinct.len());
                places.push(Some(plan.distinct.len()));
                plan.distinct.push(Distinct { exercise, input: input.clone(), key, is_starter });
            }
            plan.places.push(places);
        }
        for (number, exercise) in exercises.iter().enumerate() {
            let is_handed_in = plan.places.iter().any(|places| places[number].is_some());
            let counts = exercise.credit == Credit::PerTest && is_handed_in;
            let bytes = project.kit.source.read(&exercise.file()).ok().filter(|_| counts);
            let Some(bytes) = bytes else {
                plan.starters.push(None);
                continue;
            };
            let input = inputs.put(&bytes).map_err(|error| {
                Error::machine(format!("the starter of `{}` cannot be kept: {error}", exercise.name))
                    .help("is there room where the reports go?")
            })?;
            let same = known.iter().find(|((of, digest), _)| *of == number && **digest == *input.digest);
            let place = same.map_or(plan.distinct.len(), |(_, place)| *place);
            if place == plan.distinct.len() {
                let key = judge.unit(exercise, &bytes)?;
                plan.distinct.push(Distinct { exercise, input, key, is_starter: true });
            }
            plan.starters.push(Some(place));
        }
        Ok(plan)
    }

    /// Judges everything, on all cores; what was judged before is not judged again. `done` is told after each how many
    /// are done. `None` stands for what was cancelled before its turn.
    ///
    /// # Errors
    /// When results cannot be kept. What is wrong with one unit is that unit's own.
    pub fn judge(
        &self,
        judge: &Judge<'_>,
        inputs: &Inputs,
        cancel: &Cancel,
        done: impl Fn(usize) + Sync,
    ) -> Result<Vec<Option<Judged>>> {
        let finished = AtomicUsize::new(0);
        across_cores(self.distinct.len(), cancel, |at| {
            let judged = self.distinct[at].judge(judge, inputs, cancel)?;
            done(finished.fetch_add(1, Ordering::Relaxed) + 1);
            Ok(judged)
        })
    }
}

impl Plan<'_> {
    /// The wrong belief that each of the distinct units looks like, where it failed. `None` when it was cancelled.
    ///
    /// # Errors
    /// When what was handed in cannot be read again.
    pub fn beliefs(
        &self,
        beliefs: &Beliefs<'_>,
        judged: &[Judged],
        inputs: &Inputs,
        cancel: &Cancel,
    ) -> Result<Option<Vec<Option<Matched>>>> {
        let found = across_cores(self.distinct.len(), cancel, |at| {
            let distinct = &self.distinct[at];
            Ok(match &judged[at] {
                Judged::Verdict(verdict) if !verdict.passed() && !distinct.is_starter => {
                    beliefs.of(distinct.exercise, &read(inputs, &distinct.input)?, verdict)
                }
                _ => None,
            })
        })?;
        Ok(found.into_iter().collect())
    }
}

impl Plan<'_> {
    /// What was written, of the answers that were not accepted or that more than one has handed in; by the units' keys.
    ///
    /// # Errors
    /// When what was handed in cannot be read again.
    pub fn texts(
        &self,
        judged: &[Judged],
        copies: &Copies,
        inputs: &Inputs,
    ) -> Result<BTreeMap<String, String>> {
        let copied: HashSet<usize> =
            copies.keys().filter_map(|(who, what)| self.places[*who][*what]).collect();
        let mut texts = BTreeMap::new();
        for (at, (distinct, judged)) in self.distinct.iter().zip(judged).enumerate() {
            let is_open =
                matches!(judged, Judged::Verdict(verdict) if !verdict.passed()) || copied.contains(&at);
            if distinct.exercise.kind == Kind::Answer && !distinct.is_starter && is_open {
                let bytes = read(inputs, &distinct.input)?;
                let text = String::from_utf8_lossy(&bytes);
                let said = answer::parts(&text).map_or(&*text, |parts| parts.answer);
                texts.insert(distinct.key.clone(), said.trim().to_owned());
            }
        }
        Ok(texts)
    }
}

impl Distinct<'_> {
    fn judge(&self, judge: &Judge<'_>, inputs: &Inputs, cancel: &Cancel) -> Result<Judged> {
        let bytes = read(inputs, &self.input)?;
        let asked = Asked { reuse: true, cancel: cancel.clone() };
        let mut fault = Judged::Fault(ErrorKind::Machine, String::new());
        for pause in ATTEMPTS {
            thread::sleep(pause);
            // A fault of ours in one unit is no reason to lose the others.
            let judged = catch_unwind(AssertUnwindSafe(|| {
                judge.judge(self.exercise, Subject::Bytes(&bytes), &asked, &mut |_| {})
            }));
            match judged {
                Ok(Ok(verdict)) => return Ok(Judged::Verdict(Box::new(verdict))),
                Ok(Err(error)) if error.kind == ErrorKind::Usage => return Err(error),
                Ok(Err(error)) => {
                    fault = Judged::Fault(error.kind, words(&error));
                    if error.kind == ErrorKind::Kit {
                        break;
                    }
                }
                Err(_) => {
                    let why = "memkata itself failed on this file: please report it, with the file";
                    return Ok(Judged::Fault(ErrorKind::Machine, why.into()));
                }
            }
            if cancel.is_cancelled() {
                break;
            }
        }
        Ok(fault)
    }
}

/// An error in a line.
fn words(error: &Error) -> String {
    let problem = error.problems.first();
    let message = problem.map(|problem| problem.message.clone()).unwrap_or_default();
    match problem.and_then(|problem| problem.help.as_ref()) {
        Some(help) => format!("{message}; {help}"),
        None => message,
    }
}

fn read(inputs: &Inputs, input: &Input) -> Result<Vec<u8>> {
    inputs.get(input).map_err(|error| {
        Error::machine(format!("what was handed in cannot be read again: {error}"))
            .help("start `grade` once more: it reads the submissions anew")
    })
}

fn starter(project: &Project, exercise: &Exercise) -> Option<String> {
    project.kit.source.read(&exercise.file()).ok().map(|bytes| same_text(&bytes))
}

/// The text, with neither the mark nor the line ends that some editors leave, nor space at its end.
fn same_text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    text.strip_prefix('\u{feff}').unwrap_or(&text).trim_end().to_owned()
}
