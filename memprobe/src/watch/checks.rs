//! Comparing what a program says of its blocks, and has done to them, with what is known.

use std::alloc::Layout;
use std::sync::atomic::Ordering::Relaxed;

use super::blocks::{Block, Kind, State};
use super::misuse::{self, Access, Misuse};
use super::{guard, pattern, threads, Watch, REENTERED};
use crate::mode::{mode, Mode};
use crate::{system, trace};

/// No system gives memory out below this address.
const LOWEST: usize = 64 << 10;

impl Watch {
    /// Ends the process where a block of no bytes is asked for: there is none, and what comes back is not to be
    /// used.
    pub fn check_size(&self, size: usize, align: usize, by: &'static str, frames: &trace::Frames) {
        if size == 0 {
            let mut misuse = Misuse::new(misuse::Kind::WrongLayout);
            (misuse.at, misuse.by, misuse.asked) = (*frames, Some(by), Some((size, align)));
            misuse::end_process(&misuse, &self.traces);
        }
    }

    /// The number of a watched block that may be freed or resized with this layout. Does not
    /// come back where it may not; `None` where the system is to decide.
    pub fn check(
        &mut self,
        start: usize,
        layout: Layout,
        by: &'static str,
        frames: &trace::Frames,
    ) -> Option<usize> {
        let number = self.blocks.find(start);
        let block = number.map(|number| *self.blocks.at(number));
        let mut misuse = match block.map(|block| block.state) {
            Some(State::Live) => Misuse::new(misuse::Kind::WrongLayout),
            Some(State::Unwatched) => return None,
            // AddressSanitizer would call it a double free.
            Some(State::Freed) if by == "realloc" => Misuse::new(misuse::Kind::UseAfterFree),
            // AddressSanitizer has better words for it, but it looks beside the address first, and where nothing
            // is, all that it tells of is that.
            _ if mode() == Mode::Asan && !is_nowhere(start) => return None,
            Some(State::Freed) => Misuse::new(misuse::Kind::DoubleFree),
            None if self.blocks.incomplete || REENTERED.load(Relaxed) => return None,
            None => Misuse::new(misuse::Kind::InvalidFree),
        };
        misuse.at = *frames;
        misuse.by = Some(by);
        misuse.block = block;
        match misuse.kind {
            misuse::Kind::WrongLayout => {
                let block =
                    block.filter(|block| (block.size, block.align()) == (layout.size(), layout.align()));
                if let Some(block) = block {
                    self.check_around(&block, frames);
                    return number;
                }
                misuse.asked = Some((layout.size(), layout.align()));
            }
            misuse::Kind::UseAfterFree => misuse.access = Some(Access::Unknown),
            misuse::Kind::InvalidFree => {
                misuse.region = region(start);
                misuse.filled = filled(start);
                misuse.block = self.block_around(start);
                misuse.offset = misuse.block.map(|block| start.wrapping_sub(block.start()) as isize);
            }
            _ => {}
        }
        misuse::end_process(&misuse, &self.traces);
    }

    /// The block that holds an address.
    fn block_around(&self, address: usize) -> Option<Block> {
        let blocks = self.blocks.all().iter().filter(|block| block.state != State::Unwatched);
        let mut around = blocks.filter(|block| (block.start()..block.end()).contains(&address));
        let first = around.next().copied();
        around.find(|block| block.state == State::Live).copied().or(first)
    }

    /// Does not come back where the bytes around a live block were written to.
    fn check_around(&self, block: &Block, frames: &trace::Frames) {
        let offset = match block.kind {
            Kind::Plain => None,
            Kind::Guarded => guard::damage(block),
            Kind::Fenced => self.fence.damage(block.start(), block.size),
        };
        if let Some(offset) = offset {
            self.end_late(misuse::Kind::Overflow, block, offset, frames);
        }
    }

    /// Does not come back where a kept block was written to.
    pub fn check_freed(&self, block: &Block) {
        if let Some(offset) = guard::damage_after_free(block) {
            self.end_late(misuse::Kind::UseAfterFree, block, offset, &[0; trace::DEPTH]);
        }
    }

    fn end_late(&self, kind: misuse::Kind, block: &Block, offset: isize, at: &trace::Frames) -> ! {
        let mut misuse = Misuse::new(kind);
        misuse.access = Some(Access::Write);
        misuse.late = true;
        misuse.offset = Some(offset);
        misuse.block = Some(*block);
        misuse.at = *at;
        misuse::end_process(&misuse, &self.traces);
    }

    /// Looks at everything that must not have been written to. Does not come back where it was.
    pub fn look_for_damage(&self) {
        let blocks = self.blocks.all();
        for number in self.quarantine.kept() {
            self.check_freed(&blocks[number]);
        }
        for block in blocks.iter().filter(|block| block.state == State::Live) {
            self.check_around(block, &[0; trace::DEPTH]);
        }
    }
}

/// Where an address is that is in no block.
fn region(address: usize) -> Option<&'static str> {
    if threads::on_a_stack(address) {
        Some("stack")
    } else {
        system::is_static(address).then_some("static")
    }
}

/// The memory that an address was read from which no address can be.
fn filled(address: usize) -> Option<&'static str> {
    pattern::origin(|word| address == word)
}

/// Whether no block can be at an address: `NonNull::dangling()` makes such ones, and so do bytes that
/// nobody has written.
fn is_nowhere(address: usize) -> bool {
    address < LOWEST || filled(address).is_some()
}
