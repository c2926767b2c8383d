//! Solutions with one thing changed, as a slip or an attempt would change it.

use crate::states::Numbers;

/// Replaces one text by another at one of the places where it stands in code.
const REPLACED: [(&str, &str, &str); 34] = [
    ("an operator", " + ", " - "),
    ("an operator", " * ", " + "),
    ("an operator", " == ", " != "),
    ("an operator", " < ", " > "),
    ("an operator", " > ", " >= "),
    ("an operator", " && ", " || "),
    ("an operator", " += ", " -= "),
    ("a constant", "0", "1"),
    ("a constant", "1", "2"),
    ("a constant", "2", "22"),
    ("a constant", "3", "4"),
    ("a constant", "5", "-5"),
    ("a constant", "true", "false"),
    ("a text", "\", ", " \", "),
    ("a letter of a text", "e\"", "\""),
    ("a `!` more", "if ", "if !"),
    ("a `!` less", "!(", "("),
    ("a `!` less", "if !", "if "),
    ("a semicolon less", ";\n", "\n"),
    ("a semicolon more", ")\n", ");\n"),
    ("a brace less", "}\n", "\n"),
    ("a brace less", " {\n", "\n"),
    ("a parenthesis less", ")", ""),
    ("no `mut`", "mut ", ""),
    ("no `&`", "&", ""),
    ("a `&` more", "(", "(&"),
    ("no `pub`", "pub ", ""),
    ("a clone", ")\n", ".clone())\n"),
    ("another type", "i32", "u8"),
    ("another type", "String", "&str"),
    ("`unwrap` of nothing", "Some(", "None.or(Some("),
    ("no derive", "#[derive(", "#[cfg_attr(any(), derive("),
    ("a test ignored", "#[test]\n", "#[test]\n    #[ignore]\n"),
    ("a test that must panic", "#[test]\n", "#[test]\n    #[should_panic]\n"),
];

/// Adds a line at the beginning of a function.
const ADDED: [(&str, &str); 22] = [
    ("an unused variable", "let spare = 1;"),
    ("an unused mutable variable", "let mut spare = 1; let _ = spare;"),
    ("an unused import", "use std::collections::BTreeMap;"),
    ("todo!()", "todo!();"),
    ("todo!() with words", "if true { todo!(\"later\") }"),
    ("unimplemented!()", "if std::env::args().count() > 9 { unimplemented!() }"),
    ("clippy: approx_constant", "let _pi = 3.14;"),
    ("clippy: bool_comparison", "let yes = true; if yes == true { println!(\"yes\"); }"),
    ("clippy: len_zero", "let list = vec![1]; if list.len() == 0 { println!(\"empty\"); }"),
    ("clippy: needless_return", "fn one() -> i32 { return 1; } println!(\"{}\", one());"),
    ("clippy: empty_loop, never run", "fn never() { loop {} } let _ = never;"),
    ("clippy: infinite_loop, never run", "fn never() { loop { println!(); } } let _ = never;"),
    ("clippy: mem_forget", "std::mem::forget(String::new());"),
    ("clippy: eq_op", "if 1 == 1 { println!(\"same\"); }"),
    ("clippy: absurd_extreme_comparisons", "let small = 1_u8; if small < 0 { println!(\"no\"); }"),
    ("unsafe", "unsafe {}"),
    ("a panic", "if true { panic!(\"here\"); }"),
    ("a panic that is caught", "let _ = std::panic::catch_unwind(|| panic!(\"caught\"));"),
    ("a panic in a thread", "let _ = std::thread::spawn(|| panic!(\"there\")).join();"),
    ("an overflow at run time", "let many = std::env::args().count() as u8; let _ = many - 200;"),
    ("an allowed forbidden lint", "#[allow(clippy::todo)] let _x = 1;"),
    ("an exit with a status", "if std::env::args().count() > 0 { std::process::exit(3); }"),
];

/// Changes that are about lines or the whole file.
const WHOLE: [&str; 8] = [
    "a line removed",
    "a line doubled",
    "two lines swapped",
    "an attribute for the whole file",
    "code after the tests",
    "a function that nobody calls",
    "line ends of Windows",
    "no `fn main`",
];

/// The mutation of this number, counted around; what it is, and the text. `None` where it finds
/// no place.
pub fn apply(number: usize, source: &str, numbers: &mut Numbers) -> Option<(String, String)> {
    let kinds = REPLACED.len() + ADDED.len() + WHOLE.len();
    // Neighbours should not be of one sort.
    let kind = number * 29 % kinds;
    if let Some((what, from, to)) = REPLACED.get(kind) {
        let places: Vec<usize> = places(source, from);
        let at = *places.get(numbers.below(places.len()))?;
        let mut to = (*to).to_owned();
        let mut text = format!("{}{to}{}", &source[..at], &source[at + from.len()..]);
        // What was opened is closed, so that it is this one thing that has changed.
        if *what == "no derive" || what.starts_with("`unwrap`") {
            let close = at + to.len() + source[at + from.len()..].find(')')?;
            text.insert(close, ')');
        }
        to.truncate(12);
        return Some((format!("{what}: line {}, {from:?} is {to:?}", line_of(source, at)), text));
    }
    if let Some((what, line)) = ADDED.get(kind - REPLACED.len()) {
        let bodies: Vec<usize> =
            places(source, "fn ").into_iter().filter_map(|at| body(source, at)).collect();
        let at = *bodies.get(numbers.below(bodies.len()))?;
        let text = format!("{}\n    {line}{}", &source[..at], &source[at..]);
        return Some((format!("{what}: line {}", line_of(source, at) + 1), text));
    }
    let what = WHOLE[kind - REPLACED.len() - ADDED.len()];
    let mut lines: Vec<&str> = source.split_inclusive('\n').collect();
    let code: Vec<usize> = (0..lines.len()).filter(|at| is_code(lines[*at])).collect();
    let at = *code.get(numbers.below(code.len()))?;
    let text = match what {
        "a line removed" => {
            lines.remove(at);
            lines.concat()
        }
        "a line doubled" => {
            lines.insert(at, lines[at]);
            lines.concat()
        }
        "two lines swapped" => {
            let next = (at + 1).min(lines.len() - 1);
            lines.swap(at, next);
            lines.concat()
        }
        "an attribute for the whole file" => format!("#![deny(warnings)]\n{source}"),
        "code after the tests" => format!("{source}\npub fn after() {{}}\n"),
        "a function that nobody calls" => format!("fn nobody() {{}}\n\n{source}"),
        "line ends of Windows" => source.replace('\n', "\r\n"),
        _ => source.replacen("fn main()", "fn mains()", 1),
    };
    Some((format!("{what}: line {}", at + 1), text))
}

fn is_code(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with("//")
}

/// Where a text stands outside of comments.
fn places(source: &str, text: &str) -> Vec<usize> {
    let is_comment = |at: usize| {
        let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
        source[start..at].contains("//") || source[start..].trim_start().starts_with("//")
    };
    source.match_indices(text).map(|(at, _)| at).filter(|at| !is_comment(*at)).collect()
}

/// Behind the brace that opens the body of the function whose `fn` stands here.
fn body(source: &str, at: usize) -> Option<usize> {
    let end = at + source[at..].find(['{', ';'])?;
    (source.as_bytes()[end] == b'{').then_some(end + 1)
}

fn line_of(source: &str, at: usize) -> usize {
    source[..at].matches('\n').count() + 1
}
