//! The rubric of a text exercise, and what it makes of a text.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::Judge;
use crate::check::answer;
use crate::error::{Error, Result};
use crate::kit::Exercise;
use crate::rubric::{Judgement, Rubric};

/// Rubrics that were read, by their files, with the texts that they were made of: an author changes them. Making one
/// takes as long as judging a hundred answers by it.
pub(super) type Rubrics = Mutex<HashMap<String, (String, Arc<Rubric>)>>;

impl Judge<'_> {
    /// What the rubric finds in a file, whatever is told of it; `None` where there is no answer in it.
    ///
    /// # Errors
    /// When the rubric is missing or wrong.
    pub fn judgement(&self, exercise: &Exercise, text: &str) -> Result<Option<Judgement>> {
        let Some(parts) = answer::parts(text) else { return Ok(None) };
        let rubric = self.rubric(exercise)?;
        let model = self.project.kit.source.read(&exercise.solution_file()).ok();
        let model =
            model.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()).and_then(answer::parts);
        Ok(Some(answer::judgement(exercise, &rubric, &parts, model.map(|model| model.answer))))
    }

    /// The rubric of a text exercise.
    ///
    /// # Errors
    /// When it is missing or wrong, with the places.
    pub fn rubric(&self, exercise: &Exercise) -> Result<Arc<Rubric>> {
        let file = exercise.rubric_file();
        let place = self.project.kit.source.display(&file);
        let broken = |message: String| Error::kit(message).in_file(&place);
        let bytes = self
            .project
            .kit
            .source
            .read(&file)
            .map_err(|error| broken(format!("the rubric cannot be read: {error}")))?;
        let text = String::from_utf8(bytes.into_owned())
            .map_err(|_| broken("the rubric is not UTF-8 text".into()))?;
        let known = || self.rubrics.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, rubric)) = known().get(&file)
            && *of == text
        {
            return Ok(Arc::clone(rubric));
        }
        let rubric = Rubric::parse(&text).map_err(|errors| Error {
            kind: crate::error::ErrorKind::Kit,
            problems: errors
                .into_iter()
                .map(|error| crate::error::Problem {
                    message: error.message,
                    file: Some(place.clone()),
                    snippet: Some((text.clone(), error.span.unwrap_or(0..0))),
                    help: error.help,
                })
                .collect(),
        })?;
        let rubric = Arc::new(rubric);
        known().insert(file, (text, Arc::clone(&rubric)));
        Ok(rubric)
    }
}
