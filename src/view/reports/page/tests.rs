//! What the page says, and that nothing on it is more than text.

mod large;
mod markup;

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::super::sample;
use super::*;
use crate::classroom::grades::Status;
use markup::{Element, Markup};

/// What would run, fetch, or steer, wherever a page takes somebody's words for more than words.
const ATTACK: &str = "\"'></textarea></script></style><script>window.owned=1</script><img src=x onerror=window.owned=1>\
    <svg onload=window.owned=1><base href=//evil.example/><meta http-equiv=refresh content=0;url=//evil.example>\
    <style>*{display:none}</style><!-- ]]> javascript:window.owned=1 \u{202e}\u{1b}[31m`<b>`";

/// `tests/browser/run` asks for pages to open, by the folder that it names.
#[test]
fn pages_for_the_browser() {
    let Some(folder) = std::env::var_os("MEMKATA_PAGES") else { return };
    let pages = [
        ("sample", sample::grades()),
        ("large", large::class(200, 75)),
        ("hostile", hostile()),
        ("empty", empty()),
    ];
    for (name, grades) in pages {
        let path = Path::new(&folder).join(format!("{name}.html"));
        fs::write(path, page(&grades)).expect("a page can be written");
    }
}

/// The sample, with the attack in every place that somebody else than memkata fills.
fn hostile() -> Grades {
    const FILLED: &str = "title version chapter task file name id email submission path why place note reason says \
        belief message code text rendered output predicted happened about";
    fn fill(value: &mut Value, key: &str) {
        match value {
            Value::Object(entries) => {
                // The names of exercises tie things together, and a reason may be a word of memkata's own.
                let is_exercise = entries.contains_key("credit");
                let is_unit = entries.contains_key("status") || entries.contains_key("verdict");
                for (key, value) in entries.iter_mut() {
                    let is_kept = is_exercise && key == "name" || is_unit && key == "reason";
                    if !is_kept {
                        fill(value, key);
                    }
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| fill(value, key)),
            Value::String(text) if FILLED.split_whitespace().any(|filled| filled == key) => {
                text.push_str(ATTACK);
            }
            Value::String(text) if key == "notices" => text.push_str(ATTACK),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(sample::grades()).expect("grades are JSON");
    fill(&mut value, "");
    serde_json::from_value(value).expect("and JSON is grades")
}

fn empty() -> Grades {
    let grades = sample::grades();
    Grades { learners: Vec::new(), verdicts: Default::default(), refused: Vec::new(), ..grades }
}

fn read(grades: &Grades) -> Markup {
    markup::read(&page(grades))
}

impl Markup {
    fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    fn with_id(&self, id: &str) -> &Element {
        let found = self.elements.iter().find(|element| element.get("id") == Some(id));
        found.unwrap_or_else(|| panic!("nothing is called {id}"))
    }

    fn row_of(&self, learner: &str) -> &Element {
        self.of("tr").find(|row| row.text.contains(learner)).expect("everybody has a row")
    }
}

#[test]
fn everything_leads_somewhere_on_the_page_and_nothing_out_of_it() {
    for grades in [sample::grades(), large::class(40, 20), hostile(), empty()] {
        let page = read(&grades);
        let mut ids = HashSet::new();
        for id in page.elements.iter().filter_map(|element| element.get("id")) {
            assert!(ids.insert(id), "{id} is there twice");
        }
        for link in page.of("a") {
            let to = link.get("href").and_then(|href| href.strip_prefix('#')).expect("a link stays here");
            assert!(ids.contains(to), "there is no {to}");
        }
        for element in &page.elements {
            if let Some(id) = element.get("aria-labelledby") {
                assert!(ids.contains(id), "there is no {id}");
            }
        }
        for name in ["script", "style"] {
            assert_eq!(page.of(name).count(), 1, "{name}: memkata's own, and no other");
        }
    }
}

#[test]
fn what_others_wrote_is_text() {
    let grades = hostile();
    let page = page(&grades);
    // The reader takes no element, attribute or text that the page is not made of.
    let page_read = markup::read(&page);
    let name = page_read.row_of(sample::HOSTILE_NAME.split('\n').next().expect("it has a line"));
    assert!(name.text.contains("<script>window.owned=1</script>"), "{}", name.text);
    let steers =
        |letter: char| (letter.is_control() && letter != '\n') || "\u{202e}\u{200e}\u{2066}".contains(letter);
    let found: Vec<char> = page.chars().filter(|letter| steers(*letter)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_page_runs_nothing_but_its_own() {
    let page = read(&sample::grades());
    let policy = page.of("meta").find(|meta| meta.get("http-equiv").is_some()).expect("there is a policy");
    let policy = policy.get("content").expect("with words");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    // A digest stands for what is between the tags, and these end it.
    for (text, end) in [(STYLE, "</style"), (SCRIPT, "</script")] {
        assert!(!text.to_ascii_lowercase().contains(end));
        assert!(!text.contains("innerHTML") && !text.contains('\r'), "{end}");
    }
}

#[test]
fn the_top_counts_the_class() {
    let page = read(&sample::grades());
    let figures = page.of("dl").next().expect("there are figures");
    assert_eq!(figures.text, "learners4handed in3texts wait for you1median of points1.5 of 7");
    assert!(page.of("h1").any(|title| title.text == "How memory works, week 3: The heap"));
}

#[test]
fn the_map_has_a_sign_for_each_unit() {
    let page = read(&sample::grades());
    // Decided by the instructor, and worth a look; a part of the points; nothing handed in.
    assert_eq!(page.row_of("Ada Lund").text, "Ada Lund7✓✓*†✓✓");
    assert_eq!(page.row_of("Noor").text, "Noor \"N\" O'Hara, jr.0––––");
    assert_eq!(page.row_of("Mika").text, "Mika Sørensen1.51.5*†?†·✗†");
    assert_eq!(page.row_of("Passed").text, "Passedof 31111");
    let heads: Vec<&str> =
        page.of("th").filter(|head| head.get("data-e").is_some()).map(|head| head.text.as_str()).collect();
    assert_eq!(heads, ["moves", "why_heap", "drops", "loops"]);
}

#[test]
fn what_needs_the_instructor_leads_to_the_learner() {
    let page = read(&sample::grades());
    let needs = &page.with_id("needs").text;
    for told in [
        "Texts that wait1",
        "Copies1",
        "why_heap: Ada Lund, Mika Sørensen",
        "Submissions that were not taken1",
        "Tests changed2",
        "Limit reached1",
        "Another kit1",
        "Nothing handed in1",
        "Decided by you2",
    ] {
        assert!(needs.contains(told), "{told} is not in: {needs}");
    }
    assert!(page.of("a").any(|link| link.get("href") == Some("#l-mix.3") && link.text == "loops"));
}

#[test]
fn a_learner_has_a_page() {
    let page = read(&sample::grades());
    let mika = &page.with_id("l-mix").text;
    for told in [
        "1.5 of 7 points",
        "Made from another kit: How memory works, week 3 1.1.0",
        "Cargo.toml: the kit's own Cargo.toml was used",
        "You gave 1.5 of 2 instead of 1: the idea is right, and the slip is one of spelling",
        "The same text as Ada Lund",
        "left processes behind",
        "not begundrops",
    ] {
        assert!(mika.contains(told), "{told} is not in: {mika}");
    }
    // What was found stands in the page once, and is led to.
    let link = page.of("a").filter(|link| link.text == "What was found").find(|link| {
        page.with_id(link.get("href").and_then(|href| href.strip_prefix('#')).expect("it leads on"))
            .text
            .contains("left is not right")
    });
    assert!(link.is_some());
}

#[test]
fn failures_are_told_by_the_belief_behind_them() {
    let page = read(&sample::grades());
    assert!(page.with_id("beliefs").text.contains("1 learnerA clone takes the value away from its owner."));
    let moves = &page.with_id("e0").text;
    assert!(moves.contains("1 of 3"), "{moves}");
    assert!(moves.contains("A clone takes the value away from its owner."), "{moves}");
}

#[test]
fn texts_that_wait_are_told_with_what_was_found() {
    let page = read(&sample::grades());
    let waiting = &page.with_id("waiting").text;
    assert!(waiting.contains("Mika Sørensen"), "{waiting}");
    let written = page.of("blockquote").next().expect("what was written is there");
    assert_eq!(written.text, sample::TEXT);
    assert!(waiting.contains("What happens to the block when its owner goes?"), "{waiting}");
    // Decided, so it does not wait.
    assert!(!waiting.contains("Ada"), "{waiting}");
}

#[test]
fn texts_that_were_not_accepted_are_listed_below_those_that_wait() {
    let mut grades = sample::grades();
    grades.learners[3].units[1].status = Status::Failed;
    let page = read(&grades);
    let waiting = &page.with_id("waiting").text;
    assert!(waiting.contains("No text waits for you.Texts that were not accepted: 1"), "{waiting}");
    assert!(waiting.contains(sample::TEXT), "{waiting}");
}

#[test]
fn what_could_not_be_opened_is_told_once_and_is_no_verdict() {
    let page = read(&sample::unopened());
    let needs = &page.with_id("needs").text;
    assert!(needs.contains("Could not be opened1"), "{needs}");
    assert!(needs.contains("Sam Lee (s1): it is a RAR archive <b>; ask for a ZIP"), "{needs}");
    assert!(needs.contains("Late1") && !needs.contains("Files that were refused"), "{needs}");
    // Two of one name, and more points than there are.
    assert_eq!(page.row_of("Sam Lee (s1)").text, "Sam Lee (s1)–⊘⊘⊘⊘");
    assert_eq!(page.row_of("(s2)").text, "Sam  Lee (s2)5–5*––");
    let sam = &page.with_id("l-s1").text;
    assert!(sam.contains("Handed in, and could not be opened") && sam.contains("no points yet"), "{sam}");
    assert_eq!(sam.matches("RAR").count(), 1, "{sam}");
}

#[test]
fn a_missing_layer_of_the_sandbox_is_told() {
    let page = read(&sample::grades());
    let foot = &page.with_id("foot").text;
    assert!(foot.contains("Not active: the system does not let an ordinary user make them"), "{foot}");
    assert!(foot.contains("the roster's column Pronouns is not used"), "{foot}");
}

#[test]
fn a_large_class_is_a_page_that_opens() {
    let grades = large::class(200, 75);
    let size = page(&grades).len();
    assert!(size < 3_000_000, "{size} bytes");
}

#[test]
fn a_class_without_anybody_is_a_page() {
    let page = read(&empty());
    assert!(page.with_id("map").text.contains("There is nobody in this class."));
}

#[test]
fn an_odd_backtick_stays_as_it_is() {
    for (text, shown) in [
        ("a `b` c", "a <code>b</code> c"),
        ("a ` b", "a ` b"),
        ("`a` `b", "<code>a</code> `b"),
        ("``", "``"),
        ("<`<`", "&lt;<code>&lt;</code>"),
    ] {
        assert_eq!(words::prose(text).into_string(), shown, "{text}");
    }
}
