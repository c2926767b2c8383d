//! What an exercise wants kept: its items, found where the starter has them. An item of the same name elsewhere (in
//! another module, in a function, in a macro) is another item, and one that is switched off is none.

use std::ops::Range;

use crate::judged::items::{Attribute, Item, items};
use crate::judged::tokens::{Tree, read};
use crate::kit::Exercise;
use crate::position::line_and_column;
use crate::verdict::{Finding, Reason};

/// An item and where it stands.
struct Placed<'a> {
    item: Item<'a>,
    /// What it stands in, from the root: `mod shop`, `impl Note`.
    path: Vec<String>,
    /// Whether an attribute switches it, or something around it, on or off.
    is_switched: bool,
}

/// One entry of `keep`: `fn main`, `struct Note`, `impl Note`; `sig shout` is the function's head only.
struct Rule<'a> {
    keyword: &'a str,
    name: &'a str,
    head_only: bool,
}

impl<'a> Rule<'a> {
    fn new(rule: &'a str) -> Option<Self> {
        let (keyword, name) = rule.split_once(' ')?;
        let head_only = keyword == "sig";
        Some(Self { keyword: if head_only { "fn" } else { keyword }, name: name.trim(), head_only })
    }

    fn names(&self, placed: &Placed<'_>) -> bool {
        placed.item.keyword == self.keyword && placed.item.name == self.name
    }

    /// What has to stay as it is.
    fn text(&self, placed: &Placed<'_>) -> String {
        if self.head_only { placed.item.signature() } else { placed.item.text() }
    }

    /// The items of this name that stand where the wanted one stands and are compiled like it.
    fn at_place_of<'b>(&self, wanted: &Placed<'_>, mine: &'b [Placed<'b>]) -> Vec<&'b Placed<'b>> {
        let named =
            || mine.iter().filter(|placed| self.names(placed) && (!placed.is_switched || wanted.is_switched));
        let there: Vec<_> = named().filter(|placed| placed.path == wanted.path).collect();
        if !there.is_empty() {
            return there;
        }
        // `impl Note` may have become `impl<'a> Note<'a>`.
        let plain = |path: &[String]| path.iter().map(|part| without_generics(part)).collect::<Vec<_>>();
        named().filter(|placed| plain(&placed.path) == plain(&wanted.path)).collect()
    }
}

/// All items, those inside modules, implementations and traits included.
fn placed(trees: &[Tree]) -> Vec<Placed<'_>> {
    let mut all = Vec::new();
    let mut open = vec![(trees, Vec::new(), false)];
    while let Some((trees, path, around)) = open.pop() {
        let (inner, found) = items(trees);
        let around = around || inner.iter().any(switches);
        for item in found {
            let is_switched = around || item.attributes.iter().any(switches);
            if let ("mod" | "impl" | "trait", Some(body)) = (item.keyword.as_str(), item.body) {
                let mut path: Vec<String> = path.clone();
                path.push(format!("{} {}", item.keyword, item.name));
                open.push((&body.trees, path, is_switched));
            }
            all.push(Placed { item, path: path.clone(), is_switched });
        }
    }
    all
}

/// Whether an attribute may take what it is about out of the program.
fn switches(attribute: &Attribute) -> bool {
    const SWITCHES: [&str; 3] = ["cfg", "test", "bench"];
    let last = attribute.name.rsplit("::").next().unwrap_or_default();
    SWITCHES.contains(&last) || (last == "cfg_attr" && SWITCHES.iter().any(|word| has(&attribute.rest, word)))
}

fn has(trees: &[Tree], word: &str) -> bool {
    trees.iter().any(|tree| match tree {
        Tree::Group(group) => has(&group.trees, word),
        tree => tree.ident() == Some(word),
    })
}

