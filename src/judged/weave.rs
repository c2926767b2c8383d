//! Weaves the learner's file and the tests into a crate that the compiler sees:
//!
//! - the learner's file at its own path, line for line. Its `main` gets another name of the
//!   same length (the harness has the real one), inner attributes move to the crate's root;
//! - the kit's tests, from the kit's own file at their own lines, ahead of the learner's code,
//!   so that no macro of the learner's reaches them;
//! - a root that includes both and hands the tests and `main` to the harness.
//!
//! Nothing is compiled with `--test`, so the learner's copy of the tests is not even seen.

use std::collections::BTreeMap;

use super::align::aligned;
use super::edits::{Edits, blanked};
use super::items::{Attribute, Item, items};
use super::modules::Place;
use super::table::{Level, Table};
use super::tokens::{first_c_string, read};
use crate::position::line_and_column;

/// Names for the learner's `main`: as long as the original, so that columns stay.
const STAND_INS: [&str; 4] = ["m4in", "ma1n", "m41n", "mai9"];

/// Crate-level attributes that a learner's file may carry.
const LIFTED: [&str; 8] =
    ["allow", "warn", "deny", "forbid", "expect", "feature", "recursion_limit", "type_length_limit"];

/// Lints that the learner's file asks for are not about the kit's tests.
const NO_LINTS: &str =
    "#[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]";

/// No lint is about what memkata adds.
const OWN: &str = "#[allow(warnings, clippy::all)]";
/// The same where the kit forbids lints: a group that one of them may be in cannot be allowed.
const OWN_UNDER_FORBID: &str = "#[allow(warnings)]";

/// What is woven together.
pub struct Input<'a> {
    /// The learner's file, without a byte order mark.
    pub learner: &'a str,
    /// Its path relative to the workspace.
    pub learner_path: &'a str,
    /// Whose tests run.
    pub tests: TestSource<'a>,
    /// The path of the kit's file that the tests come from, relative to the kit.
    pub tests_path: &'a str,
    /// The Rust edition, for the prelude's name.
    pub edition: &'a str,
    /// Whether the program is made to run under AddressSanitizer.
    pub sanitized: bool,
    /// Whether the compiler is told to forbid lints.
    pub forbids_lints: bool,
    /// Files of Rust beside the exercises, by their paths: a learner's file may have them as modules.
    pub modules: &'a BTreeMap<String, String>,
    /// Whether the compiler is told that this is a build for tests, which lints ask for.
    pub with_cfg: bool,
}

/// Whose tests run.
#[derive(Clone, Copy)]
pub enum TestSource<'a> {
    /// None at all.
    None,
    /// The learner's own.
    Learner,
    /// The test items of the kit's starter.
    Starter(&'a str),
    /// Everything in a file of the kit that holds nothing but tests.
    File(&'a str),
}

/// The crate for the compiler.
#[derive(Debug)]
pub struct Woven {
    /// Files to write, by their path in the build folder; the root is the first.
    pub files: Vec<(String, String)>,
    /// The tests in the order of their indices.
    pub tests: Vec<WovenTest>,
    /// Whether the learner's file has a `main`, and one that does something.
    pub main: Main,
    /// The name that stands in for `main` in the learner's file.
    pub stand_in: &'static str,
    /// How many lines of the root, from its first, are those of the learner's file.
    pub lifted_lines: u32,
    /// How many lines lower than in the kit's file its tests stand here, because the learner's copy
    /// does; `None` where that copy is another one, so that no line of it can be named.
    pub lower: Option<i64>,
}

/// What the learner's `main` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Main {
    /// There is none.
    Missing,
    /// `fn main() {}`.
    Empty,
    /// It has a body.
    Real,
}

/// A test that can be asked for by its index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WovenTest {
    /// Its path: `tests::keeps_the_text`.
    pub name: String,
    /// Whether it is marked `#[ignore]`.
    pub ignored: bool,
}

/// Why nothing could be woven.
#[derive(Debug)]
pub enum Unweavable {
    /// The learner's file cannot be cut into tokens; the compiler will say why.
    LearnerTokens,
    /// The kit's tests cannot be cut into tokens.
    KitTokens,
    /// A C string where the edition has none, and where it stands.
    CString(u32, u32),
    /// A crate-level attribute that an exercise cannot have, and where it stands.
    Attribute(String, u32, u32),
}

