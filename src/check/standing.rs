//! What the kit's tests rely on: that `==` compares, that a method is the one the standard library has, and that a
//! name means what the exercise's own `use` says. A learner's file stands around the tests, and in a class nothing in
//! it may change what they say.

use super::rules::quote;
use crate::judged::items::{Item, all_items, items};
use crate::judged::tokens::{Tree, read, text_of};
use crate::position::line_and_column;
use crate::verdict::{Finding, Reason};

/// The traits that assertions compare by.
const COMPARING: [&str; 3] = ["PartialEq", "PartialOrd", "Ord"];

/// What gives a type or trait its name.
const KEYWORDS: [&str; 5] = ["struct", "enum", "union", "type", "trait"];
/// The types that are always there: what an item of such a name is would be another thing to the tests.
const PRIMITIVES: [&str; 17] = [
    "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64",
    "bool", "char", "str",
];

/// What the kit has of an exercise.
pub struct Own<'a> {
    /// The file that it begins with.
    pub starter: &'a str,
    /// The file that solves it, where there is one.
    pub solution: &'a str,
    /// The file that the tests come from.
    pub tests: &'a str,
}

/// The findings for a learner's file whose exercise has tests of the kit's. `file` is what it is called.
pub fn findings(file: &str, learner: &str, own: &Own<'_>) -> Vec<Finding> {
    let Some(trees) = read(learner) else { return Vec::new() };
    let kit: Vec<Vec<Tree>> =
        [own.starter, own.solution, own.tests].iter().map(|text| read(text).unwrap_or_default()).collect();
    let tests = tests_of(&kit[2]);
    let refused = |name: &str, at: usize, message: String, why: &str| {
        let (line, column) = line_and_column(learner, at);
        let finding = Finding::error(Reason::Rules, message).coded(name).because(why).at(file, line, column);
        Finding { rendered: Some(quote(learner, line, column)), ..finding }
    };
    let mut findings = Vec::new();
    for name in COMPARING {
        let Some(at) = compares(&trees, name) else { continue };
        if !kit.iter().any(|trees| compares(trees, name).is_some()) {
            findings.push(refused(
                &format!("impl {name}"),
                at,
                format!("an `impl {name}` of your own is not allowed in this exercise"),
                "The tests compare what your code gives with what is expected, and this would decide how; `derive` it, or do without.",
            ));
        }
    }
    let called = called(&tests);
    let has = |trees: &[Tree], name: &str| methods_of_traits(trees).iter().any(|method| method.name == name);
    for method in methods_of_traits(&trees) {
        let is_called = called.contains(&method.name) || method.name.is_empty();
        if !is_called
            || kit.iter().any(|trees| has(trees, &method.name))
            || is_for_own_types(&trees, &method.of)
        {
            continue;
        }
        let what = match method.name.as_str() {
            "" => "a method that a macro names".to_owned(),
            name => format!("`{name}`, which the tests call"),
        };
        findings.push(refused(
            "trait method",
            method.at,
            format!("a trait of your own has {what}"),
            "It could stand in the place of the method that is meant; give it another name, or put it into an `impl` of the type alone.",
        ));
    }
    for name in PRIMITIVES {
        let Some(at) = names_type(&trees, name, false) else { continue };
        if !kit.iter().any(|trees| names_type(trees, name, false).is_some()) {
            findings.push(refused(
                &format!("type {name}"),
                at,
                format!("a type of your own is named `{name}`"),
                "The tests would take it for the type that Rust has under this name; give it another one.",
            ));
        }
    }
    findings.extend(changed_imports(&trees, &kit[0], &tests).into_iter().map(|(name, path, at)| {
        refused(
            &format!("use {path}"),
            at,
            format!("`{name}` is `{path}` in the tests of this exercise, and another thing in your file"),
            "Give your own item another name, and keep the `use` that the exercise began with.",
        )
    }));
    findings
}

