//! Who is in the class: a CSV file, a gradebook that Canvas or Moodle exports among them.

use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::folders;
use super::lms::{self, Platform};
use super::paths::{shown, without_ending};
use crate::classroom::class::Person;
use crate::classroom::sheet::Sheet;
use crate::error::{Error, ErrorKind, Problem, Result};
use crate::kit::paths::shown as shown_path;

/// Far more than the gradebook of any class.
const LONGEST: u64 = 16 << 20;

/// The columns that make a person's id, the best first.
const IDS: [&str; 9] = [
    "id",
    "student id",
    "sid",
    "username",
    "login",
    "id number",
    "identifier",
    "sis user id",
    "sis login id",
];
const NAMES: [&str; 4] = ["name", "full name", "student", "student name"];
const FIRST: [&str; 2] = ["first name", "given name"];
const LAST: [&str; 3] = ["last name", "surname", "family name"];
const EMAILS: [&str; 3] = ["email", "email address", "e-mail"];
const SUBMISSION: &str = "submission";

/// What else a gradebook has to find again in the table that it imports. Everything else is no business of reports:
/// other grades above all.
const KEPT: [&str; 9] = [
    "integration id",
    "root account",
    "section",
    "status",
    "grade",
    "maximum grade",
    "grade can be changed",
    "last modified (submission)",
    "last modified (grade)",
];

/// The people of a class.
#[derive(Debug)]
pub(super) struct Roster {
    /// In the file's order.
    pub(super) people: Vec<Entry>,
    /// What a person should know of how it was read.
    pub(super) notices: Vec<String>,
}

/// One of them, and what submissions may call them.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) person: Person,
    /// Canvas's and Moodle's own id.
    lms: Vec<String>,
    ids: Vec<String>,
    names: Vec<String>,
    submission: Option<String>,
    line: u64,
}

/// The columns, by their names in lower case.
struct Columns {
    at: HashMap<String, usize>,
    names: Vec<String>,
}

impl Columns {
    fn value<'r>(&self, row: &'r csv::StringRecord, column: &str) -> Option<&'r str> {
        let value = row.get(*self.at.get(column)?)?.trim();
        (!value.is_empty()).then_some(value)
    }

    fn first<'r>(&self, row: &'r csv::StringRecord, columns: &[&str]) -> Option<&'r str> {
        columns.iter().find_map(|column| self.value(row, column))
    }

    fn has(&self, column: &str) -> bool {
        self.at.contains_key(column)
    }

    fn is_canvas(&self) -> bool {
        self.has("student") && self.has("id") && (self.has("section") || self.has("sis login id"))
    }

    fn is_moodle(&self) -> bool {
        let offline = self.has("identifier") && (self.has("full name") || self.has("status"));
        offline || (self.has("email address") && FIRST.iter().any(|column| self.has(column)))
    }
}

/// Reads a roster.
///
/// # Errors
/// A usage error, with its line where it has one.
pub(super) fn read(path: &Path, title: &str) -> Result<Roster> {
    let file = shown_path(path);
    let mut bytes = Vec::new();
    // Unlike a submission, it may be a link: the instructor has named it.
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    folders::open(&real).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes)).map_err(
        |error| {
            Error::usage(format!("the roster {file} cannot be read: {error}"))
                .help("name a CSV file with the class, such as the gradebook that Canvas or Moodle exports")
        },
    )?;
    if bytes.len() as u64 > LONGEST {
        return Err(Error::usage(format!(
            "the roster {file} is larger than 16 MiB: it is no list of a class"
        )));
    }
    parse(&bytes, &file, title)
}

/// The people in a roster's bytes.
fn parse(bytes: &[u8], file: &str, title: &str) -> Result<Roster> {
    let sheet = Sheet::read(bytes, &format!("the roster {file}"))?;
    let mut notices = Vec::new();
    if sheet.is_latin1 {
        notices.push(format!("the roster {file} is not in UTF-8; it was read as Latin-1"));
    }
    let (mut reader, text) = (sheet.rows(), sheet.text());
    let wrong = |error: csv::Error| Error::usage(format!("the roster {file} cannot be read: {error}"));
    let columns = columns(reader.headers().map_err(wrong)?, text, file)?;
    let mut people = Vec::new();
    for row in reader.records() {
        let row = row.map_err(wrong)?;
        let line = row.position().map_or(0, csv::Position::line) + sheet.skipped;
        people.extend(entry(&columns, &row, line, title));
    }
    if people.is_empty() {
        return Err(Error::usage(format!("the roster {file} has nobody in it"))
            .in_file(file)
            .help("it needs a line for each learner below the line with the columns"));
    }
    let problems = duplicates(&people, text, file);
    if !problems.is_empty() {
        return Err(Error { kind: ErrorKind::Usage, problems });
    }
    notices.extend(unused(&columns, file));
    Ok(Roster { people, notices })
}

