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
    /// The registers that addresses are made in.
    general: *const usize,
}

/// How many of those there are, one after another.
const GENERAL: usize = if cfg!(target_arch = "x86_64") { 15 } else { 31 };

/// Where the first register lies, and what was tried.
struct Registers {
    first: *const usize,
    access: Access,
}

fn access(writes: bool) -> Access {
    if writes {
        Access::Write
    } else {
        Access::Read
    }
}

// The numbers of registers in the context: `gregs` of `sys/ucontext.h` (RBP, RSP, RIP; ERR is 19),
// or x29, sp, pc and the link register x30, or those of `mach/i386/_structs.h`.
const AARCH64: bool = cfg!(target_arch = "aarch64");
const LINUX: bool = cfg!(target_os = "linux");
const FRAME: usize = if AARCH64 {
    29
} else if LINUX {
    10
} else {
    6
};
const SP: usize = if AARCH64 {
    31
} else if LINUX {
    15
} else {
    7
};
const PC: usize = if AARCH64 { 32 } else { 16 };
const LINK: Option<usize> = if AARCH64 { Some(30) } else { None };

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
unsafe fn find(raw: *mut u8) -> Registers {
    // SAFETY: a context has them at these places; so below.
    let first = unsafe { raw.add(40) }.cast::<usize>();
    // Bit 1 of the error code of a page fault: "Intel 64 and IA-32 Architectures Software
    // Developer's Manual", volume 3, "Interrupt 14".
    // SAFETY: as above.
    let error = unsafe { first.add(19).read() };
    Registers { first, access: access(error & 2 != 0) }
}

// `struct sigcontext` of `asm/sigcontext.h`: the address, 31 registers, the stack pointer, the
// instruction, the state; then records, one of which has the syndrome (`struct esr_context`).
#[cfg(all(target_os = "linux", target_arch = "aarch64"))]
unsafe fn find(raw: *mut u8) -> Registers {
    const ESR_MAGIC: u32 = 0x4553_5201;
    let first = unsafe { raw.add(176 + 8) }.cast::<usize>();
    let mut record = unsafe { raw.add(176 + 8 * 36) };
    loop {
        let (magic, size) = unsafe { (record.cast::<u32>().read(), record.add(4).cast::<u32>().read()) };
        if magic == ESR_MAGIC {
            // The bit WnR.
            let syndrome = unsafe { record.add(8).cast::<u64>().read() };
            return Registers { first, access: access(syndrome >> 6 & 1 != 0) };
        }
        if magic == 0 || size == 0 {
            return Registers { first, access: Access::Unknown };
        }
        record = unsafe { record.add(size as usize) };
    }
}

// `uc_mcontext` is a pointer there: 16 bytes about the exception, then the registers.
#[cfg(target_os = "macos")]
unsafe fn find(raw: *mut u8) -> Registers {
    let state = unsafe { raw.add(48).cast::<*mut u8>().read() };
    let word = |at: usize| unsafe { state.add(at).cast::<u32>().read() };
    // `esr`, which follows the address, and its bit WnR; or `err`, which follows two half words.
    let writes = if AARCH64 { word(8) >> 6 & 1 != 0 } else { word(4) & 2 != 0 };
    Registers { first: unsafe { state.add(16) }.cast(), access: access(writes) }
}

impl Context {
    /// Reads them.
    ///
    /// # Safety
    /// `raw` must be what a signal handler was called with.
    pub unsafe fn read(raw: *mut u8) -> Self {
        // SAFETY: the registers lie where `Registers` says.
        let registers = unsafe { find(raw) };
        // SAFETY: as above.
        let register = |number: usize| unsafe { registers.first.add(number).read() };
        Self {
            raw: raw.cast(),
            pc: register(PC),
            sp: register(SP),
            frame: register(FRAME),
            link: LINK.map(register),
            access: registers.access,
            general: registers.first,
        }
    }

    /// Whether a register holds such a value.
    pub fn any_register(&self, is_such: impl Fn(usize) -> bool) -> bool {
        // SAFETY: so many registers lie there.
        (0..GENERAL).any(|number| is_such(unsafe { self.general.add(number).read() }))
    }

    /// Who called the function of the instruction, if it has made no frame.
    pub fn caller(&self) -> usize {
        // SAFETY: the stack in use is readable.
        self.link.unwrap_or_else(|| unsafe { (self.sp as *const usize).read() })
    }
}
