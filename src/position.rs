//! From a byte of a text to its line and column, as people count them.

/// The one-based line of a byte.
pub fn line(text: impl AsRef<[u8]>, at: usize) -> u32 {
    let breaks = text.as_ref().iter().take(at).filter(|byte| **byte == b'\n').count();
    u32::try_from(breaks + 1).unwrap_or(u32::MAX)
}

/// The one-based line and column of a byte; the column in characters.
pub fn line_and_column(text: &str, at: usize) -> (u32, u32) {
    let before = &text[..text.floor_char_boundary(at)];
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before[start..].chars().count() + 1;
    (line(before, before.len()), u32::try_from(column).unwrap_or(u32::MAX))
}
