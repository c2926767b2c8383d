// fails: tests · belief: M20
// A radio station lets its listeners vote for one of five songs. The votes are counted in
// a block that is managed by hand. What is in a new block is not known: nothing has
// been written there yet. It may be zeros, on most days.
//
// Goal: count the votes, starting from what is known. The counts stay in the block, without
// `Vec` and `Box`, and are read from there in the end.
// The signature of `count` and the tests stay as they are.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};

const SONGS: usize = 5;

/// How many votes each song has. Other numbers are not songs and do not count.
fn count(votes: &[usize]) -> [u32; SONGS] {
    let layout: Layout = Layout::new::<[u32; SONGS]>(); // the room of five numbers
    let block: *mut u32 = unsafe { alloc(layout) }.cast();
    if block.is_null() {
        handle_alloc_error(layout);
    }
    for song in votes.iter().filter(|song| **song < SONGS) {
        unsafe { block.write_bytes(0, SONGS) };
        unsafe { *block.add(*song) += 1 };
    }
    let counted: [u32; SONGS] = unsafe { block.cast::<[u32; SONGS]>().read() };
    unsafe { dealloc(block.cast(), layout) };
    counted
}

fn main() {
    println!("The votes: {:?}", count(&[4, 0, 4, 2, 7]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vote_counts_once() {
        let (got, used): ([u32; SONGS], _) = memprobe::allocations(|| count(&[4, 0, 4, 2, 7]));
        assert_eq!(got, [1, 0, 1, 0, 2], "votes for 4, 0, 4, 2, and 7, which is not a song");
        assert!(used.peak_bytes >= 20, "the five counts, 20 bytes, are not in a block");
    }

    #[test]
    fn without_votes_all_have_none() {
        let got: [u32; SONGS] = count(&[]);
        assert_eq!(got, [0; SONGS], "nobody has voted");
    }

    #[test]
    fn many_votes_for_one_song() {
        for song in 0..SONGS {
            let mut votes: Vec<usize> = vec![song; 100 + song];
            votes.push(SONGS); // not a song
            let mut expected: [u32; SONGS] = [0; SONGS];
            expected[song] = 100 + song as u32;
            let got: [u32; SONGS] = count(&votes);
            assert_eq!(got, expected, "{} votes for song {song}", 100 + song);
        }
    }
}
