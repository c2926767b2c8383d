//! Attributes, macros and names by which code runs outside of `main` and the tests, or takes the place of what they
//! call: a constructor that runs before `main`, a function with the name of one of the C library's, memkata's own names.

use super::rules::quote;
use crate::judged::tokens::{Tree, read};
use crate::kit::Exercise;
use crate::position::line_and_column;
use crate::verdict::{Finding, Reason};

/// Attributes with names that nothing else has: refused wherever they stand, because a macro may bring them to their
/// place.
const ATTRIBUTES: [&str; 13] = [
    "debugger_visualizer",
    "no_mangle",
    "export_name",
    "link_section",
    "link_args",
    "link_name",
    "global_allocator",
    "alloc_error_handler",
    "panic_handler",
    "no_main",
    "no_std",
    "no_core",
    "rustc_std_internal_symbol",
];
/// Attributes with the names of other things: refused between the brackets of an attribute.
const COMMON_ATTRIBUTES: [&str; 5] = ["used", "link", "naked", "linkage", "lang"];
/// Macros with names that nothing else has.
const MACROS: [&str; 2] = ["global_asm", "naked_asm"];
/// Macros that bring in a file, which a macro may be given by their names; in a class that is refused.
const FILES: [&str; 3] = ["include", "include_str", "include_bytes"];
/// What stands around the exercise in the judged program begins so.
const OWN: [&str; 2] = ["memkata_", "MEMKATA_"];
/// As many names are looked for in a file: more than any kit has itself.
const MOST: usize = 1000;
/// As many are told.
const MOST_TOLD: usize = 20;
/// The crates that an exercise has anyway, under their own names.
const CRATES: [&str; 4] = ["std", "core", "alloc", "memprobe"];

/// The findings for a learner's file. What a file of the kit (starter, solution, tests) has itself is part of the
/// exercise; they are asked for only where there is something to find.
pub fn findings(
    exercise: &Exercise,
    learner: &str,
    is_class: bool,
    kit: impl FnOnce() -> Vec<String>,
) -> Vec<Finding> {
    let Some(trees) = read(learner) else { return Vec::new() };
    let mut found = Found::in_file(&trees);
    if !is_class {
        found.retain(|(name, _)| !is_of_file(name));
    }
    if found.is_empty() {
        return Vec::new();
    }
    for text in kit() {
        let known = Found::in_file(&read(&text).unwrap_or_default());
        found.retain(|(name, _)| !known.iter().any(|(other, _)| other == name));
    }
    found.into_iter().take(MOST_TOLD).map(|(name, at)| refused(exercise, learner, &name, at)).collect()
}

/// Whether there may be something to find, as far as bytes tell: what the kit has decides then, too.
pub fn may_find(learner: &[u8]) -> bool {
    let words =
        ATTRIBUTES.iter().chain(&COMMON_ATTRIBUTES).chain(&MACROS).chain(&OWN).chain(&["asm", "extern"]);
    let text = String::from_utf8_lossy(learner);
    words.into_iter().any(|word| text.contains(word))
}

fn refused(exercise: &Exercise, learner: &str, name: &str, at: usize) -> Finding {
    let why = if OWN.iter().any(|own| name.starts_with(own)) {
        "It is a name of what memkata puts around an exercise to judge it; choose another one."
    } else if is_of_file(name) || name == "#[debugger_visualizer]" {
        "An exercise is one file; what stands in another one cannot be part of it."
    } else if name.starts_with("extern crate") {
        "It would put another crate in the place of one that the tests use; `use` needs no such line."
    } else if name.contains("allocator") {
        "memkata counts with an allocator of its own, and there can be one only; remove the line."
    } else {
        "It can make code run before `main` and the tests, or take the place of what they call; this exercise is solved without it."
    };
    let (line, column) = line_and_column(learner, at);
    let finding = Finding::error(Reason::Rules, format!("`{name}` is not allowed in this exercise"))
        .coded(name)
        .because(why)
        .at(exercise.file(), line, column);
    Finding { rendered: Some(quote(learner, line, column)), ..finding }
}

