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
    let began = match value.parse().ok().and_then(counted_up_from) {
        Some(start) if start.to_string() != value => format!(" began as {start}, which"),
        _ => String::new(),
    };
    finding.message = format!(
        "{}{value}{began} was never written: it is what new memory is filled with here",
        super::prefix(whose)
    );
    finding.why = Some(format!(
        "Memory from the allocator holds anything. Here every new byte is {FILL} (0x{FILL:X}), so that it shows; elsewhere it may look right by chance. Which part of the block is read before it is written?"
    ));
    finding.rendered = Some(text.to_owned());
    Some(finding)
}

/// The first number in `text` whose bytes are all the pattern's: of four bytes or more, or
/// several shorter ones in a row.
fn pattern_in(text: &str) -> Option<String> {
    // As a character, the byte is one that no text here has by itself.
    let mut sides = text.split("right: ");
    if sides.next().is_some_and(|left| left.contains(char::from(FILL)))
        && sides.next().is_some_and(|right| !right.contains(char::from(FILL)))
    {
        return Some(format!("`{}`", char::from(FILL)));
    }
    // What is expected may be any number.
    let expected = text.split_once("right: ").map_or("", |(_, right)| right);
    let mut in_a_row = 0;
    for word in text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '-')) {
        if word.is_empty() {
            continue;
        }
        if let Some(enough) = short_pattern(word) {
            in_a_row += 1;
            if in_a_row == enough && !expected.contains(word) {
                return Some(vec![word; enough].join(", "));
            }
            continue;
        }
        in_a_row = 0;
        if is_pattern(word) && !expected.contains(word) {
            return Some(word.to_owned());
        }
    }
    None
}

/// How many of a number of one or two bytes in a row make it certain: one alone may be a value.
fn short_pattern(word: &str) -> Option<usize> {
    let both = [FILL; 2];
    if word == FILL.to_string() {
        Some(3)
    } else {
        let two = [u16::from_ne_bytes(both).to_string(), i16::from_ne_bytes(both).to_string()];
        two.iter().any(|two| two == word).then_some(2)
    }
}

fn is_pattern(word: &str) -> bool {
    let all = |bytes: &[u8]| bytes.iter().all(|byte| *byte == FILL);
    let hexadecimal = word.strip_prefix("0x").and_then(|digits| u128::from_str_radix(digits, 16).ok());
    if let Some(number) = hexadecimal.or_else(|| word.parse::<u128>().ok()) {
        let bytes = number.to_be_bytes();
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let is_whole = [4, 8, 16].contains(&(16 - zeros)) && all(&bytes[zeros..]);
        return is_whole || counted_up_from(number).is_some();
    }
    let Ok(number) = word.parse::<i128>() else { return false };
    i32::try_from(number).is_ok_and(|number| all(&number.to_be_bytes()))
        || i64::try_from(number).is_ok_and(|number| all(&number.to_be_bytes()))
        || all(&number.to_be_bytes())
}

/// The pattern to which a little was added, or nothing: what was counted up had no beginning.
fn counted_up_from(number: u128) -> Option<u128> {
    const MOST: u128 = 1000;
    let whole = [u128::from(u32::from_ne_bytes([FILL; 4])), u128::from(u64::from_ne_bytes([FILL; 8]))];
    whole.into_iter().find(|start| (*start..=start + MOST).contains(&number))
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
            "left: [42919, 42919]\n right: [1, 2]",
            "left: [167, 167, 167]",
            "left: [2812782504, 0, 1]",
            "left: \"\u{a7}  \"\n right: \"   \"",
        ] {
            assert!(pattern_in(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_number_that_was_counted_up_is_told_with_its_beginning() {
        let told = |text: &str| finding(&Finding::error(Reason::Tests, text), "").map(|told| told.message);
        let counted = told("left: 2812782505").unwrap_or_default();
        assert!(counted.starts_with("2812782505 began as 2812782503, which was never written"), "{counted}");
        let read = told("left: 2812782503").unwrap_or_default();
        assert!(read.starts_with("2812782503 was never written"), "{read}");
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "left: 167",
            "left: [167, 167]",
            "167 apples, 3 pears, 167, 4",
            "left: 2812782502",
            "-89",
            "left: \"\u{a7} 3\"\n right: \"\u{a7} 4\"",
        ] {
            assert_eq!(pattern_in(text), None, "{text}");
        }
    }
}
