//! The items of a file (functions, types, modules, …) found in its tokens.

use std::ops::Range;

use super::tokens::{Group, Tree, text_of};

/// An attribute: `#[…]` or `#![…]`.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// Its name: `test`, `cfg`, `derive`, `doc`.
    pub name: String,
    /// What follows the name inside the brackets.
    pub rest: Vec<Tree>,
    /// Whether it is `#![…]`, about what encloses it.
    pub inner: bool,
    /// Its bytes. A doc comment's are those of the comment.
    pub range: Range<usize>,
}

impl Attribute {
    /// Whether it is `#[cfg(test)]`.
    pub fn is_cfg_test(&self) -> bool {
        self.name == "cfg" && text_of(&self.rest) == "( test )"
    }
}

/// An item with its tokens.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// The attributes before it.
    pub attributes: Vec<Attribute>,
    /// `fn`, `struct`, `mod`, `impl`, `use`, …; the macro's name for a macro call.
    pub keyword: String,
    /// Its name; for `impl`, the text up to the body.
    pub name: String,
    /// All its tokens but the attributes.
    pub trees: &'a [Tree],
    /// What its braces hold, if it has any.
    pub body: Option<&'a Group>,
    /// Its bytes, attributes included.
    pub range: Range<usize>,
}

impl Item<'_> {
    /// Whether it has an attribute of this name.
    pub fn has(&self, attribute: &str) -> bool {
        self.attributes.iter().any(|found| found.name == attribute)
    }

    /// Whether it is there for tests only.
    pub fn is_for_tests(&self) -> bool {
        self.has("test") || self.attributes.iter().any(Attribute::is_cfg_test)
    }

    /// Its tokens, and its attributes but for the documentation, as text.
    pub fn text(&self) -> String {
        let attributes = self.attributes.iter().filter(|attribute| attribute.name != "doc");
        let mut words: Vec<String> = attributes
            .map(|attribute| format!("# [ {} {} ]", attribute.name, text_of(&attribute.rest)))
            .collect();
        words.push(text_of(self.trees));
        words.join(" ")
    }

    /// The tokens before its body, as text. A `mut` before a parameter is the body's own affair.
    pub fn signature(&self) -> String {
        let end = self.trees.iter().position(|tree| tree.group('{').is_some());
        let head = &self.trees[..end.unwrap_or(self.trees.len())];
        let text = |tree: &Tree| match tree.group('(') {
            Some(group) => format!("({})", text_of(&without_mut(&group.trees))),
            None => text_of(std::slice::from_ref(tree)),
        };
        head.iter().map(text).collect::<Vec<_>>().join(" ")
    }
}

/// Parameters without the `mut` that stands before some of their names.
fn without_mut(parameters: &[Tree]) -> Vec<Tree> {
    let begins = |at: usize| at.checked_sub(1).is_none_or(|before| parameters[before].is_punct(","));
    let kept =
        parameters.iter().enumerate().filter(|(at, tree)| !(tree.keyword() == Some("mut") && begins(*at)));
    kept.map(|(_, tree)| tree.clone()).collect()
}

/// The items of a file or of a module's body, and the inner attributes at its beginning.
pub fn items(mut trees: &[Tree]) -> (Vec<Attribute>, Vec<Item<'_>>) {
    let mut inner = Vec::new();
    let mut items = Vec::new();
    while !trees.is_empty() {
        let mut attributes = Vec::new();
        while let Some((attribute, rest)) = attribute(trees) {
            if attribute.inner {
                inner.push(attribute);
            } else {
                attributes.push(attribute);
            }
            trees = rest;
        }
        if trees.is_empty() {
            break;
        }
        let (item, rest) = item(attributes, trees);
        items.push(item);
        trees = rest;
    }
    (inner, items)
}

/// All items, those inside modules, implementations and traits included.
pub fn all_items(trees: &[Tree]) -> Vec<Item<'_>> {
    let mut all = Vec::new();
    let mut open = vec![trees];
    while let Some(trees) = open.pop() {
        for item in items(trees).1 {
            if let ("mod" | "impl" | "trait", Some(body)) = (item.keyword.as_str(), item.body) {
                open.push(&body.trees);
            }
            all.push(item);
        }
    }
    all
}