/// The items that are there for tests; all, where a file holds nothing else.
fn tests_of(trees: &[Tree]) -> Vec<Tree> {
    let (_, found) = items(trees);
    let own: Vec<Tree> =
        found.iter().filter(|item| item.is_for_tests()).flat_map(|item| item.trees.to_vec()).collect();
    if own.is_empty() { trees.to_vec() } else { own }
}

/// Where a comparing trait is implemented by hand: in the head of an `impl`, under another name, or by a macro.
fn compares(trees: &[Tree], name: &str) -> Option<usize> {
    let by_macro = has_open_head(trees);
    first(trees, &|trees, at| {
        if trees[at].ident() != Some(name) {
            return false;
        }
        let after = trees.get(at + 1);
        let renamed = after.and_then(Tree::ident) == Some("as");
        let before = at.checked_sub(1).map(|before| &trees[before]);
        let is_bound = before.is_some_and(|tree| tree.is_punct(":") || tree.is_punct("+"));
        // A macro may put `impl` in front.
        renamed || (!is_bound && (is_before_for(trees, at) || (by_macro && is_argument(trees, at))))
    })
}

/// Whether the word at `at` stands between `impl` and `for`, on the way to a body.
fn is_head(trees: &[Tree], at: usize) -> bool {
    let begins = (0..at).rev().find(|at| trees[*at].ident() == Some("impl") || ends_head(trees, *at));
    begins.is_some_and(|begin| trees[begin].ident() == Some("impl")) && is_before_for(trees, at)
}

fn is_before_for(trees: &[Tree], at: usize) -> bool {
    let head = (at..trees.len()).take_while(|at| !ends_head(trees, *at));
    head.into_iter().any(|at| trees[at].ident() == Some("for"))
}

/// Whether a head ends here. Braces among the arguments of a type do not end it: `P<{ 0 }>`, `<m! {} as Get>::T`.
fn ends_head(trees: &[Tree], at: usize) -> bool {
    let goes_on = trees
        .get(at + 1)
        .is_some_and(|next| next.is_punct(">") || next.is_punct(",") || next.ident() == Some("as"));
    trees[at].is_punct(";") || (trees[at].group('{').is_some() && !goes_on)
}

/// Whether a macro's argument stands in the head of an `impl`.
fn has_open_head(trees: &[Tree]) -> bool {
    let is_open = |trees: &[Tree], at: usize| {
        let head = (at..trees.len()).take_while(|at| !ends_head(trees, *at));
        trees[at].ident() == Some("impl") && head.into_iter().any(|at| trees[at].is_punct("$"))
    };
    first(trees, &is_open).is_some()
}

/// Whether the word stands alone between brackets or commas, as what is handed to a macro does.
fn is_argument(trees: &[Tree], at: usize) -> bool {
    let edge = |tree: Option<&Tree>| tree.is_none_or(|tree| tree.is_punct(","));
    edge(at.checked_sub(1).map(|before| &trees[before])) && edge(trees.get(at + 1))
}

/// The byte of the first token that is meant, but for those in attributes: `derive` is no `impl` by hand.
fn first(trees: &[Tree], is_meant: &impl Fn(&[Tree], usize) -> bool) -> Option<usize> {
    for (at, tree) in trees.iter().enumerate() {
        if is_meant(trees, at) {
            return Some(tree.range().start);
        }
        // A macro may take an item between such brackets, too.
        let in_attribute =
            tree.group('[').is_some_and(|group| !words(&group.trees).iter().any(|word| word == "for"))
                && at.checked_sub(1).is_some_and(|before| trees[before].is_punct("#"));
        if let Tree::Group(group) = tree
            && !in_attribute
            && let Some(found) = first(&group.trees, is_meant)
        {
            return Some(found);
        }
    }
    None
}

/// The names after a dot.
fn called(trees: &[Tree]) -> Vec<String> {
    let mut names = Vec::new();
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            Tree::Ident(name, _) if at > 0 && trees[at - 1].is_punct(".") => names.push(name.clone()),
            Tree::Group(group) => names.extend(called(&group.trees)),
            _ => {}
        }
    }
    names
}

