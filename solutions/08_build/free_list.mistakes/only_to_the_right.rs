// fails: tests · belief: M25
// A router passes on packets of many lengths. Each packet waits in a pool of fixed size until it
// has been sent, and packets leave in any order. So the router has to know which bytes are free.
//
//     0             30       40          60                                100
//     +-------------+--------+-----------+---------------------------------+
//     |   in use    |  free  |  in use   |              free               |
//     +-------------+--------+-----------+---------------------------------+
//        blocks[0]     [1]       [2]                    [3]
//
// The list has all blocks of the pool, in the order of their addresses and without gaps: a block
// begins where the one before it ends. That is how neighbours are found. No block is empty. The
// pool has no bytes of its own here, only the list: `start` is an offset.
//
// - First fit: a request gets the first free block that is large enough. What is left of that
//   block, if anything is left, becomes a free block of its own.
// - Coalescing: free neighbours become one block, so that large packets find room again. After
//   each `free`, no two neighbours are both free.
// - `list.iter().position(|block| block.free)` is the index of the first block for which this is
//   true. `list.insert(i, block)` and `list.remove(i)` move all blocks after it by one place.
// - A `Result<(), NotInUse>` is `Ok(())` or `Err(NotInUse)`. `option.ok_or(NotInUse)?` gets the value
//   out of an `Option`, or returns `Err(NotInUse)` from the function.
//
// Goal: `alloc`, then `free`; five steps. The types, the signatures and the tests stay as they are.

struct Block {
    start: usize,
    size: usize,
    free: bool,
}

struct Pool {
    blocks: Vec<Block>,
}

/// The error of a `free` for a place where no block in use begins.
#[derive(Debug, PartialEq)]
struct NotInUse;

impl Pool {
    fn new(size: usize) -> Pool {
        Pool { blocks: vec![Block { start: 0, size, free: true }] }
    }

    /// Returns where `size` bytes begin that nobody else uses until they are freed. `None` if no free
    /// block is large enough. `size` is at least 1.
    fn alloc(&mut self, size: usize) -> Option<usize> {
        let at: usize = self.blocks.iter().position(|block| block.free && block.size >= size)?;
        let block: &mut Block = &mut self.blocks[at];
        let (start, rest) = (block.start, block.size - size);
        block.size = size;
        block.free = false;
        if rest > 0 {
            self.blocks.insert(at + 1, Block { start: start + size, size: rest, free: true });
        }
        Some(start)
    }

    /// Takes back the block that begins at `start`. What is not in use is refused.
    fn free(&mut self, start: usize) -> Result<(), NotInUse> {
        let is_meant = |block: &Block| !block.free && block.start == start;
        let at: usize = self.blocks.iter().position(is_meant).ok_or(NotInUse)?;
        self.blocks[at].free = true;
        self.join_with_next(at);
        Ok(())
    }

    /// Makes one block of block `at` and the next one, where both are free.
    fn join_with_next(&mut self, at: usize) {
        if let [left, right, ..] = &self.blocks[at..]
            && left.free
            && right.free
        {
            let right: Block = self.blocks.remove(at + 1);
            self.blocks[at].size += right.size;
        }
    }
}

fn main() {
    let mut pool = Pool::new(100);
    for size in [30, 10, 20] {
        println!("{size} bytes at {:?}", pool.alloc(size));
    }
    println!("free what begins at 30: {:?}, and again: {:?}", pool.free(30), pool.free(30));
}

/// The beginning and the size of each block, and whether it is free.
#[cfg(test)]
fn list(pool: &Pool) -> Vec<(usize, usize, bool)> {
    pool.blocks.iter().map(|block| (block.start, block.size, block.free)).collect()
}

#[cfg(test)]
mod step_1 {
    use super::*;

    #[test]
    fn blocks_lie_side_by_side() {
        let mut pool = Pool::new(100);
        let got: [Option<usize>; 3] = [30, 10, 20].map(|size| pool.alloc(size));
        assert_eq!(got, [Some(0), Some(30), Some(40)], "places of 30, 10 and 20 bytes in an empty pool");
        let blocks: Vec<(usize, usize, bool)> = list(&pool);
        let expected = [(0, 30, false), (30, 10, false), (40, 20, false), (60, 40, true)];
        assert_eq!(blocks, expected, "start, size and `free` of all blocks of the pool, in their order");
    }

    #[test]
    fn a_full_pool_says_none() {
        let mut pool = Pool::new(100);
        let got: [Option<usize>; 4] = [60, 41, 40, 1].map(|size| pool.alloc(size));
        assert_eq!(got, [Some(0), None, Some(60), None], "places of 60, 41, 40 and 1 bytes in a pool of 100");
        let blocks: Vec<(usize, usize, bool)> = list(&pool);
        let expected = [(0, 60, false), (60, 40, false)];
        assert_eq!(blocks, expected, "start, size and `free` of all blocks: nothing is left of the pool");
    }
}

#[cfg(test)]
mod step_2 {
    use super::*;

    #[test]
    fn a_free_block_is_used_again() {
        let mut pool = Pool::new(100);
        for round in 1..=50 {
            let got: Option<usize> = pool.alloc(100);
            assert_eq!(got, Some(0), "all 100 bytes, in round {round}");
            let freed: Result<(), NotInUse> = pool.free(0);
            assert_eq!(freed, Ok(()), "the block at 0 is in use, in round {round}");
        }
    }

