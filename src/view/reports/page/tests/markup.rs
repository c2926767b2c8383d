//! A reader of HTML that takes only what the page is made of: anything else is a failure of the test.

use std::collections::HashSet;

/// The elements of a page in their order, each with its text and that of what is inside of it.
pub(super) struct Markup {
    pub(super) elements: Vec<Element>,
}

#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
}

impl Element {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

const VOID: [&str; 3] = ["meta", "col", "input"];
const NAMES: &str = "html head meta title style body main div section header footer nav article a p span b i small \
    strong bdi blockquote code pre h1 h2 h3 h4 ul ol li dl dt dd details summary table caption colgroup col thead tbody tfoot tr \
    th td label input svg rect script";
const ATTRIBUTES: &str = "lang charset http-equiv content name id class href rel title scope colspan data-e data-of \
    type autocomplete spellcheck role tabindex open dir aria-label aria-labelledby aria-hidden viewBox \
    preserveAspectRatio x width height";

/// Reads a page; panics where it is not what the page is made of.
pub(super) fn read(page: &str) -> Markup {
    let (names, attributes): (HashSet<&str>, HashSet<&str>) =
        (NAMES.split_whitespace().collect(), ATTRIBUTES.split_whitespace().collect());
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("it begins with its type");
    let (mut elements, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    while !rest.is_empty() {
        let (text, tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        let text = decoded(text);
        for at in &open {
            elements[*at].text.push_str(&text);
        }
        let Some(tag) = tag.strip_prefix('<') else { break };
        let end = tag.find('>').expect("a tag ends");
        let inside = &tag[..end];
        rest = &tag[end + 1..];
        if let Some(name) = inside.strip_prefix('/') {
            let last = open.pop().expect("what ends has begun");
            assert_eq!(elements[last].name, name, "what ends is what has begun last");
            continue;
        }
        let (name, list) = inside.split_once(' ').unwrap_or((inside, ""));
        assert!(names.contains(name), "no `{name}` is on the page");
        let element = Element { name: name.into(), attributes: read_attributes(list), text: String::new() };
        for (attribute, _) in &element.attributes {
            assert!(attributes.contains(attribute.as_str()), "`{name}` has no `{attribute}`");
        }
        elements.push(element);
        if name == "style" || name == "script" {
            let (_, after) = rest.split_once(&format!("</{name}>")).expect("it ends");
            rest = after;
        } else if !VOID.contains(&name) {
            open.push(elements.len() - 1);
        }
    }
    assert!(open.is_empty(), "everything ends");
    Markup { elements }
}

fn read_attributes(list: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = list.trim();
    while !rest.is_empty() {
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let value = rest.strip_prefix("=\"").map(|value| value.split_once('"').expect("a value ends"));
        if let Some((value, after)) = value {
            found.push((name, decoded(value)));
            rest = after;
        } else {
            found.push((name, String::new()));
        }
        rest = rest.trim_start();
    }
    found
}

fn decoded(text: &str) -> String {
    assert!(!text.contains('>'), "every sign of HTML's is escaped: {text}");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
