// fails: E0308 · belief: M13
// A baker types in how much flour each bread has taken, and wants to know the amount in the
// middle. To sort the amounts, the program keeps them in a block that is managed by hand.
//
//   word.parse::<u32>()   is `Ok(number)`, or `Err(…)` where the word is not a number
//   .ok()                 makes an `Option` of it: `Some(number)`, or `None`
//   ?                     takes the number out; where there is none, it returns `None` at once
//
// A `match` can tell `Ok(number)` and `Err(_)` apart. For `dealloc`, `block.cast()` is the same
// address as a pointer to bytes.
//
// Goal: `middle` frees its block, also when a word is not a number. Then the answer is `None`.
// The amounts stay in the block, without `Vec`, `Box` and other collections.
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
        if word.parse::<u32>().is_err() {
            unsafe { dealloc(block, layout) };
            return None;
        }
        let grams: u32 = word.parse().ok()?;
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
        for (count, least) in [(1, 500), (3, 480), (7, 90), (101, 1_000)] {
            // `least`, `least + 1` and so on, in another order.
            let typed: Vec<String> =
                (0..count).map(|at| format!("{}", least + (5 * at + 2) % count)).collect();
            let words: Vec<&str> = typed.iter().map(String::as_str).collect();
            let (got, used): (Option<u32>, _) = memprobe::allocations(|| middle(&words));
            assert_eq!(got, Some(least + count / 2), "the amount in the middle of {words:?}");
            let room: usize = 4 * words.len();
            assert!(used.peak_bytes >= room, "{count} amounts are not in a block of {room} bytes");
        }
    }

    #[test]
    fn a_word_that_is_no_number() {
        for (count, wrong) in [(1, 0), (3, 0), (3, 2), (40, 17)] {
            for word in ["a lot", "-2"] {
                let mut words: Vec<&str> = vec!["505"; count];
                words[wrong] = word;
                let got: Option<u32> = middle(&words);
                assert_eq!(got, None, "{words:?} are not all amounts");
            }
        }
    }
}