fn attribute(trees: &[Tree]) -> Option<(Attribute, &[Tree])> {
    let (first, mut rest) = trees.split_first()?;
    if !first.is_punct("#") {
        return None;
    }
    let inner = rest.first().is_some_and(|tree| tree.is_punct("!"));
    if inner {
        rest = &rest[1..];
    }
    let (brackets, rest) = rest.split_first()?;
    let group = brackets.group('[')?;
    let name_end =
        group.trees.iter().take_while(|tree| tree.ident().is_some() || tree.is_punct("::")).count();
    let name = text_of(&group.trees[..name_end]).replace(' ', "");
    let range = first.range().start..group.range.end;
    Some((Attribute { name, rest: group.trees[name_end..].to_vec(), inner, range }, rest))
}

fn item<'a>(attributes: Vec<Attribute>, trees: &'a [Tree]) -> (Item<'a>, &'a [Tree]) {
    let (keyword, name_at) = keyword(trees);
    let up_to_semicolon = matches!(keyword.as_str(), "use" | "const" | "static" | "type");
    let ends = |tree: &Tree| tree.is_punct(";") || (!up_to_semicolon && tree.group('{').is_some());
    let length = trees.iter().position(ends).map_or(trees.len(), |at| at + 1);
    let (own, rest) = trees.split_at(length);
    let name = if keyword == "impl" {
        let end = own.iter().position(|tree| tree.group('{').is_some()).unwrap_or(own.len());
        text_of(&own[name_at.min(end)..end])
    } else {
        let mut names = own.get(name_at..).unwrap_or_default().iter().filter_map(Tree::ident);
        names.find(|name| *name != "mut").unwrap_or_default().to_owned()
    };
    let start = attributes.first().map_or_else(|| own[0].range().start, |first| first.range.start);
    let end = own.last().map_or(start, |last| last.range().end);
    let body = own.last().and_then(|last| last.group('{'));
    (Item { attributes, keyword, name, trees: own, body, range: start..end }, rest)
}

/// The word that says what kind of item it is, and the index of the token after it.
fn keyword(trees: &[Tree]) -> (String, usize) {
    const QUALIFIERS: [&str; 6] = ["pub", "unsafe", "async", "default", "const", "extern"];
    let word = |at: usize| trees.get(at).and_then(Tree::keyword);
    let mut at = 0;
    while let Some(text) = word(at) {
        let next = word(at + 1).unwrap_or_default();
        let qualifies = match text {
            "const" => matches!(next, "fn" | "unsafe" | "async" | "extern"),
            "extern" => true,
            other => QUALIFIERS.contains(&other),
        };
        if !qualifies {
            // A kind of item, or a macro: `macro_rules! name { … }`, `thread_local! { … }`.
            return (text.to_owned(), at + 1);
        }
        at += 1;
        // `pub(crate)` and `extern "C"`.
        while matches!(trees.get(at), Some(Tree::Group(group)) if group.open == '(')
            || matches!(trees.get(at), Some(Tree::Literal(..)))
        {
            at += 1;
        }
    }
    // A macro with a raw name, `r#type! { … }`, is no `type`.
    let raw = trees.get(at).and_then(Tree::ident);
    raw.map_or((String::new(), 0), |name| (format!("r#{name}"), at + 1))
}

#[cfg(test)]
mod tests {
    use super::super::tokens::read;
    use super::*;

    fn names(source: &str) -> Vec<String> {
        let trees = read(source).expect("the source has balanced brackets");
        all_items(&trees).iter().map(|item| format!("{} {}", item.keyword, item.name)).collect()
    }

    #[test]
    fn items_of_every_kind_are_found_by_their_names() {
        let source = "use a::b; pub(crate) const fn f() {} static mut N: u8 = 1; const C: u8 = { 2 }; \
                      struct T(u8); struct U; macro_rules! m { () => {} } thread_local! { static X: u8 = 1; } \
                      #[derive(Debug)] enum E { A { x: u8 } } extern \"C\" fn g();";
        let expected = [
            "use a",
            "fn f",
            "static N",
            "const C",
            "struct T",
            "struct U",
            "macro_rules m",
            "thread_local ",
            "enum E",
            "fn g",
        ];
        let found = names(source);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found} is not {expected}");
        }
    }

    #[test]
    fn a_macro_with_a_raw_name_ends_at_its_braces() {
        assert_eq!(
            names("r#type! {} fn f() {} r#const!(); fn g() {}"),
            ["r#type ", "fn f", "r#const ", "fn g"]
        );
        assert_eq!(names("fn r#type() {} mod r#mod {}"), ["fn type", "mod mod"]);
    }

    #[test]
    fn items_inside_modules_and_implementations_are_found() {
        let found = names("mod a { impl Note { fn text(&self) {} } }");
        assert_eq!(found, ["mod a", "impl Note", "fn text"]);
    }
}
