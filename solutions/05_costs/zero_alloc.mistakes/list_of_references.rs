// fails: memory · belief: M5
// A railway prints signs for its stations. The longest word of a name decides how large the
// letters can be; a `-` ends a word as a space does. The names are plain ASCII: one byte is
// one letter.
//
// `longest_word` finds the right number. But on the way it makes a text and a list on the heap,
// looks at them once and drops them. The tests see that: `memprobe::allocations` runs a
// piece of code and counts how often it asks the allocator for memory.
//
// Goal: the same number, without any allocation.
// The signature of `longest_word` and the tests stay as they are.

fn longest_word(name: &str) -> usize {
    let words: Vec<&str> = name.split([' ', '-']).collect();
    let mut longest: usize = 0;
    for word in words {
        longest = longest.max(word.len());
    }
    longest
}

fn main() {
    println!("{} letters in a row.", longest_word("Stoke-under-Lyme"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_at_a_name_without_allocating() {
        for (name, letters) in [("Ash", 3), ("Stoke-under-Lyme", 5), ("Old Harbour", 7), ("", 0)] {
            let (got, used): (usize, _) = memprobe::allocations(|| longest_word(name));
            assert_eq!(got, letters, "the longest word of {name:?}");
            used.at_most(0);
        }
    }

    #[test]
    fn a_long_name_costs_no_more() {
        for (times, letters) in [(40, 4), (3, 9), (100, 25)] {
            let name: String = "end of ".repeat(times) + &"x".repeat(letters) + "-road";
            let (got, used): (usize, _) = memprobe::allocations(|| longest_word(&name));
            assert_eq!(got, letters, "the longest word of {name:?}");
            used.at_most(0);
        }
    }

    #[test]
    fn names_of_one_length() {
        for letters in 1..38 {
            let name: String = "x".repeat(letters) + "-" + &"y".repeat(38 - letters);
            let (got, used): (usize, _) = memprobe::allocations(|| longest_word(&name));
            assert_eq!(got, letters.max(38 - letters), "the longest word of {name:?}");
            used.at_most(0);
        }
    }
}
