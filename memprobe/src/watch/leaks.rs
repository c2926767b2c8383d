//! Leaks: blocks that are still allocated and that nothing leads to any more.
//!
//! What is reachable is found as a conservative garbage collector does it: each aligned word
//! that holds an address inside of a block leads to it. The search begins at the writable
//! segments of the program and of its libraries, at the thread-local storage and the stack of
//! this thread, and at the blocks that were allocated for nobody. What it does not see:
//!
//! - pointers that are hidden: compressed, inverted, in a file, or in memory that `malloc(3)` or
//!   `mmap(2)` gave to the program directly;
//! - what other threads hold on their stacks. While another one runs, nothing is said.
//!
//! A number that looks like an address, or a word that was left behind in memory still in use,
//! can hide a leak.
//!
//! Reported are the blocks that no other unreachable block leads to, and rings. Only on Linux:
//! elsewhere it is not known where to begin, and so nothing is said.

use std::mem::size_of;
use std::ops::Range;

use super::blocks::{Block, State};
use super::traces::Traces;
use super::{threads, Owner, Turn};
use crate::mode::{mode, Mode};
use crate::report::{Field, Report};
use crate::system::{self, Table, Zero};

/// More reports than this nobody reads.
const MOST_REPORTS: usize = 8;

/// Reports the leaks. What is on the stack from `frame` upwards counts as needed.
pub fn report(frame: usize) {
    if mode() == Mode::Count || !cfg!(target_os = "linux") {
        return;
    }
    let stack = threads::stack();
    if !stack.contains(&frame) {
        return;
    }
    // Most programs have nothing left, and then nobody has to be looked for.
    if !has_candidates() || !system::is_alone() {
        return;
    }
    let Some(turn) = Turn::take() else { return };
    let watch = &*turn.watch;
    let Some(mut heap) = Heap::new(watch.blocks.all()) else { return };
    heap.mark_from(frame..stack.end);
    let Some(rings) = heap.rings() else { return };
    let found = rings.leaks();
    for leak in found.iter().flatten() {
        leak.report(&watch.traces);
    }
}

fn has_candidates() -> bool {
    let Some(turn) = Turn::take() else { return false };
    let live = |block: &Block| block.state == State::Live && Owner::of(block) != Owner::Nobody;
    turn.watch.blocks.all().iter().any(live)
}

/// A live block, and whether it is reachable.
#[derive(Clone, Copy)]
struct Node {
    start: usize,
    end: usize,
    block: u32,
    reached: bool,
}

// SAFETY: numbers, and a bool that is false.
unsafe impl Zero for Node {}

/// The live blocks by address.
struct Heap<'a> {
    blocks: &'a [Block],
    nodes: Table<Node>,
    /// Nodes still to look into.
    open: Table<u32>,
    open_count: usize,
}

impl<'a> Heap<'a> {
    fn new(blocks: &'a [Block]) -> Option<Self> {
        let live = || blocks.iter().enumerate().filter(|(_, block)| block.state == State::Live);
        let count = live().count();
        let mut nodes = Table::<Node>::new(count)?;
        for (node, (number, block)) in nodes.iter_mut().zip(live()) {
            *node = Node { start: block.start(), end: block.end(), block: number as u32, reached: false };
        }
        nodes.sort_unstable_by_key(|node| node.start);
        Some(Self { blocks, nodes, open: Table::new(count)?, open_count: 0 })
    }

    fn block(&self, node: usize) -> &'a Block {
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
    fn next(&self, node: usize, from: usize) -> Option<(usize, usize)> {
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

    /// Marks all blocks that are reachable.
    fn mark_from(&mut self, stack: Range<usize>) {
        self.scan(stack);
        system::roots(|root| self.scan(root));
        for node in 0..self.nodes.len() {
            if Owner::of(self.block(node)) == Owner::Nobody {
                self.reach(node);
            }
        }
        while self.open_count > 0 {
            self.open_count -= 1;
            let node = self.open[self.open_count] as usize;
            let mut from = self.nodes[node].start;
            while let Some((found, next)) = self.next(node, from) {
                self.reach(found);
                from = next;
            }
        }
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

    /// Finds out which of the others lead to one another, by Tarjan's algorithm for strongly
    /// connected components, with a stack of its own instead of recursion.
    fn rings(self) -> Option<Rings<'a>> {
        let count = self.nodes.len();
        let mut rings =
            Rings { ring_of: Table::new(count)?, rings: Table::new(count + 1)?, heap: self, count: 0 };
        let (mut low, mut index) = (Table::<u32>::new(count)?, Table::<u32>::new(count)?);
        let (mut path, mut at) = (Table::<u32>::new(count)?, Table::<usize>::new(count)?);
        let mut pending = Table::<u32>::new(count)?;
        let (mut depth, mut waiting, mut next_index) = (0, 0, 0);
        for first in 0..count {
            if rings.heap.nodes[first].reached || index[first] != 0 {
                continue;
            }
            let mut enter = Some(first);
            loop {
                if let Some(node) = enter.take() {
                    next_index += 1;
                    (index[node], low[node]) = (next_index, next_index);
                    (path[depth], at[depth]) = (node as u32, rings.heap.nodes[node].start);
                    (depth, pending[waiting], waiting) = (depth + 1, node as u32, waiting + 1);
                }
                let node = path[depth - 1] as usize;
                if let Some((found, next)) = rings.heap.next(node, at[depth - 1]) {
                    at[depth - 1] = next;
                    if !rings.heap.nodes[found].reached && index[found] == 0 {
                        enter = Some(found);
                    } else if !rings.heap.nodes[found].reached && rings.ring_of[found] == 0 {
                        low[node] = low[node].min(index[found]);
                    }
                    continue;
                }
                if low[node] == index[node] {
                    rings.count += 1;
                    loop {
                        waiting -= 1;
                        let member = pending[waiting] as usize;
                        rings.add(member);
                        if member == node {
                            break;
                        }
                    }
                }
                depth -= 1;
                if depth == 0 {
                    break;
                }
                let above = path[depth - 1] as usize;
                low[above] = low[above].min(low[node]);
            }
        }
        rings.look_at_edges();
        Some(rings)
    }
}

/// Blocks that lead to one another: mostly one alone.
#[derive(Clone, Copy)]
struct Ring {
    /// The node that was allocated first.
    first: u32,
    blocks: usize,
    bytes: usize,
    /// Whether following pointers comes back.
    closed: bool,
    /// Whether another unreachable block leads here.
    inside: bool,
}

// SAFETY: numbers, and bools that are false.
unsafe impl Zero for Ring {}

struct Rings<'a> {
    heap: Heap<'a>,
    /// The ring of each node; 0 for those that are reachable.
    ring_of: Table<u32>,
    rings: Table<Ring>,
    count: usize,
}

