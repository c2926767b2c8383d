//! `info.toml` → [`Kit`], with every problem at its line.

mod chapters;
mod coverage;
mod faults;
mod files;
mod hints;
mod lines;
mod oracles;
mod values;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::keys::{EDITIONS, Exercise2, FormatOnly, Info1, Info2};
use super::{Cargo, Chapter, Exercise, Kit, Source, format1, names, rustlings};
use crate::error::{Error, ErrorKind, Problem, Result, did_you_mean, toml_help};

use coverage::{CLAIMS, MISCONCEPTIONS};
use lines::Lines;

/// The newest format that this version reads.
const NEWEST_FORMAT: i64 = 2;

/// Nobody reads more of them at once.
const MOST_PROBLEMS: usize = 30;

/// Reads the kit whose files `source` gives.
///
/// # Errors
/// Every problem of its `info.toml` that was found, each with its line.
pub fn load(source: Source) -> Result<Kit> {
    if let Source::Folder(root) = &source
        && rustlings::is_workspace(root)
    {
        let (text, file) = rustlings::info(root)?;
        let file = file.display().to_string();
        return Reader::of(&text, file).kit(source);
    }
    let file = source.display("info.toml");
    let bytes = source.read("info.toml").map_err(|error| {
        Error::kit(format!("the kit's info.toml cannot be read: {error}"))
            .in_file(&file)
            .help("a kit is a folder with info.toml, exercises/ and solutions/")
    })?;
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Err(Error::kit("info.toml is not UTF-8 text")
            .in_file(&file)
            .help("save it as UTF-8 in your editor"));
    };
    // A byte order mark is three bytes that TOML does not allow; editors on Windows add it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Reader::of(text, file).kit(source)
}

/// Reads one `info.toml`, gathering problems on the way.
struct Reader<'a> {
    text: &'a str,
    file: String,
    problems: Vec<Problem>,
    lines: Lines,
    /// How many more there are.
    untold: usize,
    /// Entries that could not be read and were taken away.
    taken: Vec<Range<usize>>,
    /// Where the exercises stand that were read.
    places: Vec<Places>,
    /// The folders of chapters, in lower case and as they are written.
    folders: HashMap<String, String>,
}

/// Where the keys of an exercise stand that name its files.
struct Places {
    name: Range<usize>,
    dir: Range<usize>,
}

impl<'a> Reader<'a> {
    fn of(text: &'a str, file: String) -> Self {
        Self {
            text,
            file,
            problems: Vec::new(),
            lines: Lines::of(text),
            untold: 0,
            taken: Vec::new(),
            places: Vec::new(),
            folders: HashMap::new(),
        }
    }

    fn kit(mut self, source: Source) -> Result<Kit> {
        // The key stands above all tables; the rest is read once, by the format it names. A line of a text may
        // begin like a table, too: what is before it is no TOML then.
        let head = self.text.find("\n[").map_or(self.text, |end| &self.text[..=end]);
        let format: FormatOnly = match toml::from_str(head) {
            Ok(format) => format,
            Err(_) => self.parse(self.text)?,
        };
        if !self.problems.is_empty() {
            return Err(Error { kind: ErrorKind::Kit, problems: self.problems });
        }
        let kit = match format.format_version.as_ref().map(|format| *format.get_ref()) {
            Some(1) => {
                let info: Info1 = self.parse(self.text)?;
                let cargo = Cargo::read(&source)?;
                self.format_1(info, source, cargo)
            }
            Some(2) => {
                let info: Info2 = self.parse(self.text)?;
                self.format_2(info, source)
            }
            Some(other) => {
                let span = format.format_version.map_or(0..0, |format| format.span());
                let help = if other > NEWEST_FORMAT {
                    "this kit is newer than your memkata: update memkata"
                } else {
                    "write `format_version = 2`"
                };
                return Err(self.fatal(format!("format_version {other} is not known"), span, help));
            }
            None => {
                let help = "begin the file with `format_version = 2`";
                return Err(self.fatal("format_version is missing".into(), 0..0, help));
            }
        };
        self.check_files(&kit);
        if self.problems.is_empty() {
            Ok(kit)
        } else {
            if self.untold > 0 {
                let more = Problem::new(format!("{} more problems of this kind", self.untold));
                self.problems.push(more.help("mend those above first"));
            }
            Err(Error { kind: ErrorKind::Kit, problems: self.problems })
        }
    }