fn without_generics(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = text.split(' ').filter(|word| {
        let is_outside = depth == 0 && *word != "<";
        match *word {
            "<" => depth += 1,
            ">" => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_outside
    });
    outside.collect::<Vec<_>>().join(" ")
}

/// Whether an entry of `keep` names an item of the starter.
pub fn names_item(rule: &str, starter: &str) -> bool {
    let trees = read(starter).unwrap_or_default();
    Rule::new(rule).is_some_and(|rule| placed(&trees).iter().any(|placed| rule.names(placed)))
}

/// The findings for what is not as the starter has it; `trees` are those of the learner's file.
pub fn findings(exercise: &Exercise, learner: &str, trees: &[Tree], starter: &str) -> Vec<Finding> {
    let wanted = read(starter).unwrap_or_default();
    let (wanted_items, mine) = (placed(&wanted), placed(trees));
    let file = exercise.file();
    let changed = |text: &String| {
        let rule = Rule::new(text)?;
        let kept = wanted_items.iter().find(|placed| rule.names(placed))?;
        let there = rule.at_place_of(kept, &mine);
        let what =
            if rule.head_only { format!("the signature of `{}`", rule.name) } else { format!("`{text}`") };
        let mut finding = if there.iter().any(|placed| rule.text(placed) == rule.text(kept)) {
            let at = (kept.path.is_empty())
                .then(|| made_by_macro(trees, &rule))
                .flatten()
                .filter(|_| made_by_macro(&wanted, &rule).is_none())?;
            let (line, column) = line_and_column(learner, at);
            Finding::error(Reason::Rules, format!("{what} is made once more by a macro"))
                .at(&file, line, column)
        } else if let Some(placed) = there.first() {
            let at = placed.item.trees.first().map_or(placed.item.range.start, |tree| tree.range().start);
            let (line, column) = line_and_column(learner, at);
            Finding::error(Reason::Rules, format!("{what} has to stay as it was")).at(&file, line, column)
        } else {
            Finding::error(Reason::Rules, format!("{what} is missing")).at(&file, 1, 1)
        };
        finding.code = Some(format!("keep {text}"));
        finding.rendered = Some(format!("it was: {}", as_written(&kept.item, starter, rule.head_only)));
        Some(finding.because("Undo the change there (`memkata reset`, or `x` in the watch, brings the whole starter back and keeps a copy of yours); there is another way to solve this."))
    };
    exercise.keep.iter().filter_map(changed).collect()
}

/// The byte where the item's keyword and name stand in a macro's definition or call.
fn made_by_macro(trees: &[Tree], rule: &Rule<'_>) -> Option<usize> {
    // An `impl` there may be a further one of the same type.
    if rule.keyword == "impl" {
        return None;
    }
    for (at, tree) in trees.iter().enumerate() {
        let Tree::Group(group) = tree else { continue };
        let before = |back: usize| at.checked_sub(back).map(|at| &trees[at]);
        let is_macros = before(1).is_some_and(|tree| tree.is_punct("!"))
            || (before(2).is_some_and(|tree| tree.is_punct("!"))
                && before(3).and_then(Tree::ident) == Some("macro_rules"));
        let found = if is_macros { pair(&group.trees, rule) } else { made_by_macro(&group.trees, rule) };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn pair(trees: &[Tree], rule: &Rule<'_>) -> Option<usize> {
    let here = trees
        .windows(2)
        .find(|pair| pair[0].ident() == Some(rule.keyword) && pair[1].ident() == Some(rule.name));
    here.map(|pair| pair[0].range().start).or_else(|| {
        trees.iter().find_map(|tree| match tree {
            Tree::Group(group) => pair(&group.trees, rule),
            _ => None,
        })
    })
}

/// The bytes of the items of the learner's file that are as the starter has them, each with what `keep` calls it.
pub fn kept_ranges(exercise: &Exercise, learner: &[Tree], starter: &str) -> Vec<Range<usize>> {
    let wanted = read(starter).unwrap_or_default();
    let (wanted, mine) = (placed(&wanted), placed(learner));
    let mut ranges = Vec::new();
    for rule in exercise.keep.iter().filter_map(|rule| Rule::new(rule)).filter(|rule| !rule.head_only) {
        for kept in wanted.iter().filter(|placed| rule.names(placed)) {
            let there = rule.at_place_of(kept, &mine);
            let same = there.into_iter().filter(|placed| rule.text(placed) == rule.text(kept));
            ranges.extend(same.map(|placed| placed.item.range.clone()));
        }
    }
    ranges
}

/// An item as its file has it, on one line and not endless.
fn as_written(item: &Item<'_>, source: &str, head_only: bool) -> String {
    let start = item.trees.first().map_or(item.range.start, |tree| tree.range().start);
    let end = item.body.filter(|_| head_only).map_or(item.range.end, |body| body.range.start);
    let words: Vec<&str> = source.get(start..end).unwrap_or_default().split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(100) {
        Some((cut, _)) => format!("{} …", &text[..cut]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STARTER: &str =
        "mod shop { fn own() {} } fn last(n: u32) -> u32 { n } impl Note { fn text(&self) {} }";

    fn is_there(rule: &str, learner: &str) -> bool {
        let rule = Rule::new(rule).expect("a rule has two words");
        let (wanted, mine) = (read(STARTER).expect("balanced"), read(learner).expect("balanced"));
        let (wanted, mine) = (placed(&wanted), placed(&mine));
        let kept = wanted.iter().find(|placed| rule.names(placed)).expect("the starter has it");
        let there = rule.at_place_of(kept, &mine);
        there.iter().any(|placed| rule.text(placed) == rule.text(kept))
            && made_by_macro(&read(learner).expect("balanced"), &rule).is_none()
    }

    #[test]
    fn an_item_is_kept_only_where_it_stood() {
        for (rule, code) in [
            ("fn last", "mod decoy { fn last(n: u32) -> u32 { n } }"),
            ("fn last", "fn f() { fn last(n: u32) -> u32 { n } }"),
            ("fn last", "#[cfg(any())] fn last(n: u32) -> u32 { n }"),
            ("sig last", "#[test] fn last(n: u32) -> u32 { n }"),
            ("sig last", "#[cfg_attr(all(), cfg(any()))] fn last(n: u32) -> u32 { n }"),
            ("fn last", "#![cfg(any())] fn last(n: u32) -> u32 { n }"),
            ("fn own", "#[cfg(any())] mod shop { fn own() {} }"),
            ("fn own", "mod shop { #![cfg(any())] fn own() {} }"),
            ("fn own", "fn own() {}"),
            ("fn text", "impl Other { fn text(&self) {} }"),
            ("fn last", "fn last(n: u32) -> u32 { n } m! { fn last() {} }"),
            ("fn last", "fn last(n: u32) -> u32 { n } macro_rules! m { () => { fn last() {} } }"),
        ] {
            assert!(!is_there(rule, code), "{rule} is not kept by {code}");
        }
        for (rule, code) in [
            ("fn last", STARTER),
            ("fn own", STARTER),
            ("sig last", "fn more() {} #[inline] fn last(mut n: u32) -> u32 { n += 1; n }"),
            ("fn text", "impl<'a> Note<'a> { fn text(&self) {} fn more(&self) {} }"),
            ("fn text", "impl Note { fn more(&self) {} } impl Note { fn text(&self) {} }"),
        ] {
            assert!(is_there(rule, code), "{rule} is kept by {code}");
        }
    }
}
