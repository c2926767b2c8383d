//! Numbers the tests, and makes the tables of tests by which the harness finds them: one for each
//! module with tests, in the module itself, because only there may its private functions be named.

use std::collections::BTreeMap;

use super::edits::Edits;
use super::items::{Attribute, Item, items};
use super::modules::Place;
use super::tokens::{Tree, read};
use super::weave::{WovenTest, prelude};

/// What stands in the place of `#[test]` in a build for tests: the lints that clippy has switched on
/// and that leave tests alone, which they know by what the compiler's own harness makes of them.
const TEST: &str = "#[allow(clippy::eq_op, clippy::disallowed_names)]";

/// Numbers the tests and gives each module with tests a table of them.
pub(super) struct Table<'a> {
    /// Those found so far, in the order of their indices.
    pub(super) tests: Vec<WovenTest>,
    /// Files that may be modules.
    modules: &'a BTreeMap<String, String>,
    /// The files that the one at work is a module of, and itself.
    open: Vec<String>,
    /// Whether `cfg(test)` is so.
    with_cfg: bool,
    /// Those that have tests, woven.
    pub(super) files: Vec<(String, String)>,
    /// What `main` is called now.
    stand_in: &'static str,
    /// What stands before items of memkata's own.
    own: &'static str,
}

/// The tests of one level, as Rust expressions.
#[derive(Default)]
pub(super) struct Level {
    /// One for each test that stands here.
    own: Vec<String>,
    /// One for the table of each module with tests.
    pub(super) modules: Vec<String>,
}

impl Level {
    fn is_empty(&self) -> bool {
        self.own.is_empty() && self.modules.is_empty()
    }

    /// The table as an expression.
    pub(super) fn expression(&self) -> String {
        let (own, inside) = (self.own.join(", "), self.modules.join(", "));
        format!("::memkata_harness::Tests {{ own: &[{own}], inside: &[{inside}] }}")
    }
}

impl<'a> Table<'a> {
    /// One without tests.
    pub(super) fn new(
        stand_in: &'static str,
        own: &'static str,
        modules: &'a BTreeMap<String, String>,
        learner_path: &str,
        with_cfg: bool,
    ) -> Self {
        let open = vec![learner_path.to_owned()];
        Self { tests: Vec::new(), modules, open, with_cfg, files: Vec::new(), stand_in, own }
    }

    /// Makes the tests among `items` plain functions and their modules plain modules with a
    /// table. `guard` is the edition whose prelude they are guarded with; `place` is
    /// where modules that are files of their own stand, if they are looked for.
    pub(super) fn add(
        &mut self,
        items: &[Item<'_>],
        path: &str,
        edits: &mut Edits<'_>,
        guard: Option<&str>,
        place: Option<&Place>,
    ) -> Level {
        let mut level = Level::default();
        for item in items {
            for attribute in &item.attributes {
                match attribute.name.as_str() {
                    "test" if self.with_cfg => edits.replace(&attribute.range, TEST),
                    "cfg" if attribute.is_cfg_test() && !self.with_cfg => edits.blank(&attribute.range),
                    "test" | "ignore" | "should_panic" => edits.blank(&attribute.range),
                    _ => {}
                }
            }
            if item.has("test") {
                level.own.push(self.test(item, path));
            } else if let ("mod", Some(body)) = (item.keyword.as_str(), item.body) {
                let (_, inside) = self::items(&body.trees);
                let inside = self.add(
                    &inside,
                    &format!("{path}{}::", item.name),
                    edits,
                    guard,
                    place.map(|place| place.inside(&item.name)).as_ref(),
                );
                if inside.is_empty() {
                    continue;
                }
                let prelude = guard.map_or_else(String::new, prelude);
                let (own, table) = (self.own, inside.expression());
                edits.insert(
                    body.range.end - 1,
                    format!(
                        "{prelude}{own} pub(super) static MEMKATA_TESTS: ::memkata_harness::Tests = {table};"
                    ),
                );
                level.modules.push(format!("&{}::MEMKATA_TESTS", self.path_to(&item.name)));
            } else if item.keyword == "mod"
                && let Some(place) = place
                && self.add_file(item, path, place)
            {
                level.modules.push(format!("&{}::MEMKATA_TESTS", self.path_to(&item.name)));
            }
        }
        level
    }

    /// The same for a module that is a file of its own. Whether there are tests in it.
    fn add_file(&mut self, item: &Item<'_>, path: &str, place: &Place) -> bool {
        let named = item.attributes.iter().find(|attribute| attribute.name == "path");
        let (known, candidates) = (self.modules, place.candidates(&item.name, named.and_then(literal)));
        let Some((file, text)) = candidates.iter().find_map(|file| known.get_key_value(file)) else {
            return false;
        };
        // A module that leads to itself: the compiler will say so.
        let (false, Some(trees)) = (self.open.contains(file), read(text)) else { return false };
        let mut edits = Edits::new(text);
        edits.rename_main(&trees, self.stand_in);
        let (_, found) = items(&trees);
        let place = place.of_file(&item.name, file);
        self.open.push(file.clone());
        let inside = self.add(&found, &format!("{path}{}::", item.name), &mut edits, None, Some(&place));
        self.open.pop();
        if inside.is_empty() {
            return false;
        }
        let (own, table) = (self.own, inside.expression());
        edits.insert(
            text.len(),
            format!("\n{own} pub(super) static MEMKATA_TESTS: ::memkata_harness::Tests = {table};\n"),
        );
        self.files.push((file.clone(), edits.apply()));
        true
    }

    /// How to write the name of an item: `main` has another one, and any may be a keyword.
    fn path_to(&self, name: &str) -> String {
        format!("r#{}", if name == "main" { self.stand_in } else { name })
    }

    fn test(&mut self, item: &Item<'_>, path: &str) -> String {
        let index = self.tests.len();
        self.tests.push(WovenTest { name: format!("{path}{}", item.name), ignored: item.has("ignore") });
        let call = format!("::memkata_harness::report({}())", self.path_to(&item.name));
        let panics = item.attributes.iter().find(|attribute| attribute.name == "should_panic");
        let body = match panics {
            None => call,
            Some(attribute) => {
                let expected = match expected_message(attribute) {
                    Some(literal) => format!("::std::option::Option::Some({literal})"),
                    None => "::std::option::Option::None".to_owned(),
                };
                format!("::memkata_harness::should_panic({expected}, || {call})")
            }
        };
        format!("::memkata_harness::Test {{ index: {index}, run: || {body} }}")
    }
}

/// The text of the first literal in an attribute.
fn literal(attribute: &Attribute) -> Option<&str> {
    attribute.rest.iter().find_map(|tree| match tree {
        Tree::Literal(text, _) => Some(text.trim_matches('"')),
        _ => None,
    })
}

/// The literal in `#[should_panic(expected = "…")]` or `#[should_panic = "…"]`.
fn expected_message(attribute: &Attribute) -> Option<String> {
    let inside = attribute.rest.iter().find_map(|tree| tree.group('('));
    let trees = inside.map_or(attribute.rest.as_slice(), |group| &group.trees);
    trees.iter().find_map(|tree| match tree {
        Tree::Literal(text, _) => Some(text.clone()),
        _ => None,
    })
}
