//! The registers at a fault.

use std::ffi::c_void;

use super::super::misuse::Access;

/// What is needed of them.
pub struct Context {
    /// The context itself.
    pub raw: *mut c_void,
    /// The instruction.
    pub pc: usize,
    /// The end of the stack in use.
    pub sp: usize,
    /// The frame pointer.
    pub frame: usize,
    /// The link register, where there is one.
    link: Option<usize>,
    /// What was tried.
    pub access: Access,
}

impl Context {
    /// Reads them.
    ///
    /// # Safety
    /// `raw` must be what a signal handler was called with.
    pub unsafe fn read(raw: *mut u8) -> Self {
        let word = |at: usize| unsafe { raw.add(at).cast::<usize>().read() };
        #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
        {
            // `gregs` of `sys/ucontext.h`, by number: RBP, RSP, RIP, ERR.
            let register = |number: usize| word(40 + 8 * number);
            let access = if register(19) & 2 == 0 { Access::Read } else { Access::Write };
            Self {
                raw: raw.cast(),
                pc: register(16),
                sp: register(15),
                frame: register(10),
                link: None,
                access,
            }
        }
        #[cfg(all(target_os = "linux", target_arch = "aarch64"))]
        {
            // `struct sigcontext`: the address, 31 registers, the stack pointer, the instruction,
            // the state; then records, one of which has the syndrome.
            let register = |number: usize| word(176 + 8 + 8 * number);
            let (mut access, mut at) = (Access::Unknown, 176 + 8 * 36);
            loop {
                let head = word(at) as u64;
                let (magic, size) = (head as u32, (head >> 32) as usize);
                if magic == 0x4553_5201 {
                    access = if word(at + 8) >> 6 & 1 == 0 { Access::Read } else { Access::Write };
                }
                if magic == 0 || magic == 0x4553_5201 || size == 0 {
                    break;
                }
                at += size;
            }
            let (frame, link) = (register(29), Some(register(30)));
            Self { raw: raw.cast(), pc: register(32), sp: register(31), frame, link, access }
        }
        #[cfg(target_os = "macos")]
        {
            // `uc_mcontext` is a pointer: 16 bytes about the exception, then the registers.
            let state = word(48) as *mut u8;
            let register = |number: usize| unsafe { state.add(16 + 8 * number).cast::<usize>().read() };
            if cfg!(target_arch = "aarch64") {
                // `esr` follows the address.
                let syndrome = unsafe { state.add(8).cast::<u32>().read() };
                let access = if syndrome >> 6 & 1 == 0 { Access::Read } else { Access::Write };
                let (frame, link) = (register(29), Some(register(30)));
                Self { raw: raw.cast(), pc: register(32), sp: register(31), frame, link, access }
            } else {
                // `err` follows two half words.
                let error = unsafe { state.add(4).cast::<u32>().read() };
                let access = if error & 2 == 0 { Access::Read } else { Access::Write };
                Self {
                    raw: raw.cast(),
                    pc: register(16),
                    sp: register(7),
                    frame: register(6),
                    link: None,
                    access,
                }
            }
        }
    }

    /// Who called the function of the instruction, if it has made no frame.
    pub fn caller(&self) -> usize {
        // SAFETY: the stack in use is readable.
        self.link.unwrap_or_else(|| unsafe { (self.sp as *const usize).read() })
    }
}
