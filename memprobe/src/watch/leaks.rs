//! Leaks: blocks that are still allocated and that nothing leads to any more.
//!
//! What is reachable is found as a conservative garbage collector does it: each aligned word
//! that holds an address inside of a block leads to it. The search begins at the writable
//! segments of the program and of its libraries, at the thread-local storage and the stack of
//! this thread, and at the blocks that were allocated for nobody. What it does not see:
//!
//! - pointers that are hidden: compressed, inverted, in a file, or in memory that `malloc(3)` or
//!   `mmap(2)` gave to the program directly;
//! - what other threads hold on their stacks: while another one runs, nothing is said;
//! - blocks that are not in the table, because it is full: then nothing is said, either.
//!
//! A number that looks like an address, or a word that was left behind in memory still in use,
//! can hide a leak.
//!
//! Reported are the blocks that no other unreachable block leads to, and rings. Only on Linux:
//! elsewhere it is not known where to begin, and so nothing is said.

use std::sync::atomic::Ordering::Relaxed;

use super::blocks::{Block, State};
use super::reach::Heap;
use super::rings::Rings;
use super::traces::Traces;
use super::{threads, Owner, Turn, REENTERED};
use crate::mode::{mode, Mode};
use crate::report::{Field, Report};
use crate::system::{self, Table};

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
    // A block that is not known may lead to others.
    if watch.blocks.incomplete || REENTERED.load(Relaxed) {
        return;
    }
    let Some(mut heap) = Heap::new(watch.blocks.all()) else { return };
    heap.mark_from(frame..stack.end);
    let Some(rings) = Rings::of(&heap) else { return };
    for leak in leaks(&mut heap, &rings).iter().flatten() {
        leak.report(&watch.traces);
    }
}

fn has_candidates() -> bool {
    let Some(turn) = Turn::take() else { return false };
    let live = |block: &Block| block.state == State::Live && Owner::of(block) != Owner::Nobody;
    turn.watch.blocks.all().iter().any(live)
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

/// The leaks, the oldest first, together where the same calls have allocated them.
fn leaks<'a>(heap: &mut Heap<'a>, rings: &Rings) -> [Option<Leak<'a>>; MOST_REPORTS] {
    let mut found: [Option<Leak<'_>>; MOST_REPORTS] = [None; MOST_REPORTS];
    let all = rings.all();
    let Some(mut sorted) = Table::<(u64, u32)>::new(all.len()) else { return found };
    for (number, place) in sorted.iter_mut().enumerate() {
        *place = (heap.block(all[number].first as usize).order, number as u32);
    }
    sorted.sort_unstable();
    let heads = sorted.iter().map(|(_, number)| &all[*number as usize]).filter(|ring| !ring.inside);
    for ring in heads {
        let first = heap.block(ring.first as usize);
        let same = |known: &Leak<'_>| {
            (known.first.allocated, known.first.owner, known.closed)
                == (first.allocated, first.owner, ring.closed)
        };
        let Some(place) = found.iter_mut().find(|place| place.as_ref().is_none_or(same)) else { break };
        let (blocks, bytes) = heap.take_all_from(ring.first as usize);
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