fn columns(header: &csv::StringRecord, text: &str, file: &str) -> Result<Columns> {
    let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let mut at = HashMap::new();
    let first = || 0..text.lines().next().map_or(0, str::len);
    let problem = |message: String, help: &str| {
        let problem = Problem {
            message,
            file: Some(file.to_owned()),
            snippet: Some((text.to_owned(), first())),
            help: Some(help.to_owned()),
        };
        Error::new(ErrorKind::Usage, problem)
    };
    for (place, name) in names.iter().enumerate() {
        let low = name.to_lowercase();
        if at.insert(low.clone(), place).is_some() && is_known(&low) {
            let message = format!("the roster has two columns `{}`", shown(name));
            return Err(problem(message, "rename one of them, so that it is clear which one counts"));
        }
    }
    let columns = Columns { at, names };
    if !columns.at.keys().any(|name| is_known(name)) {
        let there: Vec<String> =
            columns.names.iter().take(20).map(|name| format!("`{}`", shown(name))).collect();
        let message = format!("the roster has no column that names a learner; it has {}", there.join(", "));
        return Err(problem(
            message,
            "the columns `id`, `name`, `email` and `submission` (a folder or archive) help, and those that Canvas and Moodle export",
        ));
    }
    Ok(columns)
}

fn entry(columns: &Columns, row: &csv::StringRecord, line: u64, title: &str) -> Option<Entry> {
    let name = columns.first(row, &NAMES).map(str::to_owned).or_else(|| {
        let parts: Vec<&str> =
            [&FIRST[..], &LAST].iter().filter_map(|names| columns.first(row, names)).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    });
    let id = columns.first(row, &IDS);
    let email = columns.first(row, &EMAILS);
    let submission = columns.value(row, SUBMISSION);
    if columns.is_canvas() {
        let name = name.as_deref().unwrap_or_default();
        // Canvas's own rows: what an assignment is worth, and a learner that is none.
        if name == "Points Possible" || name == "Student, Test" || columns.value(row, "id").is_none() {
            return None;
        }
    }
    let fallback = email.or(submission.map(without_ending)).or(name.as_deref());
    let id = match id {
        // Moodle's worksheets have it with a word before it.
        Some(id) => participant(id).unwrap_or(id).to_owned(),
        None => fallback?.to_owned(),
    };
    let mut names: Vec<String> = name.iter().flat_map(|name| spellings(name)).collect();
    if let (Some(first), Some(last)) = (columns.first(row, &FIRST), columns.first(row, &LAST)) {
        names.extend([plain(&format!("{first}{last}")), plain(&format!("{last}{first}"))]);
    }
    names.retain(|name| !name.is_empty());
    let lms = [columns.value(row, "id").filter(|_| columns.is_canvas()), columns.value(row, "identifier")];
    let lms = lms.into_iter().flatten().map(|id| participant(id).unwrap_or(id).to_owned()).collect();
    let local = email.and_then(|email| email.split_once('@')).map(|(local, _)| local);
    let ids = IDS.iter().filter_map(|column| columns.value(row, column)).chain(email).chain(local);
    let ids = ids.map(|id| participant(id).unwrap_or(id).to_lowercase()).collect();
    let roster = columns.names.iter().enumerate().filter_map(|(at, name)| {
        let cell = || row.get(at).unwrap_or_default().to_owned();
        match KEPT.contains(&name.to_lowercase().as_str()) || is_known(&name.to_lowercase()) {
            true => Some((name.clone(), cell())),
            // By its name the gradebook knows it; what stands in it is a grade.
            false => is_assignment(name, title).then(|| (name.clone(), String::new())),
        }
    });
    Some(Entry {
        person: Person {
            name: name.unwrap_or_else(|| id.clone()),
            id,
            email: email.map(str::to_owned),
            roster: roster.filter(|(name, _)| !name.is_empty()).collect(),
        },
        lms,
        ids,
        names,
        submission: submission.map(|name| name.trim_start_matches("./").trim_end_matches('/').to_lowercase()),
        line,
    })
}

/// Whether a person is known by the column.
fn is_known(name: &str) -> bool {
    [&IDS[..], &NAMES, &FIRST, &LAST, &EMAILS, &[SUBMISSION]].iter().any(|names| names.contains(&name))
}

/// Whether Canvas's column is the one of the kit: `Week 3 (1234)`.
fn is_assignment(column: &str, title: &str) -> bool {
    let numbered = column.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    column == title || numbered.is_some_and(|(rest, number)| rest == title && is_number(number))
}

fn participant(id: &str) -> Option<&str> {
    let number = id.rsplit_once(' ')?.1;
    (number.bytes().all(|byte| byte.is_ascii_digit()) && id.starts_with(char::is_alphabetic))
        .then_some(number)
}

