//! Comparing a prediction with a line that the program prints.

use super::{A_NUMBER, Weighed, clean, is_choice, right_if, weigh_count};
use crate::check::predict::numbers;

/// Units that may stand behind a number where the program prints none.
pub(super) const UNITS: [&str; 8] =
    ["byte", "allocation", "time", "element", "item", "number", "drop", "line"];

/// Words that say nothing of their own beside the one word that is printed: "it is on the heap",
/// "static storage".
const FILLERS: [&str; 24] = [
    "the", "a", "an", "on", "in", "into", "to", "at", "of", "it", "its", "it's", "is", "this", "that",
    "lives", "stands", "prints", "does", "memory", "storage", "area", "region", "segment",
];
/// Words that turn what is said into its opposite.
const NEGATIONS: [&str; 6] = ["not", "no", "never", "neither", "nor", "cannot"];

const NOT_A_DENIAL: &str = "Write what is printed, not what is not printed.";
const THE_WORD: &str = "Write the word alone, as the program prints it.";
const THE_LINE: &str = "Write the line alone, as the program prints it.";
const THE_WHOLE: &str = "Write the whole line as the program prints it.";
const ITS_NUMBER: &str = "The number is right; write the whole line as the program prints it.";

/// Compares.
pub(super) fn weigh(happened: &str, prediction: &str) -> Weighed {
    let (happened, prediction) = (clean(happened), clean(prediction));
    if same_text(&happened, &prediction) {
        return Weighed::Right;
    }
    let (line, said) = (tokens(&happened), tokens(&prediction));
    if let Some((count, unit)) = numbers::alone(&happened) {
        let weighed = match &unit {
            Some(unit) => weigh_count(count, &[unit], &prediction),
            None => weigh_count(count, &UNITS, &prediction),
        };
        // Here it is the line that is asked for, and another line is another line.
        return if matches!(weighed, Weighed::Unclear(_)) {
            in_part(&line, &said, A_NUMBER)
        } else {
            weighed
        };
    }
    if is_choice(&prediction) && !is_choice(&happened) {
        return Weighed::Several;
    }
    if let Some(truth) = polarity(&happened) {
        return weigh_truth(truth, &line, &said);
    }
    match line.as_slice() {
        [word] if word.chars().all(char::is_alphabetic) => weigh_word(word, &prediction, &said),
        _ => in_part(&line, &said, THE_LINE),
    }
}

/// A line that is one word: articles and prepositions beside it do not count.
fn weigh_word(word: &str, prediction: &str, said: &[String]) -> Weighed {
    // Where single letters are printed, `a` is one of them.
    let is_filler = |said: &str| FILLERS.contains(&said) && (said != "a" || word.chars().count() > 1);
    let content: Vec<String> =
        said.iter().filter(|said| *said == word || !is_filler(said)).cloned().collect();
    let joins = prediction.contains(['/', '&', '+', '|']) || said.iter().any(|said| *said == "and");
    match content.as_slice() {
        [one] => right_if(one == word),
        [_, _, ..] if joins && !is_negated(&content) => Weighed::Several,
        _ => in_part(&[word.to_owned()], &content, THE_WORD),
    }
}

/// A line that is `true` or `false`, `yes` or `no`.
fn weigh_truth(truth: bool, line: &[String], said: &[String]) -> Weighed {
    let content: Vec<String> =
        said.iter().filter(|said| !FILLERS.contains(&said.as_str())).cloned().collect();
    let known: Vec<bool> = content.iter().filter_map(|word| polarity(word)).collect();
    if known.contains(&true) && known.contains(&false) {
        return Weighed::Several;
    }
    match known.first() {
        Some(first) if known.len() == content.len() => right_if(*first == truth),
        // Whatever stands beside it may turn it round.
        Some(_) => Weighed::Unclear(THE_WORD),
        None => in_part(line, &content, THE_WORD),
    }
}

fn polarity(word: &str) -> Option<bool> {
    match word {
        "true" | "yes" | "y" => Some(true),
        "false" | "no" | "n" => Some(false),
        _ => None,
    }
}

/// What a text comes to that is not the line: nobody is said to be wrong who has a part of it, or
/// more than it.
fn in_part(line: &[String], said: &[String], alone: &'static str) -> Weighed {
    if said.is_empty() {
        return Weighed::Wrong;
    }
    if said.len() > 1 && is_negated(said) && !is_negated(line) {
        return Weighed::Unclear(NOT_A_DENIAL);
    }
    let numbers = |tokens: &[String]| tokens.iter().filter(|token| is_number(token)).count();
    if is_within(said, line) {
        let is_its_number = numbers(line) == 1 && numbers(said) == 1;
        return Weighed::Part(if is_its_number { ITS_NUMBER } else { THE_WHOLE });
    }
    // A number beside those of the line is another answer.
    let is_more = is_within(line, said) && (numbers(line) == 0 || numbers(line) == numbers(said));
    if is_more { Weighed::Unclear(alone) } else { Weighed::Wrong }
}

fn is_negated(tokens: &[String]) -> bool {
    tokens.iter().any(|token| NEGATIONS.contains(&token.as_str()) || token.ends_with("n't"))
}

fn is_number(token: &str) -> bool {
    token.trim_start_matches('-').starts_with(|first: char| first.is_ascii_digit())
}

/// Whether all of `part` stands in `whole`, in its order.
fn is_within(part: &[String], whole: &[String]) -> bool {
    let mut whole = whole.iter();
    part.iter().all(|token| whole.any(|other| other == token))
}

/// The words and numbers of a text, each number in digits.
fn tokens(text: &str) -> Vec<String> {
    let number = |word: &str| match numbers::alone(word) {
        Some((number, None)) => Some(number.to_string()),
        _ => None,
    };
    let mut tokens = Vec::new();
    for word in text.split_whitespace() {
        if let Some(number) = number(word) {
            tokens.push(number);
            continue;
        }
        let pieces = word.split(|character: char| ",;:()[]{}!?\"=/&+|".contains(character));
        let pieces = pieces.map(|piece| piece.trim_end_matches('.')).filter(|piece| !piece.is_empty());
        tokens.extend(pieces.map(|piece| number(piece).unwrap_or_else(|| piece.to_owned())));
    }
    tokens
}

/// Whether two texts are the same but for white space beside punctuation: `[1,2]`, `[1, 2]`.
pub(super) fn same_text(left: &str, right: &str) -> bool {
    let tight = |text: &str| {
        let mut tight = String::new();
        let characters: Vec<char> = text.chars().collect();
        for (at, character) in characters.iter().enumerate() {
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            let is_loose = *character == ' '
                && beside.filter_map(|at| characters.get(at)).any(char::is_ascii_punctuation);
            if !is_loose {
                tight.push(*character);
            }
        }
        tight
    };
    tight(left) == tight(right)
}
