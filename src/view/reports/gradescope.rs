//! A learner's results as Gradescope's autograders write them to `results.json`.

use serde_json::{Value, json};

use super::{escape, told, words};
use crate::classroom::grades::{Grades, LearnerGrades, Unit};

/// The document for one learner. All of it is shown as plain text, so that nothing in it is read as HTML or Markdown.
pub(super) fn results(grades: &Grades, learner: &LearnerGrades) -> Vec<u8> {
    let tests: Vec<Value> = learner.units.iter().map(|unit| test(grades, learner, unit)).collect();
    let document = json!({
        "score": learner.points,
        "output": output(grades, learner),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        // What memkata prints is for the instructor.
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {
            "memkata": grades.memkata,
            "kit": grades.kit,
            "sandbox": grades.sandbox,
        },
    });
    let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn test(grades: &Grades, learner: &LearnerGrades, unit: &Unit) -> Value {
    // What could not be opened is told above.
    let told = if words::is_told(learner, unit) { told::unit(grades, unit).text() } else { String::new() };
    json!({
        "name": escape::line(&format!("{}: {}", unit.exercise, words::unit(unit))),
        "name_format": "text",
        "score": unit.points,
        "max_score": unit.of,
        "status": if words::counts_as_passed(unit) { "passed" } else { "failed" },
        "output": told,
        "output_format": "text",
        "visibility": "visible",
    })
}

fn output(grades: &Grades, learner: &LearnerGrades) -> String {
    let mut lines = vec![format!("{}.", words::result(learner))];
    lines.extend(words::waiting(learner).map(|waits| format!("{waits}.")));
    lines.extend(words::other_kit(grades, learner));
    lines.extend(learner.elsewhere.iter().map(|one| format!("{}: {}", escape::line(&one.path), one.why)));
    lines.push(words::judged_by(grades));
    lines.push(words::sandbox(&grades.sandbox));
    escape::lines(&lines.join("\n"))
}