    #[test]
    fn the_first_that_fits_is_taken() {
        let mut pool = Pool::new(100);
        let _: [Option<usize>; 4] = [30, 10, 20, 40].map(|size| pool.alloc(size)); // at 0, 30, 40, 60
        let freed: [Result<(), NotInUse>; 2] = [pool.free(0), pool.free(40)];
        assert_eq!(freed, [Ok(()), Ok(())], "the blocks at 0 and 40 are in use");
        let got: [Option<usize>; 5] = [31, 20, 20, 10, 1].map(|size| pool.alloc(size));
        let expected: [Option<usize>; 5] = [None, Some(0), Some(40), Some(20), None];
        assert_eq!(got, expected, "places of 31, 20, 20, 10, 1 bytes, while 0..30 and 40..60 are free");
        let starts: [usize; 5] = [0, 20, 30, 40, 60];
        let blocks: Vec<usize> = list(&pool).iter().map(|block| block.0).collect();
        assert_eq!(blocks, starts, "where the blocks begin, in the order of the list");
    }
}

#[cfg(test)]
mod step_3 {
    use super::*;

    #[test]
    fn a_double_free_is_refused() {
        let mut pool = Pool::new(100);
        let _: [Option<usize>; 3] = [30, 30, 40].map(|size| pool.alloc(size)); // at 0, 30, 60
        let got: [Result<(), NotInUse>; 2] = [pool.free(30), pool.free(30)];
        assert_eq!(got, [Ok(()), Err(NotInUse)], "the block at 30 is freed two times");
        let again: [Option<usize>; 2] = [pool.alloc(30), pool.alloc(30)];
        assert_eq!(again, [Some(30), None], "the room of one block, not of two");
    }

    #[test]
    fn only_the_beginning_of_a_block_in_use_counts() {
        let mut pool = Pool::new(100);
        let fresh: Result<(), NotInUse> = pool.free(0);
        assert_eq!(fresh, Err(NotInUse), "nothing is in use in a new pool");
        let _: [Option<usize>; 2] = [30, 30].map(|size| pool.alloc(size)); // at 0, 30
        for start in [15, 29, 31, 60, 75, 100, usize::MAX] {
            let got: Result<(), NotInUse> = pool.free(start);
            assert_eq!(got, Err(NotInUse), "`free({start})`, while blocks in use begin at 0 and 30");
        }
        let last: Option<usize> = pool.alloc(40);
        assert_eq!(last, Some(60), "the 40 bytes that were free all the time");
    }
}

#[cfg(test)]
mod step_4 {
    use super::*;

    #[test]
    fn joins_what_is_free_behind_it() {
        let mut pool = Pool::new(100);
        let _: Option<usize> = pool.alloc(40);
        pool.free(0).expect("the block at 0 is in use");
        let got: Option<usize> = pool.alloc(100);
        assert_eq!(got, Some(0), "0..40 was freed, and 40..100 was free: 100 bytes in one piece");
    }

    #[test]
    fn the_right_neighbour_came_back_before() {
        let mut pool = Pool::new(100);
        let _: [Option<usize>; 3] = [40, 50, 10].map(|size| pool.alloc(size)); // at 0, 40, 90
        pool.free(40).expect("the block at 40 is in use");
        pool.free(0).expect("the block at 0 is in use");
        let got: [Option<usize>; 2] = [pool.alloc(90), pool.alloc(1)];
        assert_eq!(
            got,
            [Some(0), None],
            "`alloc(90)` and `alloc(1)`: 0..90 is free in one piece, 90..100 is in use"
        );
    }
}

#[cfg(test)]
mod step_5 {
    use super::*;

    #[test]
    fn all_orders_lead_back_to_one_block() {
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        for order in orders {
            let mut pool = Pool::new(100);
            let starts: [Option<usize>; 4] = [30, 20, 10, 40].map(|size| pool.alloc(size));
            for which in order {
                let start: usize = starts[which].expect("the pool is large enough");
                pool.free(start).expect("each block is freed once");
            }
            let got: [Option<usize>; 2] = [pool.alloc(60), pool.alloc(1)];
            assert_eq!(
                got,
                [Some(0), None],
                "`alloc(60)` and `alloc(1)`, after the blocks 0, 1, 2 of 30, 20, 10 bytes were freed in the \
                 order {order:?}"
            );
        }
    }

    #[test]
    fn many_packets_come_and_go() {
        let mut pool = Pool::new(1000);
        let mut in_use: Vec<(usize, usize)> = vec![];
        let mut random: usize = 7;
        for _ in 0..2000 {
            random = random * 1_103_515_245 % 2_147_483_647; // no real chance: the same in each run
            let size: usize = random % 90 + 1;
            if let Some(start) = pool.alloc(size) {
                let end: usize = start + size;
                assert!(end <= 1000, "{start}..{end} is not in the pool of 1000 bytes");
                for (other, length) in &in_use {
                    let apart: bool = end <= *other || other + length <= start;
                    assert!(
                        apart,
                        "{start}..{end} was given away, and {other}..{} is in use",
                        other + length
                    );
                }
                in_use.push((start, size));
            } else {
                assert!(!in_use.is_empty(), "nothing is in use, but {size} bytes do not fit into 1000");
                let (start, _) = in_use.swap_remove(random / 90 % in_use.len());
                pool.free(start).expect("each block is freed once");
            }
            let blocks: Vec<(usize, usize, bool)> = list(&pool);
            let found = blocks.windows(2).find(|two| two[0].0 + two[0].1 != two[1].0 || two[0].2 && two[1].2);
            assert_eq!(
                found, None,
                "each block begins where the one before it ends, and of two neighbours at least one is in use"
            );
        }
        for (start, _) in in_use {
            pool.free(start).expect("each block is freed once");
        }
        let all: Option<usize> = pool.alloc(1000);
        assert_eq!(all, Some(0), "everything has come back, so all 1000 bytes are one block");
        let blocks: Vec<(usize, usize, bool)> = list(&pool);
        assert_eq!(blocks, [(0, 1000, false)], "start, size and `free` of the only block");
    }
}
