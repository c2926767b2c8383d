//! Cutting the file of a prediction: the program, and the blanks.

/// The heading that the predictions stand under.
pub const HEADING: &str = "## Your prediction";

/// A file cut into what counts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// What stands in `rust` blocks above the heading.
    pub programs: Vec<Program>,
    /// The one-based line of the heading.
    pub heading: Option<u32>,
    /// The marks below the heading, in their order.
    pub marks: Vec<Mark>,
}

/// A `rust` block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// How many lines stand above its first one.
    pub above: u32,
    /// Its lines.
    pub lines: Vec<String>,
}

/// A line `1> …`, with what was written below it instead, where that is one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The blank's number.
    pub n: u32,
    /// One-based.
    pub line: u32,
    /// The one-based column of the first character behind the mark.
    pub column: u32,
    /// What stands behind the mark.
    pub text: String,
    /// The one-based line of the text below a mark that has nothing behind it, where that text has
    /// several lines: nobody knows which of them is meant.
    pub below: Option<u32>,
}

impl Program {
    /// The program with as many empty lines above as there are lines above it in its file, so
    /// that the compiler counts lines as the reader's editor does.
    pub fn in_place(&self) -> String {
        let above = "\n".repeat(usize::try_from(self.above).unwrap_or(0));
        format!("{above}{}\n", self.lines.join("\n"))
    }

    /// The line with this number in its file.
    pub fn line(&self, number: u32) -> Option<&str> {
        let at = usize::try_from(number.checked_sub(self.above + 1)?).ok()?;
        self.lines.get(at).map(String::as_str)
    }

    /// Whether it is the same program; white space at line ends does not count.
    pub fn is_like(&self, other: &Self) -> bool {
        let lines = |program: &Self| program.lines.join("\n").trim_end().to_owned();
        lines(self) == lines(other)
    }
}

/// Cuts a file.
pub fn parts(text: &str) -> Parts {
    let mut parts = Parts::default();
    // The fence that is open, and whether it is one of Rust.
    let mut open: Option<(usize, bool)> = None;
    // What stands between a mark and the next one.
    let mut below: Vec<(&str, u32)> = Vec::new();
    for (line, number) in text.lines().zip(1_u32..) {
        let line = line.trim_end();
        if parts.heading.is_some() {
            match mark(line, number) {
                Some(mark) => {
                    take_below(&mut parts.marks, &mut below);
                    parts.marks.push(mark);
                }
                None if line.is_empty() => {}
                None => below.push((line, number)),
            }
            continue;
        }
        // It is no line of any program, so it also ends a block that was left open.
        if line.trim().eq_ignore_ascii_case(HEADING) {
            parts.heading = Some(number);
            continue;
        }
        let ticks = line.trim_start().bytes().take_while(|byte| *byte == b'`').count();
        let info = line.trim_start().get(ticks..).unwrap_or_default().trim();
        match open {
            Some((fence, _)) if ticks >= fence && info.is_empty() => open = None,
            Some((_, true)) => {
                if let Some(program) = parts.programs.last_mut() {
                    program.lines.push(line.to_owned());
                }
            }
            Some((_, false)) => {}
            None if ticks >= 3 => {
                let is_rust = info.split([',', ' ']).next() == Some("rust");
                open = Some((ticks, is_rust));
                if is_rust {
                    parts.programs.push(Program { above: number, lines: Vec::new() });
                }
            }
            None => {}
        }
    }
    take_below(&mut parts.marks, &mut below);
    parts
}

/// Gives the last mark the line that stands below it, where nothing stands behind it.
fn take_below(marks: &mut [Mark], below: &mut Vec<(&str, u32)>) {
    if let Some(mark) = marks.last_mut().filter(|mark| mark.text.is_empty()) {
        match below.as_slice() {
            [] => {}
            [(text, line)] => {
                (mark.line, mark.column) = (*line, column_after(text, 0));
                text.trim().clone_into(&mut mark.text);
            }
            [(_, first), ..] => mark.below = Some(*first),
        }
    }
    below.clear();
}

/// The one-based column of the first character that is no white space, after so many bytes.
fn column_after(line: &str, bytes: usize) -> u32 {
    let rest = &line[bytes..];
    let inside = rest.len() - rest.trim_start().len();
    u32::try_from(line[..bytes + inside].chars().count() + 1).unwrap_or(1)
}

/// The mark on a line: digits and `>`.
fn mark(line: &str, number: u32) -> Option<Mark> {
    let (digits, text) = line.split_once('>')?;
    let n = digits.trim();
    let is_number = !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit());
    let n = is_number.then(|| n.parse().ok()).flatten()?;
    let column = column_after(line, digits.len() + 1);
    Some(Mark { n, line: number, column, text: text.trim().to_owned(), below: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# T\n\n```text\nfn no() {}\n```\n\n```rust\nfn main() {\n    a();\n}\n```\n\n1. What?\n\n1> no mark\n\n## Your prediction\n\n1> three\n 2>\n\n3 >  a -> b  \n";

    #[test]
    fn a_file_is_cut_at_its_blocks_and_marks() {
        let parts = parts(FILE);
        assert_eq!(parts.heading, Some(17));
        assert_eq!(parts.programs.len(), 1);
        let program = &parts.programs[0];
        assert_eq!((program.above, program.lines.len()), (7, 3));
        assert_eq!(program.line(9), Some("    a();"));
        assert_eq!(program.line(7), None);
        assert_eq!(program.in_place().lines().nth(8), Some("    a();"));
        let marks: Vec<_> =
            parts.marks.iter().map(|mark| (mark.n, mark.line, mark.column, mark.text.as_str())).collect();
        assert_eq!(marks, [(1, 19, 4, "three"), (2, 20, 4, ""), (3, 22, 6, "a -> b")]);
    }

    #[test]
    fn line_ends_do_not_matter() {
        assert_eq!(parts(&FILE.replace('\n', "\r\n")), parts(FILE));
    }

    #[test]
    fn the_heading_ends_a_block_that_was_left_open() {
        let parts = parts("```rust\nfn main() {}\n## your prediction\n1> 3");
        assert_eq!((parts.heading, parts.marks.len(), parts.programs[0].lines.len()), (Some(3), 1, 1));
    }

    #[test]
    fn one_line_below_a_mark_is_taken_for_it_and_several_are_not() {
        let text = "## Your prediction\n1>\n\n  three\n\n2> four\nfive\n3>\nsix\nseven\n4>\n5>\neight";
        let parts = parts(text);
        let marks: Vec<_> = parts
            .marks
            .iter()
            .map(|mark| (mark.n, mark.line, mark.column, mark.text.as_str(), mark.below))
            .collect();
        let wanted = [
            (1, 4, 3, "three", None),
            (2, 6, 4, "four", None),
            (3, 8, 3, "", Some(9)),
            (4, 11, 3, "", None),
            (5, 13, 1, "eight", None),
        ];
        assert_eq!(marks, wanted);
    }

    #[test]
    fn only_a_number_makes_a_mark() {
        let parts = parts("## Your prediction\na> 1\n> 2\nx 1> 3\n1 2> 4\n99999999999> 5\n");
        assert_eq!(parts.marks, []);
    }
}
