//! What may be a name: names become file names, module names and command-line words on every system.

use crate::error::{Problem, did_you_mean};

/// Names that Windows does not allow as file names, whatever their extension.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// What cargo calls its own folders beside the programs that it builds, and refuses as their names.
const RESERVED_BY_CARGO: [&str; 4] = ["build", "deps", "examples", "incremental"];

/// Whether `text` can be the name of an exercise, which is that of a program, too.
///
/// # Errors
/// What is wrong with it, and what to use instead.
pub fn check_exercise(text: &str) -> Result<(), Problem> {
    check(text, "an exercise name")?;
    if RESERVED_BY_CARGO.contains(&text.to_lowercase().as_str()) {
        return Err(Problem::new(format!("cargo keeps the name `{text}` for a folder of its own"))
            .help("choose another name"));
    }
    Ok(())
}

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
    if text.starts_with('-') {
        return Err(Problem::new(format!(
            "`{text}` cannot be {what}: a command would take it for an option"
        ))
        .help("begin it with a letter, a digit or `_`"));
    }
    if RESERVED.contains(&text.to_lowercase().as_str()) {
        return Err(
            Problem::new(format!("`{text}` is a reserved name on Windows")).help("choose another name")
        );
    }
    Ok(())
}

/// The folder that was most likely meant: the nearest by its letters, or the only one of the same number.
pub fn near_folder<'a>(typed: &str, folders: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folders: Vec<&str> = folders.into_iter().collect();
    did_you_mean(typed, folders.iter().copied()).or_else(|| {
        let number = |folder: &str| folder.bytes().take_while(u8::is_ascii_digit).count();
        let typed = typed.get(..number(typed)).filter(|digits| !digits.is_empty())?;
        let mut same = folders.iter().filter(|folder| folder[..number(folder)] == *typed);
        same.next().filter(|_| same.next().is_none()).copied()
    })
}