/// A method of a trait.
struct Method {
    /// The trait's name.
    of: String,
    /// Its own; empty where a macro gives it.
    name: String,
    at: usize,
}

/// The methods of the traits that a file defines, inside functions and macros, too.
fn methods_of_traits(trees: &[Tree]) -> Vec<Method> {
    let mut methods = Vec::new();
    for (at, tree) in trees.iter().enumerate() {
        if tree.ident() == Some("trait") {
            let of = trees.get(at + 1).and_then(Tree::ident).unwrap_or_default();
            let end = (at..trees.len()).find(|at| ends_head(trees, *at));
            let body = end.and_then(|end| trees[end].group('{')).map_or(&[][..], |body| &body.trees);
            let named = body.windows(2).filter(|pair| pair[0].ident() == Some("fn"));
            methods.extend(named.map(|pair| Method {
                of: of.to_owned(),
                name: pair[1].ident().unwrap_or_default().to_owned(),
                at: pair[1].range().start,
            }));
        }
        if let Tree::Group(group) = tree {
            methods.extend(methods_of_traits(&group.trees));
        }
    }
    methods
}

/// Whether a trait is implemented, and for nothing but types that the same file defines.
fn is_for_own_types(trees: &[Tree], of: &str) -> bool {
    let types: Vec<String> = all_items(trees)
        .into_iter()
        .filter(|item| matches!(item.keyword.as_str(), "struct" | "enum" | "union"))
        .map(|item| item.name)
        .collect();
    let mut targets = Vec::new();
    targets_of(trees, of, &mut targets);
    !targets.is_empty() && targets.iter().all(|target| types.contains(target))
}

/// The names of the types that a trait is implemented for; empty for a type that is more than a name.
fn targets_of(trees: &[Tree], of: &str, targets: &mut Vec<String>) {
    for (at, tree) in trees.iter().enumerate() {
        if tree.ident() == Some(of) && is_head(trees, at) {
            let begin = trees[..at].iter().rposition(|tree| tree.ident() == Some("impl")).unwrap_or_default();
            let parameters = words(&trees[begin..at]);
            let rest = trees[at..].iter().skip_while(|tree| tree.ident() != Some("for")).skip(1);
            let mut rest = rest.skip_while(|tree| {
                tree.is_punct("&") || tree.ident() == Some("mut") || matches!(tree, Tree::Lifetime(..))
            });
            let target = rest.next().and_then(Tree::ident);
            // `impl<Own> Fake for Own` is for every type.
            let target = target.filter(|name| !parameters.iter().any(|parameter| parameter == name));
            let is_path = rest.next().is_some_and(|tree| tree.is_punct("::") || tree.is_punct("!"));
            targets.push(target.filter(|_| !is_path).unwrap_or_default().to_owned());
        }
        if let Tree::Group(group) = tree {
            targets_of(&group.trees, of, targets);
        }
    }
}

/// What the starter brings in with `use`, the tests name, and the learner's file has as another thing.
fn changed_imports(learner: &[Tree], starter: &[Tree], tests: &[Tree]) -> Vec<(String, String, usize)> {
    let mine = items(learner).1;
    let (wanted, imported) = (imports(&items(starter).1), imports(&mine));
    let named = words(tests);
    let mut changed = Vec::new();
    for (name, path, _) in wanted {
        if !named.contains(&name) || imported.iter().any(|(other, is, _)| *other == name && *is == path) {
            continue;
        }
        let other = imported.iter().find(|(other, ..)| *other == name).map(|(.., at)| *at);
        let defined =
            all_items(learner).iter().find(|item| defines(item, &name)).map(|item| item.range.start);
        let defined = defined.or_else(|| names_type(learner, &name, false));
        if let Some(at) = other.or(defined) {
            changed.push((name, path, at));
        }
    }
    changed
}

fn defines(item: &Item<'_>, name: &str) -> bool {
    let kinds = ["struct", "enum", "union", "trait", "type", "mod", "fn", "const", "static", "macro_rules"];
    kinds.contains(&item.keyword.as_str()) && item.name == name && !item.is_for_tests()
}