    fn parse<T: DeserializeOwned>(&mut self, text: &str) -> Result<T> {
        let parsed = faults::parse(text);
        for (message, span) in parsed.faults {
            let help = toml_help(&message).unwrap_or_else(|| {
                "mend this place; https://toml.io shows how such a file is written".into()
            });
            self.report(message, span, help);
        }
        self.taken = parsed.taken;
        parsed
            .value
            .ok_or_else(|| Error { kind: ErrorKind::Kit, problems: std::mem::take(&mut self.problems) })
    }

    fn problem(&self, message: String, span: Range<usize>) -> Problem {
        Problem {
            message,
            file: Some(self.file.clone()),
            snippet: Some((self.text.to_owned(), span)),
            help: None,
        }
    }

    fn fatal(&self, message: String, span: Range<usize>, help: &str) -> Error {
        Error::new(ErrorKind::Kit, self.problem(message, span).help(help))
    }

    fn report(&mut self, message: impl Into<String>, span: Range<usize>, help: impl Into<String>) {
        if self.problems.len() == MOST_PROBLEMS {
            self.untold += 1;
            return;
        }
        let problem = self.problem(message.into(), span).help(help);
        self.problems.push(problem);
    }

    fn format_1(&mut self, info: Info1, source: Source, cargo: Cargo) -> Kit {
        let mut chapters: Vec<Chapter> = Vec::new();
        let mut seen = HashSet::new();
        let mut exercises = Vec::new();
        for exercise in self.exercises(info.exercises) {
            let entry = exercise.span();
            let mut exercise = exercise.into_inner();
            let Some(name) = self.needed(exercise.name.take(), "name", &entry) else { continue };
            self.check_name(&name, &mut seen);
            self.place(&name, exercise.dir.as_ref());
            if let Some(dir) = &exercise.dir {
                self.check_plain(dir, "a folder name");
                if !chapters.iter().any(|chapter| chapter.dir == *dir.get_ref()) {
                    chapters.push(Chapter {
                        dir: dir.get_ref().clone(),
                        title: dir.get_ref().clone(),
                        intro: None,
                    });
                }
            }
            let line = self.lines.line(name.span().start);
            exercises.push(Exercise { line, ..format1::exercise(name.into_inner(), exercise) });
        }
        let notices = faults::passed_over(self.text).into_iter().map(|(key, span, near)| {
            let problem = self.problem(String::new(), span);
            let (line, column) = problem.position().unwrap_or((1, 1));
            let near = near.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
            format!("{}:{line}:{column}: the key `{key}` is passed over, as rustlings does{near}", self.file)
        });
        Kit {
            notices: notices.collect(),
            title: "rustlings kit".into(),
            version: "1".into(),
            welcome: info.welcome_message,
            final_message: info.final_message,
            chapters,
            exercises,
            claims: Vec::new(),
            misconceptions: Vec::new(),
            edition: cargo.edition.clone().unwrap_or_else(|| "2024".into()),
            cargo,
            format: 1,
            source,
        }
    }

    fn format_2(&mut self, info: Info2, source: Source) -> Kit {
        let (chapters, are_all) = self.chapters(info.chapters);
        let claims = self.statements(CLAIMS, info.claims);
        let misconceptions = self.statements(MISCONCEPTIONS, info.misconceptions);
        let mut seen = HashSet::new();
        let mut exercises = Vec::new();
        for exercise in self.exercises(info.exercises) {
            let entry = exercise.span();
            let mut exercise = exercise.into_inner();
            let name = self.needed(exercise.name.take(), "name", &entry);
            self.check_chapter(&exercise, &chapters, are_all);
            self.check_ids(CLAIMS, &exercise.claims, &claims);
            self.check_ids(MISCONCEPTIONS, &exercise.misconceptions, &misconceptions);
            // What else is wrong with an entry without a name is told, too.
            let Some(name) = name else {
                self.exercise(Spanned::new(entry, String::new()), exercise);
                continue;
            };
            self.check_name(&name, &mut seen);
            self.place(&name, exercise.dir.as_ref());
            exercises.push(self.exercise(name, exercise));
        }
        let edition = info.edition.map_or_else(
            || "2024".to_owned(),
            |edition| {
                if !EDITIONS.contains(&edition.get_ref().as_str()) {
                    let message = format!("there is no Rust edition `{}`", edition.get_ref());
                    self.report(message, edition.span(), "write 2024, 2021, 2018 or 2015");
                }
                edition.into_inner()
            },
        );
        Kit {
            notices: Vec::new(),
            title: info.title.unwrap_or_else(|| "kit".into()),
            version: info.version.unwrap_or_else(|| "0.0.0".into()),
            welcome: info.welcome_message,
            final_message: info.final_message,
            chapters,
            exercises,
            claims: claims.all,
            misconceptions: misconceptions.all,
            edition,
            cargo: Cargo::default(),
            format: 2,
            source,
        }
    }

