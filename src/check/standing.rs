//! What the kit's tests rely on: that `==` compares, that a method is the one the standard library has, and that a
//! name means what the exercise's own `use` says. A learner's file stands around the tests, and in a class nothing in
//! it may change what they say.

use std::collections::{HashMap, HashSet};

use super::rules::quote;
use crate::judged::items::{Item, all_items, items};
use crate::judged::tokens::{Tree, read, text_of};
use crate::position::line_and_column;
use crate::verdict::{Finding, Reason};

/// The traits that assertions compare by.
const COMPARING: [&str; 3] = ["PartialEq", "PartialOrd", "Ord"];

/// As many bytes of a path in `use` are kept.
const LONGEST_PATH: usize = 1000;
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
    let mut called_there = HashSet::new();
    called(&tests, &mut called_there);
    let known: Vec<Method> = kit.iter().flat_map(|trees| methods_of_traits(trees)).collect();
    let known: HashSet<&str> = known.iter().map(|method| method.name.as_str()).collect();
    let own = for_own_types(&trees);
    // One of a name is told.
    let mut told = HashSet::new();
    for method in methods_of_traits(&trees) {
        let name = method.name.as_str();
        let is_called = called_there.contains(name) || name.is_empty();
        let is_own = own.get(method.of.as_str()).is_some_and(|is_own| *is_own);
        if !is_called || known.contains(name) || is_own || !told.insert(name.to_owned()) {
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
    first(trees, &|trees, heads, at| {
        if trees[at].ident() != Some(name) {
            return false;
        }
        let after = trees.get(at + 1);
        let renamed = after.and_then(Tree::keyword) == Some("as");
        let before = at.checked_sub(1).map(|before| &trees[before]);
        let is_bound = before.is_some_and(|tree| tree.is_punct(":") || tree.is_punct("+"));
        // A macro may put `impl` in front.
        renamed || (!is_bound && (heads.ends_at[at].is_some() || (by_macro && is_argument(trees, at))))
    })
}

/// The heads of the `impl`s at one level, found once for all its tokens.
struct Heads {
    /// For each token with a `for` behind it, on the way to a body, the index of that `for`.
    ends_at: Vec<Option<usize>>,
    /// For each token with an `impl` before it, on the way to a body, the index of that `impl`.
    begins_at: Vec<Option<usize>>,
}

impl Heads {
    fn of(trees: &[Tree]) -> Self {
        let (mut ends_at, mut begins_at) = (vec![None; trees.len()], vec![None; trees.len()]);
        let mut next = None;
        for at in (0..trees.len()).rev() {
            if ends_head(trees, at) {
                next = None;
            } else if trees[at].keyword() == Some("for") {
                next = Some(at);
            }
            ends_at[at] = next;
        }
        let mut open = None;
        for at in 0..trees.len() {
            begins_at[at] = open;
            if ends_head(trees, at) {
                open = None;
            } else if trees[at].keyword() == Some("impl") {
                open = Some(at);
            }
        }
        Self { ends_at, begins_at }
    }

    /// The head that a token stands in: from its `impl` to its `for`.
    fn around(&self, at: usize) -> Option<(usize, usize)> {
        Some((self.begins_at[at]?, self.ends_at[at]?))
    }
}

/// Whether a head ends here. Braces among the arguments of a type do not end it: `P<{ 0 }>`, `<m! {} as Get>::T`.
fn ends_head(trees: &[Tree], at: usize) -> bool {
    let goes_on = trees
        .get(at + 1)
        .is_some_and(|next| next.is_punct(">") || next.is_punct(",") || next.keyword() == Some("as"));
    trees[at].is_punct(";") || (trees[at].group('{').is_some() && !goes_on)
}

/// Whether a macro's argument stands in the head of an `impl`.
fn has_open_head(trees: &[Tree]) -> bool {
    first(trees, &|trees, heads, at| trees[at].is_punct("$") && heads.begins_at[at].is_some()).is_some()
}

/// Whether the word stands alone between brackets or commas, as what is handed to a macro does.
fn is_argument(trees: &[Tree], at: usize) -> bool {
    let edge = |tree: Option<&Tree>| tree.is_none_or(|tree| tree.is_punct(","));
    edge(at.checked_sub(1).map(|before| &trees[before])) && edge(trees.get(at + 1))
}

/// The byte of the first token that is meant, but for those in attributes: `derive` is no `impl` by hand.
fn first(trees: &[Tree], is_meant: &impl Fn(&[Tree], &Heads, usize) -> bool) -> Option<usize> {
    let heads = Heads::of(trees);
    for (at, tree) in trees.iter().enumerate() {
        if is_meant(trees, &heads, at) {
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
fn called(trees: &[Tree], names: &mut HashSet<String>) {
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            Tree::Ident(name, _) if at > 0 && trees[at - 1].is_punct(".") => {
                names.insert(name.clone());
            }
            Tree::Group(group) => called(&group.trees, names),
            _ => {}
        }
    }
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
        if tree.keyword() == Some("trait") {
            let of = trees.get(at + 1).and_then(Tree::ident).unwrap_or_default();
            // A body belongs to the nearest one.
            let mut head = (at + 1..trees.len()).take_while(|at| trees[*at].keyword() != Some("trait"));
            let end = head.find(|at| ends_head(trees, *at));
            let body = end.and_then(|end| trees[end].group('{')).map_or(&[][..], |body| &body.trees);
            let named = body.windows(2).filter(|pair| pair[0].keyword() == Some("fn"));
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

/// For each trait that is implemented, whether it is so for nothing but types that the same file defines.
fn for_own_types(trees: &[Tree]) -> HashMap<&str, bool> {
    let types: HashSet<String> = all_items(trees)
        .into_iter()
        .filter(|item| matches!(item.keyword.as_str(), "struct" | "enum" | "union"))
        .map(|item| item.name)
        .collect();
    let mut own = HashMap::new();
    add_targets(trees, &types, &mut own);
    own
}

/// The same for one level and what stands in it.
fn add_targets<'a>(trees: &'a [Tree], types: &HashSet<String>, own: &mut HashMap<&'a str, bool>) {
    let heads = Heads::of(trees);
    let mut last = None;
    for (at, tree) in trees.iter().enumerate() {
        if let (Some(of), Some(head)) = (tree.ident(), heads.around(at)) {
            let (_, is_own) = match last {
                Some((known, is_own)) if known == head => (known, is_own),
                _ => (head, is_own_type(trees, head, types)),
            };
            last = Some((head, is_own));
            *own.entry(of).or_insert(true) &= is_own;
        }
        if let Tree::Group(group) = tree {
            add_targets(&group.trees, types, own);
        }
    }
}

/// Whether the type that an `impl` is for is nothing but the name of one of these.
fn is_own_type(trees: &[Tree], (begin, end): (usize, usize), types: &HashSet<String>) -> bool {
    let mut rest = trees[end + 1..].iter().skip_while(|tree| {
        tree.is_punct("&") || tree.keyword() == Some("mut") || matches!(tree, Tree::Lifetime(..))
    });
    let Some(target) = rest.next().and_then(Tree::ident) else { return false };
    let is_path = rest.next().is_some_and(|tree| tree.is_punct("::") || tree.is_punct("!"));
    !is_path && types.contains(target) && !parameters(&trees[begin + 1..end]).contains(&target.to_owned())
}

/// The words between the brackets behind an `impl`: `impl<Own> Fake for Own` is for every type.
fn parameters(head: &[Tree]) -> Vec<String> {
    let mut depth = 0;
    let inside = head.iter().take_while(|tree| {
        depth += i32::from(tree.is_punct("<")) - i32::from(tree.is_punct(">"));
        depth > 0
    });
    words(&inside.cloned().collect::<Vec<Tree>>())
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
    let by_macro = first(trees, &|trees, _, at| {
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
        let start = item.trees.iter().position(|tree| tree.keyword() == Some("use")).unwrap_or_default();
        leaves(&item.trees[start + 1..], "", &mut names);
    }
    names
}

/// The leaves of a tree of `use`: `std::{rc::Rc, cell::{self, Cell as C}}`.
fn leaves(trees: &[Tree], before: &str, names: &mut Vec<(String, String, usize)>) {
    // No crate has one as long, and each leaf would repeat it.
    let before = if before.len() > LONGEST_PATH { "…::" } else { before };
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
        let renamed = part.len() > 2 && part[part.len() - 2].keyword() == Some("as");
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

    const STARTER: &str = "use std::{rc::Rc, cell::{self, Cell}};\nfn f() -> Rc<u8> { panic!() }\n#[cfg(test)]\nmod tests { use super::*; #[test] fn t() { assert_eq!(Rc::strong_count(&f()), 2); assert_eq!(f().len(), 1); } }\n";

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
    fn a_file_of_one_sign_is_read_once() {
        let many = |sign: &str| sign.repeat(30_000);
        let methods = format!("struct S; trait T {{ {} }}", many("fn len(); "));
        assert_eq!(codes(&methods), ["trait method"], "one of a name is told");
        assert_eq!(codes(&format!("macro_rules! m {{ () => {{ impl {} }} }}", many("$"))), [""; 0]);
        assert_eq!(codes(&format!("m! {{ {} }}", many("trait "))), [""; 0]);
        assert_eq!(codes(&format!("impl {} for {} u8 {{}}", many("T "), many("& "))), [""; 0]);
        assert_eq!(codes(&format!("use {}a::{{ {} }};", many("b::"), many("c, "))), [""; 0]);
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