/// Where a type or trait gets this name, in functions and macros, too: by its keyword, by `as` in a `use`, or as an
/// argument of a macro that names types.
fn names_type(trees: &[Tree], name: &str, in_use: bool) -> Option<usize> {
    let names = |word: &str| KEYWORDS.contains(&word);
    let by_macro = first(trees, &|trees, at| {
        trees[at].ident().is_some_and(names) && trees.get(at + 1).is_some_and(|next| next.is_punct("$"))
    })
    .is_some();
    named(trees, name, in_use, by_macro)
}

fn named(trees: &[Tree], name: &str, mut in_use: bool, by_macro: bool) -> Option<usize> {
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            Tree::Ident(word, range) if word == name => {
                let before = at.checked_sub(1).and_then(|before| trees[before].ident()).unwrap_or_default();
                let is_named = KEYWORDS.contains(&before) || (in_use && before == "as");
                if is_named || (by_macro && is_argument(trees, at)) {
                    return Some(range.start);
                }
            }
            Tree::Ident(word, _) if word == "use" => in_use = true,
            Tree::Punct(";", _) => in_use = false,
            Tree::Group(group) => {
                let found = named(&group.trees, name, in_use && group.open == '{', by_macro);
                if found.is_some() {
                    return found;
                }
            }
            _ => {}
        }
    }
    None
}

fn words(trees: &[Tree]) -> Vec<String> {
    trees
        .iter()
        .flat_map(|tree| match tree {
            Tree::Ident(word, _) => vec![word.clone()],
            Tree::Group(group) => words(&group.trees),
            _ => Vec::new(),
        })
        .collect()
}

