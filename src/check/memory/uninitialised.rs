//! Values that nobody wrote: new memory is filled with a pattern while an oracle watches, and a
//! number made of nothing but that pattern in a failed test is one that was read too early.

use super::oracle::FILL;
use crate::verdict::{Finding, Reason};

/// The finding for a failed test whose message shows the pattern.
pub fn finding(failed: &Finding, whose: &str) -> Option<Finding> {
    let text = failed.rendered.as_deref().unwrap_or(&failed.message);
    let value = pattern_in(text)?;
    let mut finding = Finding { kind: Reason::Memory, ..failed.clone() };
    finding.code = Some("uninitialised-read".into());
    finding.message = format!(
        "{}{value} is no value of the program's: it was read from memory that nobody had written",
        super::prefix(whose)
    );
    finding.why = Some(format!(
        "Memory from the allocator holds anything. Here every new byte is {FILL} (0x{FILL:X}), so that it shows; elsewhere it may look right by chance. Which part of the block is read before it is written?"
    ));
    finding.rendered = Some(text.to_owned());
    Some(finding)
}

/// The first number in `text` whose bytes are all the pattern's: of two bytes or more, or
/// three single ones in a row.
fn pattern_in(text: &str) -> Option<String> {
    let mut bytes_in_a_row = 0;
    for word in text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '-')) {
        if word.is_empty() {
            continue;
        }
        if word == FILL.to_string() {
            bytes_in_a_row += 1;
            if bytes_in_a_row == 3 {
                return Some(format!("{FILL}, {FILL}, {FILL}"));
            }
            continue;
        }
        bytes_in_a_row = 0;
        if is_pattern(word) {
            return Some(word.to_owned());
        }
    }
    None
}

fn is_pattern(word: &str) -> bool {
    let all = |bytes: &[u8]| bytes.iter().all(|byte| *byte == FILL);
    let hexadecimal = word.strip_prefix("0x").and_then(|digits| u128::from_str_radix(digits, 16).ok());
    if let Some(number) = hexadecimal.or_else(|| word.parse::<u128>().ok()) {
        let bytes = number.to_be_bytes();
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        return [2, 4, 8, 16].contains(&(16 - zeros)) && all(&bytes[zeros..]);
    }
    let Ok(number) = word.parse::<i128>() else { return false };
    i16::try_from(number).is_ok_and(|number| all(&number.to_be_bytes()))
        || i32::try_from(number).is_ok_and(|number| all(&number.to_be_bytes()))
        || i64::try_from(number).is_ok_and(|number| all(&number.to_be_bytes()))
        || all(&number.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_nothing_but_the_pattern_are_found() {
        for text in [
            "left: 2812782503",
            "left: -1482184793",
            "left: [1, 12080808863958804391]",
            "0xa7a7a7a7",
            "left: 42919",
            "left: [167, 167, 167]",
        ] {
            assert!(pattern_in(text).is_some(), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in
            ["left: 167", "left: [167, 167]", "167 apples, 3 pears, 167, 4", "left: 2812782504", "-89"]
        {
            assert_eq!(pattern_in(text), None, "{text}");
        }
    }
}
