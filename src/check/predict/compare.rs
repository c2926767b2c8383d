//! Comparing a prediction with what happened: forgiving about form, strict about substance.

mod printed;

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use self::printed::{UNITS, same_text};
use super::numbers::{self, Number};

/// What happened, as a value that a prediction can be compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A line of text.
    Text(String),
    /// A count, and the words that may stand behind it.
    Count(u64, &'static [&'static str]),
    /// Words in an order, and the words that stand before each of them in the output.
    List(Vec<String>, String),
    /// Whether `main` panics.
    Panics(bool),
    /// An error code, or the name of a lint.
    Code(String),
    /// A line of the program.
    Line(Line),
    /// The name of a memory error, or `nothing`.
    Oracle(String),
}

/// A line of the program, and what it may be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// As the editor counts it in the learner's file.
    pub number: u32,
    /// What it says.
    pub code: String,
}

impl Line {
    /// The single word of the comment at its end: `let b = a; // B`.
    fn label(&self) -> Option<&str> {
        let (_, comment) = self.code.rsplit_once("//")?;
        let comment = comment.trim();
        (!comment.is_empty() && !comment.contains(char::is_whitespace)).then_some(comment)
    }

    /// What it says, without the comment at its end.
    fn without_comment(&self) -> &str {
        self.code.rsplit_once("//").map_or(self.code.as_str(), |(code, _)| code).trim()
    }
}

/// What a prediction comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighed {
    /// It is what happened.
    Right,
    /// It is something else.
    Wrong,
    /// It is more than one answer: "3 or 4".
    Several,
    /// It is a part of the line that is printed; how to write it.
    Part(&'static str),
    /// It is written in a way that cannot be compared, so nobody can say that it is wrong; how to
    /// write it.
    Unclear(&'static str),
}

impl fmt::Display for Value {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Code(text) | Self::Oracle(text) => to.write_str(text),
            Self::Count(count, _) => write!(to, "{count}"),
            Self::List(items, _) if items.is_empty() => to.write_str("nothing"),
            Self::List(items, _) => to.write_str(&items.join(", ")),
            Self::Panics(true) => to.write_str("it panics"),
            Self::Panics(false) => to.write_str("it does not panic"),
            Self::Line(line) => write!(to, "line {}: {}", line.number, line.code.trim()),
        }
    }
}

/// Compares.
pub fn weigh(happened: &Value, prediction: &str) -> Weighed {
    match happened {
        Value::Text(text) => printed::weigh(text, prediction),
        Value::Count(count, units) => weigh_count(i128::from(*count), units, prediction),
        Value::List(items, prefix) => weigh_list(items, prefix, prediction),
        Value::Panics(panics) => weigh_panics(*panics, prediction),
        Value::Code(code) => weigh_code(code, prediction),
        Value::Line(line) => weigh_line(line, prediction),
        Value::Oracle(name) => weigh_oracle(name, prediction),
    }
}

const A_NUMBER: &str = "Write the number alone, in digits or as a word.";
const YES_OR_NO: &str = "Write `yes` or `no`.";
const A_CODE: &str = "Write the code alone: the letter E and four digits.";
const A_LINE: &str =
    "Write the number of the line, as your editor shows it, or the word in the comment at its end.";

fn right_if(right: bool) -> Weighed {
    if right { Weighed::Right } else { Weighed::Wrong }
}

