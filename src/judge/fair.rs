//! What judging a class asks for beyond judging one's own work: nobody has to be able to talk the judge into a pass.

use super::Judge;
use crate::check::standing::Own;
use crate::check::{runtime, standing, tests};
use crate::error::Result;
use crate::judged::items::all_items;
use crate::judged::tokens::{Tree, read};
use crate::judged::weave::test_items;
use crate::kit::project::Mode;
use crate::kit::{Exercise, Kind, Tests};
use crate::verdict::{Finding, Origin, Reason};

/// What takes the place of the usual words where nobody has forbidden `unsafe` but the class.
const NOT_TAUGHT: &str = "This exercise does not teach `unsafe`: neither what it begins with nor its solution uses it, so a class's work may not either.";

impl Judge<'_> {
    pub(super) fn is_class(&self) -> bool {
        self.project.mode == Mode::Class
    }

    /// The kit's own solution; empty where there is none.
    pub(super) fn solution_text(&self, exercise: &Exercise) -> String {
        self.project.kit.source.read(&exercise.solution_file()).map_or_else(
            |_| String::new(),
            |bytes| String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned(),
        )
    }

    /// Whether the compiler refuses `unsafe`: the exercise forbids it, or it is a class's work and nothing of the
    /// exercise needs it.
    pub(super) fn refuses_unsafe(&self, exercise: &Exercise) -> Result<bool> {
        if exercise.forbids_unsafe() {
            return Ok(true);
        }
        if !self.is_class() || exercise.kind != Kind::Code {
            return Ok(false);
        }
        if let Some(known) = lock(&self.unsafe_refused).get(&exercise.name) {
            return Ok(*known);
        }
        let mut texts = vec![self.kit_text(exercise)?, self.solution_text(exercise)];
        if let Tests::File(_) = exercise.tests {
            texts.push(self.text_of(exercise, &exercise.file())?);
        }
        // Other files that may be part of the program.
        texts.extend(self.helpers(false).beside().map(str::to_owned));
        let refuses = !texts.iter().any(|text| uses_unsafe(&read(text).unwrap_or_default()));
        lock(&self.unsafe_refused).insert(exercise.name.clone(), refuses);
        Ok(refuses)
    }

    /// The solution's text where its tests are those that count: learners of a format 1 kit may delete their own.
    pub(super) fn solution_tests(&self, exercise: &Exercise) -> Option<String> {
        if !self.is_class() || self.project.kit.format != 1 || !exercise.test {
            return None;
        }
        let text = self.solution_text(exercise);
        let trees = read(&text)?;
        let has_tests = all_items(&trees).iter().any(|item| item.has("test"));
        has_tests.then_some(text)
    }

    /// The rules that the kit need not write down.
    pub(super) fn unwritten(
        &self,
        exercise: &Exercise,
        learner: &str,
        starter: &str,
        tests: Option<&str>,
    ) -> Vec<Finding> {
        if self.project.kit.format == 1 && !self.is_class() {
            // There, cargo judges.
            return Vec::new();
        }
        let solution = || self.solution_text(exercise);
        let kit = || {
            let mut kit = vec![starter.to_owned(), solution()];
            kit.extend(tests.map(str::to_owned));
            kit
        };
        let mut findings = runtime::findings(exercise, learner, self.is_class(), kit);
        if let Some(tests) = tests.filter(|_| self.is_class()) {
            let own = Own { starter, solution: &solution(), tests };
            findings.extend(standing::findings(&exercise.file(), learner, &own));
        }
        findings
    }

    /// Says in plain words what only a class is asked for.
    pub(super) fn explain_class(&self, exercise: &Exercise, findings: &mut [Finding], from_solution: bool) {
        if !self.is_class() {
            return;
        }
        for finding in findings {
            if finding.code.as_deref() == Some("unsafe_code") && !exercise.forbids_unsafe() {
                finding.why = Some(NOT_TAUGHT.into());
            }
            if from_solution && finding.origin == Origin::Kit && finding.kind == Reason::Compile {
                finding.message =
                    format!("the tests of the exercise's solution do not fit your file: {}", finding.message);
                finding.why = Some("They are what counts in a class. They call what the exercise began with by its names: keep these, with their parameters.".into());
            }
        }
    }
}

/// Told when the learner's tests are neither what they began with nor the solution's.
pub(super) fn edited_note(
    exercise: &Exercise,
    learner: &str,
    starter: &str,
    solution: &str,
) -> Option<Finding> {
    let (mine, theirs) = (test_items(learner)?, test_items(solution)?);
    let begun = test_items(starter)?;
    // Where they differ, writing tests is the exercise.
    let is_told = begun == theirs && mine != theirs;
    is_told.then(|| {
        Finding::note(
            Reason::Tests,
            "the tests in your file are not the exercise's own; those of its solution were run",
        )
        .coded(tests::EDITED)
        .because(format!("Lines of the tests are those of {}.", exercise.solution_file()))
    })
}

/// Whether `unsafe` stands there, or an attribute that is it by another name.
fn uses_unsafe(trees: &[Tree]) -> bool {
    trees.iter().any(|tree| match tree {
        Tree::Ident(word, _) => {
            ["unsafe", "no_mangle", "export_name", "link_section", "global_asm"].contains(&word.as_str())
        }
        Tree::Group(group) => uses_unsafe(&group.trees),
        _ => false,
    })
}

fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
