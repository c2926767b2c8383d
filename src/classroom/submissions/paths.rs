//! The paths in archives and folders: which are taken, and how they are shown.

use std::fmt::Write as _;

use super::limits;

/// A path as a submission has it, made plain: no `.`, nothing empty, no slash at its end.
///
/// # Errors
/// Why it is not taken, in words that end a sentence.
pub(super) fn checked(path: &str) -> Result<String, &'static str> {
    if path.contains('\0') {
        return Err("there is a NUL character in its name");
    }
    if path.contains('\\') {
        return Err("there is a backslash in its name; paths in archives have forward slashes");
    }
    if path.starts_with('/') {
        return Err("its path is absolute");
    }
    let drive = |part: &str| {
        part.len() >= 2 && part.as_bytes()[1] == b':' && part.as_bytes()[0].is_ascii_alphabetic()
    };
    if path.len() > limits::PATH {
        return Err("its path is longer than 1024 bytes");
    }
    let mut plain = String::with_capacity(path.len());
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            return Err("its path leads out of the submission");
        }
        if drive(part) {
            return Err("its path names a drive");
        }
        if part.len() > limits::NAME {
            return Err("its name is longer than 255 bytes");
        }
        if !plain.is_empty() {
            plain.push('/');
        }
        plain.push_str(part);
    }
    Ok(plain)
}

/// The text of a name; bytes that are no UTF-8 are written out, so that two names stay two.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "<{byte:02X}>");
        }
    }
    text
}

/// A name or path in a message: what a terminal would act on is written out, and what is very long is cut.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut shown = String::with_capacity(text.len());
    for (at, letter) in text.chars().enumerate() {
        if at == LONGEST {
            shown.push('…');
            break;
        }
        // Marks that turn the direction of writing make one name look like another.
        let turns =
            matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        match letter {
            letter if letter.is_control() || turns || matches!(letter, '\u{2028}' | '\u{2029}') => {
                shown.extend(letter.escape_default());
            }
            letter => shown.push(letter),
        }
    }
    shown
}

/// Two parts of a path as one.
pub(super) fn join(folder: &str, rest: &str) -> String {
    match (folder.is_empty(), rest.is_empty()) {
        (true, _) => rest.to_owned(),
        (_, true) => folder.to_owned(),
        _ => format!("{folder}/{rest}"),
    }
}

/// What stands before the last part of a path; empty where there is one part.
pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The last part of a path.
pub(super) fn last(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, last)| last)
}

/// Whether `path` is `folder` or in it.
pub(super) fn is_in(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The endings of archives that are not read; the longer ones first.
pub(super) const NOT_READ: [&str; 9] =
    [".tar.bz2", ".tar.xz", ".tar.zst", ".7z", ".rar", ".tbz", ".tbz2", ".txz", ".xz"];

/// A name without the ending of an archive.
pub(super) fn without_ending(name: &str) -> &str {
    const READ: [&str; 4] = [".tar.gz", ".tgz", ".tar", ".zip"];
    let ending = READ.into_iter().chain(NOT_READ).find(|ending| ends_with(name, ending));
    ending.map_or(name, |ending| &name[..name.len() - ending.len()])
}

/// Whether a name ends with `ending`, whatever its case.
pub(super) fn ends_with(name: &str, ending: &str) -> bool {
    let (name, ending) = (name.as_bytes(), ending.as_bytes());
    name.len() > ending.len() && name[name.len() - ending.len()..].eq_ignore_ascii_case(ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_anywhere_else_is_not_taken() {
        for (path, plain) in [("a/b.rs", "a/b.rs"), ("./a//b/", "a/b"), ("a b/ü🦀", "a b/ü🦀"), (".", "")]
        {
            assert_eq!(checked(path).as_deref(), Ok(plain), "{path}");
        }
        let long = "n".repeat(256);
        let deep = "folder/".repeat(200);
        for path in
            ["../a", "a/../b", "a/..", "/etc/passwd", "C:/x", "c:x", "a/d:/x", "a\\b", "a\0b", &long, &deep]
        {
            assert!(checked(path).is_err(), "{path}");
        }
    }

    #[test]
    fn what_a_terminal_acts_on_is_written_out() {
        assert_eq!(shown("a\n\u{1b}[31mb\u{202e}c é"), "a\\n\\u{1b}[31mb\\u{202e}c é");
        assert_eq!(shown(&"x".repeat(300)).chars().count(), 201);
        assert_eq!(text(b"a\xff\xfe"), "a<FF><FE>");
    }

    #[test]
    fn a_folder_holds_what_is_below_it() {
        assert!(is_in("a/b", "a") && is_in("a", "a") && is_in("a", ""));
        assert!(!is_in("ab", "a"));
        assert_eq!(without_ending("Kim.Tar.GZ"), "Kim");
        assert_eq!(without_ending(".zip"), ".zip");
    }
}
