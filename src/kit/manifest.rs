//! `info.toml` → [`Kit`], with every problem at its line.

mod faults;
mod files;
mod hints;
mod lines;
mod oracles;

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::keys::{
    Chapter2, EDITIONS, Exercise2, FormatOnly, Info1, Info2, Limits2, MOST_SECONDS, MOST_SIZE,
};
use super::{Cargo, Chapter, Exercise, Kind, Kit, Limits, Source, Tests, format1, rustlings};
use crate::check::memory;
use crate::error::{Error, ErrorKind, Problem, Result, did_you_mean, toml_help};
use crate::verdict::Reason;

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
        return Reader { text: &text, file, problems: Vec::new(), untold: 0, lines: Lines::of(&text) }
            .kit(source);
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
    Reader { text, file, problems: Vec::new(), untold: 0, lines: Lines::of(text) }.kit(source)
}

/// Reads one `info.toml`, gathering problems on the way.
struct Reader<'a> {
    text: &'a str,
    file: String,
    problems: Vec<Problem>,
    lines: Lines,
    /// How many more there are.
    untold: usize,
}

impl Reader<'_> {
    fn kit(mut self, source: Source) -> Result<Kit> {
        // The key stands above all tables; the rest is read once, by the format it names.
        let head = self.text.find("\n[").map_or(self.text, |end| &self.text[..=end]);
        let format: FormatOnly = self.parse(head)?;
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
        for exercise in info.exercises {
            self.check_name(&exercise.name, &mut seen);
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
            let line = self.lines.line(exercise.name.span().start);
            exercises.push(Exercise { line, ..format1::exercise(exercise) });
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
            edition: cargo.edition.clone().unwrap_or_else(|| "2024".into()),
            cargo,
            format: 1,
            source,
        }
    }

    fn format_2(&mut self, info: Info2, source: Source) -> Kit {
        let chapters = self.chapters(info.chapters);
        let mut seen = HashSet::new();
        let exercises = info
            .exercises
            .into_iter()
            .map(|exercise| {
                self.check_name(&exercise.name, &mut seen);
                self.check_chapter(&exercise, &chapters);
                self.exercise(exercise)
            })
            .collect();
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
            edition,
            cargo: Cargo::default(),
            format: 2,
            source,
        }
    }

    fn chapters(&mut self, chapters: Vec<Chapter2>) -> Vec<Chapter> {
        let mut seen = HashSet::new();
        let mut kept = Vec::new();
        for chapter in chapters {
            self.check_plain(&chapter.dir, "a folder name");
            if !seen.insert(chapter.dir.get_ref().clone()) {
                let message = format!("two chapters have the folder `{}`", chapter.dir.get_ref());
                self.report(message, chapter.dir.span(), "give each chapter a folder of its own");
            }
            kept.push(Chapter { dir: chapter.dir.into_inner(), title: chapter.title, intro: chapter.intro });
        }
        kept
    }

    fn exercise(&mut self, keys: Exercise2) -> Exercise {
        let kind = self.kind(keys.kind.as_ref());
        let (sanitize, witness) = (self.sanitize(keys.sanitize.as_ref()), self.witness(kind, &keys));
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
            line: self.lines.line(keys.name.span().start),
            introduces: self.lines.ideas(keys.introduces),
            needs: self.lines.ideas(keys.needs),
            name: keys.name.into_inner(),
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
            limits: self.limits(keys.limits),
            points: keys.points.unwrap_or(1),
            skip_check_unsolved: keys.skip_check_unsolved,
        }
    }

    fn kind(&mut self, kind: Option<&Spanned<String>>) -> Kind {
        let Some(kind) = kind else { return Kind::Code };
        Kind::named(kind.get_ref()).unwrap_or_else(|| {
            let kinds = Kind::ALL.map(Kind::name);
            let help = match did_you_mean(kind.get_ref(), kinds) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("a kind is one of: {}", kinds.join(", ")),
            };
            self.report(format!("there is no kind `{}`", kind.get_ref()), kind.span(), help);
            Kind::Code
        })
    }

    fn tests(&mut self, tests: Option<&Spanned<String>>) -> Tests {
        let Some(tests) = tests else { return Tests::Kit };
        match tests.get_ref().as_str() {
            "kit" => Tests::Kit,
            "learner" => Tests::Learner,
            path if path.ends_with(".rs") && stays_inside(path) => Tests::File(path.to_owned()),
            other => {
                let message = format!("`{other}` does not say whose tests count");
                let help = "write \"kit\", \"learner\", or the path of a .rs file inside the kit";
                self.report(message, tests.span(), help);
                Tests::Kit
            }
        }
    }

    fn limits(&mut self, keys: Option<Limits2>) -> Limits {
        let mut limits = Limits::default();
        let Some(keys) = keys else { return limits };
        for (key, target, most) in [
            (keys.seconds, &mut limits.seconds, MOST_SECONDS),
            (keys.memory_mib, &mut limits.memory_mib, MOST_SIZE),
            (keys.output_kib, &mut limits.output_kib, MOST_SIZE),
        ] {
            let Some(key) = key else { continue };
            if (1..=most).contains(key.get_ref()) {
                *target = *key.get_ref();
            } else {
                let help = format!("write a number from 1 to {most}");
                self.report("this limit is out of range", key.span(), help);
            }
        }
        limits
    }

    fn check_fails_with(&mut self, reason: &Spanned<String>) {
        let text = reason.get_ref();
        let is_code =
            text.len() == 5 && text.starts_with('E') && text[1..].bytes().all(|byte| byte.is_ascii_digit());
        let is_lint = text.starts_with("clippy::") || text.contains('_');
        let reasons = Reason::ALL.map(Reason::name);
        if !is_code && !is_lint && !memory::is_code(text) && !reasons.contains(&text.as_str()) {
            let help = match did_you_mean(text, reasons) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "an error code (E0515), a lint, a memory error (leak), or one of: {}",
                    reasons.join(", ")
                ),
            };
            self.report(format!("`{text}` is no way to fail"), reason.span(), help);
        }
    }

    fn check_name(&mut self, name: &Spanned<String>, seen: &mut HashSet<String>) {
        self.check_plain(name, "an exercise name");
        if !seen.insert(name.get_ref().to_lowercase()) {
            let message = format!("two exercises are named `{}`", name.get_ref());
            self.report(message, name.span(), "names are unique in a kit: rename one of them");
        }
    }

    fn check_chapter(&mut self, exercise: &Exercise2, chapters: &[Chapter]) {
        let Some(dir) = &exercise.dir else { return };
        self.check_plain(dir, "a folder name");
        let known = chapters.iter().map(|chapter| chapter.dir.as_str());
        if !chapters.is_empty() && !known.clone().any(|known| known == dir.get_ref()) {
            let help = match did_you_mean(dir.get_ref(), known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add a [[chapters]] entry with this dir".into(),
            };
            let message = format!("no chapter has the folder `{}`", dir.get_ref());
            self.report(message, dir.span(), help);
        }
    }

    fn check_plain(&mut self, name: &Spanned<String>, what: &str) {
        if let Err(problem) = super::names::check(name.get_ref(), what) {
            self.report(problem.message, name.span(), problem.help.unwrap_or_default());
        }
    }

    /// Where the name of an exercise stands, found again by its text.
    fn span_of_name(&self, name: &str) -> Range<usize> {
        let quoted = format!("\"{name}\"");
        self.text.find(&quoted).map_or(0..0, |at| at..at + quoted.len())
    }
}

/// Whether a path with forward slashes stays below the folder it is relative to.
fn stays_inside(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}
