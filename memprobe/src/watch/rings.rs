//! Which unreachable blocks lead to one another, and which are led to by others: strongly
//! connected components, found by Tarjan's algorithm ("Depth-first search and linear graph
//! algorithms", 1972) with a stack of its own instead of recursion.

use super::reach::Heap;
use crate::system::{Table, Zero};

/// Blocks that lead to one another: mostly one alone.
#[derive(Clone, Copy)]
pub struct Ring {
    /// The node that was allocated first.
    pub first: u32,
    /// How many blocks.
    pub blocks: usize,
    /// Their bytes.
    pub bytes: usize,
    /// Whether following pointers comes back.
    pub closed: bool,
    /// Whether another unreachable block leads here.
    pub inside: bool,
}

// SAFETY: numbers, and bools that are false.
unsafe impl Zero for Ring {}

/// All rings.
pub struct Rings {
    /// The number of each node's ring; 0 for nodes that are reachable.
    ring_of: Table<u32>,
    /// By number.
    rings: Table<Ring>,
    count: usize,
}

/// What the algorithm knows of the nodes it has come to.
struct Search {
    /// When it came to each, from 1 on.
    index: Table<u32>,
    /// The earliest that is known to be in the same ring.
    low: Table<u32>,
    /// The nodes that it came by, and how far each has been looked into.
    path: Table<u32>,
    at: Table<usize>,
    depth: usize,
    /// The nodes whose ring is not known yet.
    pending: Table<u32>,
    waiting: usize,
    next_index: u32,
}

impl Search {
    fn new(count: usize) -> Option<Self> {
        Some(Self {
            index: Table::new(count)?,
            low: Table::new(count)?,
            path: Table::new(count)?,
            at: Table::new(count)?,
            depth: 0,
            pending: Table::new(count)?,
            waiting: 0,
            next_index: 0,
        })
    }

    fn enter(&mut self, node: usize, start: usize) {
        self.next_index += 1;
        self.index[node] = self.next_index;
        self.low[node] = self.next_index;
        self.path[self.depth] = node as u32;
        self.at[self.depth] = start;
        self.depth += 1;
        self.pending[self.waiting] = node as u32;
        self.waiting += 1;
    }
}

impl Rings {
    /// Those of the blocks that are not reachable; `None` where there is no memory.
    pub fn of(heap: &Heap<'_>) -> Option<Self> {
        let count = heap.nodes.len();
        let mut rings = Self { ring_of: Table::new(count)?, rings: Table::new(count + 1)?, count: 0 };
        let mut search = Search::new(count)?;
        for node in 0..count {
            if !heap.nodes[node].reached && search.index[node] == 0 {
                rings.find_from(heap, node, &mut search);
            }
        }
        rings.look_at_edges(heap);
        Some(rings)
    }

    /// By number, from 1 on.
    pub fn all(&self) -> &[Ring] {
        &self.rings[1..=self.count]
    }

    fn find_from(&mut self, heap: &Heap<'_>, first: usize, search: &mut Search) {
        search.enter(first, heap.nodes[first].start);
        while search.depth > 0 {
            let top = search.depth - 1;
            let node = search.path[top] as usize;
            if let Some((found, next)) = heap.next(node, search.at[top]) {
                search.at[top] = next;
                if heap.nodes[found].reached {
                    continue;
                }
                if search.index[found] == 0 {
                    search.enter(found, heap.nodes[found].start);
                } else if self.ring_of[found] == 0 {
                    search.low[node] = search.low[node].min(search.index[found]);
                }
                continue;
            }
            if search.low[node] == search.index[node] {
                self.close(heap, node, search);
            }
            search.depth = top;
            if top > 0 {
                let above = search.path[top - 1] as usize;
                search.low[above] = search.low[above].min(search.low[node]);
            }
        }
    }

    /// What is pending down to `node` is a ring.
    fn close(&mut self, heap: &Heap<'_>, node: usize, search: &mut Search) {
        self.count += 1;
        loop {
            search.waiting -= 1;
            let member = search.pending[search.waiting] as usize;
            self.ring_of[member] = self.count as u32;
            let ring = &mut self.rings[self.count];
            let block = heap.block(member);
            if ring.blocks == 0 || block.order < heap.block(ring.first as usize).order {
                ring.first = member as u32;
            }
            ring.blocks += 1;
            ring.bytes += block.size;
            if member == node {
                return;
            }
        }
    }

    fn look_at_edges(&mut self, heap: &Heap<'_>) {
        for node in 0..heap.nodes.len() {
            let own = self.ring_of[node];
            if own == 0 {
                continue;
            }
            let mut from = heap.nodes[node].start;
            while let Some((found, next)) = heap.next(node, from) {
                from = next;
                match self.ring_of[found] {
                    0 => {}
                    ring if ring == own => self.rings[own as usize].closed = true,
                    ring => self.rings[ring as usize].inside = true,
                }
            }
        }
    }
}
