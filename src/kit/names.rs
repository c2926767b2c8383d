//! What may be a name: names become file names, module names and command-line words on every system.

use crate::error::Problem;

/// Names that Windows does not allow as file names, whatever their extension.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Whether `text` can be `what`: "an exercise name", "a folder name".
///
/// # Errors
/// What is wrong with it, and what to use instead.
pub fn check(text: &str, what: &str) -> Result<(), Problem> {
    if text.is_empty() {
        return Err(Problem::new(format!("{what} cannot be empty")).help("use letters, digits, `_` and `-`"));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !text.bytes().all(allowed) {
        return Err(
            Problem::new(format!("`{text}` cannot be {what}")).help("use letters, digits, `_` and `-`")
        );
    }
    if RESERVED.contains(&text.to_lowercase().as_str()) {
        return Err(
            Problem::new(format!("`{text}` is a reserved name on Windows")).help("choose another name")
        );
    }
    Ok(())
}
