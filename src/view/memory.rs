//! What a program did with memory, in words.

use super::describe::count;
use super::lines::{Line, Tone};
use crate::verdict::{Memory, MemoryOf};

/// One line: "memory, in `main`: 3 allocations, 96 B at the peak, everything freed".
pub fn line(memory: &Memory) -> Line {
    let whose = match memory.of {
        MemoryOf::Main => "memory, in `main`: ",
        MemoryOf::Tests => "memory, in the tests: ",
    };
    Line::new(Tone::Dim, whose).and(Tone::Plain, summary(memory))
}

/// The same without saying whose.
pub fn summary(memory: &Memory) -> String {
    if memory.allocations == 0 {
        return "no allocations: nothing was put on the heap".into();
    }
    let allocations = count(usize::try_from(memory.allocations).unwrap_or(usize::MAX), "allocation");
    let left = if memory.live_blocks <= 0 && memory.live_bytes <= 0 {
        "everything freed".to_owned()
    } else {
        let blocks = count(usize::try_from(memory.live_blocks).unwrap_or(1), "block");
        format!("{blocks} ({}) not freed", bytes(memory.live_bytes.unsigned_abs()))
    };
    format!("{allocations}, {} at the peak, {left}", bytes(memory.peak_bytes))
}

/// "96 B", "64,000,000 B": always exact, because the numbers are there to be worked out.
pub fn bytes(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + " B"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_cut_into_groups() {
        let told = [0, 96, 999, 4096, 64_000_000].map(bytes);
        assert_eq!(told, ["0 B", "96 B", "999 B", "4,096 B", "64,000,000 B"]);
    }
}
