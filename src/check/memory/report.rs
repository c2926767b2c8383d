//! Reading memprobe's reports out of what a program wrote to standard error. Their form is
//! described in `memprobe/src/report.rs`.

use super::asan;
use crate::verdict::{Memory, MemoryOf};

/// One report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it is about: `counted`, `budget`, or the name of an error.
    pub what: String,
    /// Its lines: a name and the rest.
    pub lines: Vec<(String, String)>,
    /// For a report of AddressSanitizer's: its own text.
    pub text: Option<String>,
    /// The byte of the remaining text where it stood.
    pub at: usize,
}

/// What the report is called that only proves AddressSanitizer's own, which stands before it.
const SANITIZER: &str = "address-sanitizer";

impl Report {
    /// The number in the first line of this name.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.word(name)?.parse().ok()
    }

    /// What stands in the first line of this name.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.lines.iter().find(|(line, _)| line == name).map(|(_, value)| value.as_str())
    }

    /// The addresses of the calls in the first line of this name.
    pub fn calls(&self, name: &str) -> Vec<u64> {
        self.word(name).map(return_addresses).unwrap_or_default()
    }
}

/// Addresses in hexadecimal. A call returns to what follows it, which may be another line: the
/// byte before belongs to the call.
pub fn return_addresses(text: &str) -> Vec<u64> {
    let addresses = text.split_whitespace().filter_map(|word| u64::from_str_radix(word, 16).ok());
    addresses.map(|address| address.saturating_sub(1)).collect()
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
                let text = if what == SANITIZER { asan::take(&mut rest) } else { None };
                open = Some(Report { what: what.to_owned(), lines: Vec::new(), text, at: rest.len() });
            }
            (None, Some(report)) => {
                let (name, value) = text.split_once(' ').unwrap_or((text, ""));
                report.lines.push((name.to_owned(), value.to_owned()));
            }
            (None, None) if asan::is_farewell(text) => {}
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
        assert_eq!(reports, [Report { what: "budget".into(), lines, text: None, at: 7 }]);
    }

    #[test]
    fn a_report_without_an_end_is_none() {
        assert_eq!(split("a\n\nmemprobe T budget\nallowed 0\n", "T"), ("a\n".into(), Vec::new()));
    }
}