/// What was leaked at one place.
#[derive(Clone, Copy)]
struct Leak<'a> {
    first: &'a Block,
    closed: bool,
    blocks: usize,
    bytes: usize,
    indirect_blocks: usize,
    indirect_bytes: usize,
}

impl<'a> Rings<'a> {
    /// Adds a node to the latest ring.
    fn add(&mut self, node: usize) {
        self.ring_of[node] = self.count as u32;
        let ring = self.rings[self.count];
        let block = self.heap.block(node);
        let first = if ring.blocks == 0 || block.order < self.heap.block(ring.first as usize).order {
            node as u32
        } else {
            ring.first
        };
        let (blocks, bytes) = (ring.blocks + 1, ring.bytes + block.size);
        self.rings[self.count] = Ring { first, blocks, bytes, ..ring };
    }

    fn look_at_edges(&mut self) {
        for node in 0..self.heap.nodes.len() {
            let own = self.ring_of[node];
            let mut from = self.heap.nodes[node].start;
            while let Some((found, next)) = self.heap.next(node, from).filter(|_| own != 0) {
                from = next;
                match self.ring_of[found] {
                    0 => {}
                    ring if ring == own => self.rings[own as usize].closed = true,
                    ring => self.rings[ring as usize].inside = true,
                }
            }
        }
    }

    /// The leaks, the oldest first, together where the same calls have allocated them.
    fn leaks(mut self) -> [Option<Leak<'a>>; MOST_REPORTS] {
        let mut found = [None; MOST_REPORTS];
        let order = |rings: &Self, ring: usize| rings.heap.block(rings.rings[ring].first as usize).order;
        let Some(mut sorted) = Table::<(u64, u32)>::new(self.count) else { return found };
        for (place, ring) in sorted.iter_mut().zip(1..=self.count) {
            *place = (order(&self, ring), ring as u32);
        }
        sorted.sort_unstable();
        for (_, number) in sorted.iter() {
            let ring = self.rings[*number as usize];
            if ring.inside {
                continue;
            }
            let first = self.heap.block(ring.first as usize);
            let (blocks, bytes) = self.take_all_from(ring.first as usize);
            let same = |known: &Leak<'_>| {
                (known.first.allocated, known.first.owner, known.closed)
                    == (first.allocated, first.owner, ring.closed)
            };
            let Some(place) = found.iter_mut().find(|place| place.as_ref().is_none_or(same)) else { break };
            let leak = place.get_or_insert(Leak {
                first,
                closed: ring.closed,
                blocks: 0,
                bytes: 0,
                indirect_blocks: 0,
                indirect_bytes: 0,
            });
            leak.blocks += ring.blocks;
            leak.bytes += ring.bytes;
            leak.indirect_blocks += blocks - ring.blocks;
            leak.indirect_bytes += bytes - ring.bytes;
        }
        found
    }

    /// How much a node leads to, itself included, that no node before it led to.
    fn take_all_from(&mut self, node: usize) -> (usize, usize) {
        let (mut blocks, mut bytes) = (0, 0);
        self.heap.reach(node);
        while self.heap.open_count > 0 {
            self.heap.open_count -= 1;
            let node = self.heap.open[self.heap.open_count] as usize;
            blocks += 1;
            bytes += self.heap.block(node).size;
            let mut from = self.heap.nodes[node].start;
            while let Some((found, next)) = self.heap.next(node, from) {
                self.heap.reach(found);
                from = next;
            }
        }
        (blocks, bytes)
    }
}

impl Leak<'_> {
    fn report(&self, traces: &Traces) {
        let Some(mut report) = Report::begin("leak") else { return };
        report.number(Field::Blocks, self.blocks);
        report.number(Field::Live, self.bytes);
        if self.indirect_blocks > 0 {
            report.numbers(Field::Indirect, &[self.indirect_blocks, self.indirect_bytes]);
        }
        if let Owner::Test(index) = Owner::of(self.first) {
            report.number(Field::Test, index);
        }
        if self.closed {
            report.bare(Field::Cycle);
        }
        report.frames(Field::Allocated, &traces.get(self.first.allocated));
        report.end();
    }
}
