//! What came of an attack beside what must come of it.

use super::corpus::{Attack, Expected, Refusal};
use crate::classroom::grades::{Flag, Grades, LearnerGrades, Status, Unit};
use crate::verdict::Verdict;

/// The attack's submission among the grades.
pub fn learner<'g>(grades: &'g Grades, name: &str) -> Option<&'g LearnerGrades> {
    grades.learners.iter().find(|learner| {
        let place = learner.submission.as_deref().unwrap_or_default();
        names(place, name) || names(&learner.person.id, name)
    })
}

/// Whether a place is this submission's: its name, and not the beginning of another.
fn names(place: &str, name: &str) -> bool {
    let is_end = |after: &str| !after.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    place.match_indices(name).any(|(at, _)| is_end(&place[at + name.len()..]))
}

/// What is otherwise than it must be; nothing where the attack was withstood.
pub fn differences(attack: &Attack, grades: &Grades) -> Vec<String> {
    let refused = grades.refused.iter().find(|refused| names(&refused.place, &attack.name));
    let learner = learner(grades, &attack.name);
    let whole = &attack.about.submission;
    let mut wrong = Vec::new();
    match (whole.refused, refused, learner) {
        (Refusal::Whole | Refusal::Somehow, Some(_), None) => return wrong,
        // Whose it is may be known all the same.
        (Refusal::Whole | Refusal::Somehow, None, Some(learner)) if learner.refused.is_some() => {
            return wrong;
        }
        (Refusal::Whole, ..) => return vec!["it was taken, and had to be refused as a whole".into()],
        (_, Some(refused), _) => return vec![format!("it was refused: {}", refused.why)],
        (_, None, None) => return vec!["nothing is told of it at all".into()],
        (Refusal::Somehow, None, Some(learner)) => {
            let passed = learner.units.iter().filter(|unit| unit.status == Status::Passed);
            wrong.extend(passed.map(|unit| format!("{}: passed, and nothing of it may", unit.exercise)));
            return wrong;
        }
        (Refusal::No, None, Some(learner)) => {
            for path in &whole.elsewhere {
                if !learner.elsewhere.iter().any(|other| other.path.contains(path.as_str())) {
                    wrong.push(format!("{path} is not told as not used"));
                }
            }
            for unit in &learner.units {
                wrong.extend(of_unit(attack, unit, grades));
            }
        }
    }
    wrong
}

fn of_unit(attack: &Attack, unit: &Unit, grades: &Grades) -> Vec<String> {
    let verdict =
        unit.verdict.as_ref().and_then(|key| grades.verdicts.get(key)).map(|judged| &judged.verdict);
    let name = &unit.exercise;
    let Some(expected) = attack.about.expect.get(name) else {
        let beside = attack.about.alone || unit.status == Status::Missing || unit.status == Status::Passed;
        let said = format!("{name}: {}, though it is the kit's solution", told(unit, verdict));
        return if beside { Vec::new() } else { vec![said] };
    };
    let mut wrong = Vec::new();
    let reason = unit.reason.map_or("none", crate::verdict::Reason::name);
    let is_judged = matches!(unit.status, Status::Failed | Status::Unsure);
    if !expected.status.has(unit.status.name()) || (is_judged && !expected.reason.has(reason)) {
        let mut wanted = expected.status.words();
        if is_judged && !expected.reason.has(reason) {
            wanted = format!("{wanted} ({})", expected.reason.words());
        }
        wrong.push(format!("{name}: {}, and had to be {wanted}", told(unit, verdict)));
    }
    wrong.extend(
        said(expected, unit, verdict)
            .into_iter()
            .map(|missing| format!("{name}: {}, without {missing}", told(unit, verdict))),
    );
    wrong
}

fn said(expected: &Expected, unit: &Unit, verdict: Option<&Verdict>) -> Vec<String> {
    let mut missing = Vec::new();
    let findings = verdict.map(|verdict| verdict.findings.as_slice()).unwrap_or_default();
    if let Some(code) = &expected.code
        && !findings.iter().any(|finding| finding.code.as_ref() == Some(code))
    {
        missing.push(format!("the code {code}"));
    }
    if let Some(words) = &expected.says {
        let mut texts = findings
            .iter()
            .flat_map(|finding| [Some(&finding.message), finding.why.as_ref(), finding.rendered.as_ref()])
            .chain([unit.note.as_ref()])
            .flatten();
        if !texts.any(|text| text.contains(words.as_str())) {
            missing.push(format!("the words \"{words}\""));
        }
    }
    for flag in &expected.flags {
        if !unit.flags.iter().any(|found| flag_name(*found) == *flag) {
            missing.push(format!("the flag {flag}"));
        }
    }
    if let Some(points) = expected.points
        && (unit.points.as_f64() - points).abs() > 0.001
    {
        missing.push(format!("{points} points, but with {}", unit.points));
    }
    missing
}

fn flag_name(flag: Flag) -> String {
    serde_json::to_value(flag).ok().and_then(|name| Some(name.as_str()?.to_owned())).unwrap_or_default()
}

/// What became of a unit, in a line.
pub fn told(unit: &Unit, verdict: Option<&Verdict>) -> String {
    let mut line = unit.status.name().to_owned();
    if let Some(reason) = unit.reason {
        line = format!("{line} ({})", reason.name());
    }
    let first = verdict.and_then(|verdict| verdict.errors().next()).map(|finding| &finding.message);
    if let Some(why) = unit.note.as_ref().or(first) {
        let why: String = why.chars().filter(|letter| !letter.is_control()).take(160).collect();
        line = format!("{line}: {why}");
    }
    line
}

/// What happened to an attack, in a line: what became of the exercise that it is about.
pub fn happened(attack: &Attack, grades: &Grades) -> String {
    if let Some(refused) = grades.refused.iter().find(|refused| names(&refused.place, &attack.name)) {
        return format!("refused: {}", refused.why);
    }
    let Some(learner) = learner(grades, &attack.name) else { return "nothing is told of it".into() };
    let unit = learner.units.iter().find(|unit| attack.about.expect.contains_key(&unit.exercise));
    let unit = unit.or_else(|| learner.units.iter().find(|unit| unit.note.is_some()));
    let Some(unit) = unit.or(learner.units.first()) else { return "nothing was judged".into() };
    let verdict =
        unit.verdict.as_ref().and_then(|key| grades.verdicts.get(key)).map(|judged| &judged.verdict);
    told(unit, verdict)
}
