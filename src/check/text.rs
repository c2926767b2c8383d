//! A submitted file as text: what can be judged, and what to say of what cannot.

use crate::position::line_and_column;
use crate::verdict::{Finding, Reason};

/// Files beyond this many bytes are not source that a person has written.
const LARGEST: usize = 1 << 20;

/// The file's text without a byte order mark, or why it cannot be judged.
///
/// # Errors
/// A finding at the first byte that is not UTF-8, or about a file that is too large.
pub fn decode<'a>(bytes: &'a [u8], file: &str, kind: Reason) -> Result<&'a str, Box<Finding>> {
    if bytes.len() > LARGEST {
        let message = format!("{file} has {} KiB", bytes.len() / 1024);
        let finding = Finding::error(kind, message)
            .because("No exercise needs more than a few KiB; did another file end up in its place?")
            .at(file, 1, 1);
        return Err(Box::new(finding));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let (line, column) = line_and_column(&good, good.len());
            let byte = bytes[error.valid_up_to()];
            let finding = Finding::error(kind, format!("the file is not UTF-8 text: byte 0x{byte:02X}"))
                .because("Save it again as UTF-8; the first byte that is not is on this line.")
                .at(file, line, column);
            Err(Box::new(finding))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_the_first_bad_byte_is_given() {
        let finding =
            decode(b"fn main() {\n    // \xE9t\xE9\n}", "a.rs", Reason::Compile).expect_err("Latin-1");
        assert_eq!((finding.line, finding.column), (Some(2), Some(8)));
        assert!(finding.message.contains("0xE9"), "{}", finding.message);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(decode(b"\xEF\xBB\xBFfn", "a.rs", Reason::Compile), Ok("fn"));
    }
}