/// The root file's name in the build folder.
pub const ROOT: &str = "root.rs";
/// The module that the kit's tests are included in.
const KIT_MODULE: &str = "memkata_kit";
/// The folder of the kit's files in the build folder.
pub const KIT_FOLDER: &str = ".memkata";
/// Where the kit's tests stand in the build folder: the folder that a workspace also has.
pub const KIT_PREFIX: &str = ".memkata/originals/";

/// Weaves.
///
/// # Errors
/// When one of the files cannot be read as tokens, or an attribute stands in the way.
pub fn weave(input: &Input<'_>) -> Result<Woven, Unweavable> {
    let trees = read(input.learner).ok_or(Unweavable::LearnerTokens)?;
    if matches!(input.edition, "2015" | "2018")
        && let Some(at) = first_c_string(&trees)
    {
        let (line, column) = line_and_column(input.learner, at);
        return Err(Unweavable::CString(line, column));
    }
    let (inner, learner_items) = items(&trees);
    let kit = match input.tests {
        TestSource::Starter(text) | TestSource::File(text) => Some(text),
        TestSource::None | TestSource::Learner => None,
    };
    let taken =
        |name: &&&str| !input.learner.contains(**name) && !kit.is_some_and(|kit| kit.contains(**name));
    let stand_in = STAND_INS.iter().find(taken).copied().unwrap_or(STAND_INS[0]);

    let mut learner = Edits::new(input.learner);
    let own = if input.forbids_lints { OWN_UNDER_FORBID } else { OWN };
    let names_crates = input.edition == "2015";
    let mut root = Root { own, names_crates, sanitized: input.sanitized, ..Root::default() };
    let mut lifted = 0;
    // One that stands below the first item is the compiler's to refuse.
    let first = learner_items.first().map_or(usize::MAX, |item| item.range.start);
    for attribute in inner.iter().filter(|attribute| attribute.range.start < first) {
        // What it stands for where there is a build for tests.
        if !(input.with_cfg && attribute.name == "cfg_attr") {
            Root::check_lifted(attribute, input.learner)?;
        }
        learner.blank(&attribute.range);
        root.lift(attribute, input.learner, &mut lifted);
    }
    learner.rename_main(&trees, stand_in);

    let mut table = Table::new(stand_in, own, input.modules, input.learner_path, input.with_cfg);
    let mut kit_file = None;
    let mut lower = Some(0);
    match input.tests {
        TestSource::None => {}
        TestSource::Learner => {
            let place = Place::of(input.learner_path);
            root.tests = table.add(&learner_items, "", &mut learner, None, Some(&place));
        }
        TestSource::Starter(text) | TestSource::File(text) => {
            if input.with_cfg {
                // What is left of them where they do not run would be warned about.
                let own = learner_items.iter().filter(|item| item.is_for_tests());
                own.for_each(|item| learner.blank(&item.range));
            }
            let trees = read(text).ok_or(Unweavable::KitTokens)?;
            let (inner, mut found) = items(&trees);
            let mut kit = Edits::new(text);
            for attribute in &inner {
                kit.blank(&attribute.range);
            }
            if matches!(input.tests, TestSource::Starter(_)) {
                found.iter().filter(|item| !item.is_for_tests()).for_each(|item| kit.blank(&item.range));
                found.retain(Item::is_for_tests);
            }
            kit.rename_main(&trees, stand_in);
            let tests = table.add(&found, "", &mut kit, Some(input.edition), None);
            let path = format!("{KIT_PREFIX}{}", input.tests_path);
            root.kit = kit_module(&path, &tests, input.edition);
            root.tests.modules.push(format!("&{KIT_MODULE}::MEMKATA_TESTS"));
            let mut woven = kit.apply();
            if matches!(input.tests, TestSource::Starter(_)) {
                let aligned = aligned(&woven, (text, &found), (input.learner, &learner_items));
                lower = aligned.as_ref().map(|(_, lower)| *lower);
                woven = aligned.map_or(woven, |(text, _)| text);
            }
            kit_file = Some((path, woven));
        }
    }

    let main = learner_items.iter().find(|item| item.keyword == "fn" && item.name == "main");
    let main = match main.map(|item| item.body.is_some_and(|body| !body.trees.is_empty())) {
        None => Main::Missing,
        Some(false) => Main::Empty,
        Some(true) => Main::Real,
    };
    let mut files = vec![(ROOT.to_owned(), root.text(main, stand_in, input.learner_path))];
    files.extend(kit_file);
    files.extend(table.files);
    files.push((input.learner_path.to_owned(), learner.apply()));
    Ok(Woven { files, tests: table.tests, main, stand_in, lifted_lines: root.lifted_lines(), lower })
}

