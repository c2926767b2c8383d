//! What an exercise forbids, and what it wants kept.

use std::collections::HashSet;

use super::keep;
use crate::judged::items::items;
use crate::judged::tokens::{Tree, read};
use crate::kit::Exercise;
use crate::position::line_and_column;
use crate::verdict::{Finding, Reason};

/// The findings for `forbid` and `keep`. `unsafe` is left to the compiler. Empty where the
/// learner's file cannot be cut into tokens: then the compiler speaks first.
pub fn findings(exercise: &Exercise, learner: &str, starter: &str) -> Vec<Finding> {
    let Some(trees) = read(learner) else { return Vec::new() };
    let file = exercise.file();
    let (_, found) = items(&trees);
    let mut findings = Vec::new();
    for rule in exercise.forbid.iter().filter(|rule| *rule != "unsafe") {
        let rule = Rule::new(rule, &trees);
        let first = found
            .iter()
            .filter(|item| !item.is_for_tests())
            .find_map(|item| rule.first_in(item.trees, Place::Code));
        if let Some(at) = first {
            let (line, column) = line_and_column(learner, at);
            let mut finding =
                Finding::error(Reason::Rules, format!("`{}` is not allowed in this exercise", rule.text))
                    .because(why_forbidden(rule.text))
                    .at(&file, line, column);
            finding.code = Some(rule.text.to_owned());
            finding.rendered = Some(quote(learner, line, column));
            findings.push(finding);
        }
    }
    if let Some((word, at)) = other_file(&trees, false)
        && !starter.contains(word.trim_end_matches('!'))
    {
        let (line, column) = line_and_column(learner, at);
        let mut finding = Finding::error(Reason::Rules, format!("`{word}` is not allowed in an exercise"))
            .because("An exercise is one file; what stands in another one cannot be part of it.")
            .at(&file, line, column);
        finding.code = Some(word.to_owned());
        finding.rendered = Some(quote(learner, line, column));
        findings.push(finding);
    }
    if !exercise.keep.is_empty() {
        findings.extend(keep::findings(exercise, learner, &trees, starter));
    }
    findings
}

/// What would bring another file into the program, and the byte where it stands.
fn other_file(trees: &[Tree], in_attribute: bool) -> Option<(&'static str, usize)> {
    const MACROS: [&str; 3] = ["include!", "include_str!", "include_bytes!"];
    for (at, tree) in trees.iter().enumerate() {
        let next = trees.get(at + 1);
        match tree {
            Tree::Ident(text, range) => {
                let called = next.is_some_and(|next| next.is_punct("!") || next.keyword() == Some("as"));
                if let Some(found) =
                    MACROS.iter().find(|name| called && name.strip_suffix('!') == Some(text.as_str()))
                {
                    return Some((found, range.start));
                }
                if in_attribute && text == "path" && next.is_some_and(|next| next.is_punct("=")) {
                    return Some(("#[path]", range.start));
                }
            }
            Tree::Group(group) => {
                let after_hash = at > 0 && trees[at - 1].is_punct("#");
                let found = other_file(&group.trees, in_attribute || (after_hash && group.open == '['));
                if found.is_some() {
                    return found;
                }
            }
            _ => {}
        }
    }
    None
}

/// Why the usual shortcuts are closed.
fn why_forbidden(rule: &str) -> String {
    match rule {
        "clone" | "to_owned" | "to_vec" | "to_string" | "String::from" => "This exercise is solved with the value that is there, without making another one.".into(),
        "Box::leak" | "leak" | "mem::forget" | "forget" => "Leaked memory is never given back. The value needs an owner that lives long enough: a variable of the caller, or what the function returns.".into(),
        "'static" => "`'static` promises that the value lives as long as the program; this one is made while it runs.".into(),
        "static" => "A `static` lives as long as the program; here the value should live only as long as it is needed.".into(),
        _ => "This exercise can be solved without it, and is meant to be.".into(),
    }
}

/// As many tokens of a path are looked through for its beginning.
const LONGEST_PATH: usize = 2000;

