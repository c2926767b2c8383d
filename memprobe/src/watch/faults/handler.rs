//! The handler for SIGSEGV and SIGBUS.

use std::cell::UnsafeCell;
use std::ffi::{c_int, c_void};

use super::super::blocks::State;
use super::super::misuse::{self, Kind, Misuse};
use super::super::{pattern, WATCH};
use super::context::Context;
use crate::system;
use crate::trace;

const SIGSEGV: c_int = 11;
const SIGBUS: c_int = if cfg!(target_os = "macos") { 10 } else { 7 };
const SA_SIGINFO: c_int = if cfg!(target_os = "macos") { 0x40 } else { 4 };
const SA_ONSTACK: c_int = if cfg!(target_os = "macos") { 1 } else { 0x0800_0000 };
/// Where `siginfo_t` has the address.
const ADDRESS_IN_INFO: usize = if cfg!(target_os = "macos") { 24 } else { 16 };
/// Where it has the reason, and the reason on Linux for a fault without an address: on x86-64
/// one that no address can be (`SI_KERNEL` of `asm-generic/siginfo.h`).
const CODE_IN_INFO: usize = 8;
const SI_KERNEL: c_int = 0x80;

/// `struct sigaction` as the C library has it.
#[cfg(target_os = "linux")]
#[repr(C)]
#[derive(Clone, Copy)]
struct Action {
    handler: usize,
    mask: [u64; 16],
    flags: c_int,
    restorer: usize,
}

#[cfg(target_os = "linux")]
const NO_ACTION: Action = Action { handler: 0, mask: [0; 16], flags: 0, restorer: 0 };

#[cfg(target_os = "macos")]
#[repr(C)]
#[derive(Clone, Copy)]
struct Action {
    handler: usize,
    mask: u32,
    flags: c_int,
}

#[cfg(target_os = "macos")]
const NO_ACTION: Action = Action { handler: 0, mask: 0, flags: 0 };

extern "C" {
    fn sigaction(signal: c_int, new: *const Action, old: *mut Action) -> c_int;
}

/// What was installed before: the standard library's, which knows the end of a stack.
struct Before(UnsafeCell<[Action; 2]>);
// SAFETY: written once, before the program's own threads begin.
unsafe impl Sync for Before {}
static BEFORE: Before = Before(UnsafeCell::new([NO_ACTION; 2]));

/// From now on faults are looked into.
pub fn install() {
    for (number, signal) in [SIGSEGV, SIGBUS].into_iter().enumerate() {
        let action =
            Action { handler: on_fault as *const () as usize, flags: SA_SIGINFO | SA_ONSTACK, ..NO_ACTION };
        // SAFETY: the handler has the signature that SA_SIGINFO asks for.
        unsafe { sigaction(signal, &action, &mut (*BEFORE.0.get())[number]) };
    }
}

extern "C" fn on_fault(signal: c_int, info: *mut u8, context: *mut c_void) {
    // SAFETY: what the system hands over has these at these places.
    let (address, code) = unsafe {
        (info.add(ADDRESS_IN_INFO).cast::<usize>().read(), info.add(CODE_IN_INFO).cast::<c_int>().read())
    };
    // SAFETY: it is the context of this signal.
    let context = unsafe { Context::read(context.cast()) };
    let nowhere = cfg!(target_os = "linux") && code == SI_KERNEL;
    // Not above zero where another process, or this one itself, has sent it.
    let sent = code <= 0;
    if !nowhere && (sent || is_at_the_stacks_end(address, context.sp)) {
        hand_over(signal, info, &context);
        return;
    }
    let watch = WATCH.lock_at_last();
    let mut misuse = Misuse::new(if nowhere || address >= 64 << 10 { Kind::Wild } else { Kind::Null });
    if !nowhere && watch.fence.contains(address) {
        let (before, after) = watch.fence.reach();
        if let Some(block) = watch.blocks.meant(address, before, after) {
            misuse.kind = if block.state == State::Freed { Kind::UseAfterFree } else { Kind::Overflow };
            misuse.offset = Some(address.wrapping_sub(block.start()) as isize);
            misuse.block = Some(block);
        }
    }
    if misuse.kind == Kind::Wild {
        // On x86-64 such an address is not told, but it was in a register.
        misuse.filled = pattern::origin(|word| {
            let is_near = |value: usize| value.abs_diff(word) < 64 << 10;
            if nowhere {
                context.any_register(is_near)
            } else {
                is_near(address)
            }
        });
    }
    misuse.access = Some(context.access);
    misuse.pc = Some(context.pc);
    misuse.at = frames(&context);
    misuse::end_process(&misuse, &watch.traces);
}

/// Whether a call that needs more stack has faulted: its pages are touched one by one.
fn is_at_the_stacks_end(address: usize, sp: usize) -> bool {
    address.abs_diff(sp) <= 64 << 10
}

/// Lets the handler that was there before do its work.
fn hand_over(signal: c_int, info: *mut u8, context: &Context) {
    // SAFETY: nobody writes it any more.
    let before = unsafe { (*BEFORE.0.get())[usize::from(signal == SIGBUS)] };
    if before.handler <= 1 || before.flags & SA_SIGINFO == 0 {
        // The default: the instruction faults again, and the process ends by the signal.
        let default = Action { handler: 0, ..NO_ACTION };
        // SAFETY: the default handler is always there.
        unsafe { sigaction(signal, &default, std::ptr::null_mut()) };
        return;
    }
    // SAFETY: a handler that was installed with SA_SIGINFO has this signature.
    let call: extern "C" fn(c_int, *mut u8, *mut c_void) =
        unsafe { std::mem::transmute::<usize, _>(before.handler) };
    call(signal, info, context.raw);
}

/// The calls that led to the fault. Code of the C library has no frame of its own: what called
/// it stands on top of the stack, or in the link register.
fn frames(context: &Context) -> trace::Frames {
    let mut frames = trace::walk(context.frame, context.sp);
    let program = system::program();
    if program.contains(context.pc) {
        return frames;
    }
    let caller = context.caller();
    if program.contains(caller) && frames[0] != caller {
        frames.rotate_right(1);
        frames[0] = caller;
    }
    frames
}
