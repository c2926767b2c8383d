//! Where an allocation was asked for: the return addresses on the stack, found by following
//! the chain of saved frame pointers. Code without frame pointers ends the walk early.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::system;
use crate::watch::threads;

/// How many return addresses are kept: the standard library's own calls between a learner's
/// line and the allocator are up to about twenty.
pub const DEPTH: usize = 28;

/// Return addresses, the innermost first; zero where there are no more.
pub type Frames = [usize; DEPTH];

/// How many calls are looked at to find the program's own.
const FAR: usize = 64;

/// The return addresses of the calls that led here, those in the program itself.
#[inline(never)]
pub fn frames() -> Frames {
    let here = 0_u8;
    walk(frame_pointer(), std::ptr::from_ref(&here) as usize)
}

/// Follows the chain that begins with the frame pointer `frame` on this thread's stack, which
/// is in use from `low` upwards.
pub fn walk(frame: usize, low: usize) -> Frames {
    let mut found = [0; DEPTH];
    let mut count = 0;
    let (high, program) = (threads::stack().end, system::program());
    let mut frame = frame;
    let word = std::mem::size_of::<usize>();
    for _ in 0..FAR {
        if frame < low
            || frame.checked_add(2 * word).is_none_or(|end| end > high)
            || !frame.is_multiple_of(word)
        {
            break;
        }
        // SAFETY: both words lie on this thread's stack, which is readable from `low` upwards.
        let (next, back) = unsafe { (*(frame as *const usize), *((frame + word) as *const usize)) };
        if back == 0 {
            break;
        }
        if program.contains(back) {
            found[count] = back;
            count += 1;
        }
        // A chain leads from callee to caller, that is upwards.
        if next <= frame || count == DEPTH {
            break;
        }
        frame = next;
    }
    found
}

/// The frame pointer of the function that this is called in.
#[inline(always)]
pub fn frame_pointer() -> usize {
    let frame: usize;
    #[cfg(target_arch = "x86_64")]
    // SAFETY: reads a register.
    unsafe {
        std::arch::asm!("mov {}, rbp", out(reg) frame, options(nomem, nostack, preserves_flags));
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: reads a register.
    unsafe {
        std::arch::asm!("mov {}, x29", out(reg) frame, options(nomem, nostack, preserves_flags));
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        frame = 0;
    }
    frame
}

/// One allocation of a measurement.
#[derive(Clone, Copy)]
pub struct Record {
    /// The bytes asked for.
    pub size: usize,
    /// Who asked.
    pub frames: Frames,
}

/// How many records are kept. More than anybody reads.
const KEPT: usize = 128;

struct Records(std::cell::UnsafeCell<[Record; KEPT]>);
// SAFETY: a place is written once per turn by whoever has taken its number.
unsafe impl Sync for Records {}

static RECORDS: Records = Records(std::cell::UnsafeCell::new([Record { size: 0, frames: [0; DEPTH] }; KEPT]));
static TAKEN: AtomicUsize = AtomicUsize::new(0);
static ON_ALL_THREADS: AtomicBool = AtomicBool::new(false);

thread_local! {
    static RECORDING: Cell<usize> = const { Cell::new(0) };
    static FIRST: Cell<usize> = const { Cell::new(0) };
}

/// Begins to keep a record of each allocation; gives the number of the next one. The first
/// `KEPT` of a measurement are kept.
pub fn start_recording(on_all_threads: bool) -> usize {
    let first = TAKEN.load(Ordering::SeqCst);
    RECORDING.with(|cell| {
        if cell.get() == 0 {
            FIRST.with(|cell| cell.set(first));
        }
        cell.set(cell.get() + 1);
    });
    if on_all_threads {
        ON_ALL_THREADS.store(true, Ordering::SeqCst);
    }
    first
}

/// Ends what `start_recording` began.
pub fn stop_recording(on_all_threads: bool) {
    RECORDING.with(|cell| cell.set(cell.get().saturating_sub(1)));
    if on_all_threads {
        ON_ALL_THREADS.store(false, Ordering::SeqCst);
    }
}

/// The number of the next record.
pub fn recorded_so_far() -> usize {
    TAKEN.load(Ordering::SeqCst)
}

/// Keeps a record, if a measurement is going on.
pub fn record(size: usize) {
    if RECORDING.with(Cell::get) == 0 && !ON_ALL_THREADS.load(Ordering::Relaxed) {
        return;
    }
    let number = TAKEN.fetch_add(1, Ordering::SeqCst);
    if number - FIRST.with(Cell::get).min(number) >= KEPT {
        return;
    }
    let record = Record { size, frames: frames() };
    // SAFETY: nobody else has this number, and readers come after the measurement.
    unsafe { (*RECORDS.0.get())[number % KEPT] = record };
}

/// The kept records with numbers from `first` up to `last`.
pub fn recorded(first: usize, last: usize, mut each: impl FnMut(&Record)) {
    for number in first..last.min(first + KEPT) {
        // Copied, because `each` may allocate.
        // SAFETY: as above.
        let record = unsafe { (*RECORDS.0.get())[number % KEPT] };
        each(&record);
    }
}
