//! The live blocks as a graph: which leads to which, and which are reachable.

use std::mem::size_of;
use std::ops::Range;

use super::blocks::{Block, State};
use super::Owner;
use crate::system::{self, Table, Zero};

/// A live block, and whether it is reachable.
#[derive(Clone, Copy)]
pub struct Node {
    /// Its first address.
    pub start: usize,
    end: usize,
    /// Its number in the table of blocks.
    block: u32,
    /// Whether it is reachable.
    pub reached: bool,
}

// SAFETY: numbers, and a bool that is false.
unsafe impl Zero for Node {}

/// The live blocks by address.
pub struct Heap<'a> {
    blocks: &'a [Block],
    /// The nodes of the graph.
    pub nodes: Table<Node>,
    /// Nodes still to look into.
    open: Table<u32>,
    open_count: usize,
}

impl<'a> Heap<'a> {
    /// Nothing is reachable yet; `None` where there is no memory.
    pub fn new(blocks: &'a [Block]) -> Option<Self> {
        let live = || blocks.iter().enumerate().filter(|(_, block)| block.state == State::Live);
        let count = live().count();
        let mut nodes = Table::<Node>::new(count)?;
        for (node, (number, block)) in nodes.iter_mut().zip(live()) {
            *node = Node { start: block.start(), end: block.end(), block: number as u32, reached: false };
        }
        nodes.sort_unstable_by_key(|node| node.start);
        Some(Self { blocks, nodes, open: Table::new(count)?, open_count: 0 })
    }

    /// What is known of a node's block.
    pub fn block(&self, node: usize) -> &'a Block {
        &self.blocks[self.nodes[node].block as usize]
    }

    /// The block that an address leads to.
    fn find(&self, address: usize) -> Option<usize> {
        let (first, last) = (self.nodes.first()?, self.nodes.last()?);
        if address < first.start || address >= last.end {
            return None;
        }
        let next = self.nodes.partition_point(|node| node.start <= address);
        let found = next.checked_sub(1)?;
        (address < self.nodes[found].end).then_some(found)
    }

    /// The first block that a word of this block leads to, from this address on; and the address
    /// of the next word.
    pub fn next(&self, node: usize, from: usize) -> Option<(usize, usize)> {
        let word = size_of::<usize>();
        let mut at = from.next_multiple_of(word);
        while at + word <= self.nodes[node].end {
            // SAFETY: the block is live, and nobody can free it meanwhile.
            let value = unsafe { (at as *const usize).read_volatile() };
            at += word;
            if let Some(found) = self.find(value) {
                return Some((found, at));
            }
        }
        None
    }

    fn reach(&mut self, node: usize) {
        if !std::mem::replace(&mut self.nodes[node].reached, true) {
            self.open[self.open_count] = node as u32;
            self.open_count += 1;
        }
    }

    /// Marks all blocks that are reachable, also from `stack`.
    pub fn mark_from(&mut self, stack: Range<usize>) {
        self.scan(stack);
        system::roots(|root| self.scan(root));
        for node in 0..self.nodes.len() {
            if Owner::of(self.block(node)) == Owner::Nobody {
                self.reach(node);
            }
        }
        self.follow();
    }

    /// Reaches what the open nodes lead to; gives how many blocks and bytes all of them are.
    fn follow(&mut self) -> (usize, usize) {
        let (mut blocks, mut bytes) = (0, 0);
        while self.open_count > 0 {
            self.open_count -= 1;
            let node = self.open[self.open_count] as usize;
            blocks += 1;
            bytes += self.block(node).size;
            let mut from = self.nodes[node].start;
            while let Some((found, next)) = self.next(node, from) {
                self.reach(found);
                from = next;
            }
        }
        (blocks, bytes)
    }

    fn scan(&mut self, memory: Range<usize>) {
        let word = size_of::<usize>();
        let mut at = memory.start.next_multiple_of(word);
        while at + word <= memory.end {
            // SAFETY: the roots are readable.
            if let Some(found) = self.find(unsafe { (at as *const usize).read_volatile() }) {
                self.reach(found);
            }
            at += word;
        }
    }

    /// How much a node leads to, itself included, that is not reached yet. Now it is.
    pub fn take_all_from(&mut self, node: usize) -> (usize, usize) {
        self.reach(node);
        self.follow()
    }
}
