//! A budget of allocations that was exceeded: which lines allocated how much.

use super::place::{Finder, Listing};
use super::report::Report;
use crate::verdict::{Finding, Origin, Reason};

/// The codes of findings about budgets.
pub const CODES: [&str; 3] = ["budget-allocations", "budget-peak", "budget-live"];

/// How many lines a message names.
const NAMED: usize = 4;

/// One allocation of the measurement.
struct Allocation {
    size: u64,
    line: Option<u32>,
}

/// The finding for the report of an exceeded budget; `whose` is the test.
pub fn finding(report: &Report, finder: &Finder<'_>, whose: &str) -> Option<Finding> {
    let mut allocations = allocations(report, finder);
    let number = |name| report.number(name);
    let (message, why) = match report.word("budget")? {
        "allocations" => {
            let (count, allowed) = (number("count")?, number("allowed")?);
            let told = match allowed {
                0 => format!("{} more than allowed", plural(count, "allocation")),
                _ => format!(
                    "{}, {} more than allowed",
                    plural(count, "allocation"),
                    count.saturating_sub(allowed)
                ),
            };
            (
                told,
                "Each of them is a call of the allocator: it has to find room, and somebody has to give it back. Which of these lines can do with what is there already?",
            )
        }
        "peak" => {
            // What takes the most is what matters.
            allocations.sort_by_key(|allocation| std::cmp::Reverse(allocation.size));
            (
                format!(
                    "{} B were allocated at one moment, and {} B are allowed",
                    number("peak")?,
                    number("allowed")?
                ),
                "What counts is the moment with the most memory, and room that is reserved counts, used or not. Is something larger than it has to be, kept longer than it is used, or kept whole although it is only looked at piece by piece?",
            )
        }
        "live" => (
            // Which of the blocks these are is not recorded.
            format!("{} B are still allocated at the end, of what was allocated", number("live")?),
            "Not all of it was given back. Who owns it, and when does that owner end?",
        ),
        _ => return None,
    };
    let mut finding =
        Finding::error(Reason::Memory, format!("{}{message}{}", super::prefix(whose), named(&allocations)));
    finding.why = Some(why.to_owned());
    finding.code = Some(format!("budget-{}", report.word("budget")?));
    let first = allocations.iter().find_map(|allocation| allocation.line);
    if let Some(line) = first {
        finding = finding.at(finder.file, line, 1);
        finding.origin = Origin::Learner;
    }
    let mut listing = Listing::default();
    for (line, size, times) in by_line(&allocations) {
        let times = if times > 1 { format!(" in {times} allocations") } else { String::new() };
        listing.add(line, format!("{size} B allocated{times}"));
    }
    finding.rendered = Some(listing.render(finder)).filter(|text| !text.is_empty());
    Some(finding)
}

fn allocations(report: &Report, finder: &Finder<'_>) -> Vec<Allocation> {
    let mut found: Vec<Allocation> = Vec::new();
    for (name, value) in &report.lines {
        match name.as_str() {
            "allocation" => found.push(Allocation { size: value.parse().unwrap_or(0), line: None }),
            "at" => {
                if let Some(last) = found.last_mut() {
                    last.line = finder.line(&super::report::return_addresses(value));
                }
            }
            _ => {}
        }
    }
    found
}

/// ": 24 B at line 12, 96 B at line 15".
fn named(allocations: &[Allocation]) -> String {
    let lines = by_line(allocations);
    let told: Vec<String> = lines
        .iter()
        .take(NAMED)
        .map(|(line, size, times)| {
            let times = if *times > 1 { format!(" in {times} allocations") } else { String::new() };
            match line {
                Some(line) => format!("{size} B at line {line}{times}"),
                None => format!("{size} B{times}"),
            }
        })
        .collect();
    match (told.is_empty(), lines.len() > NAMED) {
        (true, _) => String::new(),
        (false, false) => format!(": {}", told.join(", ")),
        (false, true) => format!(": {}, and more", told.join(", ")),
    }
}

/// Bytes and times of each line, in the order of their first allocation.
fn by_line(allocations: &[Allocation]) -> Vec<(Option<u32>, u64, u32)> {
    let mut lines: Vec<(Option<u32>, u64, u32)> = Vec::new();
    for allocation in allocations {
        match lines.iter_mut().find(|(line, ..)| *line == allocation.line) {
            Some((_, size, times)) => {
                *size += allocation.size;
                *times += 1;
            }
            None => lines.push((allocation.line, allocation.size, 1)),
        }
    }
    lines
}

fn plural(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
