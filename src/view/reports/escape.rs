//! What learners wrote, made harmless: for people who read it as it is, and for readers of Markdown.

/// How many characters of one text are shown.
const LENGTH: usize = 6000;

/// How many lines of one text are shown.
const LINES: usize = 80;

/// A text of many lines without anything that steers what shows it: control characters become visible signs, and
/// line ends are `\n`.
pub(in crate::view) fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => clean.push('\n'),
            '\t' => clean.push_str("    "),
            '\u{0}'..='\u{1f}' => clean.extend(char::from_u32(0x2400 + character as u32)),
            // Deleted and unprintable; what turns the direction of what follows; what ends a line elsewhere; and what
            // is no character at all.
            '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fff9}'..='\u{fffb}' => clean.push('\u{fffd}'),
            other if other as u32 & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&other) => {
                clean.push('\u{fffd}');
            }
            other => clean.push(other),
        }
    }
    clean
}

/// The same on one line.
pub(in crate::view) fn line(text: &str) -> String {
    lines(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of a long text, and how much more there is.
pub(in crate::view) fn beginning(text: &str) -> String {
    let text = text.trim_end();
    let mut short: String = text.chars().take(LENGTH).collect();
    let all = text.lines().count();
    if short.lines().count() > LINES {
        short = short.lines().take(LINES).collect::<Vec<_>>().join("\n");
    }
    if short.len() < text.len() {
        let more = all - short.lines().count();
        short.push_str(&if more == 0 {
            "\n…".to_owned()
        } else {
            format!("\n… and {}", count_lines(more))
        });
    }
    short
}

fn count_lines(number: usize) -> String {
    super::super::describe::count(number, "more line")
}

/// Words for a line of Markdown, in which only `code` between single backticks means anything.
pub(in crate::view) fn markdown(text: &str) -> String {
    inline(text, "|")
}

/// The same for the cell of a table, which a bar would end even in code.
pub(in crate::view) fn cell(text: &str) -> String {
    inline(text, "\\|")
}

fn inline(text: &str, bar: &str) -> String {
    let text = line(text);
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text.as_str();
    while let Some((before, code, after)) = next_code(rest) {
        plain(before, &mut out);
        out.push_str(&format!("`{}`", unlinked(code).replace('|', bar)));
        rest = after;
    }
    plain(rest, &mut out);
    out
}

/// The first pair of single backticks with something between them.
fn next_code(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find('`')?;
    let length = text[start + 1..].find('`')?;
    let (code, after) = (&text[start + 1..][..length], &text[start + length + 2..]);
    // More than one backtick in a row is no pair; and a backslash before a bar would take its own away.
    let fits = !code.trim().is_empty() && !after.starts_with('`') && !code.contains('\\');
    fits.then_some((&text[..start], code, after))
}

/// Signs that Markdown, or a dialect of it, reads wherever they stand.
const SIGNS: &str = "\\`*_{}[]<>#~|&$^";

/// Every sign that Markdown could read stands for itself.
fn plain(text: &str, out: &mut String) {
    let text = unlinked(text);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let begins_line = out.is_empty() && "+-=:".contains(character);
        // "1. " and "1) " would begin a list.
        let lists = ".)".contains(character)
            && characters.peek().is_none_or(|next| *next == ' ')
            && out.bytes().all(|byte| byte.is_ascii_digit());
        if SIGNS.contains(character) || begins_line || lists {
            out.push('\\');
        }
        out.push(character);
    }
}

/// The text with an invisible space in what sites make links and mentions of, even where Markdown does not.
fn unlinked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        out.push(character);
        // `@name`, `#1`, `https://…`, `www.…`
        let lowered = out
            .len()
            .checked_sub(4)
            .and_then(|at| out.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case("www."));
        if "@#".contains(character) || out.ends_with("://") || lowered {
            out.push('\u{200b}');
        }
    }
    out
}

/// A block of text as it is, with a fence that is longer than any in it.
pub(in crate::view) fn fenced(text: &str) -> String {
    let text = lines(&beginning(text));
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{text}\n{fence}\n")
}

/// Whether GitHub's runner would look for a command in this line. The compiler's `:::` before a place is none.
pub(in crate::view) fn may_command(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("::") && !line.starts_with(":::")
}

/// Text for the log of a job of GitHub's: an invisible space stands where the runner would take a line for a command.
pub(in crate::view) fn inert(text: &str) -> String {
    let line = |line: &str| match may_command(line) {
        true => format!("\u{200b}{line}"),
        false => line.to_owned(),
    };
    text.replace("##[", "#\u{200b}#[").split_inclusive('\n').map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::HOSTILE;
    use super::*;

    #[test]
    fn nothing_that_steers_is_left() {
        let clean = lines("a\u{1b}[2J\r\nb\u{202e}\u{fffe}\tc\u{7}\u{85}\u{2028}d\u{1fffe}");
        assert_eq!(clean, "a␛[2J\nb\u{fffd}\u{fffd}    c␇\u{fffd}\u{fffd}d\u{fffd}");
        assert_eq!(line(" a\n\n b\r\n::c "), "a b ::c");
        // What people write stays.
        assert_eq!(lines("Zoë 🧑‍💻 漢字 'x' <y>"), "Zoë 🧑‍💻 漢字 'x' <y>");
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        let long = "x\n".repeat(500);
        let short = beginning(&long);
        assert!(short.ends_with("\n… and 420 more lines"), "{short}");
        assert_eq!(beginning("a\nb\n"), "a\nb");
        assert!(beginning(&"é".repeat(10_000)).ends_with("é\n…"));
    }

    #[test]
    fn only_code_is_markdown() {
        assert_eq!(markdown("`a|b` was *moved* into <b>"), "`a|b` was \\*moved\\* into \\<b\\>");
        assert_eq!(cell("`a|b` | c"), "`a\\|b` \\| c");
        assert_eq!(markdown("1. x 2. y"), "1\\. x 2. y");
        assert_eq!(markdown("``` `"), "\\`\\`\\` \\`");
        assert_eq!(markdown("1) and 2. and + x"), "1\\) and 2. and + x");
        assert_eq!(markdown("- x"), "\\- x");
        assert_eq!(markdown("1.5 of 2"), "1.5 of 2");
    }

    #[test]
    fn the_runner_finds_no_command() {
        assert_eq!(inert("  ::: a.rs:1:1"), "  ::: a.rs:1:1");
        let text = inert("a ::error::b\n  ::error::c\nd ##[add-mask]e\n");
        assert_eq!(text, "a ::error::b\n\u{200b}  ::error::c\nd #\u{200b}#[add-mask]e\n");
    }

    #[test]
    fn a_fence_is_longer_than_any_inside() {
        assert_eq!(fenced("a ```` b"), "`````text\na ```` b\n`````\n");
        assert!(fenced(HOSTILE).starts_with("````text\n"));
    }
}
