//! Where an allocation was asked for: the return addresses on the stack, found by following
//! the chain of saved frame pointers. Code without frame pointers ends the walk early.

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