    /// The entries of the file; that there are none has to be said by `exercises = []`.
    fn exercises<T>(&mut self, exercises: Option<Vec<T>>) -> Vec<T> {
        self.needed(exercises, "exercises", &(0..0)).unwrap_or_default()
    }

    /// A key that `entry` has to have.
    fn needed<T>(&mut self, value: Option<T>, key: &str, entry: &Range<usize>) -> Option<T> {
        if value.is_none() && !self.was_taken(key, entry) {
            self.report(format!("missing field `{key}`"), entry.clone(), format!("add `{key}`"));
        }
        value
    }

    /// Whether it stands there and could not be read, or is what a key that nobody knows was meant to be. That was
    /// told.
    fn was_taken(&self, key: &str, entry: &Range<usize>) -> bool {
        // An entry with a heading spans that line only; the file itself has no place.
        let next = self.text[entry.end..].find("\n[[").filter(|_| !entry.is_empty());
        let end = next.map_or(self.text.len(), |next| entry.end + next);
        self.taken.iter().any(|taken| {
            let is_here = entry.start <= taken.start && taken.start < end;
            let typed = self.text[taken.clone()].split(['=', '.']).next().unwrap_or_default();
            is_here && did_you_mean(typed.trim_matches(['"', '\'', '[', ']', ' ']), [key]).is_some()
        })
    }

    /// Remembers where an exercise stands; its files are looked for later.
    fn place(&mut self, name: &Spanned<String>, dir: Option<&Spanned<String>>) {
        let name = name.span();
        let dir = dir.map_or_else(|| name.clone(), Spanned::span);
        self.places.push(Places { name, dir });
    }

    fn exercise(&mut self, name: Spanned<String>, keys: Exercise2) -> Exercise {
        let kind = self.kind(keys.kind.as_ref());
        let (sanitize, witness) =
            (self.sanitize(keys.sanitize.as_ref()), self.witness(kind, name.span(), &keys));
        let tests = self.tests(keys.tests.as_ref());
        if let Some(reason) = &keys.fails_with {
            self.check_fails_with(reason);
        }
        let (hints, hint_for) = (self.hints(keys.hint, keys.hints), self.hint_for(keys.hint_for));
        for rule in keys.forbid.iter().chain(&keys.keep) {
            if rule.get_ref().trim().is_empty() {
                self.report("an empty rule", rule.span(), "name what is meant, or remove it");
            }
        }
        for rule in &keys.keep {
            if !rule.get_ref().contains(' ') && rule.get_ref() != "main" {
                let help = "write what kind of item it is: `fn main`, `struct Note`, `sig shout`";
                self.report(format!("`{}` does not name an item", rule.get_ref()), rule.span(), help);
            }
        }
        Exercise {
            line: self.lines.line(name.span().start),
            claims: keys.claims.into_iter().map(Spanned::into_inner).collect(),
            misconceptions: keys.misconceptions.into_iter().map(Spanned::into_inner).collect(),
            introduces: self.lines.ideas(keys.introduces),
            needs: self.lines.ideas(keys.needs),
            name: name.into_inner(),
            dir: keys.dir.map(Spanned::into_inner),
            kind,
            task: keys.task,
            test: keys.test,
            tests,
            strict_clippy: keys.strict_clippy,
            allow_lints: keys.allow_lints,
            fails_with: keys.fails_with.map(Spanned::into_inner),
            hints,
            hint_for,
            explain: keys.explain,
            forbid: keys.forbid.into_iter().map(Spanned::into_inner).collect(),
            keep: keys.keep.into_iter().map(Spanned::into_inner).collect(),
            stdout: keys.stdout,
            sanitize,
            witness,
            steps: self.steps(kind, keys.test, keys.steps),
            limits: self.limits(keys.limits),
            skip_check_unsolved: keys.skip_check_unsolved,
            points: keys.points.unwrap_or(1),
            credit: self.credit(keys.credit),
        }
    }

    fn check_name(&mut self, name: &Spanned<String>, seen: &mut HashSet<String>) {
        if let Err(problem) = names::check_exercise(name.get_ref()) {
            self.report(problem.message, name.span(), problem.help.unwrap_or_default());
        }
        if !seen.insert(name.get_ref().to_lowercase()) {
            let message = format!("two exercises are named `{}`", name.get_ref());
            self.report(message, name.span(), "names are unique in a kit: rename one of them");
        }
    }

    fn check_plain(&mut self, name: &Spanned<String>, what: &str) {
        if let Err(problem) = names::check(name.get_ref(), what) {
            self.report(problem.message, name.span(), problem.help.unwrap_or_default());
        }
    }
}