/// Whether what was found would bring in a file.
fn is_of_file(name: &str) -> bool {
    name.strip_suffix('!').is_some_and(|name| FILES.contains(&name))
}

/// The names that were found, as they are told, each with the byte of its first place.
struct Found {
    names: Vec<(String, usize)>,
    /// Whether an attribute's name comes from a macro's argument: then any word may become one.
    attribute_by_macro: bool,
    /// Whether `arch` is named, where `asm!` comes from.
    arch: bool,
}

impl Found {
    fn in_file(trees: &[Tree]) -> Vec<(String, usize)> {
        let mut found = Self { names: Vec::new(), attribute_by_macro: false, arch: false };
        found.prepare(trees, false);
        found.walk(trees, false);
        found.names
    }

    fn prepare(&mut self, trees: &[Tree], in_attribute: bool) {
        let has = |wanted: &str| trees.iter().any(|tree| tree.is_punct(wanted));
        // `#[doc = $text]` names itself.
        self.attribute_by_macro |= in_attribute && has("$") && !has("=");
        for (at, tree) in trees.iter().enumerate() {
            // A `#` without its brackets gets them from a macro.
            self.attribute_by_macro |= tree.is_punct("#") && !begins_attribute(trees, at);
            self.arch |= tree.ident() == Some("arch");
            if let Tree::Group(group) = tree {
                self.prepare(&group.trees, in_attribute || is_attribute(trees, at));
            }
        }
    }

    fn walk(&mut self, trees: &[Tree], in_attribute: bool) {
        for (at, tree) in trees.iter().enumerate() {
            match tree {
                Tree::Ident(word, range) => {
                    let word = word.as_str();
                    if self.names.len() < MOST
                        && let Some(name) = self.refused(word, trees, at, in_attribute)
                        && !self.names.iter().any(|(known, _)| *known == name)
                    {
                        self.names.push((name, range.start));
                    }
                }
                Tree::Group(group) => {
                    self.walk(&group.trees, in_attribute || is_attribute(trees, at));
                }
                _ => {}
            }
        }
    }

    /// What the word at `at` is told as, where it is refused.
    fn refused(&self, word: &str, trees: &[Tree], at: usize, in_attribute: bool) -> Option<String> {
        let is_attribute = ATTRIBUTES.contains(&word)
            || (COMMON_ATTRIBUTES.contains(&word)
                && (in_attribute || self.attribute_by_macro || has_settings(trees, at)));
        if is_attribute {
            return Some(format!("#[{word}]"));
        }
        if MACROS.contains(&word)
            || FILES.contains(&word)
            || (word == "asm" && (self.arch || called(trees, at)))
        {
            return Some(format!("{word}!"));
        }
        if OWN.iter().any(|own| word.starts_with(own)) {
            return Some(word.to_owned());
        }
        if word == "crate"
            && at.checked_sub(1).is_some_and(|before| trees[before].keyword() == Some("extern"))
        {
            let name = trees.get(at + 1).and_then(Tree::ident).unwrap_or_default();
            let other = trees.get(at + 2).and_then(Tree::keyword).filter(|word| *word == "as");
            let other = other.and_then(|_| trees.get(at + 3)).and_then(Tree::ident);
            let takes_a_place = other.is_some_and(|other| CRATES.contains(&other) && other != name);
            if takes_a_place || ["self", "proc_macro", "test"].contains(&name) {
                return Some(format!("extern crate {name}"));
            }
        }
        None
    }
}

/// Whether brackets, and so an attribute, come after the `#` at `at`.
fn begins_attribute(trees: &[Tree], at: usize) -> bool {
    let brackets = |at: usize| trees.get(at).is_some_and(|tree| tree.group('[').is_some());
    brackets(at + 1) || (trees.get(at + 1).is_some_and(|tree| tree.is_punct("!")) && brackets(at + 2))
}