/// The names that the `use` items at the top of a file bring in, each with its path and its place.
fn imports(found: &[Item<'_>]) -> Vec<(String, String, usize)> {
    let mut names = Vec::new();
    for item in found.iter().filter(|item| item.keyword == "use" && !item.is_for_tests()) {
        let start = item.trees.iter().position(|tree| tree.ident() == Some("use")).unwrap_or_default();
        leaves(&item.trees[start + 1..], "", &mut names);
    }
    names
}

/// The leaves of a tree of `use`: `std::{rc::Rc, cell::{self, Cell as C}}`.
fn leaves(trees: &[Tree], before: &str, names: &mut Vec<(String, String, usize)>) {
    for part in trees.split(|tree| tree.is_punct(",") || tree.is_punct(";")) {
        let Some(last) = part.last() else { continue };
        if let Some(group) = last.group('{') {
            leaves(
                &group.trees,
                &format!("{before}{}", text_of(&part[..part.len() - 1]).replace(' ', "")),
                names,
            );
            continue;
        }
        let Some(name) = last.ident() else { continue };
        let renamed = part.len() > 2 && part[part.len() - 2].ident() == Some("as");
        let path = if renamed { &part[..part.len() - 2] } else { part };
        let path = format!("{before}{}", text_of(path).replace(' ', ""));
        let path = path.trim_start_matches("::").trim_end_matches("::self").to_owned();
        // The same things by other paths.
        let path = match path.split_once("::") {
            Some(("core" | "alloc", rest)) => format!("std::{rest}"),
            _ => path,
        };
        let name = if name == "self" { path.rsplit("::").next().unwrap_or_default() } else { name };
        names.push((name.to_owned(), path, last.range().start));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STARTER: &str = "use std::{rc::Rc, cell::{self, Cell}};\nfn f() -> Rc<u8> { todo!() }\n#[cfg(test)]\nmod tests { use super::*; #[test] fn t() { assert_eq!(Rc::strong_count(&f()), 2); assert_eq!(f().len(), 1); } }\n";

    fn codes(learner: &str) -> Vec<String> {
        let own = Own { starter: STARTER, solution: "", tests: STARTER };
        findings("exercises/a.rs", learner, &own).into_iter().filter_map(|finding| finding.code).collect()
    }

    #[test]
    fn what_would_change_the_meaning_of_a_test_is_found() {
        for (code, wanted) in [
            ("impl PartialEq<u8> for Any { }", "impl PartialEq"),
            ("fn f() { impl<T> std::cmp::PartialEq<T> for Any where T: Copy { } }", "impl PartialEq"),
            ("use std::cmp::PartialEq as Same; impl Same<u8> for Any {}", "impl PartialEq"),
            ("macro_rules! m { ($t:ident) => { impl $t<u8> for Any {} } } m!(PartialEq);", "impl PartialEq"),
            ("impl PartialEq<<P<{ 0 }> as Get>::T> for Any { }", "impl PartialEq"),
            ("impl PartialEq<<m! {} as Get>::T> for Any { }", "impl PartialEq"),
            ("make! { # { impl PartialEq<i32> for Any {} } }", "impl PartialEq"),
            ("make! { # [ impl PartialEq<i32> for Any {} ] }", "impl PartialEq"),
            (
                "macro_rules! m { ($($h:tt)*) => { impl $($h)* } } m! { PartialEq<u8> for Any {} }",
                "impl PartialEq",
            ),
            ("trait Fake<const N: usize = { 0 }> { fn len(self); } impl<T> Fake for T {}", "trait method"),
            ("struct Own; trait Fake { fn len(self); } impl<Own> Fake for Own {}", "trait method"),
            ("struct P; trait Fake { fn len(self); } impl Fake for <P as Get>::T {}", "trait method"),
            ("pub struct u32;", "type u32"),
            ("use own::Fake as u32;", "type u32"),
            ("use own::{Fake as r#usize};", "type usize"),
            ("macro_rules! m { ($n:ident) => { struct $n; } } m!(bool);", "type bool"),
            ("make! { struct Rc<T>(T); }", "use std::rc::Rc"),
            ("macro_rules! m { ($n:ident) => { struct $n; } } m!(Rc);", "use std::rc::Rc"),
            ("make! { use own::Fake as Rc; }", "use std::rc::Rc"),
            ("trait Fake { fn len(self) -> usize; } impl<T> Fake for T {}", "trait method"),
            (
                "struct Own; trait Fake { fn len(self); } impl Fake for Own {} impl Fake for Rc<u8> {}",
                "trait method",
            ),
            ("macro_rules! m { ($t:ident) => { trait Fake { fn $t(self); } } } m!(len);", "trait method"),
            ("struct Rc<T>(T);", "use std::rc::Rc"),
            ("use own::Rc; mod own { pub struct Rc; }", "use std::rc::Rc"),
            ("use own::Fake as Rc;", "use std::rc::Rc"),
        ] {
            assert!(
                codes(code).iter().any(|code| code == wanted),
                "{wanted} is not found in {code}: {:?}",
                codes(code)
            );
        }
    }

    #[test]
    fn what_changes_nothing_is_left_alone() {
        for code in [
            STARTER,
            "use std::rc::{Rc, Weak}; use std::cell::Cell;",
            "use alloc::rc::Rc; #[derive(PartialEq, PartialOrd)] struct A;",
            "fn f<T: PartialEq + Copy>(a: T, b: impl PartialEq) -> bool where T: PartialEq { <T as PartialEq>::eq(&a, &a) }",
            "impl<T: PartialEq> Show for Vec<T> {} trait Show { fn show(&self); }",
            "struct Own; trait Size { fn len(&self); } impl Size for Own {}",
            "impl Iterator for A {} struct Own; impl Own { fn len(&self) {} }",
            "mod inner { pub fn g() {} } use inner::g;",
            "fn f(n: u8) -> usize { n as usize } struct Own<T>(T); macro_rules! m { ($t:ty) => { 1 as $t } } fn g() { m!(u32); }",
            "#[derive(PartialEq)] struct A; fn f() { for i in 0..3 {} }",
        ] {
            assert_eq!(codes(code), Vec::<String>::new(), "{code}");
        }
    }
}
