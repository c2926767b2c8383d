//! Known bytes: in memory that nobody has written to yet, in freed memory, around blocks.

/// New memory that was not asked for zeroed.
pub const NEW: u8 = 0xA7;
/// Freed memory.
pub const FREED: u8 = 0xDF;
/// Around a block.
pub const FENCE: u8 = 0xFD;

/// How much of a new block is filled: a huge one may be meant never to be touched as a whole.
pub const MOST: usize = 16 << 20;

/// Fills memory.
///
/// # Safety
/// It must be nobody else's.
pub unsafe fn fill(start: usize, size: usize, byte: u8) {
    // SAFETY: as promised.
    unsafe { std::ptr::write_bytes(start as *mut u8, byte, size) };
}

/// The first address in memory that does not hold `byte`.
///
/// # Safety
/// It must be readable.
pub unsafe fn differs(start: usize, size: usize, byte: u8) -> Option<usize> {
    const WORD: usize = std::mem::size_of::<u64>();
    let end = start + size;
    // Volatile, because somebody may have written to what is not theirs.
    // SAFETY: as promised.
    let is_other = |at: &usize| unsafe { (*at as *const u8).read_volatile() } != byte;
    let first = start.next_multiple_of(WORD).min(end);
    let rest = end - (end - first) % WORD;
    let mut words = (first..rest).step_by(WORD);
    // Inverted, so that no register is left with the pattern: faults are explained by that.
    let expected = std::hint::black_box(!u64::from_ne_bytes([byte; WORD]));
    let other_word =
        // SAFETY: as promised, and aligned.
        words.find(|at| unsafe { !(*at as *const u64).read_volatile() } != expected);
    (start..first)
        .find(is_other)
        .or_else(|| other_word.and_then(|word| (word..word + WORD).find(is_other)))
        .or_else(|| (rest..end).find(is_other))
}

/// Which memory a word was read from that no address can be, as a report names it.
pub fn origin(is_near: impl Fn(usize) -> bool) -> Option<&'static str> {
    let word = |byte| usize::from_ne_bytes([byte; std::mem::size_of::<usize>()]);
    [("new", NEW), ("freed", FREED), ("guard", FENCE)]
        .into_iter()
        .find(|(_, byte)| is_near(word(*byte)))
        .map(|(name, _)| name)
}

/// Looks at the bytes around the block at `start`: from `first` up to it, and from its end to
/// `end`. Gives the place of one that was written to, relative to the block's start, the
/// nearest to it.
///
/// # Safety
/// All of that must be readable.
pub unsafe fn around(first: usize, start: usize, size: usize, end: usize) -> Option<isize> {
    // SAFETY: as promised.
    let after = unsafe { differs(start + size, end - start - size, FENCE) };
    // Rarely anything, so that the nearest is looked for only then.
    // SAFETY: as promised.
    let before = || unsafe { differs(first, start - first, FENCE) };
    let nearest = |_| unsafe {
        // SAFETY: as promised.
        (first..start).rev().find(|at| (*at as *const u8).read_volatile() != FENCE)
    };
    after.or_else(|| before().and_then(nearest)).map(|at| at.wrapping_sub(start) as isize)
}