/// Whether the word is followed by what only an attribute has: `link(name = "m")`.
fn has_settings(trees: &[Tree], at: usize) -> bool {
    let settings = trees.get(at + 1).and_then(|next| next.group('('));
    settings.is_some_and(|group| match group.trees.as_slice() {
        [Tree::Ident(..), equals, Tree::Literal(..), ..] => equals.is_punct("="),
        _ => false,
    })
}

/// Whether the brackets at `at` are those of an attribute.
fn is_attribute(trees: &[Tree], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|at| &trees[at]);
    let hash = |tree: Option<&Tree>| tree.is_some_and(|tree| tree.is_punct("#"));
    trees[at].group('[').is_some()
        && (hash(before(1)) || (before(1).is_some_and(|tree| tree.is_punct("!")) && hash(before(2))))
}

fn called(trees: &[Tree], at: usize) -> bool {
    trees.get(at + 1).is_some_and(|next| next.is_punct("!"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(code: &str) -> Vec<String> {
        let trees = read(code).expect("the code has balanced brackets");
        Found::in_file(&trees).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn what_runs_beside_main_and_the_tests_is_found_however_it_is_written() {
        for (code, name) in [
            ("#[no_mangle] pub extern \"C\" fn exit(_: i32) {}", "#[no_mangle]"),
            ("#[unsafe(no_mangle)] pub extern \"C\" fn exit(_: i32) {}", "#[no_mangle]"),
            ("#[r#no_mangle] fn f() {}", "#[no_mangle]"),
            ("#[cfg_attr(all(), unsafe(export_name = \"exit\"))] fn f() {}", "#[export_name]"),
            ("#[link_section = \".init_array\"] static F: fn() = f;", "#[link_section]"),
            (
                "macro_rules! m { ($a:ident) => { #[unsafe($a)] fn exit() {} } } m!(no_mangle);",
                "#[no_mangle]",
            ),
            ("macro_rules! m { ($a:ident) => { #[$a] static F: fn() = f; } } m!(used);", "#[used]"),
            ("#[used] static F: fn() = f;", "#[used]"),
            ("#[link(name = \"c\")] extern \"C\" {}", "#[link]"),
            ("m!(# ; [link(name = \"m\")]);", "#[link]"),
            ("m!(#[a] ; [link(name = \"m\")]);", "#[link]"),
            ("m!(#; used);", "#[used]"),
            ("#[debugger_visualizer(gdb_script_file = \"a.rs\")] mod m {}", "#[debugger_visualizer]"),
            ("m!(include_str, \"a.rs\");", "include_str!"),
            ("core::arch::global_asm!(\"nop\");", "global_asm!"),
            ("use core::arch::asm as quiet; fn f() { unsafe { quiet!(\"nop\") } }", "asm!"),
            ("use core::arch::*; fn f() { unsafe { asm!(\"nop\") } }", "asm!"),
            ("#![no_main]", "#[no_main]"),
            ("extern crate self as std;", "extern crate self"),
            ("extern crate core as std;", "extern crate core"),
            ("extern crate proc_macro;", "extern crate proc_macro"),
            ("fn f() { crate::MEMKATA_TESTS; }", "MEMKATA_TESTS"),
        ] {
            assert!(names(code).iter().any(|found| found == name), "{name} is not found in {code}");
        }
    }

    #[test]
    fn words_of_other_things_are_left_alone() {
        for code in [
            "struct Pool { used: usize, link: Option<Box<Node>> } fn link(used: usize) {}",
            "fn f() { let naked = 1; let lang = naked; asm(lang); }",
            "extern crate alloc; extern crate std;",
            "fn f() { let all = vec![link(1), link(last)]; } #![allow(unused)]",
            "#[doc = \"no_mangle\"] fn f() { \"global_asm!\"; } // no_mangle",
            "macro_rules! m { ($t:literal) => { #[doc = $t] fn f(used: u8) {} } }",
            "#[derive(Debug)] #[allow(unused)] struct Memkata;",
        ] {
            assert_eq!(names(code), Vec::<String>::new(), "{code}");
        }
    }
}
