//! A prediction: finding it in its file, and saying of each blank whether it is what happens.
//! Before the pass nothing that is said has the truth in it.

pub mod blanks;
pub mod compare;
pub mod facts;
mod numbers;
pub mod parts;

use self::blanks::Blank;
use self::compare::{Value, Weighed, weigh};
use self::parts::{HEADING, Mark, Parts};
use super::answer::UNFINISHED;
use super::tests::EDITED;
use crate::kit::Exercise;
use crate::verdict::{Finding, Predicted, Reason, TestOutcome, TestResult};

/// How much of the learner's own words is told back.
const QUOTED: usize = 60;

/// A blank of the kit, and what the learner has made of it.
pub struct Filled<'a> {
    /// The kit's.
    pub blank: &'a Blank,
    /// The learner's mark, where it is there exactly once.
    mark: Option<&'a Mark>,
}

impl Filled<'_> {
    /// The learner's words; `None` where there are none.
    pub fn words(&self) -> Option<&str> {
        self.mark.map(|mark| mark.text.as_str()).filter(|text| !text.is_empty())
    }

    /// What is said of a mark that has no words: they may stand where nobody knows which are meant.
    fn empty(&self, file: &str) -> Option<Finding> {
        let (mark, n) = (self.mark?, self.blank.n);
        let finding = |message, why| Finding::error(Reason::Predict, message).because(why);
        Some(match mark.below {
            Some(line) => finding(
                format!("{n}> is empty, and there is text below it"),
                "Put your prediction on the same line, after the mark.",
            )
            .at(file, line, 1),
            None => {
                finding(format!("{n}> is empty"), "Write what you believe after the mark, on the same line.")
                    .at(file, mark.line, mark.column)
            }
        })
    }

    fn test(&self, outcome: TestOutcome, message: Option<String>) -> TestResult {
        TestResult { name: format!("{}>", self.blank.n), outcome, message }
    }
}

/// The learner's file beside the kit's blanks.
pub struct Sheet<'a> {
    /// A row per blank, in the kit's order.
    pub rows: Vec<Filled<'a>>,
    /// What is wrong with the form of the file.
    form: Vec<Finding>,
    file: String,
}

/// Lays the learner's file beside the kit's blanks.
pub fn sheet<'a>(exercise: &Exercise, blanks: &'a [Blank], parts: &'a Parts) -> Sheet<'a> {
    let file = exercise.file();
    let back = format!(
        "`memkata reset {}`, or `x` in the watch, brings the file back and keeps a copy of yours.",
        exercise.name
    );
    let mut form = Vec::new();
    let error = |message: String, why: String, line| {
        Finding::error(Reason::Predict, message).because(why).at(&file, line, 1)
    };
    let Some(heading) = parts.heading else {
        let why = format!(
            "Write it on a line of its own, and below it a line for each prediction: `1>`, `2>`, …; {back}"
        );
        form.push(error(format!("the heading `{HEADING}` is missing"), why, 1));
        let rows = blanks.iter().map(|blank| Filled { blank, mark: None }).collect();
        return Sheet { rows, form, file };
    };
    let rows = blanks
        .iter()
        .map(|blank| {
            let n = blank.n;
            let mut marks = parts.marks.iter().filter(|mark| mark.n == n);
            let (first, second) = (marks.next(), marks.next());
            match (first, second) {
                (None, _) => {
                    let why = format!("Write `{n}>` on a line of its own below `{HEADING}`, and your prediction after it; {back}");
                    form.push(error(format!("the line `{n}>` is missing"), why, heading));
                }
                (Some(_), Some(second)) => {
                    let why = "A prediction is one answer: keep the line that you believe in.".to_owned();
                    form.push(error(format!("the line `{n}>` is there twice"), why, second.line));
                }
                (Some(_), None) => {}
            }
            Filled { blank, mark: first.filter(|_| second.is_none()) }
        })
        .collect();
    for mark in parts.marks.iter().filter(|mark| !blanks.iter().any(|blank| blank.n == mark.n)) {
        let numbers: Vec<String> = blanks.iter().map(|blank| format!("`{}>`", blank.n)).collect();
        let why = format!("This exercise has {}; remove the line, or mend its number.", numbers.join(", "));
        form.push(error(format!("there is no question for `{}>`", mark.n), why, mark.line));
    }
    Sheet { rows, form, file }
}

