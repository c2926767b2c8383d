//! Tables for gradebooks. A spreadsheet would run a cell that begins like a formula, and names come from learners:
//! such cells begin with an apostrophe, which spreadsheets read as "this is text".

use csv::Writer;

use super::escape;
use crate::classroom::class::Person;

/// What a formula can begin with, in the wide forms of East Asian keyboards, too.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The rows as a file.
pub(super) fn file(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = Writer::from_writer(Vec::new());
    for row in rows {
        // Writing into memory cannot fail, and all rows have the length of the first.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

/// A text for a cell: on one line, and no formula. Numbers, and signs alone, are none.
pub(super) fn cell(text: &str) -> String {
    let text = escape::line(text);
    let signs_alone = text.chars().all(|character| FORMULA.contains(&character) || character == ' ');
    if signs_alone || is_number(&text) {
        return text;
    }
    let mut harmless = String::with_capacity(text.len());
    // Where semicolons part cells, a formula can begin behind one.
    let mut begins = true;
    for character in text.chars() {
        if begins && FORMULA.contains(&character) {
            harmless.push('\'');
        }
        harmless.push(character);
        begins = character == ';' || (begins && matches!(character, ' ' | '"'));
    }
    harmless
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, rest) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    [whole, rest].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What the roster has in this column, whatever the case of its name.
pub(super) fn roster<'a>(person: &'a Person, column: &str) -> Option<&'a str> {
    let is_it = |name: &str| name.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case(column);
    person.roster.iter().find(|(name, _)| is_it(name)).map(|(_, cell)| cell.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_the_rest_stays() {
        for (text, told) in [
            ("=1+1", "'=1+1"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1+1", "'=1+1"),
            ("\r=1+1", "'=1+1"),
            (" \"=1+1\"", "\"'=1+1\""),
            ("＝1+1", "'＝1+1"),
            ("a;=1+1", "a;'=1+1"),
            ("-", "-"),
            ("--", "--"),
            ("-1.5", "-1.5"),
            ("+49123", "+49123"),
            ("0.66", "0.66"),
            ("-kim", "'-kim"),
            ("O'Hara, \"N\"", "O'Hara, \"N\""),
            ("a-b = c", "a-b = c"),
            ("", ""),
        ] {
            assert_eq!(cell(text), told, "{text:?}");
        }
    }
}