/// A name as it may be written: `Kim Lee`, `Lee, Kim`.
fn spellings(name: &str) -> Vec<String> {
    let mut all = vec![plain(name)];
    if let Some((last, first)) = name.split_once(',') {
        all.push(plain(&format!("{first}{last}")));
    } else if let Some((first, last)) = name.rsplit_once(' ') {
        all.push(plain(&format!("{last}{first}")));
        if let Some((first, last)) = name.split_once(' ') {
            all.push(plain(&format!("{last}{first}")));
        }
    }
    all
}

/// A name without what platforms leave out or change: case, accents, everything that is no letter or digit.
fn plain(text: &str) -> String {
    let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter));
    letters.flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()).collect()
}

/// Two lines that are one person.
fn duplicates(people: &[Entry], text: &str, file: &str) -> Vec<Problem> {
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut problems = Vec::new();
    for Entry { person, line, .. } in people {
        let Some(before) = seen.insert(person.id.to_lowercase(), *line) else { continue };
        let from_name =
            !IDS.iter().any(|column| person.roster.keys().any(|name| name.eq_ignore_ascii_case(column)));
        let help = match from_name {
            true => "give the roster an `id` column, so that two learners of one name stay two",
            false => "remove one of the lines, or correct its id",
        };
        let skip = usize::try_from(*line).unwrap_or_default().saturating_sub(1);
        let start: usize = text.split_inclusive('\n').take(skip).map(str::len).sum();
        let length = text[start..].lines().next().map_or(0, str::len);
        problems.push(Problem {
            message: format!("`{}` is in the roster twice: lines {before} and {line}", shown(&person.id)),
            file: Some(file.to_owned()),
            snippet: Some((text.to_owned(), start..start + length)),
            help: Some(help.into()),
        });
    }
    problems.truncate(5);
    problems
}

/// What is said of columns that tell nothing, unless a platform has put them there.
fn unused(columns: &Columns, file: &str) -> Option<String> {
    if columns.is_canvas() || columns.is_moodle() {
        return None;
    }
    let known = [&IDS[..], &NAMES, &FIRST, &LAST, &EMAILS, &[SUBMISSION]].concat();
    let others = columns
        .names
        .iter()
        .filter(|name| !name.is_empty() && !known.contains(&name.to_lowercase().as_str()));
    let others: Vec<String> = others.take(10).map(|name| format!("`{}`", shown(name))).collect();
    (!others.is_empty()).then(|| format!("columns of {file} that nobody is known by: {}", others.join(", ")))
}

fn is_same(own: &str, low: &str) -> bool {
    own == low || without_ending(own) == without_ending(low)
}

impl Roster {
    /// Whether the column `submission` is used at all.
    pub(super) fn names_submissions(&self) -> bool {
        self.people.iter().any(|entry| entry.submission.is_some())
    }

    /// Whose the column `submission` says that the place is.
    pub(super) fn named(&self, place: &str) -> Option<usize> {
        let low = place.to_lowercase();
        let low = low.trim_start_matches("./").trim_end_matches('/');
        let is_it = |entry: &Entry| entry.submission.as_deref().is_some_and(|own| is_same(own, low));
        self.people.iter().position(is_it)
    }

    /// Who a folder or archive of this name belongs to: the numbers of those whom it fits best.
    pub(super) fn matches(&self, name: &str) -> Vec<usize> {
        let low = name.to_lowercase();
        let stem = without_ending(&low);
        let decorated = lms::read(name);
        let those = |fits: &dyn Fn(&Entry) -> bool| -> Vec<usize> {
            self.people.iter().enumerate().filter(|(_, entry)| fits(entry)).map(|(at, _)| at).collect()
        };
        let named = |entry: &Entry| entry.submission.as_deref().is_some_and(|own| is_same(own, &low));
        let by_platform = |entry: &Entry| {
            let own = decorated.as_ref().filter(|decorated| decorated.platform != Platform::Gradescope);
            own.is_some_and(|own| entry.lms.iter().any(|id| id == own.id))
        };
        let who = decorated.as_ref().map_or(stem, |decorated| decorated.name);
        let by_id = |entry: &Entry| entry.ids.iter().any(|id| id == &who.to_lowercase());
        let spelled = plain(who);
        let by_name = |entry: &Entry| entry.names.contains(&spelled);
        // `homework-1-kimlee`, as services name what they make for learners.
        let ends = |id: &str| {
            let beside = |rest: &str| rest.ends_with(['-', '_', ' ', '.']);
            let behind = |rest: &str| rest.starts_with(['-', '_', ' ', '.']);
            id.len() >= 3
                && (stem.strip_suffix(id).is_some_and(beside) || stem.strip_prefix(id).is_some_and(behind))
        };
        let by_part = |entry: &Entry| decorated.is_none() && entry.ids.iter().any(|id| ends(id));
        let ways: [&dyn Fn(&Entry) -> bool; 5] = [&named, &by_platform, &by_id, &by_name, &by_part];
        ways.into_iter().map(those).find(|those| !those.is_empty()).unwrap_or_default()
    }
}