impl Sheet<'_> {
    /// Whether nothing was written yet, so that there is nothing to judge.
    pub fn is_untouched(&self) -> bool {
        self.rows.iter().all(|row| row.words().is_none())
    }

    /// What is said of a file in which nothing was written: no attempt.
    pub fn untouched(mut self, parts: &Parts) -> (Vec<Finding>, Vec<TestResult>) {
        let tests = self.rows.iter().map(|row| row.test(TestOutcome::Missing, None)).collect();
        if self.form.is_empty() {
            let misplaced = self.rows.iter().filter(|row| row.mark.is_some_and(|mark| mark.below.is_some()));
            self.form.extend(misplaced.filter_map(|row| row.empty(&self.file)));
        }
        if self.form.is_empty() {
            let finding = Finding::error(Reason::Predict, "there is no prediction yet")
                .because("Read the program, and write what you believe after each mark, on the same line. Then save.")
                .at(&self.file, parts.heading.unwrap_or(1), 1);
            self.form.push(finding);
        }
        for finding in &mut self.form {
            finding.code = Some(UNFINISHED.into());
        }
        (self.form, tests)
    }

    /// Judges each blank by itself. `truths` has a value for each row.
    pub fn judge(self, truths: &[Value]) -> (Vec<Finding>, Vec<TestResult>) {
        let mut findings = self.form;
        let mut empty = Vec::new();
        let mut tests = Vec::new();
        for (row, truth) in self.rows.iter().zip(truths) {
            let (n, question) = (row.blank.n, &row.blank.question);
            let Some((mark, words)) = row.mark.zip(row.words()) else {
                tests.push(row.test(TestOutcome::Missing, None));
                empty.extend(row.empty(&self.file));
                continue;
            };
            let (message, why) = match weigh(truth, words) {
                Weighed::Right => {
                    tests.push(row.test(TestOutcome::Ok, None));
                    continue;
                }
                Weighed::Wrong => (format!("{n}> “{}” is not what happens", quoted(words)), question.clone()),
                Weighed::Several => (
                    format!("{n}> “{}” is more than one answer", quoted(words)),
                    format!("A prediction is one answer: write the one that you believe in. {question}"),
                ),
                Weighed::Part(how) => {
                    (format!("{n}> “{}” is not the whole line", quoted(words)), how.to_owned())
                }
                Weighed::Unclear(how) => {
                    (format!("{n}> “{}” cannot be compared with what happens", quoted(words)), how.to_owned())
                }
            };
            tests.push(row.test(TestOutcome::Failed, Some(question.clone())));
            findings.push(Finding::error(Reason::Predict, message).because(why).at(
                &self.file,
                mark.line,
                mark.column,
            ));
        }
        if findings.is_empty() {
            // Everything that is there is right: somebody is still writing.
            empty.iter_mut().for_each(|finding| finding.code = Some(UNFINISHED.into()));
        }
        findings.extend(empty);
        (findings, tests)
    }

    /// What was predicted beside what happened, for after the pass.
    pub fn beside(&self, truths: &[Value]) -> Vec<Predicted> {
        let rows = self.rows.iter().zip(truths);
        rows.map(|(row, truth)| Predicted {
            blank: row.blank.n,
            predicted: row.words().unwrap_or_default().to_owned(),
            happened: truth.to_string(),
        })
        .collect()
    }
}

/// Told when the program in the learner's file is not the exercise's.
pub fn edited_note(exercise: &Exercise) -> Finding {
    Finding::note(Reason::Predict, "the program in your file is not the exercise's own; its own was run")
        .coded(EDITED)
        .because(format!("Your copy may stay as it is; it does not count. `memkata reset {}`, or `x` in the watch, brings the file back and keeps a copy of yours.", exercise.name))
}

/// The beginning of the learner's words, on one line.
fn quoted(words: &str) -> String {
    if words.chars().count() <= QUOTED {
        return words.to_owned();
    }
    words.chars().take(QUOTED).chain(['…']).collect()
}