/// Where a token stands decides what a bare word means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Code,
    /// Between the braces of a `use`: every word is part of a path there.
    Use,
    /// Among the arguments of a macro that the learner's file defines, or that has got another name there: a bare
    /// word may become a method.
    OwnMacro,
}

/// The macros whose arguments become what they look like.
const STANDARD_MACROS: [&str; 32] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "cfg",
    "column",
    "compile_error",
    "concat",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "env",
    "eprint",
    "eprintln",
    "file",
    "format",
    "format_args",
    "line",
    "matches",
    "module_path",
    "option_env",
    "panic",
    "print",
    "println",
    "stringify",
    "thread_local",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// One entry of `forbid`.
struct Rule<'a> {
    text: &'a str,
    path: Vec<&'a str>,
    /// Other names that the file gives to the type or module before the last `::`.
    aliases: HashSet<String>,
    own_macros: HashSet<String>,
}

impl<'a> Rule<'a> {
    fn new(text: &'a str, file: &[Tree]) -> Self {
        let path: Vec<&str> = text.trim_end_matches('!').split("::").collect();
        let mut aliases = HashSet::new();
        if let [.., parent, _] = path.as_slice() {
            collect_aliases(file, parent, &mut aliases);
        }
        let mut own_macros = HashSet::new();
        collect_macros(file, &mut own_macros);
        Self { text, path, aliases, own_macros }
    }

    /// The byte where the first use begins.
    fn first_in(&self, trees: &[Tree], place: Place) -> Option<usize> {
        for (at, tree) in trees.iter().enumerate() {
            if self.is_at(trees, at, place) {
                return Some(tree.range().start);
            }
            if let Tree::Group(group) = tree {
                let inside_own_macro = at >= 2
                    && trees[at - 1].is_punct("!")
                    && trees[at - 2].ident().is_some_and(|name| self.is_own_macro(name));
                // No other braces come right after `::`.
                let inside_use = group.open == '{'
                    && at.checked_sub(1).is_some_and(|before| {
                        trees[before].is_punct("::") || trees[before].keyword() == Some("use")
                    });
                let inside = match (inside_own_macro, inside_use) {
                    (true, _) => Place::OwnMacro,
                    (false, true) => Place::Use,
                    _ => place,
                };
                if let Some(found) = self.first_in(&group.trees, inside) {
                    return Some(found);
                }
            }
        }
        None
    }

    fn is_at(&self, trees: &[Tree], at: usize, place: Place) -> bool {
        match &trees[at] {
            Tree::Lifetime(text, _) => text == self.text,
            Tree::Ident(text, _) => match self.path.as_slice() {
                ["static"] => text == "static",
                [word] => text == word && is_used(trees, at, place),
                [.., parent, last] => {
                    (text == last
                        && (self.follows(trees, at, parent)
                            || (place == Place::OwnMacro && stands_alone(trees, at))))
                        // `use Box as B;` would give the path another name.
                        || (text == parent && trees.get(at + 1).and_then(Tree::keyword) == Some("as"))
                }
                [] => false,
            },
            _ => false,
        }
    }

    /// Whether a macro's arguments may become anything. The name that a macro is called by may be another one of it.
    fn is_own_macro(&self, name: &str) -> bool {
        !STANDARD_MACROS.contains(&name) || self.own_macros.contains(name) || self.own_macros.contains("$")
    }

    /// Whether the word at `at` is the end of a path through `parent`: `Box::leak`,
    /// `Box::<T>::leak`, `<Box<T>>::leak`, `use std::boxed::Box::{leak}`.
    fn follows(&self, trees: &[Tree], at: usize, parent: &str) -> bool {
        let Some(before) = at.checked_sub(1).filter(|before| trees[*before].is_punct("::")) else {
            return false;
        };
        let mut back = before;
        while let Some(previous) = back.checked_sub(1) {
            // Nobody writes such a path but to hide its beginning.
            if before - previous > LONGEST_PATH {
                return true;
            }
            match &trees[previous] {
                Tree::Ident(text, _) if text == parent || self.aliases.contains(text) => return true,
                // What a macro is given may be it.
                Tree::Ident(text, _)
                    if text != "crate"
                        && previous.checked_sub(1).is_some_and(|dollar| trees[dollar].is_punct("$")) =>
                {
                    return true;
                }
                // Over generic arguments; anything else ends the path.
                Tree::Punct("<" | ">" | "::" | "&" | ",", _) | Tree::Ident(..) | Tree::Lifetime(..) => {
                    back = previous;
                }
                Tree::Group(group) if matches!(group.open, '[' | '(') && trees[before - 1].is_punct(">") => {
                    back = previous;
                }
                _ => return false,
            }
            if !trees[before - 1].is_punct(">") {
                return false;
            }
        }
        false
    }
}

