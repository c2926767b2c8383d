//! Judging a file of code: what the kit wants of it, woven together with its tests.

use std::sync::atomic::{AtomicBool, AtomicU64};

use super::work::Work;
use super::{Judge, failed, fair};
use crate::check::compile::Compiler;
use crate::check::memory::fault::MemoryError;
use crate::check::{rules, tests, text, witness};
use crate::error::{Error, Result};
use crate::judged::weave::{Input, TestSource, Unweavable, Woven, test_items, weave};
use crate::kit::{Exercise, Kind, Tests};
use crate::runner::Cancel;
use crate::verdict::{Finding, Origin, Reason, Verdict};

impl Judge<'_> {
    /// The starter, or the file of tests that the exercise names. In author mode the file that
    /// is edited is the kit's own, so there is nothing to compare it with.
    pub(super) fn kit_text(&self, exercise: &Exercise) -> Result<String> {
        self.text_of(exercise, &kit_file(exercise))
    }

    pub(super) fn text_of(&self, exercise: &Exercise, file: &str) -> Result<String> {
        let bytes = self.project.kit.source.read(file).map_err(|error| {
            Error::kit(format!("a file of `{}` cannot be read: {error}", exercise.name))
                .in_file(self.project.kit.source.display(file))
        })?;
        match text::decode(&bytes, file, Reason::Tests) {
            Ok(text) => Ok(text.to_owned()),
            Err(finding) => Err(Error::kit(finding.message).in_file(self.project.kit.source.display(file))),
        }
    }

    /// Whether AddressSanitizer watches. In safe code there is nothing for it to see; leaks are
    /// memprobe's.
    fn is_sanitized(&self, exercise: &Exercise) -> Result<bool> {
        let wanted = exercise.is_watched() && !self.refuses_unsafe(exercise)?;
        Ok(wanted && self.toolchain()?.address_sanitizer())
    }

    /// What this machine lacks to judge the exercise: the one oracle that can see what has to
    /// be seen.
    ///
    /// # Errors
    /// When the machine has no compiler.
    pub fn lacks_oracle(&self, exercise: &Exercise) -> Result<Option<String>> {
        let Some(wanted) = &exercise.witness else { return Ok(None) };
        let needs_it = MemoryError::named(&wanted.error).is_some_and(MemoryError::needs_sanitizer);
        Ok((needs_it && !self.is_sanitized(exercise)?).then(|| {
            format!(
                "a {} is reported by AddressSanitizer only, which this compiler does not bring for this system",
                wanted.error
            )
        }))
    }

    pub(super) fn code(
        &self,
        exercise: &Exercise,
        bytes: &[u8],
        is_solution: bool,
        cancel: &Cancel,
        early: &mut dyn FnMut(&Finding),
    ) -> Result<Verdict> {
        let file = exercise.file();
        let learner = match text::decode(bytes, &file, Reason::Compile) {
            Ok(learner) => learner,
            Err(finding) => return Ok(failed(exercise, vec![*finding])),
        };
        if learner.trim().is_empty() {
            let finding = Finding::error(Reason::Compile, "the file is empty")
                .because(format!(
                    "`memkata reset {}`, or `x` in the watch, brings the starter back.",
                    exercise.name
                ))
                .at(&file, 1, 1);
            return Ok(failed(exercise, vec![finding]));
        }
        let kit = self.kit_text(exercise)?;
        let mut notes = Vec::new();
        if self.is_for_learners() && exercise.tests == Tests::Kit {
            let edited = test_items(learner).is_some_and(|mine| Some(mine) != test_items(&kit));
            notes.extend(edited.then(|| tests::edited_note(exercise)));
        }
        let starter = match exercise.tests {
            Tests::File(_) => self.text_of(exercise, &exercise.file())?,
            _ => kit.clone(),
        };
        let solution = self.solution_tests(exercise);
        if let Some(solution) = &solution {
            notes.extend(fair::edited_note(exercise, learner, &starter, solution));
        }
        let source = match exercise.tests {
            _ if let Some(solution) = &solution => TestSource::Starter(solution),
            Tests::Learner if self.project.kit.format == 1 => TestSource::Learner,
            _ if !exercise.test || exercise.kind == Kind::Witness => TestSource::None,
            Tests::Learner => TestSource::Learner,
            Tests::Kit => TestSource::Starter(&kit),
            Tests::File(_) => TestSource::File(&kit),
        };
        let build = self.build_dir()?;
        let tests_path = if solution.is_some() { exercise.solution_file() } else { kit_file(exercise) };
        let sanitized = self.is_sanitized(exercise)?;
        if let Some(lacking) = self.lacks_oracle(exercise)? {
            return Err(Error::machine(lacking)
                .help("skip this exercise here; on Linux the compilers of rustup have it"));
        }
        let edition = &self.project.kit.edition;
        // cargo lints a build for tests, whether they run or not.
        let with_cfg = self.project.kit.format == 1;
        let input = Input {
            learner,
            learner_path: &file,
            tests: source,
            tests_path: &tests_path,
            edition,
            sanitized,
            forbids_lints: self.project.kit.cargo.forbids(),
            modules: &self.helpers(is_solution).modules,
            with_cfg,
        };
        let compiler = Compiler {
            toolchain: self.toolchain()?,
            edition,
            cargo: &self.project.kit.cargo,
            with_cfg,
            dependencies: &self.dependencies()?.args,
            harness: self.harness()?,
            sanitized,
            refuses_unsafe: self.refuses_unsafe(exercise)?,
            inherits: self.guard.active.is_none(),
        };
        let helpers = self.helpers(is_solution);
        let work = Work {
            exercise,
            learner,
            starter: &starter,
            build: build.path(),
            compiler,
            helpers,
            cancel,
            walls: self.walls(is_solution)?,
            is_class: self.is_class(),
            longest_run: AtomicU64::default(),
            left_processes: AtomicBool::default(),
        };
        let woven = match weave(&input) {
            Ok(woven) if exercise.test => woven,
            Ok(woven) => Woven { tests: Vec::new(), ..woven },
            Err(Unweavable::LearnerTokens) => {
                let mut verdict = work.bare(notes, "it compiles, and memkata cannot cut it into tokens")?;
                // The kit's tests are known, whatever the file looks like.
                let listed =
                    weave(&Input { learner: "", ..input }).map(|woven| woven.tests).unwrap_or_default();
                verdict.tests = listed.iter().map(tests::without_answer).collect();
                return Ok(verdict);
            }
            Err(Unweavable::KitTokens) => {
                return Err(Error::kit(format!("the tests of `{}` are not Rust", exercise.name))
                    .in_file(self.project.kit.source.display(&tests_path)));
            }
            Err(Unweavable::CString(line, column)) => {
                let finding = Finding::error(
                    Reason::Compile,
                    format!("Rust {edition} has no C strings (`c\"…\"`)"),
                )
                .because("Make one with `CString::new`, or put a space after the `c` if it is for a macro.")
                .at(&file, line, column);
                return Ok(failed(exercise, vec![finding]));
            }
            Err(Unweavable::Attribute(name, line, column)) => {
                let finding =
                    Finding::error(Reason::Compile, format!("`#![{name}]` cannot be used in an exercise"))
                        .because("It changes how the whole program is built; remove the line.")
                        .at(&file, line, column);
                return Ok(failed(exercise, vec![finding]));
            }
        };
        let mut rules = match self.project.kit.format {
            // Where cargo judges, an exercise may have other files.
            1 => Vec::new(),
            _ => rules::findings(exercise, learner, &starter),
        };
        let tests = match source {
            TestSource::Starter(text) | TestSource::File(text) => Some(text),
            TestSource::None | TestSource::Learner => None,
        };
        let mut unwritten = self.unwritten(exercise, learner, &starter, tests);
        unwritten.retain(|finding| rules.iter().all(|rule| rule.code != finding.code));
        rules.extend(unwritten);
        if exercise.kind == Kind::Witness {
            rules.extend(witness::own_unsafe(exercise, learner, &starter));
        }
        let mut verdict = work.woven(&woven, rules, notes, early)?;
        self.explain_class(exercise, &mut verdict.findings, solution.is_some());
        if let Some(lower) = woven.lower {
            let kits = verdict.findings.iter_mut().filter(|finding| finding.origin == Origin::Kit);
            kits.for_each(|finding| finding.stands_lower(lower));
        } else if self.is_for_learners() {
            let is_told = |finding: &Finding| finding.code.as_deref() == Some(tests::EDITED);
            let is_kits = |finding: &Finding| finding.origin == Origin::Kit;
            if verdict.findings.iter().any(is_kits) && !verdict.findings.iter().any(is_told) {
                verdict.findings.push(tests::laid_out_note(exercise));
            }
        }
        Ok(verdict)
    }
}

/// The file of the kit that has an exercise's tests.
fn kit_file(exercise: &Exercise) -> String {
    match &exercise.tests {
        Tests::File(file) => file.clone(),
        Tests::Kit | Tests::Learner => exercise.file(),
    }
}
