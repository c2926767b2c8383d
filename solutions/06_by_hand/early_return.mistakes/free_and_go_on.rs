// fails: heap-use-after-free · belief: M25
// A baker types in how much flour each bread has taken, and wants to know the amount in the
// middle. To sort the amounts, the program keeps them in a block that is managed by hand.
//
// Goal: `middle` frees its block, also when a word is not a number. Then the answer is `None`.
// The signature of `middle` and the tests stay as they are.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};

/// The amount in the middle when they are sorted; `None` where a word is not a number.
fn middle(words: &[&str]) -> Option<u32> {
    assert!(!words.is_empty(), "a block cannot have 0 bytes");
    let layout: Layout = Layout::array::<u32>(words.len()).ok()?;
    let block: *mut u32 = unsafe { alloc(layout) }.cast();
    if block.is_null() {
        handle_alloc_error(layout);
    }
    for (at, word) in words.iter().enumerate() {
        let Ok(grams) = word.parse::<u32>() else {
            unsafe { dealloc(block.cast(), layout) };
            break;
        };
        unsafe { block.add(at).write(grams) };
    }
    // The block as a slice, which can sort itself.
    let amounts: &mut [u32] = unsafe { std::slice::from_raw_parts_mut(block, words.len()) };
    amounts.sort_unstable();
    let middle: u32 = amounts[words.len() / 2];
    unsafe { dealloc(block.cast(), layout) };
    Some(middle)
}

fn main() {
    println!("{:?}", middle(&["510", "480", "505"]));
    println!("{:?}", middle(&["510", "a lot", "505"]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_amount_in_the_middle() {
        let got: Option<u32> = middle(&["510", "480", "505"]);
        assert_eq!(got, Some(505), "sorted: 480, 505, 510");
    }

    #[test]
    fn a_word_that_is_no_number() {
        for words in [["a lot", "480", "505"], ["510", "480", "-2"]] {
            let got: Option<u32> = middle(&words);
            assert_eq!(got, None, "{words:?} are not all amounts");
        }
    }
}