/// The names in `macro_rules! name`, wherever they stand: inside functions, too. `$` for one that a macro names, and
/// all names after `as`, of which one may be a macro's.
fn collect_macros(trees: &[Tree], names: &mut HashSet<String>) {
    for (at, tree) in trees.iter().enumerate() {
        let named = match tree.ident() {
            Some("macro_rules") => trees.get(at + 2),
            Some("as") => trees.get(at + 1),
            _ => None,
        };
        match named {
            Some(Tree::Ident(name, _)) => {
                names.insert(name.clone());
            }
            Some(tree) if tree.is_punct("$") && trees[at].ident() != Some("as") => {
                names.insert("$".to_owned());
            }
            _ => {}
        }
        if let Tree::Group(group) = tree {
            collect_macros(&group.trees, names);
        }
    }
}

/// Whether nothing in front of the word makes it a path or method of something else.
fn stands_alone(trees: &[Tree], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    let is_path = trees[before].is_punct("::")
        && before.checked_sub(1).is_some_and(|before| {
            trees[before].ident().is_some_and(|word| word != "as") || trees[before].is_punct(">")
        });
    !is_path && !trees[before].is_punct(".")
}

/// The names in `type Name = path::to::Parent<…>`.
fn collect_aliases(trees: &[Tree], parent: &str, names: &mut HashSet<String>) {
    for (at, tree) in trees.iter().enumerate() {
        if let (Some("type"), Some(name)) = (tree.keyword(), trees.get(at + 1).and_then(Tree::ident)) {
            let own = trees[at + 1..].iter();
            let own = own.take_while(|tree| tree.keyword() != Some("type") && !tree.is_punct(";"));
            let after = own.skip_while(|tree| !tree.is_punct("=")).skip(1);
            let path = after.take_while(|tree| tree.ident().is_some() || tree.is_punct("::"));
            if path.filter_map(Tree::ident).last() == Some(parent) {
                names.insert(name.to_owned());
            }
        }
        if let Tree::Group(group) = tree {
            collect_aliases(&group.trees, parent, names);
        }
    }
}

/// Whether the word is used as a method, path, call, macro or type, and not only as the name
/// of a variable, field or definition.
fn is_used(trees: &[Tree], at: usize, place: Place) -> bool {
    let before = at.checked_sub(1).map(|before| &trees[before]);
    let after = trees.get(at + 1);
    let is_definition = before.and_then(Tree::keyword).is_some_and(|word| {
        matches!(word, "fn" | "let" | "mut" | "struct" | "enum" | "trait" | "mod" | "const" | "type" | "ref")
    });
    if is_definition {
        return false;
    }
    let is_type = trees[at].ident().is_some_and(|word| word.starts_with(char::is_uppercase));
    before.is_some_and(|tree| tree.is_punct(".") || tree.is_punct("::"))
        || after.is_some_and(|tree| tree.is_punct("::") || tree.is_punct("!") || tree.group('(').is_some())
        || is_type
        || matches!(place, Place::OwnMacro | Place::Use)
}

