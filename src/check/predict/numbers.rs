//! A number as people write it: `3`, `three`, `1_024`, `1,024`, `96 B`, `3 allocations`.

/// What a text says as a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// One number, and the word behind it.
    One(i128, Option<String>),
    /// Different numbers, or a choice.
    Several,
    /// Something else.
    None,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Number(i128),
    Word(String),
    Mark(char),
}

const NAMES: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// Words that say nothing of their own before a number.
const LEADS: [&str; 9] = ["exactly", "just", "only", "it", "is", "it's", "its", "prints", "takes"];

/// Reads a text in lower case that should be one number.
pub(super) fn read(text: &str) -> Number {
    // Of a sum, what it comes to.
    let text = text.rsplit_once('=').map_or(text, |(_, result)| result);
    let Some(pieces) = pieces(text) else { return Number::None };
    // One that is left to be worked out cannot be compared.
    if pieces.iter().any(|piece| matches!(piece, Piece::Mark('+' | '*' | '×'))) {
        return Number::None;
    }
    let mut numbers = pieces.iter().filter_map(|piece| match piece {
        Piece::Number(number) => Some(*number),
        _ => None,
    });
    let Some(first) = numbers.next() else { return Number::None };
    let is_word = |piece: &Piece, word: &str| matches!(piece, Piece::Word(found) if found == word);
    let choice = ["or", "to", "either", "between"];
    if numbers.any(|number| number != first)
        || pieces.iter().any(|piece| choice.iter().any(|word| is_word(piece, word)))
    {
        return Number::Several;
    }
    let at = pieces.iter().position(|piece| matches!(piece, Piece::Number(_))).unwrap_or(0);
    let leads = pieces[..at].iter().all(|piece| match piece {
        Piece::Word(word) => LEADS.contains(&word.as_str()),
        Piece::Mark(mark) => "=:([".contains(*mark),
        Piece::Number(_) => false,
    });
    let mut unit = None;
    let mut understood = leads;
    for piece in &pieces[at + 1..] {
        match piece {
            Piece::Word(word) if unit.is_none() => unit = Some(word.clone()),
            Piece::Word(_) => understood = false,
            Piece::Number(_) => {}
            Piece::Mark(mark) => understood &= "=:()[],!".contains(*mark),
        }
    }
    if understood { Number::One(first, unit) } else { Number::None }
}

/// The number that a text in lower case consists of, with at most one word behind it.
pub(super) fn alone(text: &str) -> Option<(i128, Option<String>)> {
    match pieces(text)?.as_slice() {
        [Piece::Number(number)] => Some((*number, None)),
        [Piece::Number(number), Piece::Word(unit)] => Some((*number, Some(unit.clone()))),
        _ => None,
    }
}

/// Whether two words are the same unit: `b`, `byte`, `bytes`.
pub(super) fn same_unit(left: &str, right: &str) -> bool {
    fn whole(unit: &str) -> &str {
        match unit.strip_suffix('s').unwrap_or(unit) {
            "b" => "byte",
            "alloc" => "allocation",
            other => other,
        }
    }
    whole(left) == whole(right)
}

/// Cuts a text into pieces; `None` where it holds a number of another kind (`3.5`, `0x1f`).
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let negative = first == '-' && pieces.is_empty();
        let digits = if negative { &rest[1..] } else { rest };
        if digits.starts_with(|character: char| character.is_ascii_digit()) {
            let (number, length) = digits_of(digits)?;
            pieces.push(Piece::Number(if negative { -number } else { number }));
            rest = &digits[length..];
        } else if first.is_alphabetic() {
            let end = rest
                .find(|character: char| !(character.is_alphanumeric() || "'_".contains(character)))
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            pieces.push(named(word).map_or_else(|| Piece::Word(word.to_owned()), Piece::Number));
            rest = after;
        } else {
            if !first.is_whitespace() {
                pieces.push(Piece::Mark(first));
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    Some(pieces)
}

/// The number that the digits at the beginning of `text` are, and how many bytes they take.
fn digits_of(text: &str) -> Option<(i128, usize)> {
    let bytes = text.as_bytes();
    let run = |from: usize| {
        let more = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'_');
        from + more.count()
    };
    let mut end = run(0);
    if end <= 3 {
        // Groups of exactly three digits behind commas.
        while bytes.get(end) == Some(&b',') && run(end + 1) == end + 4 {
            end += 4;
        }
    }
    let is_fraction = bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    let is_other_base = &bytes[..end] == b"0" && matches!(bytes.get(end), Some(b'x' | b'b' | b'o'));
    if is_fraction || (is_other_base && bytes.get(end + 1).is_some_and(u8::is_ascii_hexdigit)) {
        return None;
    }
    let digits: String = text[..end].chars().filter(char::is_ascii_digit).collect();
    Some((digits.parse().ok()?, end))
}

fn named(word: &str) -> Option<i128> {
    let at = match word {
        "once" => Some(1),
        "twice" => Some(2),
        "none" | "never" => Some(0),
        "thirty" => Some(30),
        "forty" => Some(40),
        "fifty" => Some(50),
        "sixty" => Some(60),
        "seventy" => Some(70),
        "eighty" => Some(80),
        "ninety" => Some(90),
        _ => NAMES.iter().position(|name| *name == word),
    };
    at.and_then(|at| i128::try_from(at).ok())
}
