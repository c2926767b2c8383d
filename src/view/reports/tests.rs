//! Each report as it is, and what has to be true of each whatever learners write.

use std::collections::HashSet;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::sample::{self, COPIED_FROM, MODEL};
use super::*;
use crate::classroom::grades::Status;

fn report(grades: &Grades, name: &str) -> String {
    let found = files(grades).into_iter().find(|(path, _)| path == name);
    String::from_utf8(found.unwrap_or_else(|| panic!("no {name}")).1).expect("UTF-8")
}

/// The report of the learner at this place.
fn report_of(grades: &Grades, folder: &str, at: usize, ending: &str) -> String {
    let name = names::slugs(&grades.learners).remove(at);
    report(grades, &format!("{folder}/{name}.{ending}"))
}

#[test]
fn every_report_as_it_is() {
    let (class, alone) = (sample::grades(), sample::alone());
    for name in ["points.csv", "canvas.csv", "moodle.csv", "junit.xml", "github.txt", "summary.md"] {
        insta::assert_snapshot!(format!("class_{name}"), report(&class, name));
    }
    for name in ["github.txt", "summary.md", "results.json"] {
        insta::assert_snapshot!(format!("alone_{name}"), report(&alone, name));
    }
    for (at, who) in ["passed", "hostile", "absent", "mixed"].iter().enumerate() {
        insta::assert_snapshot!(format!("feedback_{who}"), report_of(&class, "feedback", at, "md"));
    }
    let unopened = sample::unopened();
    for name in ["points.csv", "canvas.csv", "moodle.csv", "junit.xml", "github.txt", "summary.md"] {
        insta::assert_snapshot!(format!("unopened_{name}"), report(&unopened, name));
    }
    for (at, who) in ["unopened", "given"].iter().enumerate() {
        insta::assert_snapshot!(format!("feedback_{who}"), report_of(&unopened, "feedback", at, "md"));
    }
    insta::assert_snapshot!("gradescope_hostile", report_of(&class, "gradescope", 1, "json"));
}

#[test]
fn paths_are_unique_and_harmless() {
    let all = files(&sample::grades());
    let names: HashSet<String> = all.iter().map(|(path, _)| path.to_lowercase()).collect();
    assert_eq!(names.len(), all.len());
    for (path, bytes) in &all {
        let safe = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        };
        assert!(!path.contains("..") && path.split('/').all(safe), "{path}");
        assert!(!bytes.is_empty() && bytes.ends_with(b"\n"), "{path}");
    }
    assert!(!all.iter().any(|(path, _)| path == "results.json"), "that is for one learner alone");
}

#[test]
fn the_grades_read_back_and_come_out_the_same() {
    let grades = sample::grades();
    let text = report(&grades, "grades.json");
    let again: Grades = serde_json::from_str(&text).expect("it reads back");
    assert_eq!(again, grades);
    assert_eq!(files(&again), files(&grades));
}

#[test]
fn tables_read_back_with_everybodys_name_and_without_formulas() {
    let grades = sample::grades();
    for (name, column, lead) in
        [("canvas.csv", "Student", 1), ("moodle.csv", "Full name", 0), ("points.csv", "name", 0)]
    {
        let text = report(&grades, name);
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let at = reader.headers().expect("headers").iter().position(|head| head == column).expect(column);
        let rows: Vec<::csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), grades.learners.len() + lead, "{name}");
        for (row, learner) in rows[lead..].iter().zip(&grades.learners) {
            let person = &learner.person;
            let known = csv::roster(person, column).unwrap_or(&person.name);
            let known = csv::cell(known)
                .replace("Points Possible", if lead == 1 { "points possible" } else { "Points Possible" });
            assert_eq!(&row[at], known, "{name}");
            for cell in row {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {cell}");
                assert!(!cell.contains('\n'), "{name}: {cell}");
            }
        }
    }
    assert!(
        report(&grades, "canvas.csv").contains("\"Noor\"")
            || report(&grades, "canvas.csv").contains("O'Hara, Noor \"\"N\"\"")
    );
}

#[test]
fn canvas_gets_the_points_in_its_own_form() {
    let text = report(&sample::grades(), "canvas.csv");
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("Student,ID,SIS User ID,SIS Login ID,Section,\"How memory works, week 3: The heap\"")
    );
    assert_eq!(lines.next(), Some("    Points Possible,,,,,7"));
    assert_eq!(text.matches("Points Possible").count(), 1);
}

#[test]
fn the_xml_can_be_read_whatever_is_in_it() {
    let grades = sample::grades();
    let text = report(&grades, "junit.xml");
    let tree = roxmltree::Document::parse(&text).expect("XML");
    let suites: Vec<_> = tree.descendants().filter(|node| node.has_tag_name("testsuite")).collect();
    assert_eq!(suites.len(), grades.learners.len());
    for (suite, learner) in suites.iter().zip(&grades.learners) {
        let cases = suite.children().filter(|node| node.has_tag_name("testcase")).count();
        assert_eq!(cases, learner.units.len());
        let name = suite.attribute("name").unwrap_or_default();
        assert!(name.starts_with(&escape::line(&learner.person.name)), "{name}");
    }
    assert!(text.contains("Landlock"));
    let names: HashSet<_> = tree.descendants().map(|node| node.tag_name().name().to_owned()).collect();
    assert!(!names.contains("script") && !names.contains("b"), "{names:?}");
}