/// The source line with a mark under the place, as compilers show it.
pub(super) fn quote(source: &str, line: u32, column: u32) -> String {
    let text = source.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default();
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    let indent = " ".repeat(column.saturating_sub(1) as usize);
    format!("{margin} |\n{number} | {text}\n{margin} | {indent}^")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forbidden(rule: &str, code: &str) -> bool {
        let trees = read(code).expect("the code has balanced brackets");
        Rule::new(rule, &trees).first_in(&trees, Place::Code).is_some()
    }

    #[test]
    fn a_forbidden_method_is_found_however_it_is_called() {
        for code in [
            "fn f(s: &String) -> String { s.clone() }",
            "fn f(s: &String) -> String { Clone::clone(s) }",
            "fn f(s: &String) -> String { <String as Clone>::clone(s) }",
            "fn f(v: &[String]) -> Vec<String> { v.iter().map(String::clone).collect() }",
            "fn f(s: &String) { println!(\"{}\", s.clone()) }",
            "fn f(s: &String) -> Vec<String> { vec![s.clone()] }",
            "macro_rules! twin { ($a:ident) => { $a.clone() } } fn f() {}",
            "macro_rules! call { ($a:expr, $m:ident) => { $a.$m() } } fn f(s: String) { call!(s, clone); }",
            "fn f(s: &String) -> String { s.r#clone() }",
            "use own::{clone as copy, other}; fn f() {}",
            "use {own::{deep::{clone as copy}}}; fn f() {}",
        ] {
            assert!(forbidden("clone", code), "not found in {code}");
        }
    }

    #[test]
    fn a_name_that_only_looks_like_it_is_left_alone() {
        for code in [
            "fn f() { let clone = 3; g(clone); }",
            "// s.clone()\nfn f() { let s = \"s.clone()\"; }",
            "fn cloned(v: &[u8]) -> u8 { v.iter().cloned().sum() }",
            "struct Sheep { clone: bool }",
        ] {
            assert!(!forbidden("clone", code), "found in {code}");
        }
    }

    #[test]
    fn a_path_is_found_behind_generics_and_other_names() {
        for code in [
            "fn f() { Box::leak(x); }",
            "fn f() { std::boxed::Box::leak(x); }",
            "fn f() { Box::<String>::leak(x); }",
            "fn f() { <Box<String>>::leak(x); }",
            "use std::boxed::Box as B; fn f() { B::leak(x); }",
            "type B<T> = std::boxed::Box<T>; fn f() { B::leak(x); }",
            "macro_rules! m { ($t:ident, $f:ident) => { $t::$f(x) } } fn f() { m!(Box, leak) }",
            "use m as other; fn f() { other!(Box, leak, x) }",
            "use m as vec; fn f() { vec!(Box, leak, x) }",
            "macro_rules! m { ($t:ident) => { $t::leak(x) } } fn f() { m!(Box) }",
            "macro_rules! m { ($t:ty) => { <$t>::leak(x) } } fn f() { m!(Box<u8>) }",
            "fn f() { m!(Box; ::leak(x)) }",
        ] {
            assert!(forbidden("Box::leak", code), "not found in {code}");
        }
        assert!(!forbidden("Box::leak", "fn f() { Pipe::leak(x); String::leak(y); }"));
        assert!(!forbidden("Box::leak", "fn f() { println!(\"{}\", leak); m!(x.leak(), Pipe::leak(y)) }"));
        assert!(!forbidden("Box::leak", "type Link = Option<Box<u8>>; fn f() { Link::leak(x); }"));
    }

    #[test]
    fn ways_to_bring_in_another_file_are_found() {
        let found = |code: &str| other_file(&read(code).expect("balanced"), false).map(|(word, _)| word);
        assert_eq!(found("fn f() { std::include!(\"a.rs\") }"), Some("include!"));
        assert_eq!(found("use std::{include_str as s}; fn f() {}"), Some("include_str!"));
        assert_eq!(found("#[path = \"a.rs\"] mod a;"), Some("#[path]"));
        assert_eq!(found("#[cfg_attr(all(), path = \"a.rs\")] mod a;"), Some("#[path]"));
        assert_eq!(found("fn include(path: &mut u8) { path = 1; include(path) }"), None);
    }

    #[test]
    fn the_item_and_the_lifetime_static_are_told_apart() {
        assert!(forbidden("static", "static N: u8 = 1;"));
        assert!(!forbidden("static", "fn f(s: &'static str) {}"));
        assert!(forbidden("'static", "fn f(s: &'static str) {}"));
        assert!(!forbidden("'static", "static N: u8 = 1;"));
    }
}
