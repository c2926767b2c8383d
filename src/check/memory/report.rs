//! Reading memprobe's reports out of what a program wrote to standard error. Their form is
//! described in `memprobe/src/report.rs`.

use crate::verdict::{Memory, MemoryOf};

/// One report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it is about: `counted`, `budget`, or the name of an error.
    pub what: String,
    /// Its lines: a name and the rest.
    pub lines: Vec<(String, String)>,
    /// The byte of the remaining text where it stood.
    pub at: usize,
}

impl Report {
    /// The number in the first line of this name.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.lines.iter().find(|(line, _)| line == name)?.1.parse().ok()
    }
}

/// Takes the reports that `token` proves out of `stderr`; what is left is the program's own. A
/// report that was cut off by the program's end is none.
pub fn split(stderr: &str, token: &str) -> (String, Vec<Report>) {
    let mark = format!("memprobe {token} ");
    let mut rest = String::new();
    let mut reports: Vec<Report> = Vec::new();
    let mut open: Option<Report> = None;
    for line in stderr.split_inclusive('\n') {
        let text = line.trim_end();
        match (text.strip_prefix(&mark), &mut open) {
            (Some("end"), Some(_)) => reports.extend(open.take()),
            (Some(what), _) => {
                // The empty line before a report is part of it.
                if rest.ends_with('\n') {
                    rest.pop();
                }
                open = Some(Report { what: what.to_owned(), lines: Vec::new(), at: rest.len() });
            }
            (None, Some(report)) => {
                let (name, value) = text.split_once(' ').unwrap_or((text, ""));
                report.lines.push((name.to_owned(), value.to_owned()));
            }
            (None, None) => rest.push_str(line),
        }
    }
    (rest, reports)
}

/// What was counted, where the program came to its end and said so.
pub fn counted(reports: &[Report], of: MemoryOf) -> Option<Memory> {
    let report = reports.iter().rev().find(|report| report.what == "counted")?;
    Some(Memory {
        of,
        allocations: report.number("count")?,
        bytes: report.number("bytes")?,
        peak_bytes: report.number("peak")?,
        // What was there before and is freed counts below zero.
        live_blocks: report.number("live-blocks")?.cast_signed(),
        live_bytes: report.number("live")?.cast_signed(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_taken_out_and_the_rest_stays_as_it_was() {
        let stderr = "before\n\nmemprobe T budget\nallowed 0\nat 1a 2b\nmemprobe T end\nafter\n\nmemprobe X budget\nmemprobe X end\n";
        let (rest, reports) = split(stderr, "T");
        assert_eq!(rest, "before\nafter\n\nmemprobe X budget\nmemprobe X end\n");
        let lines = vec![("allowed".into(), "0".into()), ("at".into(), "1a 2b".into())];
        assert_eq!(reports, [Report { what: "budget".into(), lines, at: 7 }]);
    }

    #[test]
    fn a_report_without_an_end_is_none() {
        assert_eq!(split("a\n\nmemprobe T budget\nallowed 0\n", "T"), ("a\n".into(), Vec::new()));
    }
}
