//! What decides a verdict, as a digest.

use super::{Judge, cache, harness};
use crate::check::runtime;
use crate::error::Result;
use crate::kit::{Exercise, Kind, Tests};

impl Judge<'_> {
    /// What names a unit of a class: a digest of everything that decides its verdict on these bytes.
    ///
    /// # Errors
    /// When the machine has no compiler.
    pub fn unit(&self, exercise: &Exercise, bytes: &[u8]) -> Result<String> {
        self.key(exercise, bytes, false)
    }

    /// Everything that decides a verdict.
    pub(super) fn key(&self, exercise: &Exercise, bytes: &[u8], is_solution: bool) -> Result<String> {
        let mut key = cache::Key::new(exercise);
        key.add(bytes);
        key.add(&[u8::from(is_solution)]);
        match exercise.kind {
            Kind::Code | Kind::Witness => {
                self.add_compiler(&mut key)?;
                key.add(&self.helpers(is_solution).digest(bytes));
                key.add(&[u8::from(self.is_for_learners()), u8::from(self.is_class())]);
                key.add(&[u8::from(self.refuses_unsafe(exercise)?)]);
                if self.is_class() || runtime::may_find(bytes) {
                    key.add(self.solution_text(exercise).as_bytes());
                }
                if exercise.tests != Tests::Learner {
                    key.add(self.kit_text(exercise)?.as_bytes());
                }
                if matches!(exercise.tests, Tests::File(_)) {
                    // What has to be kept stands there.
                    key.add(&self.project.kit.source.read(&exercise.file()).unwrap_or_default());
                }
            }
            Kind::Answer => {
                for file in [exercise.rubric_file(), exercise.solution_file(), exercise.file()] {
                    key.add(&self.project.kit.source.read(&file).unwrap_or_default());
                }
            }
            Kind::Predict => {
                self.add_compiler(&mut key)?;
                for file in [exercise.predict_file(), exercise.file()] {
                    key.add(&self.project.kit.source.read(&file).unwrap_or_default());
                }
            }
        }
        Ok(key.finish())
    }

    /// Everything about the compiler that decides a verdict.
    pub(super) fn add_compiler(&self, key: &mut cache::Key) -> Result<()> {
        key.add(self.toolchain()?.version.as_bytes());
        key.add(self.toolchain()?.driver().as_os_str().as_encoded_bytes());
        key.add(self.project.kit.edition.as_bytes());
        key.add(&serde_json::to_vec(&self.project.kit.cargo).unwrap_or_default());
        key.add(harness::digest().as_bytes());

        key.add(&self.dependencies()?.digest);
        // A program may see the difference.
        key.add(&serde_json::to_vec(&self.guard.active).unwrap_or_default());
        Ok(())
    }
}