/// A module around the kit's tests: what stands in none of its own is guarded here.
fn kit_module(path: &str, tests: &Level, edition: &str) -> String {
    let (prelude, tests) = (prelude(edition), tests.expression());
    format!(
        "{NO_LINTS}\nmod {KIT_MODULE} {{\n    #[allow(unused_imports)] use super::*;\n    {prelude}\n    ::std::include!({path:?});\n    \
         #[allow(warnings, clippy::all)] pub(super) static MEMKATA_TESTS: ::memkata_harness::Tests = {tests};\n}}\n"
    )
}

/// Brings in the prelude by a glob, so that a name of it that the learner has taken becomes
/// ambiguous instead of quietly another thing: `use super::*` alone would prefer theirs. The crates
/// come by their names, which come before what any glob has: a module `std` of the learner's stays theirs.
pub(super) fn prelude(edition: &str) -> String {
    let name = if edition == "2015" { "v1".into() } else { format!("rust_{edition}") };
    // There, paths begin with a crate's name only where the crate was declared.
    let crates =
        if edition == "2015" { "" } else { "#[allow(unused_imports)] use ::{core, memprobe, std}; " };
    format!("#[allow(unused_imports)] use ::std::prelude::{name}::*; {crates}")
}

/// The items of a file that are there for tests only, as text: to see whether a learner has
/// edited them. `None` where the file cannot be cut into tokens.
pub fn test_items(source: &str) -> Option<Vec<String>> {
    let trees = read(source)?;
    let (_, items) = items(&trees);
    Some(items.iter().filter(|item| item.is_for_tests()).map(Item::text).collect())
}

/// The crate's root.
#[derive(Default)]
struct Root {
    /// What stands before items of memkata's own.
    own: &'static str,
    /// The beginning of the learner's file with nothing left but the attributes that it has for
    /// the whole crate: at their own lines and columns.
    attributes: String,
    tests: Level,
    /// The module that includes the kit's tests, where there are any.
    kit: String,
    /// Whether crates have to be named before their paths can be used.
    names_crates: bool,
    /// Whether a sanitizer has to be told whom to report to.
    sanitized: bool,
}

impl Root {
    fn check_lifted(attribute: &Attribute, source: &str) -> Result<(), Unweavable> {
        if attribute.name == "doc" || LIFTED.contains(&attribute.name.as_str()) {
            return Ok(());
        }
        let (line, column) = line_and_column(source, attribute.range.start);
        Err(Unweavable::Attribute(attribute.name.clone(), line, column))
    }

    fn lift(&mut self, attribute: &Attribute, source: &str, done: &mut usize) {
        if attribute.name == "doc" {
            return;
        }
        let range = attribute.range.clone();
        self.attributes.push_str(&blanked(&source[*done..range.start]));
        *done = range.end;
        self.attributes.push_str(&source[range]);
    }

    fn lifted_lines(&self) -> u32 {
        u32::try_from(self.attributes.lines().count()).unwrap_or(u32::MAX)
    }

    fn text(&self, main: Main, stand_in: &str, learner_path: &str) -> String {
        let mut text = self.attributes.clone();
        if !text.is_empty() {
            text.push('\n');
        }
        if self.names_crates {
            text.push_str("extern crate memkata_harness;\n");
        }
        if self.names_crates && self.sanitized {
            text.push_str("extern crate memkata_asan;\n");
        }
        let hook = if self.sanitized { "Some(::memkata_asan::install)" } else { "None" };
        let call = match main {
            Main::Missing => "::std::process::ExitCode::FAILURE".to_owned(),
            Main::Empty | Main::Real => format!("::memkata_harness::report({stand_in}())"),
        };
        let (own, tests) = (self.own, self.tests.expression());
        // A static, because expressions that name the modules' tables last only as long as theirs.
        text.push_str(&format!(
            "{own}\nstatic MEMKATA_TESTS: ::memkata_harness::Tests = {tests};\n\
             {own}\nfn main() -> ::std::process::ExitCode {{\n    \
             ::memkata_harness::run(&MEMKATA_TESTS, || {call}, ::std::option::Option::{hook})\n}}\n"
        ));
        text.push_str(&self.kit);
        text.push_str(&format!("::std::include!({learner_path:?});\n"));
        text
    }
}