#[test]
fn what_can_be_printed_in_a_job_holds_no_command_of_a_learners() {
    for name in ["grades.json", "junit.xml"] {
        let text = report(&sample::grades(), name);
        assert!(!text.contains("##["), "{name}: {text}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{name}: {text}");
        let is_there = match name {
            "junit.xml" => roxmltree::Document::parse(&text)
                .expect("XML")
                .descendants()
                .filter_map(|node| node.text())
                .any(|text| text.contains("\n::stop-commands::x\n##[add-mask]y\n")),
            _ => text.contains("::error::owned\\n::stop-commands::x"),
        };
        assert!(is_there, "{name} still says what was written");
    }
}

#[test]
fn no_line_for_the_runner_is_a_learners() {
    for grades in [sample::grades(), sample::alone()] {
        let text = annotations(&grades);
        for line in text.lines() {
            let ours = ["::error file=exercises/", "::warning file=exercises/", "::notice title="];
            assert!(ours.iter().any(|begin| line.starts_with(begin)), "{line}");
            assert!(!line.contains("##[") && !line.contains('\u{1b}') && !line.contains('\r'), "{line}");
            // The properties end where ours do: no learner's colon or comma is among them.
            let (_, rest) = line[2..].split_once(' ').expect("properties");
            let (properties, _) = rest.split_once("::").expect("a message");
            for property in properties.split(',') {
                let (key, value) = property.split_once('=').expect("a value");
                assert!(["file", "line", "title"].contains(&key) && !value.contains(':'), "{line}");
            }
        }
        assert!(text.contains("Landlock"));
    }
}

/// The Markdown as GitHub and others read it.
fn events(text: &str) -> Vec<Event<'_>> {
    Parser::new_ext(text, Options::all()).collect()
}

#[test]
fn markdown_has_nothing_of_a_learners_but_text() {
    let class = sample::grades();
    let mut pages: Vec<String> =
        (0..class.learners.len()).map(|at| report_of(&class, "feedback", at, "md")).collect();
    pages.extend([summary(&class), summary(&sample::alone())]);
    for page in &pages {
        for event in events(page) {
            let steers = matches!(
                event,
                Event::Html(_)
                    | Event::InlineHtml(_)
                    | Event::FootnoteReference(_)
                    | Event::InlineMath(_)
                    | Event::DisplayMath(_)
                    | Event::TaskListMarker(_)
                    | Event::Start(
                        Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock | Tag::BlockQuote(_)
                    )
            );
            assert!(!steers, "{event:?} in\n{page}");
        }
        assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'), "{page}");
        // Outside of code, nothing that sites make mentions or links of.
        let mut in_block = false;
        for event in events(page) {
            match event {
                Event::Start(Tag::CodeBlock(_)) => in_block = true,
                Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_block = false,
                Event::Text(text) if !in_block => {
                    for word in ["@everyone", "@all", "https://evil", "www.evil", "@evil", "#1"] {
                        assert!(!text.contains(word), "{word} in\n{page}");
                    }
                }
                _ => {}
            }
        }
        assert!(page.contains("Landlock"));
    }
}

#[test]
fn tables_in_markdown_have_the_columns_they_begin_with() {
    let text = summary(&sample::grades());
    let rows = text.lines().filter(|line| line.starts_with("| ")).count();
    assert_eq!(rows, 2 + sample::grades().learners.len(), "{text}");
    let cells = events(&text).iter().filter(|event| matches!(event, Event::Start(Tag::TableCell))).count();
    assert_eq!(cells, 4 * (1 + sample::grades().learners.len()), "{text}");
}

#[test]
fn learners_read_nothing_that_is_not_for_them() {
    let grades = sample::grades();
    let names: Vec<&str> = vec!["Ada", "Noor", COPIED_FROM, "Mika", "Sørensen"];
    for (at, learner) in grades.learners.iter().enumerate() {
        for text in [report_of(&grades, "feedback", at, "md"), report_of(&grades, "gradescope", at, "json")] {
            assert!(!text.contains(MODEL), "{text}");
            assert!(!text.contains("solutions/") && !text.contains("--spoil"), "{text}");
            for name in names
                .iter()
                .filter(|name| !learner.person.name.contains(**name) && learner.person.id != **name)
            {
                let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
                assert!(!words.contains(name), "{name} in\n{text}");
            }
        }
    }
    let mixed = report_of(&grades, "feedback", 3, "md");
    assert!(
        mixed.contains("waits for the instructor") && mixed.contains("the slip is one of spelling"),
        "{mixed}"
    );
}