/// A text without what only its layout needs: the form of its letters (NFKC, as in the answers
/// that rubrics judge), marks of Markdown, outer quotes, case, white space.
fn clean(text: &str) -> String {
    let text: String = text.nfkc().collect();
    let text = text.replace('`', "").replace("**", "").replace('’', "'").to_lowercase();
    let mut text = text.trim();
    for (open, close) in [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’'), ('«', '»')] {
        let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        text = inside.map_or(text, str::trim);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').trim_end().to_owned()
}

/// The words of a text: what stands between white space and the marks that separate answers.
fn words(text: &str) -> Vec<&str> {
    text.split(|character: char| character.is_whitespace() || ",;:()[]{}".contains(character))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether a text offers a choice.
fn is_choice(text: &str) -> bool {
    words(text).iter().any(|word| ["or", "either", "between"].contains(word))
}

fn weigh_count(happened: i128, units: &[&str], prediction: &str) -> Weighed {
    match numbers::read(&clean(prediction)) {
        Number::One(count, unit) => {
            let is_in = |units: &[&str]| {
                unit.as_ref().is_none_or(|unit| units.iter().any(|known| numbers::same_unit(known, unit)))
            };
            match (is_in(units), is_in(&UNITS)) {
                (true, _) => right_if(count == happened),
                (false, true) => Weighed::Wrong,
                (false, false) => Weighed::Unclear(A_NUMBER),
            }
        }
        Number::Several => Weighed::Several,
        Number::None => Weighed::Unclear(A_NUMBER),
    }
}

fn weigh_list(happened: &[String], prefix: &str, prediction: &str) -> Weighed {
    let mut text = clean(prediction);
    for arrow in ["->", "=>", "→", "⇒", ">"] {
        text = text.replace(arrow, " ");
    }
    let happened = clean(&happened.join(" "));
    let happened = items(&happened);
    // Words that only lead from one item to the next, or that the output has before each item.
    let prefix = clean(prefix);
    let filler: Vec<&str> = ["then", "and"].into_iter().chain(items(&prefix)).collect();
    let said: Vec<&str> =
        items(&text).into_iter().filter(|word| happened.contains(word) || !filler.contains(word)).collect();
    if happened.is_empty() {
        return right_if(said.is_empty() || is_nothing(&said.join(" ")));
    }
    if said != happened && is_choice(&text) { Weighed::Several } else { right_if(said == happened) }
}

/// The words of a list, without the marks that may end each of them.
fn items(text: &str) -> Vec<&str> {
    let words = words(text).into_iter().map(|word| word.trim_end_matches(['.', '!']));
    words.filter(|word| !word.is_empty()).collect()
}

fn is_nothing(text: &str) -> bool {
    ["nothing", "none", "no", "no drops", "no drop", "empty", "nobody", "-"].contains(&text)
}

fn weigh_panics(happened: bool, prediction: &str) -> Weighed {
    let text = clean(prediction).replace("n't", " not").replace("wo not", "will not").replace('!', " ");
    let words = words(&text);
    let has = |some: &[&str]| words.iter().any(|word| some.contains(word));
    let (yes, no) = (has(&["yes", "y", "true"]), has(&["no", "n", "false"]));
    let denied = has(&["not", "never"]);
    let stated = has(&["panic", "panics", "panicked", "does", "will"]);
    const KNOWN: [&str; 21] = [
        "yes", "y", "true", "no", "n", "false", "not", "never", "panic", "panics", "panicked", "does",
        "will", "it", "main", "the", "program", "a", "there", "is", "this",
    ];
    if is_choice(&text) || (yes && no) || (yes && denied) {
        return Weighed::Several;
    }
    // "no panic" denies it, "no, it panics" says both.
    let no_panic = no && words == ["no", "panic"];
    if no && stated && !denied && !no_panic {
        return Weighed::Several;
    }
    let understood = words.iter().all(|word| KNOWN.contains(word)) && (yes || no || denied || stated);
    if understood { right_if(happened != (no || denied)) } else { Weighed::Unclear(YES_OR_NO) }
}

fn weigh_code(happened: &str, prediction: &str) -> Weighed {
    let text = clean(prediction);
    if happened.starts_with('E') {
        let codes: Vec<String> = words(&text).into_iter().filter_map(error_code).collect();
        let Some(first) = codes.first() else { return Weighed::Unclear(A_CODE) };
        if codes.iter().any(|code| code != first) || is_choice(&text) {
            return Weighed::Several;
        }
        // What follows a colon is the compiler's message, which nobody has asked for.
        let head = text.split(':').next().unwrap_or_default();
        let plain = words(head)
            .iter()
            .all(|word| error_code(word).is_some() || ["error", "code", "it", "is", "the"].contains(word));
        return if plain { right_if(first.eq_ignore_ascii_case(happened)) } else { Weighed::Unclear(A_CODE) };
    }
    let short = |name: &str| name.rsplit("::").next().unwrap_or_default().replace('-', "_");
    if is_choice(&text) { Weighed::Several } else { right_if(short(&text) == short(&clean(happened))) }
}

/// `e0382`, `382`, with all four digits and the letter.
fn error_code(word: &str) -> Option<String> {
    let digits = word.strip_prefix("error").unwrap_or(word);
    let digits = digits.strip_prefix('e').unwrap_or(digits);
    let is_code = (3..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| format!("E{digits:0>4}"))
}

fn weigh_line(happened: &Line, prediction: &str) -> Weighed {
    let text = clean(prediction);
    let code = [happened.code.as_str(), happened.without_comment()].map(clean);
    // A piece of it may be on other lines, too; the whole line is it.
    let bare = |text: &str| text.trim_end_matches(';').to_owned();
    if code.iter().any(|code| same_text(&bare(code), &bare(&text))) {
        return Weighed::Right;
    }
    let text = text.strip_prefix("the ").unwrap_or(&text);
    let text = text.strip_prefix("line").map_or(text, str::trim_start);
    let text = text.trim_start_matches(['/', ' ']).trim_end_matches(':');
    if happened.label().is_some_and(|label| clean(label) == text) {
        return Weighed::Right;
    }
    match numbers::read(text) {
        Number::One(line, None) => right_if(line == i128::from(happened.number)),
        Number::Several => Weighed::Several,
        _ if is_choice(text) => Weighed::Several,
        // A single word is the name of another line; a piece of code may be of this one, too.
        _ if text.chars().all(char::is_alphanumeric) && !text.is_empty() => Weighed::Wrong,
        _ => Weighed::Unclear(A_LINE),
    }
}

fn weigh_oracle(happened: &str, prediction: &str) -> Weighed {
    let text = clean(prediction);
    if is_choice(&text) {
        return Weighed::Several;
    }
    let form = |text: &str| text.to_lowercase().replace(['-', '_'], " ");
    let nothing = |text: &str| is_nothing(text) || ["no error", "no report"].contains(&text);
    let form = |text: &str| form(text).split_whitespace().collect::<Vec<_>>().join(" ");
    right_if(form(&text) == form(happened) || (happened == "nothing" && nothing(&text)))
}

#[cfg(test)]
mod tests;