/// The form that Gradescope documents: <https://gradescope-autograders.readthedocs.io/en/latest/specs/>
#[test]
fn gradescope_gets_what_it_documents() {
    let schema: serde_json::Value = serde_json::json!({
        "type": "object",
        "required": ["score", "tests"],
        "additionalProperties": false,
        "properties": {
            "score": {"type": "number"},
            "execution_time": {"type": "number"},
            "output": {"type": "string"},
            "output_format": {"$ref": "#/$defs/format"},
            "test_output_format": {"$ref": "#/$defs/format"},
            "test_name_format": {"$ref": "#/$defs/format"},
            "visibility": {"$ref": "#/$defs/visibility"},
            "stdout_visibility": {"$ref": "#/$defs/visibility"},
            "extra_data": {"type": "object"},
            "leaderboard": {"type": "array"},
            "tests": {"type": "array", "items": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "name_format": {"$ref": "#/$defs/format"},
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "output_format": {"$ref": "#/$defs/format"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": {"$ref": "#/$defs/visibility"},
                    "extra_data": {"type": "object"},
                },
            }},
        },
        "$defs": {
            "format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
            "visibility": {"enum": ["hidden", "after_due_date", "after_published", "visible"]},
        },
    });
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let grades = sample::grades();
    for (at, learner) in grades.learners.iter().enumerate() {
        let text = report_of(&grades, "gradescope", at, "json");
        let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert!(validator.is_valid(&document), "{text}");
        assert_eq!(document["score"].as_f64(), Some(learner.points.as_f64()));
        assert_eq!(document["stdout_visibility"], "hidden");
        let tests = document["tests"].as_array().expect("tests");
        let sum = |key: &str| tests.iter().filter_map(|test| test[key].as_f64()).sum::<f64>();
        assert!((sum("score") - learner.points.as_f64()).abs() < 1e-9, "{text}");
        assert!((sum("max_score") - learner.of.as_f64()).abs() < 1e-9, "{text}");
        for (test, unit) in tests.iter().zip(&learner.units) {
            let good = unit.status == Status::Passed || unit.decided.is_some() && unit.points == unit.of;
            assert_eq!(test["status"] == "passed", good, "{text}");
        }
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    }
}

/// Beginnings of whatever Markdown, HTML, sites, tables, runners and spreadsheets read.
const PIECES: [&str; 44] = [
    "`",
    "``",
    "```",
    "~~~",
    "\\",
    "\\`",
    "*a*",
    "**a**",
    "_a_",
    "__a",
    "# a",
    "> a",
    "- a",
    "+ a",
    "1. a",
    "1) a",
    "a | b",
    "|",
    "<b>",
    "</td>",
    "<!--",
    "-->",
    "<a href=x>",
    "<https://x.y>",
    "https://x.y",
    "www.x.y",
    "[a](b)",
    "![a](b)",
    "[a]: b",
    "[^a]",
    "[[a]]",
    "[x]",
    "&lt;",
    "&#60;",
    "$a$",
    "$$a$$",
    "^a^",
    "~a~",
    ": a",
    "===",
    "---",
    "{#a .b}",
    ":::note",
    "\n\n    a",
];

#[test]
fn no_pair_of_signs_means_anything_in_markdown() {
    for first in PIECES {
        for second in PIECES {
            for between in ["", " ", "\n"] {
                let text = format!("{first}{between}{second}");
                let (plain, cell) = (escape::markdown(&text), escape::cell(&text));
                let page = format!(
                    "# {plain}\n\n{plain}\n\n- {plain}\n\n{}\n| a | b |\n| --- | --- |\n| {cell} | {cell} |\n",
                    escape::fenced(&text)
                );
                let all = events(&page);
                let number =
                    |wanted: fn(&Event<'_>) -> bool| all.iter().filter(|event| wanted(event)).count();
                let other = number(|event| match event {
                    Event::Start(tag) => !matches!(
                        tag,
                        Tag::Heading { id: None, .. }
                            | Tag::Paragraph
                            | Tag::List(None)
                            | Tag::Item
                            | Tag::CodeBlock(_)
                            | Tag::Table(_)
                            | Tag::TableHead
                            | Tag::TableRow
                            | Tag::TableCell
                    ),
                    Event::End(_) | Event::Text(_) | Event::Code(_) | Event::SoftBreak => false,
                    _ => true,
                });
                assert_eq!(other, 0, "{text:?}\n{page}\n{all:?}");
                assert_eq!(
                    number(|event| matches!(event, Event::Start(Tag::TableCell))),
                    4,
                    "{text:?}\n{page}"
                );
                assert_eq!(
                    number(|event| matches!(event, Event::Start(Tag::CodeBlock(_)))),
                    1,
                    "{text:?}\n{page}"
                );
                assert_eq!(number(|event| matches!(event, Event::Start(Tag::Item))), 1, "{text:?}\n{page}");
            }
        }
    }
}
